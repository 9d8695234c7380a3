// Made from the table of settings by `node web/scripts/element-types.mjs`; not to be edited by hand.
// What each setting means is in .github/SETTINGS.md, everything else in .github/EMBEDDING.md.

/** The settings as properties. null or undefined: as by default, or chosen from the text. */
export interface RnnPlaygroundSettings {
  /** How the hidden state is carried from one time step to the next. The plain RNN overwrites it at every step; GRU and LSTM have gates that decide what to keep. */
  cell: 'rnn' | 'gru' | 'lstm' | null | undefined;
  /** The function that turns the sum of input and memory into the hidden state. “tutorial code” keeps the tutorial’s mistake: no tanh forward, but its derivative backward. */
  activation: 'tanh' | 'relu' | 'identity' | 'listing' | null | undefined;
  /** H, the length of the hidden state: all the network can remember at a time (an LSTM has a cell state c besides). */
  hiddenSize: number | null | undefined;
  /** Recurrent layers on top of each other; each reads the hidden state of the one below. */
  layers: number | null | undefined;
  /** Whether a constant is added to every sum. The tutorial’s network has none. */
  bias: boolean | null | undefined;
  /** How the weights are drawn before training. */
  initialization: 'listing' | 'pytorch' | 'xavier' | 'orthogonal' | null | undefined;
  /** Added to the bias of the LSTM’s forget gate at the start. With 1 or more the gate begins nearly open, and the network by remembering. */
  forgetBias: number | null | undefined;
  /** Start of the random numbers. The same seed and settings give the same run, digit for digit. */
  seed: number | null | undefined;
  /** Digits the network computes with: about 7 (float32) or 16 (float64). */
  precision: 'float32' | 'float64' | null | undefined;
  /** How a gradient becomes a change of the weights. Its internal state is reset when you change it. */
  optimizer: 'sgd' | 'momentum' | 'nesterov' | 'rmsprop' | 'adagrad' | 'adam' | 'adamw' | null | undefined;
  /** How far one update goes against the gradient. Too small: slow. Too large: the loss jumps or becomes infinite. */
  learningRate: number | null | undefined;
  /** Fraction of the previous update that is carried into the next. */
  momentum: number | null | undefined;
  /** How slowly the running mean of squared gradients forgets (PyTorch: alpha). */
  decay: number | null | undefined;
  /** How slowly Adam’s running mean of gradients forgets. */
  beta1: number | null | undefined;
  /** How slowly Adam’s running mean of squared gradients forgets. */
  beta2: number | null | undefined;
  /** A small number that keeps the optimizer from dividing by zero. */
  epsilon: number | null | undefined;
  /** How strongly AdamW pulls all weights toward zero. */
  weightDecay: number | null | undefined;
  /** If the global gradient norm is larger than this, the whole gradient is scaled down to it. 0: never. */
  clipNorm: number | null | undefined;
  /** How the learning rate changes by itself: not at all, halved whenever the loss has risen (the tutorial’s rule), along a cosine down to zero, or as one over the square root of the updates. */
  schedule: 'constant' | 'halving' | 'cosine' | 'inverseSqrt' | null | undefined;
  /** Updates in which the learning rate rises from zero before the cosine begins. */
  warmupSteps: number | null | undefined;
  /** The update at which the cosine has brought the learning rate to zero. */
  totalSteps: number | null | undefined;
  /** After this many updates the learning rate begins to fall; after four times as many it is a half, after sixteen times a quarter. */
  steadySteps: number | null | undefined;
  /** Epochs between two points of the loss curve. The halving rule compares two such points. */
  evaluateEvery: number | null | undefined;
  /** A point of the loss curve of a long text is measured on this many tokens of the training text, and on as many held-out ones: always the same, evenly spread. This runs beside the training and takes a hundredth of its time, at first a twentieth. 0: on the whole text, before an epoch. */
  evaluationSample: number | null | undefined;
  /** Whether the losses of an update’s tokens are added up or averaged before the gradient is taken. Adding makes updates larger. */
  reduction: 'sum' | 'mean' | null | undefined;
  /** The batch size: how many sentences (or streams) are read side by side for an update. 0: all of them. */
  batchSize: number | null | undefined;
  /** The most time steps that the gradient goes back. Longer sequences are cut into windows of this length, and the hidden state is carried from one to the next (truncated BPTT). 0: all the way. */
  truncate: number | null | undefined;
  /** Each epoch begins with a window of another length, so that the gradient is not cut at the same places every time. */
  movingWindows: boolean | null | undefined;
  /** Whether the sentences are reshuffled every epoch. */
  shuffle: boolean | null | undefined;
  /** How many parts of a batch are computed at the same time, where there are processor cores for it. Their gradients are added. */
  shards: number | null | undefined;
  /** “Faster” may round a multiplication and an addition together (relaxed SIMD), which helps on some processors; the last digits then depend on the computer. */
  arithmetic: 'exact' | 'relaxed' | null | undefined;
  /** What the network learns: one sentence on each line. */
  text: string | null | undefined;
  /** What is predicted one at a time: a character as a reader counts them, or a word. */
  unit: 'characters' | 'words' | null | undefined;
  /** What the last token of a sentence has to predict: an end mark ⏎, or the first token of the next sentence, as in the tutorial. */
  endOfSentence: 'mark' | 'run-on' | null | undefined;
  /** Fraction of the sentences that is never trained on. Its loss tells generalization from memorization (overfitting). 0.2 is one in five. */
  heldOut: number | null | undefined;
  /** 0: each line is a sentence by itself. 1 or more: all lines are one long text, cut into this many pieces, which are read side by side. A BPTT length is chosen with it, unless you have set one. */
  streams: number | null | undefined;
  /** What the network goes on from. */
  beginning: string | null | undefined;
  /** How the next token is chosen: sampled by its probability, always the most probable (greedy), or the most probable sequence as a whole (beam search). */
  strategy: 'sample' | 'greedy' | 'beam' | null | undefined;
  /** The logits are divided by it. Below 1 the network plays it safe, above 1 it takes risks. */
  temperature: number | null | undefined;
  /** Only the k most probable tokens may be drawn. 0: all. */
  topK: number | null | undefined;
  /** Only the most probable tokens that together reach this probability may be drawn. 1: all. */
  topP: number | null | undefined;
  /** How many candidates beam search keeps at a time. */
  beamWidth: number | null | undefined;
  /** The largest number of tokens that is written. */
  length: number | null | undefined;
  /** Updates or epochs per second, to watch it learn. 0: full speed. */
  pace: number | null | undefined;
  /** Whether the speed counts updates or epochs. */
  paceUnit: 'step' | 'epoch' | null | undefined;
  /** Whether training begins by itself when the page is open, for 60 epochs; never where the system asks for reduced motion. */
  autoplay: boolean | null | undefined;
  /** Logarithmic shows small losses in more detail. */
  lossScale: 'linear' | 'logarithmic' | null | undefined;
  /** Of this page. Automatic follows the browser. */
  language: 'auto' | 'zh' | 'en' | null | undefined;
  /** Light or dark. Automatic follows the system. */
  theme: 'auto' | 'light' | 'dark' | null | undefined;
  /** Which parts of the page are shown. */
  panels: readonly ('play' | 'header' | 'controls' | 'text' | 'settings' | 'network' | 'loss' | 'predictions' | 'writing' | 'lessons' | 'step' | 'states' | 'units' | 'weights' | 'memory' | 'check' | 'flow' | 'race')[] | string | null | undefined;
}

