/**
 * A network as an ONNX model (https://onnx.ai/onnx/intermediate/IR.html), its forward pass with the state in and out. N sequences of
 * T tokens, L layers, H units, V tokens in the vocabulary:
 *
 *   tokens              int64   N × T        in; ids, 0…V−1, see the metadata `tokens`
 *   hidden              float   L × N × H    in; zeros at the beginning of a sequence
 *   cell                float   L × N × H    in; of an LSTM
 *   log_probabilities   float   N × T × V    out; natural logarithms, of each next token
 *   hidden_out          float   L × N × H    out; to go on with
 *   cell_out            float   L × N × H    out
 *
 * Weights are float, whatever the network was trained in: runtimes have their recurrent operators in float.
 */
import { numbersOf, parse } from '../engine/model-file/safetensors.js';
import { bytes, float, integer, message } from './protobuf.js';

/** @typedef {import('../engine/types.js').EngineSettings} EngineSettings */
/** @typedef {{ settings: EngineSettings, vocabularySize: number, numbers: (name: string) => Float32Array }} Network */
/** @typedef {import('./protobuf.js').Bytes} Bytes */

/** The first with Split, Squeeze and the recurrent operators as they are used here. */
const OPSET = 14;
const IR_VERSION = 8;
const FLOAT = 1;
const INT64 = 7;

/**
 * The blocks of H rows of a gate each, in PyTorch's order, by their place in ONNX's: there r z n → z r h, here i f g o → i o f c.
 */
const GATES = Object.freeze({ rnn: [0], gru: [1, 0, 2], lstm: [0, 3, 1, 2] });

/** Affine: α x + β, with 1 and 0. The listing's mistake is in its backward pass. */
const ACTIVATIONS = Object.freeze({ tanh: 'Tanh', relu: 'Relu', identity: 'Affine', listing: 'Affine' });

/**
 * @param {Uint8Array} file a model's file, its weights are enough
 * @returns {Uint8Array<ArrayBuffer>} the file for ONNX runtimes
 */
export function onnxModel(file) {
  const { tensors, metadata } = parse(file);
  const numbers = (/** @type {string} */ name) => {
    const tensor = tensors.get(name);
    if (!tensor) throw new Error(`The file has no tensor ${name}.`);
    return Float32Array.from(numbersOf(tensor), Number);
  };
  const settings = JSON.parse(metadata.get('settings') ?? '');
  const network = { settings, vocabularySize: Number(metadata.get('vocabularySize')), numbers };
  const facts = ['tokens', 'settings'].map((key) =>
    bytes(14, message(bytes(1, key), bytes(2, metadata.get(key) ?? ''))),
  );
  return message(
    integer(1, IR_VERSION),
    bytes(2, 'RNN Playground'),
    bytes(7, graph(network)),
    bytes(8, message(bytes(1, ''), integer(2, OPSET))),
    facts,
  );
}

/** @param {Network} network */
function graph(network) {
  const { settings, vocabularySize } = network;
  const state = typeField(FLOAT, [settings.layers, 'N', settings.hiddenSize]);
  const named = (/** @type {string} */ name) => message(bytes(1, name), state);
  const cell = settings.cell === 'lstm';
  return message(
    ...[...inputNodes(network), ...layerNodes(network), ...outputNodes(network)].map((node) => bytes(1, node)),
    bytes(2, settings.cell),
    initializers(network).map((tensor) => bytes(5, tensor)),
    bytes(11, message(bytes(1, 'tokens'), typeField(INT64, ['N', 'T']))),
    (cell ? ['hidden', 'cell'] : ['hidden']).map((name) => bytes(11, named(name))),
    bytes(12, message(bytes(1, 'log_probabilities'), typeField(FLOAT, ['N', 'T', vocabularySize]))),
    (cell ? ['hidden_out', 'cell_out'] : ['hidden_out']).map((name) => bytes(12, named(name))),
  );
}

/** The recurrent operators want time first; tokens become one-hot vectors. @param {Network} network */
function inputNodes({ settings }) {
  const states = settings.cell === 'lstm' ? ['hidden', 'cell'] : ['hidden'];
  const splits = states.map((name) =>
    settings.layers === 1
      ? node('Identity', [name], [`${name}_0`])
      : node(
          'Split',
          [name],
          Array.from({ length: settings.layers }, (_, k) => `${name}_${k}`),
          [integerAttribute('axis', 0)],
        ),
  );
  return [
    node('Transpose', ['tokens'], ['tokens_by_time'], [integersAttribute('perm', [1, 0])]),
    node('OneHot', ['tokens_by_time', 'vocabulary_size', 'off_on'], ['layer_0'], [integerAttribute('axis', -1)]),
    ...splits,
  ];
}

/** @param {Network} network */
function layerNodes({ settings: { cell, layers, hiddenSize, bias, activation } }) {
  const affine = ACTIVATIONS[activation] === 'Affine';
  const own = {
    rnn: [
      stringsAttribute('activations', [ACTIVATIONS[activation]]),
      ...(affine ? [floatsAttribute('activation_alpha', [1]), floatsAttribute('activation_beta', [0])] : []),
    ],
    // PyTorch's GRU: the reset gate after the hidden product.
    gru: [integerAttribute('linear_before_reset', 1)],
    lstm: [],
  };
  return Array.from({ length: layers }, (_, k) => {
    const inputs = [`layer_${k}`, `W_${k}`, `R_${k}`, bias ? `B_${k}` : '', '', `hidden_${k}`];
    const outputs = [`outputs_${k}`, `hidden_out_${k}`];
    if (cell === 'lstm') inputs.push(`cell_${k}`);
    if (cell === 'lstm') outputs.push(`cell_out_${k}`);
    const attributes = [integerAttribute('hidden_size', hiddenSize), ...own[cell]];
    return [
      node(cell.toUpperCase(), inputs, outputs, attributes),
      // T × directions × N × H, with one direction
      node('Squeeze', [`outputs_${k}`, 'axis_1'], [`layer_${k + 1}`]),
    ];
  }).flat();
}

