/** Saving, opening and exporting a network. */

export default /** @satisfies {import('../index.js').Strings} */ ({
  open: 'Open a saved network…',
  openHelp: 'A .safetensors file saved here. You can also drop it anywhere on the page.',
  experiments: 'My experiments…',
  experimentsHelp: 'What this browser keeps, the latest first: open, rename, duplicate, delete.',
  save: 'Save the network',
  saveHelp: 'With its text, settings and training: open it here to go on from the same update.',
  weights: 'Save the weights only',
  weightsHelp: 'For other programs. Nothing of your text but its vocabulary; cannot be opened here again.',
  python: 'Continue in PyTorch',
  pythonHelp: 'A zip with the saved network, the text and a short script that goes on training.',
  onnx: 'Export as ONNX',
  onnxHelp: 'The forward pass, with the hidden state in and out.',
  'failed.not-safetensors': '“{name}” is not a .safetensors file, so nothing has been opened.',
  'failed.not-a-model': '“{name}” does not hold a network of this page, so nothing has been opened.',
  'failed.weights-only':
    '“{name}” holds weights only, without a text to go on training on. Open a file that was saved with “Save the network”.',
  'failed.no-text':
    '“{name}” was saved by a program and without its text, so this page cannot show it. The program can open it again.',
  'failed.other-tokens':
    '“{name}” holds a text that is cut into other tokens here than where it was saved, so its network would not fit it.',
  'failed.unknown-version':
    '“{name}” was saved by another version of this page, in a form that this one does not know.',
  'failed.damaged': '“{name}” is damaged, so nothing has been opened: {details}.',
  'failed.tooLarge': 'The network in “{name}” would need more memory than a browser tab may use.',
  'failed.replaced': '“{name}” was not opened, because the text or a setting changed meanwhile. Open it again.',
  'failed.loadFailed': 'A part of the page that this needs could not be loaded. Check the connection, then try again.',
  'failed.unreadable': 'The browser could not read “{name}”. It may have been moved or changed; choose it again.',
  'failed.textGone':
    'The browser can no longer read “{name}”, the text of this network: it may have been moved or changed. Open it again, or save the weights only.',
  'failed.open': '“{name}” was not opened, because the engine stopped meanwhile. Open it again.',
  'failed.save': 'The file could not be made: the network is no longer there. Press Reset, then try again.',
  saved: '“{name}” saved.',
});
