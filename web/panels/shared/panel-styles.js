import { css } from 'lit';

/** Frame of the panels: heading, lede, folded explanation. */
export const panelStyles = css`
  :host {
    container-type: inline-size;
    scroll-margin-top: calc(var(--rnn-bar-height, 0px) + var(--rnn-space-2));
  }
  /* Controls too wide for the heading's row wrap below it. */
  section > header {
    display: flex;
    flex-wrap: wrap;
    column-gap: var(--rnn-space-4);
    align-items: center;
    margin-bottom: var(--rnn-space-3);
  }
  section > header > h2 {
    display: flex;
    align-items: center;
    min-height: var(--rnn-target);
    flex: 1 1 auto;
    max-width: 100%;
  }
  section > header > h2:focus-visible {
    outline-offset: 4px;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--rnn-space-1) var(--rnn-space-3);
    align-items: center;
    justify-content: end;
    max-width: 100%;
  }
  .lede {
    flex: 1 0 100%;
    color: var(--rnn-muted);
    font-size: var(--rnn-text-s);
    /* A row of its own, in full width. */
    padding-inline-end: max(0px, 100% - 54rem);
    text-wrap: pretty;
  }
  .lede,
  .body,
  .prose {
    overflow-wrap: break-word;
  }
  .lede button {
    white-space: nowrap;
  }
  /* Looks like the link before it. */
  .picture-menu {
    width: auto;
    min-height: 0;
    height: auto;
    margin-inline-start: var(--rnn-space-3);
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font-size: inherit;
    field-sizing: content;
  }
  @media print {
    .picture-menu {
      display: none;
    }
  }
  .prose {
    flex: 1 0 100%;
    padding-block: var(--rnn-space-2) var(--rnn-space-3);
    padding-inline-end: max(0px, 100% - 68ch);
    text-wrap: pretty;
  }
  .prose p + p {
    margin-top: var(--rnn-space-3);
  }
`;
