/** Why the engine cannot be used, and what helps. */

export default /** @satisfies {import('../index.js').Strings} */ ({
  loadFailed: 'The code that computes this could not be loaded. Check the connection, then try again.',
  workerFailed:
    'The training engine crashed, and what it had learned is lost. Try again: your text and the settings are still here.',
  workerUnavailable:
    'The browser does not let this page start the training engine, which runs in a web worker. That happens in sandboxed frames, in pages opened from the disk, and with some blockers. Open the page at its own web address, or allow it there.',
  unsupported:
    'This browser does not run WebAssembly here, which the network is computed with: it is switched off (by Lockdown Mode, say) or forbidden by the page around it. Allow it, or use another browser.',
  disposed: 'The network has been closed. Load the page again.',
  tooLarge:
    'This network would need more memory than a browser tab may use. Choose fewer hidden units or layers, fewer sentences per update, or a BPTT length.',
  other:
    'Something went wrong in the training engine. Try again, or change a setting: your text and the settings are still here.',
  language: 'The page could not be loaded in {language}. Check the connection, then try again.',
  tryAgain: 'Try again',
  details: 'What the browser reported',
});
