/** Why the engine cannot be used. */

/** @type {import('../index.js').Strings} */
export default {
  loadFailed:
    'The training engine could not be loaded. Check the connection, then load the page again; copy your text first. ({message})',
  workerFailed: 'The training worker crashed. Reset to start it again; the text and the settings are kept. ({message})',
  disposed: 'The network has been closed. Load the page again.',
  tooLarge:
    'This network would need more memory than a browser tab may use. Choose fewer hidden units or layers, fewer sentences per update, or a BPTT length.',
  other:
    'Something went wrong in the training engine. Reset to start again; the text and the settings are kept. ({message})',
};
