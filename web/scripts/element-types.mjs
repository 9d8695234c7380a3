// Writes web/rnn-playground.d.ts from the table of settings: the types of <rnn-playground> for TypeScript and JSX. A test compares.
import { writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { loadLanguage, translator } from '../i18n/index.js';
import { settingNames, settingsTable } from '../state/settings.js';

export const file = fileURLToPath(new URL('../rnn-playground.d.ts', import.meta.url));

/** @param {import('../state/settings.js').Setting} setting */
export function typeOf({ type, choices = [] }) {
  const union = choices.map((choice) => `'${choice}'`).join(' | ');
  if (type === 'choice') return union;
  if (type === 'list') return `readonly (${union})[] | string`;
  if (type === 'text') return 'string';
  return type === 'boolean' ? 'boolean' : 'number';
}

await loadLanguage('en', ['help']);

/** @param {string} name of a setting */
const helpOf = (name) => `  /** ${translator('en').dynamic(`help.${name}`).replace(/\s+/g, ' ')} */`;

const properties = () =>
  settingNames
    .map((name) => `${helpOf(name)}\n  ${name}: ${typeOf(settingsTable[name])} | null | undefined;`)
    .join('\n');

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

/** In JSX: properties, attributes whose names are no properties, numbers and truth values also as HTML writes them. */
export type RnnPlaygroundProps = Omit<RnnPlaygroundAttributes, keyof RnnPlaygroundSettings> & {
  [Name in keyof RnnPlaygroundSettings]?:
    | RnnPlaygroundSettings[Name]
    | (NonNullable<RnnPlaygroundSettings[Name]> extends number ? \`\${number}\` : never)
    | (NonNullable<RnnPlaygroundSettings[Name]> extends boolean ? 'true' | 'false' | '' : never);
};

/** The events as JSX names them: \`onrnn-progress\`. */
export type RnnPlaygroundEventHandlers = {
  [Type in keyof RnnPlaygroundEventMap as \`on\${Type}\`]?: (event: RnnPlaygroundEventMap[Type]) => unknown;
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
 * For JSX without types of its own here (those of React, Vue and Svelte come with \`rnn-playground/react\` and so on):
 * \`declare module 'preact' { namespace JSX { interface IntrinsicElements extends RnnPlaygroundElements {} } }\`.
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
`;

if (argv[1] === fileURLToPath(import.meta.url)) writeFileSync(file, elementTypes());
