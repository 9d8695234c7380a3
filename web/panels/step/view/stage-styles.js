import { css } from 'lit';

/** Styles of a stage: words, formulas, matrices. */
export const stageStyles = css`
  :host {
    container-type: inline-size;
  }
  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 var(--rnn-space-3);
    min-height: var(--rnn-target);
  }
  h3 {
    font-size: var(--rnn-text-l);
  }
  .where {
    font-size: var(--rnn-text-s);
    color: var(--rnn-muted);
  }
  .rule {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--rnn-space-3) var(--rnn-space-6);
  }
  @container (width > 720px) {
    .rule {
      grid-template-columns: minmax(0, 2fr) minmax(0, 5fr);
      /* A minimum height: while playing, the matrices below must not jump at each stage. */
      min-height: 8.5rem;
    }
  }
  .say {
    max-width: 62ch;
    text-wrap: pretty;
    margin-top: var(--rnn-space-1);
  }
  .note {
    max-width: 62ch;
    margin-top: var(--rnn-space-1);
    padding-inline-start: var(--rnn-space-3);
    border-inline-start: 3px solid var(--rnn-control);
    font-size: var(--rnn-text-s);
    text-wrap: pretty;
  }
  .note.bad {
    border-color: var(--rnn-wrong);
  }
  .note.bad::before {
    content: '✗ ' / '';
    color: var(--rnn-wrong);
    font-weight: 700;
  }
  .largest {
    margin-top: var(--rnn-space-2);
    font-size: var(--rnn-text-s);
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: var(--rnn-space-1) var(--rnn-space-3);
    align-items: center;
    margin-inline-start: auto;
    font-size: var(--rnn-text-s);
  }
  .choices label {
    display: inline-flex;
    gap: var(--rnn-space-1);
    align-items: center;
    color: var(--rnn-muted);
  }
  .choices select {
    color: var(--rnn-ink);
  }
  .formulas {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--rnn-space-3) var(--rnn-space-5);
    align-content: start;
  }
  .formulas.many {
    grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr));
  }
  .formula {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.3em;
  }
  .formula math {
    font-size: 1.25em;
  }
  .with-numbers {
    display: flex;
    flex-wrap: wrap;
    gap: 0.3em 0.35em;
    margin-top: 0.3em;
    line-height: 1.5;
  }
  .with-numbers math,
  .formula math {
    max-width: 100%;
    overflow: auto hidden;
  }
  .with-numbers,
  .formula {
    align-items: baseline;
  }
  .with-numbers math {
    font-size: 1.05em;
  }
  [data-part] {
    cursor: default;
  }
  math .wrong {
    color: var(--rnn-wrong);
    border-bottom: 2px solid currentcolor;
  }
  .pictures {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--rnn-space-4) var(--rnn-space-6);
    margin-top: var(--rnn-space-3);
  }
  .picture {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--rnn-space-2);
    max-width: 100%;
  }
  .picture > .sign {
    font-family: 'STIX Two Math', 'Cambria Math', 'Noto Sans Math', math, serif;
    font-size: 1.2em;
    color: var(--rnn-muted);
    white-space: nowrap;
  }
  .picture > .raised {
    align-self: start;
    margin: 1.4em var(--rnn-space-1) 0 calc(-1 * var(--rnn-space-1));
  }
  figure {
    align-self: end;
    display: grid;
    grid-template-columns: minmax(0, auto);
    justify-items: start;
    gap: 3px;
    max-width: 100%;
  }
  figure.low {
    align-self: center;
  }
  figcaption {
    display: flex;
    gap: var(--rnn-space-2);
    align-items: baseline;
    font-size: var(--rnn-text-s);
    color: var(--rnn-ink);
    min-height: 1.6em;
    align-self: end;
    padding-inline-start: 4px;
  }
  figcaption .dimensions {
    font-size: var(--rnn-text-xs);
    color: var(--rnn-muted);
    white-space: nowrap;
  }
  figure.gradient figcaption math,
  math .gradient {
    color: var(--rnn-gradient);
  }
  math .lit .gradient {
    color: inherit;
  }
  .scalar {
    min-height: 24px;
    padding: 0 4px;
    border: 0;
    background: none;
    cursor: default;
    font-size: var(--rnn-text-s);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .scalar.pointed {
    background: var(--rnn-highlight);
  }
  .more {
    margin-top: var(--rnn-space-2);
    font-size: var(--rnn-text-s);
  }
  .equal {
    margin-top: var(--rnn-space-2);
    font-size: var(--rnn-text-s);
  }
  .equal::before {
    content: '✓ ' / '';
    color: var(--rnn-right);
    font-weight: 700;
  }
`;
