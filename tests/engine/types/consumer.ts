// A TypeScript program that uses the engine as a package: it is never run, only checked. What a line must not
// allow stands behind @ts-expect-error, so that types that are too loose fail, too.
import {
  createModel,
  EngineClient,
  EngineError,
  engineSettings,
  loadModel,
  resolveSettings,
  SettingsError,
  type EngineSettings,
  type Sequence,
} from '../../../web/engine/index.js';

const training: Sequence[] = [{ inputs: [0, 1], targets: Int32Array.of(1, -1) }];

export async function learn(signal: AbortSignal): Promise<Uint8Array> {
  const model = await createModel({ cell: 'lstm', hiddenSize: 64, clipNorm: 5 }, { training, tokens: ['a', 'b'] });
  for await (const { epoch, trainingLoss, history } of model.train({ epochs: 10 }, { signal })) {
    const rows: Float64Array = history.trainingLoss;
    console.log(epoch.toFixed(0), trainingLoss.toFixed(3), rows.length);
  }
  model.addEventListener('update', ({ detail: { status } }) => console.log(status.step.toFixed(0)));
  model.addEventListener('failure', ({ detail: { code } }) => console.log(code === 'workerFailed'));
  const [rate, size, names]: [number, number, readonly string[]] = [
    model.settings.learningRate,
    model.vocabularySize,
    model.tokens,
  ];
  console.log(rate + size, names.join(''), (await model.predict({ inputs: [0] })).shapes.hidden[1]);
  const promise: Promise<{ reason: string }> = model.train({ epochs: 1 });
  console.log((await promise).reason);
  const { reason, step } = await model.train({ steps: 5, pace: { unit: 'step', perSecond: 2 } });
  const ended: 'finished' | 'paused' | 'diverged' = reason;
  const { ids, alternatives } = await model.generate({ inputs: [0], length: 20, temperature: 0.8, topK: 5 });
  const first: number = alternatives[0].probabilities[0] + ids[0] + step + ended.length;
  const { layersData, logits } = await model.trace({ sequence: 0, reduction: 'mean' });
  const delta: Float64Array = layersData[0].backward.delta.values;
  const columns: number = logits.shape[1];
  const check = await model.gradientCheck({ all: true }, { signal, onProgress: ({ done, total }) => done / total });
  if (!check.passed) console.log(check.reason.toUpperCase(), check.parameters[0].worstIndex, first, delta, columns);
  await model.watch({ views: { losses: { call: 'predictAll', args: { which: 'heldOut' } } } });
  const bytes = await model.save();
  model.dispose();
  return bytes;
}

export async function misuse(): Promise<void> {
  // @ts-expect-error there is no such cell
  await createModel({ cell: 'elman' }, { training });
  // @ts-expect-error nor such a setting
  await createModel({ hiddenUnits: 3 }, { training });
  const model = await loadModel(new Uint8Array(0), { worker: true });
  // @ts-expect-error the values are missing
  await model.setParameter({ name: 'bias_out' });
  // @ts-expect-error a misspelt limit
  await model.train({ epoch: 2 });
  // @ts-expect-error the signal belongs into the last argument
  await model.train({ epochs: 2, signal: AbortSignal.timeout(1) });
  // @ts-expect-error and so does the place
  await createModel({}, { training, worker: true });
  // @ts-expect-error a model is made by createModel
  await model.create({ training, vocabularySize: 2 });
  await loadModel(new URL('https://site.example/model.safetensors'), { signal: AbortSignal.timeout(1) });
  await loadModel(new Blob([]));
  // @ts-expect-error accuracy is a number
  const accuracy: string = (await model.evaluate()).accuracy;
  // @ts-expect-error only reading calls can be named by their real names
  await model.watch({ views: { a: { call: 'think' } } });
  console.log(accuracy);
}

export function settingsOf(error: unknown): EngineSettings {
  if (error instanceof SettingsError) console.log(error.setting, error.expected, error.range.max);
  else if (error instanceof EngineError) console.log(error.code === 'badFile', error.details.problem);
  const largest: 512 = engineSettings.hiddenSize.max;
  return resolveSettings({ hiddenSize: largest });
}

export async function throughClient(url: URL): Promise<number> {
  const client = new EngineClient({ workerUrl: url });
  client.addEventListener('update', () => {});
  const { parameterCount } = await client.create({ training, vocabularySize: 2 });
  const { phase } = await client.status();
  return phase === 'idle' ? parameterCount : 0;
}
