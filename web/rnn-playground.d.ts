// Made from the table of settings by `node web/scripts/element-types.mjs`; not to be edited by hand.
// What each setting means is in .github/SETTINGS.md, everything else in .github/EMBEDDING.md.

/** The settings as properties. null or undefined: as by default, or chosen from the text. */
export interface RnnPlaygroundSettings {
  cell: 'rnn' | 'gru' | 'lstm' | null | undefined;
  activation: 'tanh' | 'relu' | 'identity' | 'listing' | null | undefined;
  hiddenSize: number | null | undefined;
  layers: number | null | undefined;
  bias: boolean | null | undefined;
  initialization: 'listing' | 'pytorch' | 'xavier' | 'orthogonal' | null | undefined;
  forgetBias: number | null | undefined;
  seed: number | null | undefined;
  precision: 'float32' | 'float64' | null | undefined;
  optimizer: 'sgd' | 'momentum' | 'nesterov' | 'rmsprop' | 'adagrad' | 'adam' | 'adamw' | null | undefined;
  learningRate: number | null | undefined;
  momentum: number | null | undefined;
  decay: number | null | undefined;
  beta1: number | null | undefined;
  beta2: number | null | undefined;
  epsilon: number | null | undefined;
  weightDecay: number | null | undefined;
  clipNorm: number | null | undefined;
  schedule: 'constant' | 'halving' | 'cosine' | null | undefined;
  warmupSteps: number | null | undefined;
  totalSteps: number | null | undefined;
  evaluateEvery: number | null | undefined;
  evaluationSample: number | null | undefined;
  reduction: 'sum' | 'mean' | null | undefined;
  batchSize: number | null | undefined;
  truncate: number | null | undefined;
  movingWindows: boolean | null | undefined;
  shuffle: boolean | null | undefined;
  shards: number | null | undefined;
  arithmetic: 'exact' | 'relaxed' | null | undefined;
  text: string | null | undefined;
  unit: 'characters' | 'words' | null | undefined;
  endOfSentence: 'mark' | 'run-on' | null | undefined;
  heldOut: number | null | undefined;
  streams: number | null | undefined;
  beginning: string | null | undefined;
  strategy: 'sample' | 'greedy' | 'beam' | null | undefined;
  temperature: number | null | undefined;
  topK: number | null | undefined;
  topP: number | null | undefined;
  beamWidth: number | null | undefined;
  length: number | null | undefined;
  pace: number | null | undefined;
  paceUnit: 'step' | 'epoch' | null | undefined;
  autoplay: boolean | null | undefined;
  lossScale: 'linear' | 'logarithmic' | null | undefined;
  language: 'auto' | 'zh' | 'en' | null | undefined;
  theme: 'auto' | 'light' | 'dark' | null | undefined;
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

export interface RnnPlaygroundLimits {
  epochs?: number;
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
  load(file: ArrayBuffer | ArrayBufferView | Blob): Promise<void>;
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
 * For JSX: `declare module 'react' { namespace JSX { interface IntrinsicElements extends RnnPlaygroundElements {} } }`, and the
 * same of 'preact' or 'solid-js'.
 */
export interface RnnPlaygroundElements {
  'rnn-playground': RnnPlaygroundAttributes &
    Partial<RnnPlaygroundSettings> & {
      [event: `on${string}`]: ((event: any) => unknown) | undefined;
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