/** The settings as attributes, in the spelling of links. */
export interface RnnPlaygroundAttributes {
  'cell'?: string | number | boolean;
  'cell_hide'?: string | boolean;
  'activation'?: string | number | boolean;
  'activation_hide'?: string | boolean;
  'hidden-size'?: string | number | boolean;
  'hidden-size_hide'?: string | boolean;
  'layers'?: string | number | boolean;
  'layers_hide'?: string | boolean;
  'bias'?: string | number | boolean;
  'bias_hide'?: string | boolean;
  'initialization'?: string | number | boolean;
  'initialization_hide'?: string | boolean;
  'forget-bias'?: string | number | boolean;
  'forget-bias_hide'?: string | boolean;
  'seed'?: string | number | boolean;
  'seed_hide'?: string | boolean;
  'precision'?: string | number | boolean;
  'precision_hide'?: string | boolean;
  'optimizer'?: string | number | boolean;
  'optimizer_hide'?: string | boolean;
  'learning-rate'?: string | number | boolean;
  'learning-rate_hide'?: string | boolean;
  'momentum'?: string | number | boolean;
  'momentum_hide'?: string | boolean;
  'decay'?: string | number | boolean;
  'decay_hide'?: string | boolean;
  'beta1'?: string | number | boolean;
  'beta1_hide'?: string | boolean;
  'beta2'?: string | number | boolean;
  'beta2_hide'?: string | boolean;
  'epsilon'?: string | number | boolean;
  'epsilon_hide'?: string | boolean;
  'weight-decay'?: string | number | boolean;
  'weight-decay_hide'?: string | boolean;
  'clip-norm'?: string | number | boolean;
  'clip-norm_hide'?: string | boolean;
  'schedule'?: string | number | boolean;
  'schedule_hide'?: string | boolean;
  'warmup-steps'?: string | number | boolean;
  'warmup-steps_hide'?: string | boolean;
  'total-steps'?: string | number | boolean;
  'total-steps_hide'?: string | boolean;
  'steady-steps'?: string | number | boolean;
  'steady-steps_hide'?: string | boolean;
  'evaluate-every'?: string | number | boolean;
  'evaluate-every_hide'?: string | boolean;
  'evaluation-sample'?: string | number | boolean;
  'evaluation-sample_hide'?: string | boolean;
  'reduction'?: string | number | boolean;
  'reduction_hide'?: string | boolean;
  'batch-size'?: string | number | boolean;
  'batch-size_hide'?: string | boolean;
  'truncate'?: string | number | boolean;
  'truncate_hide'?: string | boolean;
  'moving-windows'?: string | number | boolean;
  'moving-windows_hide'?: string | boolean;
  'shuffle'?: string | number | boolean;
  'shuffle_hide'?: string | boolean;
  'shards'?: string | number | boolean;
  'shards_hide'?: string | boolean;
  'arithmetic'?: string | number | boolean;
  'arithmetic_hide'?: string | boolean;
  'text'?: string | number | boolean;
  'text_hide'?: string | boolean;
  'unit'?: string | number | boolean;
  'unit_hide'?: string | boolean;
  'end-of-sentence'?: string | number | boolean;
  'end-of-sentence_hide'?: string | boolean;
  'held-out'?: string | number | boolean;
  'held-out_hide'?: string | boolean;
  'streams'?: string | number | boolean;
  'streams_hide'?: string | boolean;
  'beginning'?: string | number | boolean;
  'beginning_hide'?: string | boolean;
  'strategy'?: string | number | boolean;
  'strategy_hide'?: string | boolean;
  'temperature'?: string | number | boolean;
  'temperature_hide'?: string | boolean;
  'top-k'?: string | number | boolean;
  'top-k_hide'?: string | boolean;
  'top-p'?: string | number | boolean;
  'top-p_hide'?: string | boolean;
  'beam-width'?: string | number | boolean;
  'beam-width_hide'?: string | boolean;
  'length'?: string | number | boolean;
  'length_hide'?: string | boolean;
  'pace'?: string | number | boolean;
  'pace_hide'?: string | boolean;
  'pace-unit'?: string | number | boolean;
  'pace-unit_hide'?: string | boolean;
  'autoplay'?: string | number | boolean;
  'autoplay_hide'?: string | boolean;
  'loss-scale'?: string | number | boolean;
  'loss-scale_hide'?: string | boolean;
  'language'?: string | number | boolean;
  'language_hide'?: string | boolean;
  'theme'?: string | number | boolean;
  'theme_hide'?: string | boolean;
  'panels'?: string | number | boolean;
  'panels_hide'?: string | boolean;
  loading?: 'lazy' | 'eager' | 'manual';
  poster?: string;
  'heading-level'?: string | number;
  'text-from'?: string;
  workers?: string | number;
  linked?: string | boolean;
  /** A lesson that it begins with. */
  lesson?: string;
  keep?: string;
}

