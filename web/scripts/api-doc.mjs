// Writes .github/API.md, the page for programmers: examples, and tables made of the types in the comments of web/engine. A static check
// compares; tests/engine/examples.test.js runs the examples.
import { writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { declarationsIn } from './declarations.mjs';
import { code, table } from './markdown.mjs';

export const file = fileURLToPath(new URL('../../.github/API.md', import.meta.url));

/** @typedef {import('./declarations.mjs').Declaration} Declaration */

const protocol = declarationsIn('web/engine/protocol.js');
const types = new Map(
  ['types', 'unit-scores', 'unit-split', 'compiled-wasm'].flatMap((name) => [
    ...declarationsIn(`web/engine/${name}.js`),
  ]),
);
const places = declarationsIn('web/engine/index.js');
const model = declarationsIn('web/engine/public-model.js');

/** Of the engine's own build, whose types are C++ structs. */
const OF_THE_BUILD = /** @type {const} */ (['Evaluation', 'Distribution', 'Upcoming']);

/** Types that are shown as tables, in this order. */
const SHOWN = [
  ...['Status', 'TrainingEnd', 'TrainingLimits', 'ModelInfo', 'ParameterInfo', 'Sequence', 'State'],
  ...['Prediction', 'SequencePrediction', 'GenerateArguments', 'Generated', 'Update', 'Running'],
  ...['TraceNumbers', 'LayerTrace', 'LayerBackward', 'Numbers', 'StepDryRunNumbers', 'ParameterRehearsal'],
  ...[
    'GradientCheck',
    'ParameterCheck',
    'Influence',
    'GradientFlow',
    'UnitActivityArguments',
    'UnitActivity',
    'UnitScores',
    'NgramLosses',
    'TextSequences',
  ],
];

/** Types that are one line. */
const LINES = [
  'Pace',
  'WasmSource',
  'WasmFile',
  'Labels',
  'SequenceChoice',
  'DataSet',
  'ParameterValues',
  'Trace',
  'StepDryRun',
  'History',
  'SessionEvent',
];

/** Likewise, of the calls. */
const ARGUMENTS = [
  'DifferentiateArguments',
  'AllTraining',
  'SaveArguments',
  'CheckpointArguments',
  'CheckpointResult',
  'View',
  'Views',
];

/** What createModel and loadModel are made of. */
const NOT_OF_A_MODEL = ['openText', 'create', 'load'];

/** @param {string} text */
const asSentence = (text) => (text ? text[0].toUpperCase() + text.slice(1) : '');

/** @param {Map<string, Declaration>} from @param {string} name @returns {Declaration} */
function declared(from, name) {
  const found = from.get(name);
  if (!found) throw new Error(`There is no type ${name} any more: web/scripts/api-doc.mjs names it.`);
  return found;
}

/** @param {Declaration} declaration */
const propertiesOf = ({ properties }) =>
  table(
    ['name', 'type', ''],
    properties.map(({ name, type, optional, description }) => [
      code(optional ? `${name}?` : name),
      code(type),
      description,
    ]),
  );

/** @param {Map<string, Declaration>} from @param {string} name */
const typeSection = (from, name) => {
  const one = declared(from, name);
  return `### ${name}\n\n${one.description ? `${asSentence(one.description)}.\n\n` : ''}${propertiesOf(one)}`;
};

const calls = () =>
  table(
    ['call', 'result', ''],
    declared(protocol, 'Calls')
      .properties.filter(({ name }) => !NOT_OF_A_MODEL.includes(name))
      .map(({ name, type, description }) => {
        const [, optional, args, result] = /^\{args(\?)?: (.*), result: (.*)\}$/.exec(type) ?? [];
        if (!result) throw new Error(`${name}: ${type}`);
        const given = args === 'undefined' ? '' : optional ? `${args}?` : args;
        return [code(`${name}(${given})`), code(result), description];
      }),
  );

const lines = () =>
  [
    ...LINES.map((name) => declared(types, name)),
    ...ARGUMENTS.map((name) => declared(protocol, name)),
    ...OF_THE_BUILD.map((name) => ({ ...declared(types, name), type: '' })),
  ]
    .map(
      ({ name, type, description }) =>
        `- **${name}**${type ? `: ${code(type)}` : ''}${description ? `. ${asSentence(description)}` : ''}`,
    )
    .join('\n');

/** @returns {string} Markdown */
export const apiDoc = () => `# The engine, for programs

Made by \`node web/scripts/api-doc.mjs\` from the types in web/engine; its tables are not to be edited by hand, and every example is run by a
test. For the element in an article see [EMBEDDING](EMBEDDING.md), for every setting [SETTINGS](SETTINGS.md), for where it runs
[HOSTING](HOSTING.md).

\`npm install rnn-playground\`: ES modules with types, the same in a page, a worker, Node, Deno and Bun, through any bundler.

## Train, ask, let it write

\`\`\`js
import { createModel } from 'rnn-playground';

const model = await createModel(
  { cell: 'lstm', hiddenSize: 16, optimizer: 'adam', learningRate: 0.02 },
  { training: [{ inputs: [0, 1, 2], targets: [1, 2, 3] }], tokens: ['a', 'b', 'c', 'd'] },
);
console.log(model.vocabularySize, model.settings.cell); // → 4 lstm
for await (const { epoch, trainingLoss } of model.train({ epochs: 200 })) {
  if (trainingLoss < 0.001) break; // which pauses it
}
console.log((await model.evaluate()).accuracy); // → 1
const { ids } = await model.generate({ inputs: [0], length: 3, strategy: 'greedy' });
console.log(Array.from(ids, (id) => model.tokens[id]).join('')); // → bcd
const { probabilities, shapes } = await model.predict({ inputs: [0, 1] });
console.log(probabilities.length, shapes.probabilities); // → 8 [ 2, 4 ]
model.dispose();
\`\`\`

Tokens are numbers, 0 to V − 1. A text becomes such numbers in one of two ways: short ones by \`prepareText\`, long ones, up to 10 MB, as they are.

\`\`\`js
import { createModel } from 'rnn-playground';
import { encodePrompt, prepareText } from 'rnn-playground/text';

const data = prepareText('tick tock\\ntick tack');
const { training, vocabulary } = data;
const model = await createModel({ cell: 'gru', hiddenSize: 24 }, { training, tokens: [...vocabulary.tokens] });
await model.train({ epochs: 300 });
const { inputs } = encodePrompt(data, 'tick t');
const { probabilities } = await model.distribution({ inputs });
const best = [...model.tokens].sort((a, b) => probabilities[model.tokens.indexOf(b)] - probabilities[model.tokens.indexOf(a)]);
console.log(best.slice(0, 2).sort().join(' ')); // → a o
model.dispose();

const long = 'All happy families are alike. '.repeat(500);
const other = await createModel({ cell: 'gru', batchSize: 0, truncate: 64, evaluationSample: 2000 }, { text: long });
await other.train({ steps: 5 });
console.log(other.vocabularySize, (await other.status()).step); // → 16 5
other.dispose();
\`\`\`

## In a worker; stopping; what happens meanwhile

The last argument of \`createModel\` and \`loadModel\` says where the network is, the last one of every call has the \`signal\` that ends it.
\`train\` returns a promise; looped over, it gives its progress some 15 times a second, and leaving the loop pauses it. The latest
\`train\` wins: one that is under way ends as paused.

\`\`\`js
import { createModel } from 'rnn-playground';

const data = { training: [{ inputs: [0, 1, 2], targets: [1, 2, 3] }] };
const model = await createModel({ hiddenSize: 8 }, data, { worker: true });
model.addEventListener('failure', ({ detail }) => console.error(\`the worker is lost: \${detail.message}\`));
await model.watch({ views: { now: { call: 'evaluate' } } });
const watched = new Promise((resolve) => model.addEventListener('update', ({ detail }) => resolve(detail.views.now), { once: true }));
const stop = new AbortController();
const training = model.train({}, { signal: stop.signal }); // until it is stopped
console.log((await watched).value.tokens); // → 3
stop.abort(new Error('that will do'));
console.log((await training.catch((error) => error)).message); // → that will do
console.log((await model.status()).phase); // → idle
model.dispose();
\`\`\`

## Save and load

\`\`\`js
import { createModel, loadModel } from 'rnn-playground';

const data = { training: [{ inputs: [0, 1, 2], targets: [1, 2, 3] }] };
const model = await createModel({ cell: 'rnn', hiddenSize: 8 }, data);
await model.train({ epochs: 50 });
const file = await model.save(); // safetensors, PyTorch's names and shapes
const copy = await loadModel(file); // or an ArrayBuffer, a Blob, a Response, an address
await Promise.all([model.train({ epochs: 50 }), copy.train({ epochs: 50 })]);
console.log((await model.status()).trainingLoss === (await copy.status()).trainingLoss); // → true
model.dispose();
copy.dispose();
\`\`\`

## Every number

\`\`\`js
import { createModel } from 'rnn-playground';

const data = { training: [{ inputs: [0, 1, 2], targets: [1, 2, 3] }] };
const model = await createModel({ cell: 'gru', hiddenSize: 5, precision: 'float64' }, data);
const { layersData, losses } = await model.trace({ sequence: 0 });
console.log(layersData[0].gates.shape, losses.shape); // → [ 3, 15 ] [ 3 ]
const { passed, checked } = await model.gradientCheck({ all: true });
console.log(passed, checked === model.parameterCount); // → true true
const parameters = await model.parameters();
console.log(parameters[0].name, parameters[0].shape); // → weight_ih_l0 [ 15, 4 ]
model.dispose();
\`\`\`

## What is refused

A name that there is not, a value that cannot be, a missing argument: the promise is rejected with an \`EngineError\`. \`code\` is for
programs, \`message\` is one sentence, \`details\` has what it names. A \`SettingsError\` also has \`setting\`, \`value\`, \`expected\`, \`range\`.

\`\`\`js
import { createModel, SettingsError } from 'rnn-playground';

const data = { training: [{ inputs: [0, 1], targets: [1, 0] }] };
const refused = await createModel({ hiddenSize: 0 }, data).catch((error) => error);
console.log(refused instanceof SettingsError, refused.message); // → true hiddenSize is 0, but must be a whole number from 1 to 512.
const model = await createModel({}, data);
const misspelt = await model.train({ epoch: 2 }).catch((error) => error);
console.log(misspelt.code, misspelt.message); // → badArgument train has no “epoch”: there may be epochs, steps, seconds, pace.
model.dispose();
\`\`\`

## createModel(settings, data, options), loadModel(source, options)

The data: sequences, or a text.

${propertiesOf(declared(places, 'Data'))}

${propertiesOf(declared(places, 'LongText'))}

A long text is read in these ways; besides, ${declared(protocol, 'TextData').description}.

${propertiesOf(declared(protocol, 'TextSource'))}

The options, which all may be left out:

${propertiesOf(declared(places, 'Place'))}

and, as the last argument of every call, ${code(declared(protocol, 'CallOptions').type)}.

## A model

At once, without a promise: \`tokens\`, \`settings\` (as they are now), \`vocabularySize\`, \`parameterCount\`. \`dispose()\` frees the memory or ends the
worker; \`using model = …\` does it at the end of a block. Events:

${propertiesOf(declared(model, 'ModelEvents'))}

Every call is a method, takes the options last, and returns a promise; \`train\` a [promise that can be looped over](#in-a-worker-stopping-what-happens-meanwhile).

${calls()}

## Types

T: time steps of a sequence, V: tokens in the vocabulary, H: hidden size, G: gates of the cell (rnn 1, gru 3, lstm 4). Matrices are flat and
row-major. Losses are in nats.

${lines()}

${SHOWN.map((name) => typeSection(types, name)).join('\n\n')}
`;

if (argv[1] === fileURLToPath(import.meta.url)) writeFileSync(file, apiDoc());
