/** A new version of the page. */

export default /** @satisfies {import('../index.js').Strings} */ ({
  kept: 'There is a new version of this page. Reload to get it. Nothing is lost: text, network and training go on where they are.',
  notKept:
    'There is a new version of this page. This browser keeps nothing for it, so save the network as a file before you reload.',
  reload: 'Reload',
  later: 'Later',
});
