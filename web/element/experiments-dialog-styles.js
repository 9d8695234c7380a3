import { css } from 'lit';

/** Of the picture of a curve, px. */
export const PICTURE_WIDTH = 96;

export const experimentsStyles = css`
  dialog {
    width: min(44rem, calc(100vw - 2 * var(--rnn-space-4)));
    max-height: min(44rem, calc(100dvh - 2 * var(--rnn-space-4)));
  }
  h2 {
    margin: 0;
    font-size: var(--rnn-text-l);
  }
  p {
    margin-block: var(--rnn-space-2);
    text-wrap: pretty;
  }
  ul {
    display: grid;
    gap: var(--rnn-space-2);
    margin-block: var(--rnn-space-3);
  }
  li {
    display: grid;
    grid-template-columns: ${PICTURE_WIDTH}px minmax(0, 1fr);
    gap: var(--rnn-space-1) var(--rnn-space-3);
    align-items: center;
    padding-block-start: var(--rnn-space-2);
    border-block-start: 1px solid var(--rnn-line);
  }
  li .title {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .what {
    min-width: 0;
  }
  .actions,
  form {
    grid-column: 2;
    display: flex;
    flex-wrap: wrap;
    gap: var(--rnn-space-1) var(--rnn-space-3);
    align-items: center;
  }
  form input {
    flex: 1 1 12rem;
    min-width: 0;
  }
  svg {
    display: block;
    background: var(--rnn-sunken);
    border-radius: 3px;
  }
  path {
    fill: none;
    stroke: var(--rnn-training);
    stroke-width: 1.5;
  }
  .said {
    display: flex;
    flex-wrap: wrap;
    gap: var(--rnn-space-1) var(--rnn-space-3);
    align-items: center;
    /* A line of it: nothing moves when something is said. */
    min-height: 1.5rem;
    font-size: var(--rnn-text-s);
  }
  footer {
    padding-block-start: var(--rnn-space-3);
    border-block-start: 1px solid var(--rnn-line);
  }
  @container (width <= 400px) {
    .actions,
    form {
      grid-column: 1 / -1;
    }
  }
`;
