// Writes web/rnn-playground.d.ts from the table of settings: the types of <rnn-playground> for TypeScript and JSX. A test compares.
import { writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { settingNames, settingsTable } from '../state/settings.js';

export const file = fileURLToPath(new URL('../rnn-playground.d.ts', import.meta.url));

/** @param {import('../state/settings.js').Setting} setting */
function typeOf({ type, choices = [] }) {
  const union = choices.map((choice) => `'${choice}'`).join(' | ');
  if (type === 'choice') return union;
  if (type === 'list') return `readonly (${union})[] | string`;
  if (type === 'text') return 'string';
  return type === 'boolean' ? 'boolean' : 'number';
}

const properties = () =>
  settingNames.map((name) => `  ${name}: ${typeOf(settingsTable[name])} | null | undefined;`).join('\n');

const attributes = () =>
  settingNames
    .map((name) => settingsTable[name].key)
    .map((key) => `  '${key}'?: string | number | boolean;\n  '${key}_hide'?: string | boolean;`)
    .join('\n');

export const elementTypes =
  () => `// Made from the table of settings by \`node web/scripts/element-types.mjs\`; not to be edited by hand.
// What each setting means is in .github/SETTINGS.md, everything else in .github/EMBEDDING.md.

/** The settings as properties. null or undefined: as by default, or chosen from the text. */
export interface RnnPlaygroundSettings {
${properties()}
}

/** The settings as attributes, in the spelling of links. */
export interface RnnPlaygroundAttributes {
${attributes()}
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
  /** Every token there is, most probable first; '\\n' is the end of a sentence. */
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
 * For JSX: \`declare module 'react' { namespace JSX { interface IntrinsicElements extends RnnPlaygroundElements {} } }\`, and the
 * same of 'preact' or 'solid-js'.
 */
export interface RnnPlaygroundElements {
  'rnn-playground': RnnPlaygroundAttributes &
    Partial<RnnPlaygroundSettings> & {
      [event: \`on\${string}\`]: ((event: any) => unknown) | undefined;
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
`;

if (argv[1] === fileURLToPath(import.meta.url)) writeFileSync(file, elementTypes());
