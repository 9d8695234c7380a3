// `import 'rnn-playground/svelte'` defines <rnn-playground>, and tells TypeScript of it in components: Svelte 5.
import type { HTMLAttributes } from 'svelte/elements';
import type { RnnPlayground, RnnPlaygroundEventHandlers, RnnPlaygroundProps } from '../rnn-playground.js';

export * from '../rnn-playground.js';

type Own = RnnPlaygroundProps & RnnPlaygroundEventHandlers;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'rnn-playground': Own & Omit<HTMLAttributes<RnnPlayground>, keyof Own>;
  }
}
