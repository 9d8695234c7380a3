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
    padding-block: 3px;
  }
  @container (width <= 1340px) {
    nav {
      padding-inline-end: var(--rnn-space-7);
      mask-image: linear-gradient(to left, transparent, black var(--rnn-space-7));
    }
  }
  nav .first {
    font-weight: 600;
  }
  nav button {
    white-space: nowrap;
  }
  .page {
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
`;