/** What the training has come to. */
export interface RnnPlaygroundStatus {
  /** Completed passes over the text. */
  epoch: number;
  /** Updates of the weights. */
  step: number;
  /** Mean over the tokens of the training text, nats; null before it is known. */
  loss: number | null;
  training: boolean;
  phase: 'loading' | 'empty' | 'idle' | 'training' | 'diverged' | 'failed';
}

export interface RnnPlaygroundEventMap {
  'rnn-show': CustomEvent<null>;
  'rnn-ready': CustomEvent<null>;
  'rnn-progress': CustomEvent<RnnPlaygroundStatus>;
  'rnn-change': CustomEvent<{ settings: (keyof RnnPlaygroundSettings)[] }>;
  'rnn-diverged': CustomEvent<{ epoch: number; step: number }>;
  'rnn-complete': CustomEvent<{ lesson: string; done: Record<string, unknown> }>;
  'rnn-error': CustomEvent<{ type: string; message: string; setting?: string; cause?: unknown }>;
}

/** In JSX: properties, attributes whose names are no properties, numbers and truth values also as HTML writes them. */
export type RnnPlaygroundProps = Omit<RnnPlaygroundAttributes, keyof RnnPlaygroundSettings> & {
  [Name in keyof RnnPlaygroundSettings]?:
    | RnnPlaygroundSettings[Name]
    | (NonNullable<RnnPlaygroundSettings[Name]> extends number ? `${number}` : never)
    | (NonNullable<RnnPlaygroundSettings[Name]> extends boolean ? 'true' | 'false' | '' : never);
};

