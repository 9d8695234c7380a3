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
  .heading {
    display: flex;
    flex: 1 1 auto;
    gap: var(--rnn-space-1);
    align-items: center;
    min-height: var(--rnn-target);
    max-width: 100%;
  }
  .heading h2:focus-visible {
    outline-offset: 4px;
  }
  /* A question mark in a circle, drawn smaller than the target one touches. */
  .what {
    display: grid;
    place-items: center;
    width: var(--rnn-target);
    height: var(--rnn-target);
    min-height: 0;
    padding: 0;
    border: 0;
    background: none;
    color: var(--rnn-muted);
  }
  .what::before {
    content: '?';
    width: 1.25rem;
    border: 1px solid currentcolor;
    border-radius: 50%;
    font-size: var(--rnn-text-xs);
    font-weight: 600;
    line-height: calc(1.25rem - 2px);
  }
  .what:is(:hover, [aria-expanded='true'])::before {
    border-color: var(--rnn-ink);
    background: var(--rnn-ink);
    color: var(--rnn-page);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--rnn-space-1) var(--rnn-space-3);
    align-items: center;
    justify-content: end;
    max-width: 100%;
  }
  /* There a field is as high as the line: it must not touch the words below. */
  @media (pointer: coarse) {
    .actions {
      margin-block-end: 2px;
    }
  }
  .lede {
    flex: 1 0 100%;
    padding-inline-end: max(0px, 100% - 60rem);
    color: var(--rnn-muted);
    font-size: var(--rnn-text-s);
  }
  .lede,
  .body,
  .prose {
    overflow-wrap: break-word;
  }
  /* As quiet as the words that it follows, in their line where there is room. */
  .picture-menu {
    width: auto;
    min-height: 0;
    height: auto;
    /* A select's own inset, so that its words begin where those above it do. */
    margin-inline-start: -4px;
    vertical-align: baseline;
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
