/** Links to the page. */

export default /** @satisfies {import('../index.js').Strings} */ ({
  'copied.link': 'Link copied',
  copiedShort: 'Copied',
  copy: 'Copy',
  'copy.link': 'Copy the link',
  'shared.link': 'Link to this text and these settings',
  copyByHand: 'The browser does not let this page use the clipboard. Copy it by hand: it is selected.',
});
