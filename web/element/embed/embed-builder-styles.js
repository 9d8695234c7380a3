import { css } from 'lit';

export const embedBuilderStyles = css`
  dialog {
    width: min(72rem, calc(100vw - 2 * var(--rnn-space-3)));
    max-width: none;
    max-height: calc(100dvh - 2 * var(--rnn-space-3));
  }
  header {
    margin-block-end: var(--rnn-space-3);
  }
  .columns {
    display: grid;
    grid-template-columns: minmax(0, 22rem) minmax(0, 1fr);
    gap: var(--rnn-space-4);
    align-items: start;
  }
  .choices,
  .result {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--rnn-space-3);
  }
  .field > select,
  .field > input {
    width: 100%;
  }
  legend,
  h3 {
    font-size: var(--rnn-text-s);
    font-weight: 600;
    margin-block-end: var(--rnn-space-1);
  }
  .list {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(10rem, 100%), 1fr));
    gap: 0 var(--rnn-space-3);
  }
  .check {
    display: flex;
    gap: var(--rnn-space-2);
    align-items: center;
    min-height: 1.75rem;
    font-size: var(--rnn-text-s);
  }
  .pair {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: var(--rnn-space-2);
  }
  .preview {
    height: 24rem;
    overflow: auto;
    padding: var(--rnn-space-2);
    background: var(--rnn-page);
    border: 1px solid var(--rnn-line);
    border-radius: var(--rnn-radius);
  }
  .part {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: var(--rnn-space-1) var(--rnn-space-2);
    align-items: center;
    font-size: var(--rnn-text-s);
  }
  .part textarea,
  .part .error {
    grid-column: 1 / -1;
  }
  textarea {
    font-family: var(--rnn-font-mono);
    font-size: var(--rnn-text-xs);
    line-height: 1.5;
    overflow-wrap: anywhere;
  }
  canvas {
    display: block;
    width: 100%;
    max-width: 37.5rem;
    border: 1px solid var(--rnn-line);
  }
  @media (width <= 760px) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
    dialog {
      padding: var(--rnn-space-3);
    }
    .preview {
      height: 18rem;
    }
  }
`;
