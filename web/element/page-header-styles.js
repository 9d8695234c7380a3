import { css } from 'lit';

export const pageHeaderStyles = css`
  /*
   * Between title and menus where the links fit there, below them where they do not, in any language and font: a box that is
   * as wide as its content goes below floats that leave it no room.
   */
  header {
    display: flow-root;
    --line: max(2.5rem, var(--rnn-target));
  }
  .title {
    float: inline-start;
    line-height: var(--line);
    margin-inline-end: var(--rnn-space-4);
    font-size: var(--rnn-text-l);
    font-weight: 700;
    letter-spacing: -0.01em;
    margin-block: 0;
    white-space: nowrap;
  }
  :host {
    container-type: inline-size;
  }
  nav {
    display: flex;
    flex-wrap: wrap;
    width: max-content;
    max-width: 100%;
    gap: 0 var(--rnn-space-3);
    /* In the line of the title at half its height; below it, no farther than needed. */
    padding-block: calc((var(--line) - 1.5rem) / 2) 0;
    font-size: var(--rnn-text-s);
  }
  nav .first {
    font-weight: 600;
  }
  nav button {
    flex: none;
    white-space: nowrap;
  }
  nav button:not(.first, :hover, :focus-visible) {
    text-decoration-color: transparent;
  }
  .page {
    float: inline-end;
    position: relative;
    display: flex;
    align-items: center;
    min-height: var(--line);
    margin-inline-start: var(--rnn-space-4);
    font-size: var(--rnn-text-s);
  }
  /* On a phone, one line that scrolls sideways and fades where it goes on. */
  @container (width <= 560px) {
    nav {
      flex-wrap: nowrap;
      overflow-x: auto;
      scrollbar-width: none;
      padding-block-end: 3px;
      padding-inline-end: var(--rnn-space-6);
      mask-image: linear-gradient(to left, transparent, black var(--rnn-space-6));
    }
  }
  select {
    border-color: transparent;
    background: none;
    field-sizing: content;
    padding-inline: var(--rnn-space-1);
  }
  .page button {
    padding-inline: var(--rnn-space-2);
  }
  /* The menu of files is as wide as a phone allows: it hangs from the whole group. */
  rnn-file-menu:not(:defined) {
    display: none;
  }
  .page .error {
    position: absolute;
    inset-block-start: 100%;
    inset-inline-end: 0;
    z-index: 3;
    width: max-content;
    max-width: min(24rem, calc(100vw - 2 * var(--rnn-space-4)));
    margin: 0;
    padding: var(--rnn-space-2) var(--rnn-space-3);
    background: var(--rnn-surface);
    border: 1px solid var(--rnn-line);
    border-radius: var(--rnn-radius);
  }
  svg {
    display: block;
    width: 1.125rem;
    height: 1.125rem;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.5;
  }
  select:hover {
    background: var(--rnn-sunken);
  }
  /* On a phone everything stands in one line with the title. */
  @container (width <= 420px) {
    .title {
      margin-inline-end: 0;
      font-size: var(--rnn-text-m);
    }
    .page {
      margin-inline-start: 0;
    }
    .page :is(button, select) {
      padding-inline: 2px;
    }
  }
`;
