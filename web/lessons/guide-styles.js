import { css, unsafeCSS } from 'lit';

/** In windows of this size the card floats over a corner of the page; in smaller ones it is docked at the lower edge. */
export const floating = '(width > 720px)';

export const guideStyles = css`
  aside {
    position: fixed;
    inset: auto 0 var(--rnn-seen-below, 0px);
    max-height: calc(0.42 * var(--seen, 100vh));
    overflow-y: auto;
    z-index: 4;
    background: var(--rnn-surface);
    border-top: 1px solid var(--rnn-line);
    box-shadow: var(--rnn-shadow);
    padding: var(--rnn-space-3) var(--rnn-space-4);
  }
  .move {
    display: none;
  }
  header {
    display: flex;
    justify-content: space-between;
    align-items: baseline;
    gap: var(--rnn-space-3);
    margin-bottom: var(--rnn-space-2);
  }
  header h2 {
    flex: 1;
  }
  header button {
    white-space: nowrap;
  }
  .folded header {
    margin-bottom: 0;
  }
  p + p {
    margin-top: var(--rnn-space-2);
  }
  p {
    text-wrap: pretty;
  }
  .do {
    margin-top: var(--rnn-space-2);
    padding-inline-start: var(--rnn-space-3);
    border-inline-start: 3px solid var(--rnn-ink);
  }
  .do.met {
    border-color: var(--rnn-right);
    color: var(--rnn-right);
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    gap: var(--rnn-space-2);
    align-items: center;
    margin-top: var(--rnn-space-3);
    /* The buttons stay visible, however long the text is. */
    position: sticky;
    bottom: calc(-1 * var(--rnn-space-3));
    padding-block: var(--rnn-space-2);
    margin-bottom: calc(-1 * var(--rnn-space-2));
    background: var(--rnn-surface);
  }
  footer .leave {
    margin-inline-start: auto;
  }
  .keys {
    display: none;
    margin-top: var(--rnn-space-2);
  }
  kbd {
    font: inherit;
    padding: 0 0.35em;
    border: 1px solid var(--rnn-line);
    border-radius: 3px;
  }
  @media (hover: hover) {
    .keys {
      display: block;
    }
  }
  @media ${unsafeCSS(floating)} {
    aside {
      width: 26rem;
      max-height: min(0.6 * var(--seen, 100vh), 32rem);
      border: 1px solid var(--rnn-line);
      border-radius: calc(2 * var(--rnn-radius));
      padding: var(--rnn-space-4);
    }
    footer {
      bottom: calc(-1 * var(--rnn-space-4));
    }
    aside header {
      cursor: grab;
      touch-action: none;
    }
    aside[data-corner='end end'] {
      inset: auto var(--rnn-space-4) calc(var(--rnn-seen-below, 0px) + var(--rnn-space-4)) auto;
    }
    aside[data-corner='end start'] {
      inset: auto auto calc(var(--rnn-seen-below, 0px) + var(--rnn-space-4)) var(--rnn-space-4);
    }
    aside[data-corner='start end'] {
      inset: calc(var(--rnn-bar-height, 0px) + var(--rnn-space-2)) var(--rnn-space-4) auto auto;
    }
    aside[data-corner='start start'] {
      inset: calc(var(--rnn-bar-height, 0px) + var(--rnn-space-2)) auto auto var(--rnn-space-4);
    }
    /* Docked because every corner would cover a target: two columns. */
    aside[data-corner='docked'] {
      inset: auto 0 var(--rnn-seen-below, 0px);
      width: auto;
      max-height: calc(0.4 * var(--seen, 100vh));
      border-width: 1px 0 0;
      border-radius: 0;
      display: grid;
      grid-template-columns: minmax(0, 1fr) minmax(14rem, auto);
      gap: 0 var(--rnn-space-6);
      padding: var(--rnn-space-3) var(--rnn-space-6);
    }
    aside[data-corner='docked'] header {
      grid-column: 1 / -1;
      cursor: auto;
    }
    aside[data-corner='docked'] .words {
      max-width: 90ch;
    }
    aside[data-corner='docked'] footer {
      align-self: end;
      justify-content: end;
      margin-top: 0;
    }
    aside[data-corner='docked'] .keys {
      grid-column: 1 / -1;
    }
    .move {
      display: inline-block;
    }
    aside[data-corner='docked'] .move {
      display: none;
    }
  }
`;
