/** A new version of the page. */

export default /** @satisfies {import('../index.js').Strings} */ ({
  kept: 'There is a new version of this page. Reloading takes it and loses nothing: text, network and training go on where they are.',
  notKept:
    'There is a new version of this page. This browser keeps nothing for it, so save the network as a file before you reload.',
  reload: 'Reload',
  later: 'Later',
});
