import { css } from 'lit';

export const checkStyles = css`
  .verdict {
    margin-top: var(--rnn-space-3);
    font-size: var(--rnn-text-l);
    max-width: 60ch;
    text-wrap: pretty;
  }
  .verdict.passed {
    color: var(--rnn-right);
  }
  .verdict.failed {
    color: var(--rnn-wrong);
  }
  .reason {
    max-width: 68ch;
    margin-block: var(--rnn-space-2) var(--rnn-space-3);
    text-wrap: pretty;
  }
  .working {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--rnn-space-3);
  }
  progress {
    accent-color: var(--rnn-ink);
    width: min(20rem, 100%);
  }
  .result {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--rnn-space-5);
    margin-top: var(--rnn-space-4);
  }
  @container (width > 760px) {
    .result {
      grid-template-columns: minmax(0, 420px) minmax(0, 1fr);
    }
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    border-collapse: collapse;
    font-size: var(--rnn-text-s);
  }
  th,
  td {
    text-align: end;
    font-weight: 400;
    padding: var(--rnn-space-1) var(--rnn-space-3) var(--rnn-space-1) 0;
    white-space: nowrap;
  }
  thead th {
    vertical-align: bottom;
    white-space: normal;
    color: var(--rnn-muted);
    border-bottom: 1px solid var(--rnn-line);
  }
  th:first-child {
    text-align: start;
  }
  tr.lit > * {
    background: var(--rnn-highlight);
  }
  .lit :is(.good, .bad) {
    color: inherit;
  }
  .good {
    color: var(--rnn-right);
  }
  .bad {
    color: var(--rnn-wrong);
  }
`;
