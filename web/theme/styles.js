import { css } from 'lit';

/** Base styles of every element of the page: box model, type, focus. First in `static styles`. */
export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host {
    display: block;
    font-family: var(--rnn-font);
    font-size: var(--rnn-text-m);
    line-height: 1.5;
    color: var(--rnn-ink);
    font-variant-numeric: tabular-nums;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  h2,
  h3,
  p,
  dl,
  dd,
  ul,
  ol,
  figure,
  fieldset,
  legend {
    margin: 0;
    padding: 0;
    border: 0;
    min-width: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h2,
  h3 {
    font-size: var(--rnn-text-l);
    line-height: 1.3;
    font-weight: 650;
    text-wrap: balance;
  }
  h3 {
    font-size: var(--rnn-text-m);
  }
  :focus-visible {
    outline: 2px solid var(--rnn-ink);
    outline-offset: 2px;
    border-radius: var(--rnn-radius);
  }
  /* Superscripts do not increase the line height. */
  sup {
    line-height: 0;
    font-size: 0.75em;
  }
  .muted {
    color: var(--rnn-muted);
  }
  .small {
    font-size: var(--rnn-text-s);
  }
  .number {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    padding: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
    border: 0;
  }
`;

/** Buttons, fields and disclosures. */
export const controls = css`
  button,
  select,
  input,
  textarea {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }
  button,
  select,
  input:not([type='checkbox'], [type='radio'], [type='range']) {
    min-height: var(--rnn-target);
    border: 1px solid var(--rnn-control);
    border-radius: var(--rnn-radius);
    background: var(--rnn-surface);
    padding: 0 var(--rnn-space-2);
    max-width: 100%;
  }
  textarea {
    border: 1px solid var(--rnn-control);
    border-radius: var(--rnn-radius);
    background: var(--rnn-surface);
    padding: var(--rnn-space-2) var(--rnn-space-3);
    width: 100%;
    resize: vertical;
    line-height: 1.6;
  }
  button {
    cursor: pointer;
    padding-inline: var(--rnn-space-3);
    line-height: 1.2;
    touch-action: manipulation;
  }
  button:hover:not(:disabled) {
    background: var(--rnn-sunken);
  }
  button:disabled {
    color: var(--rnn-muted);
    border-color: var(--rnn-line);
    cursor: default;
  }
  button.primary {
    background: var(--rnn-ink);
    border-color: var(--rnn-ink);
    color: var(--rnn-page);
    font-weight: 600;
  }
  button.primary:hover:not(:disabled) {
    background: color-mix(in srgb, var(--rnn-ink) 84%, var(--rnn-page));
  }
  button.primary:disabled {
    background: var(--rnn-sunken);
    border-color: var(--rnn-line);
    color: var(--rnn-muted);
  }
  button.quiet {
    border-color: transparent;
    background: none;
  }
  button.quiet:hover:not(:disabled) {
    background: var(--rnn-sunken);
  }
  button.link {
    border: 0;
    background: none;
    padding: 0;
    min-height: 1.5rem;
    text-decoration: underline;
    text-decoration-color: var(--rnn-faint);
    text-underline-offset: 0.25em;
  }
  /* A larger touch target for inline buttons, invisible and without effect on the line height. */
  @media (pointer: coarse) {
    button.link {
      position: relative;
    }
    button.link::after {
      content: '';
      position: absolute;
      inset: -0.625rem -0.375rem;
    }
  }
  button.link[aria-pressed='true']::before {
    content: '✓ ' / '';
  }
  button.link:hover:not(:disabled) {
    background: none;
    text-decoration-color: currentcolor;
  }
  input[type='checkbox'],
  input[type='radio'],
  input[type='range'] {
    accent-color: var(--rnn-ink);
    min-width: 1.125rem;
    min-height: 1.5rem;
    margin: 0;
  }
  input[type='number'] {
    font-variant-numeric: tabular-nums;
  }
  [aria-invalid='true'] {
    border-color: var(--rnn-wrong) !important;
    box-shadow: 0 0 0 1px var(--rnn-wrong);
  }
  .error {
    color: var(--rnn-wrong);
    font-size: var(--rnn-text-s);
    line-height: 1.4;
  }
  .error::before {
    content: '✗ ' / '';
    font-weight: 700;
  }
  .field {
    display: grid;
    grid-template-columns: minmax(0, auto);
    gap: 2px;
    align-content: start;
    max-width: 100%;
  }
  .field > select {
    max-width: 100%;
  }
  .field > label {
    font-size: var(--rnn-text-xs);
    color: var(--rnn-muted);
  }
  details > summary {
    cursor: pointer;
    width: fit-content;
    min-height: 1.5rem;
    font-size: var(--rnn-text-s);
    color: var(--rnn-muted);
  }
  details > summary:hover {
    color: var(--rnn-ink);
  }
`;