/** The events as JSX names them: `onrnn-progress`. */
export type RnnPlaygroundEventHandlers = {
  [Type in keyof RnnPlaygroundEventMap as `on${Type}`]?: (event: RnnPlaygroundEventMap[Type]) => unknown;
};

/** Training ends at whichever comes first; without any it goes on until somebody pauses. */
export interface RnnPlaygroundLimits {
  /** More passes over the text. */
  epochs?: number;
  /** More updates of the weights. */
  steps?: number;
  seconds?: number;
}

export interface RnnPlayground extends HTMLElement, RnnPlaygroundSettings {
  loading: 'lazy' | 'eager' | 'manual';
  poster: string;
  headingLevel: number;
  textFrom: string;
  workers: number | undefined;
  linked: boolean;
  keep: string | undefined;

  /** Resolves when the first network is there. */
  readonly ready: Promise<this>;
  readonly status: RnnPlaygroundStatus | null;
  /** The language that it speaks, BCP 47; '' before it says anything. */
  readonly locale: string;

  start(): Promise<this>;
  train(limits?: RnnPlaygroundLimits): Promise<{
    reason: 'finished' | 'paused' | 'diverged' | 'superseded' | 'refused' | 'failed';
    epoch: number;
    step: number;
  }>;
  pause(): Promise<void>;
  toggle(): Promise<void>;
  /** false if nothing may be trained. */
  step(unit?: 'token' | 'window' | 'epoch', count?: number): Promise<boolean>;
  reset(): Promise<void>;
  /** Every token there is, most probable first; '\n' is the end of a sentence. */
  predict(
    beginning: string,
    options?: { temperature?: number; topK?: number; topP?: number },
  ): Promise<{ token: string; probability: number }[]>;
  sample(
    beginning: string,
    options?: {
      length?: number;
      strategy?: 'sample' | 'greedy' | 'beam';
      temperature?: number;
      topK?: number;
      topP?: number;
      beamWidth?: number;
      seed?: number;
    },
  ): Promise<string>;
  save(): Promise<Uint8Array>;
  load(source: ArrayBuffer | ArrayBufferView | Blob | Response | URL | string): Promise<void>;
  link(options?: { page?: string; training?: boolean }): Promise<string>;
  getState(): Promise<string>;
  setState(state: string): Promise<void>;

  addEventListener<Type extends keyof RnnPlaygroundEventMap>(
    type: Type,
    listener: (this: RnnPlayground, event: RnnPlaygroundEventMap[Type]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

export const RnnPlayground: { new (): RnnPlayground; prototype: RnnPlayground };

declare global {
  interface HTMLElementTagNameMap {
    'rnn-playground': RnnPlayground;
  }
}

/**
 * For JSX without types of its own here (those of React, Vue and Svelte come with `rnn-playground/react` and so on):
 * `declare module 'preact' { namespace JSX { interface IntrinsicElements extends RnnPlaygroundElements {} } }`.
 */
export interface RnnPlaygroundElements {
  'rnn-playground': RnnPlaygroundProps &
    RnnPlaygroundEventHandlers & {
      children?: any;
      class?: string;
      className?: string;
      id?: string;
      key?: any;
      lang?: string;
      ref?: any;
      slot?: string;
      style?: any;
    };
}
