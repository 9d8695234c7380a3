// `import 'rnn-playground/react'` defines <rnn-playground>, and tells TypeScript of it in JSX: React 19.
import type { HTMLAttributes, Ref } from 'react';
import type { RnnPlayground, RnnPlaygroundEventHandlers, RnnPlaygroundProps } from '../rnn-playground.js';

export * from '../rnn-playground.js';

type Own = RnnPlaygroundProps & RnnPlaygroundEventHandlers;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'rnn-playground': Own &
        Omit<HTMLAttributes<RnnPlayground>, keyof Own> & {
          ref?: Ref<RnnPlayground>;
          key?: string | number | bigint | null;
        };
    }
  }
}
