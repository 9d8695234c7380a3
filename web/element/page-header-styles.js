import { css } from 'lit';

export const pageHeaderStyles = css`
  header {
    display: flex;
    gap: 0 var(--rnn-space-4);
    align-items: center;
    min-height: 2.75rem;
  }
  .title {
    line-height: 1.5;
    font-size: var(--rnn-text-l);
    font-weight: 700;
    letter-spacing: -0.01em;
    margin: 0;
    white-space: nowrap;
  }
  :host {
    container-type: inline-size;
  }
  /* One line that scrolls sideways. */
  nav {
    display: flex;
    flex: 1;
    min-width: 0;
    gap: 0 var(--rnn-space-4);
    font-size: var(--rnn-text-s);
    overflow-x: auto;
    scrollbar-width: none;
    /* Fades where it goes on; where everything fits, the faded part is empty. */
    padding-block: 3px;
    padding-inline-end: var(--rnn-space-6);
    mask-image: linear-gradient(to left, transparent, black var(--rnn-space-6));
  }
  nav .first {
    font-weight: 600;
  }
  nav button {
    white-space: nowrap;
  }
  .page {
    position: relative;
    display: flex;
    align-items: center;
    margin-inline-start: auto;
    font-size: var(--rnn-text-s);
  }
  @container (width <= 860px) {
    header {
      flex-wrap: wrap;
    }
    nav {
      order: 1;
      flex: 1 0 100%;
      width: 100%;
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
    header {
      gap: 0;
    }
    .title {
      font-size: var(--rnn-text-m);
    }
    .page :is(button, select) {
      padding-inline: 2px;
    }
  }
`;
