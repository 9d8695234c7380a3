/** Why the network began anew. */

export default /** @satisfies {import('../index.js').Strings} */ ({
  start: 'A new network, untrained.',
  text: 'The text changed, so the network was re-initialized.',
  setting: ({ settings }, f) => `${f.list(settings)} changed, so the network was re-initialized.`,
  preset: '“{preset}”: new text and settings, and an untrained network.',
  user: 'The network is back at its initial weights, as they were before training.',
  file: 'Opened: text, settings and the network as they were saved.',
  undo: 'Undone: the text and settings are as before, with an untrained network.',
});
