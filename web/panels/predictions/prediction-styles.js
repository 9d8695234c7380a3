import { css } from 'lit';

/** Styles of the rows of predictions. */
export const predictionStyles = css`
  .rows {
    display: grid;
    gap: var(--rnn-space-4);
  }
  .row {
    contain: layout style;
    display: flex;
    flex-wrap: wrap;
    gap: var(--rnn-space-2) 2px;
  }
  button {
    font: inherit;
    color: inherit;
    display: grid;
    grid-template: auto auto auto / minmax(0, 1fr);
    justify-items: center;
    min-width: 2.875rem;
    max-width: 100%;
    padding: 2px 3px 4px;
    border: 0;
    border-radius: var(--rnn-radius);
    background: none;
    cursor: pointer;
    line-height: 1.3;
  }
  button:hover,
  button[aria-expanded='true'] {
    background: var(--rnn-sunken);
  }
  button[aria-current] {
    box-shadow: inset 0 0 0 2px var(--rnn-ink);
  }
  /* Single characters: cells of equal size, so that a change in one moves no other. */
  .even button {
    contain: size layout style;
    width: 2.875rem;
    height: calc(var(--rnn-text-l) * 1.3 + var(--rnn-text-xl) * 1.25 + var(--rnn-text-xs) * 1.2 + 12px);
  }
  .given {
    font-size: var(--rnn-text-l);
    color: var(--rnn-muted);
    max-width: min(16em, 100%);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: pre;
  }
  .predicted {
    font-size: var(--rnn-text-xl);
    font-weight: 600;
    line-height: 1.25;
    min-height: 1.25em;
    max-width: min(8em, 100%);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: pre;
  }
  .big {
    gap: var(--rnn-space-5);
  }
  .big button {
    min-width: 4.25rem;
    padding: var(--rnn-space-1) var(--rnn-space-2) var(--rnn-space-2);
  }
  .legend {
    display: grid;
    align-content: start;
    justify-items: end;
    padding: var(--rnn-space-1) var(--rnn-space-2);
    font-size: var(--rnn-text-xs);
    color: var(--rnn-muted);
    line-height: 1.3;
  }
  .legend span:first-child {
    line-height: calc(var(--rnn-text-xl) * 1.3);
  }
  .legend span:last-child {
    line-height: calc(var(--rnn-text-xl) * 1.6 * 1.25);
  }
  .big .given {
    font-size: var(--rnn-text-xl);
  }
  .big .predicted {
    font-size: calc(var(--rnn-text-xl) * 1.6);
  }
  .big .verdict {
    font-size: var(--rnn-text-s);
    gap: 3px;
  }
  @container (width <= 560px) {
    .big button {
      min-width: 3.25rem;
      padding-inline: 2px;
    }
    .big .verdict {
      font-size: calc(var(--rnn-unit) * 0.6875);
      gap: 1px;
    }
    .legend {
      padding-inline: 0 var(--rnn-space-1);
    }
  }
  .right {
    color: var(--rnn-right);
  }
  .wrong {
    color: var(--rnn-wrong);
  }
  .right .sign,
  .wrong .sign {
    color: inherit;
  }
  /* Never wider than the cell: a growing probability does not wrap the line. */
  .verdict {
    display: flex;
    width: 0;
    gap: 1px;
    justify-content: center;
    align-items: baseline;
    /* The longest, ✓ >99%, fits into the narrowest cell. */
    font-size: calc(var(--rnn-unit) * 0.6875);
    white-space: nowrap;
    line-height: 1.2;
    color: var(--rnn-muted);
  }
  .verdict b {
    font-weight: 700;
  }
  .confidence {
    width: 100%;
    height: 3px;
    margin-top: 3px;
    background: var(--rnn-sunken);
  }
  .confidence i {
    display: block;
    height: 100%;
    background: currentcolor;
  }
`;
