import { css } from 'lit';

/** Of the list of units, which stands in the panel's own tree. */
export const rankingStyles = css`
  .ranking {
    display: grid;
    grid-template-columns: auto auto minmax(4rem, 1fr) auto;
    gap: 1px var(--rnn-space-2);
  }
  .ranking li,
  .ranking button {
    display: grid;
    grid-template-columns: subgrid;
    grid-column: 1 / -1;
  }
  .ranking button {
    align-items: center;
    min-height: max(28px, calc(var(--rnn-target) - 4px));
    padding: 0 var(--rnn-space-1);
    border: 0;
    background: none;
    text-align: start;
    font-size: var(--rnn-text-s);
  }
  .ranking button:hover:not(:disabled),
  .ranking [aria-pressed='true'] {
    background: var(--rnn-sunken);
  }
  .ranking [aria-pressed='true'] .name {
    font-weight: 650;
  }
  .ranking .score {
    text-align: end;
    min-width: 3.5em;
  }
  .track {
    position: relative;
    height: 0.75rem;
    background: var(--rnn-page);
    outline: 1px solid var(--rnn-line);
  }
  .fill {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    background: var(--rnn-faint);
  }
  .above .fill {
    background: var(--rnn-magnitude);
  }
  .first {
    position: absolute;
    inset-block-end: -3px;
    inset-inline-start: 0;
    height: 2px;
    background: var(--rnn-muted);
  }
  .chance {
    position: absolute;
    inset-block: -3px;
    margin-inline-start: -1px;
    border-inline-start: 2px solid var(--rnn-ink);
    outline: 1px solid var(--rnn-page);
  }
  .key {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--rnn-space-4);
    margin-top: var(--rnn-space-1);
    font-size: var(--rnn-text-xs);
    color: var(--rnn-muted);
  }
  .key span {
    display: inline-flex;
    align-items: center;
    gap: var(--rnn-space-1);
  }
  .key i {
    position: static;
    display: inline-block;
    inline-size: 1rem;
    block-size: 0.625rem;
    background: var(--rnn-magnitude);
  }
  .key i.first {
    block-size: 2px;
    background: var(--rnn-muted);
  }
  .key i.chance {
    inline-size: 0;
    margin: 0;
    block-size: 0.875rem;
    background: none;
  }
`;
