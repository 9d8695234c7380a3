/** Why the network began anew. */

/** @type {import('../index.js').Strings} */
export default {
  start: 'A new network, untrained.',
  text: 'The text changed, so the network began again from its first, untrained weights.',
  setting: ({ settings }) =>
    `${settings.join(', ')} changed, so the network began again from its first, untrained weights.`,
  preset: '“{preset}”: new text and settings, and an untrained network.',
  user: 'The network is back at its first weights, as they were before the training.',
  undo: 'Undone: the text and settings are as before, with an untrained network.',
};
