// `import 'rnn-playground/vue'` defines <rnn-playground>, and tells TypeScript of it in templates and JSX: Vue 3. The compiler of templates
// still has to be told that it is an element: `isCustomElement: (tag) => tag === 'rnn-playground'`.
import type { HTMLAttributes, PublicProps } from 'vue';
import type { RnnPlayground, RnnPlaygroundEventMap, RnnPlaygroundProps } from '../rnn-playground.js';

export * from '../rnn-playground.js';

/** rnn-progress -> onRnnProgress, in which `@rnn-progress` ends. */
type Pascal<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Pascal<Rest>}`
  : Capitalize<Name>;
type Handlers = {
  [Type in keyof RnnPlaygroundEventMap as `on${Pascal<Type>}`]?: (event: RnnPlaygroundEventMap[Type]) => unknown;
};
type Own = RnnPlaygroundProps & Handlers;
type Props = Own & Omit<HTMLAttributes, keyof Own> & PublicProps;

declare module 'vue' {
  interface GlobalComponents {
    'rnn-playground': new () => RnnPlayground & { $props: Props };
  }
}

declare module 'vue/jsx-runtime' {
  namespace JSX {
    interface IntrinsicElements {
      'rnn-playground': Props;
    }
  }
}
