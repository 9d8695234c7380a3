// Never run, only checked. What a line must not allow stands behind @ts-expect-error.
import type { RnnPlayground } from 'rnn-playground/react';

let found: RnnPlayground | null = null;

export const right = (
  <rnn-playground
    ref={(element) => {
      found = element;
    }}
    className="wide"
    hiddenSize={8}
    learning-rate="0.01"
    seed_hide
    panels={['play', 'loss']}
    autoplay="true"
    loading="eager"
    keep="lesson-3"
    onrnn-progress={({ detail }) => detail.epoch.toFixed(0)}
  >
    <pre>one two</pre>
  </rnn-playground>
);

export const wrong = [
  // @ts-expect-error no such cell
  <rnn-playground key="1" cell="transformer" />,
  // @ts-expect-error no such panel
  <rnn-playground key="2" panels={['prediction']} />,
  // @ts-expect-error no such property
  <rnn-playground key="3" hiddenUnits={8} />,
  // @ts-expect-error of another event
  <rnn-playground key="4" onrnn-diverged={({ detail }) => detail.loss} />,
];

export const inDocument: RnnPlayground | null = document.querySelector('rnn-playground') ?? found;