/** @param {Network} network */
function outputNodes({ settings: { cell, layers, bias } }) {
  const joined = (/** @type {string} */ name) =>
    node(
      'Concat',
      Array.from({ length: layers }, (_, k) => `${name}_${k}`),
      [name],
      [integerAttribute('axis', 0)],
    );
  return [
    node('MatMul', [`layer_${layers}`, 'V'], [bias ? 'products' : 'logits']),
    ...(bias ? [node('Add', ['products', 'bias_out'], ['logits'])] : []),
    node('LogSoftmax', ['logits'], ['by_time'], [integerAttribute('axis', -1)]),
    node('Transpose', ['by_time'], ['log_probabilities'], [integersAttribute('perm', [1, 0, 2])]),
    joined('hidden_out'),
    ...(cell === 'lstm' ? [joined('cell_out')] : []),
  ];
}

/** @param {Network} network @returns {Bytes[]} */
function initializers({ settings: { cell, layers, hiddenSize, bias }, vocabularySize, numbers }) {
  const rows = GATES[cell].length * hiddenSize;
  const reordered = (/** @type {string} */ name) => inOrder(numbers(name), GATES[cell]);
  const ofLayers = Array.from({ length: layers }, (_, k) => [
    tensor(`W_${k}`, [1, rows, k === 0 ? vocabularySize : hiddenSize], reordered(`weight_ih_l${k}`)),
    tensor(`R_${k}`, [1, rows, hiddenSize], reordered(`weight_hh_l${k}`)),
    ...(bias
      ? [tensor(`B_${k}`, [1, 2 * rows], Float32Array.of(...reordered(`bias_ih_l${k}`), ...reordered(`bias_hh_l${k}`)))]
      : []),
  ]);
  return [
    tensor('vocabulary_size', [1], BigInt64Array.of(BigInt(vocabularySize))),
    tensor('off_on', [2], Float32Array.of(0, 1)),
    tensor('axis_1', [1], BigInt64Array.of(1n)),
    ...ofLayers.flat(),
    tensor('V', [hiddenSize, vocabularySize], transposed(numbers('weight_out'), vocabularySize)),
    ...(bias ? [tensor('bias_out', [vocabularySize], numbers('bias_out'))] : []),
  ];
}

/** @param {Float32Array} numbers @param {readonly number[]} order of its blocks of equal size */
function inOrder(numbers, order) {
  const size = numbers.length / order.length;
  const whole = new Float32Array(numbers.length);
  for (const [to, from] of order.entries()) whole.set(numbers.subarray(from * size, (from + 1) * size), to * size);
  return whole;
}

/** @param {Float32Array} numbers row by row @param {number} rows */
function transposed(numbers, rows) {
  const columns = numbers.length / rows;
  return numbers.map((_, i) => numbers[(i % rows) * columns + Math.floor(i / rows)]);
}

// --- the messages of onnx.proto ---------------------------------------------------------------------------------------

/** @param {string} type @param {string[]} inputs '' where an optional one is left out @param {string[]} outputs @param {Bytes[]} [attributes] */
const node = (type, inputs, outputs, attributes = []) =>
  message(
    inputs.map((name) => bytes(1, name)),
    outputs.map((name) => bytes(2, name)),
    bytes(3, `${type}_${outputs[0]}`),
    bytes(4, type),
    attributes.map((attribute) => bytes(5, attribute)),
  );

/** @param {string} name @param {number} value −1 is the last axis */
const integerAttribute = (name, value) =>
  message(bytes(1, name), value < 0 ? MINUS_ONE_IN_FIELD_3 : integer(3, value), integer(20, 2));
/** A negative int64 is written in two's complement, ten groups of seven bits. */
const MINUS_ONE_IN_FIELD_3 = new Uint8Array([0x18, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1]);
/** @param {string} name @param {number[]} values */
const integersAttribute = (name, values) =>
  message(
    bytes(1, name),
    values.map((value) => integer(8, value)),
    integer(20, 7),
  );
/** @param {string} name @param {number[]} values */
const floatsAttribute = (name, values) =>
  message(
    bytes(1, name),
    values.map((value) => float(7, value)),
    integer(20, 6),
  );
/** @param {string} name @param {string[]} values */
const stringsAttribute = (name, values) =>
  message(
    bytes(1, name),
    values.map((value) => bytes(9, value)),
    integer(20, 8),
  );

/** @param {string} name @param {number[]} shape @param {Float32Array | BigInt64Array} numbers */
const tensor = (name, shape, numbers) =>
  message(
    shape.map((size) => integer(1, size)),
    integer(2, numbers instanceof Float32Array ? FLOAT : INT64),
    bytes(8, name),
    bytes(9, new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)),
  );

/** The field `type` of a value. @param {number} type @param {(number | string)[]} shape names are sizes that are known only when it runs */
function typeField(type, shape) {
  const sizes = shape.map((size) => bytes(1, typeof size === 'number' ? integer(1, size) : bytes(2, size)));
  return bytes(2, message(bytes(1, message(integer(1, type), bytes(2, message(sizes))))));
}
