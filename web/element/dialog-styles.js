import { css } from 'lit';

/** Of a modal dialog; its width and height are its own. */
export const dialogStyles = css`
  dialog {
    padding: var(--rnn-space-4);
    color: inherit;
    background: var(--rnn-surface);
    border: 1px solid var(--rnn-line);
    border-radius: var(--rnn-radius);
    box-shadow: var(--rnn-shadow);
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 40%);
  }
  header {
    display: flex;
    justify-content: space-between;
    align-items: center;
    gap: var(--rnn-space-3);
  }
  header h2 {
    line-height: 1.3;
  }
  header button {
    margin-inline-end: calc(-1 * var(--rnn-space-2));
    font-size: var(--rnn-text-s);
  }
`;
