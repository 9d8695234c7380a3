/** Links to the page, and the tag that puts it into another. */

export default /** @satisfies {import('../index.js').Strings} */ ({
  'copied.link': 'Link copied',
  'copied.embed': 'Code copied',
  copiedShort: 'Copied',
  copy: 'Copy',
  'copy.link': 'Copy the link',
  'copy.embed': 'Copy the code',
  'shared.link': 'Link to this text and these settings',
  'shared.embed': 'HTML to put this page into your own',
  copyByHand: 'The browser does not let this page use the clipboard. Copy it by hand: it is selected.',
});
