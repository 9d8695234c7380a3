import { css } from 'lit';

/** The page's own layout: one column on a phone, text beside predictions from a tablet on. */
export const playgroundStyles = css`
  :host {
    container-type: inline-size;
    background: var(--rnn-page);
  }
  .waiting {
    min-height: 40rem;
  }
  .page {
    max-width: 96rem;
    margin-inline: auto;
    padding: 0 var(--rnn-space-4) calc(var(--rnn-space-6) + var(--rnn-guide-height, 0px));
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--rnn-space-3);
  }
  .bar {
    position: sticky;
    top: 0;
    z-index: 2;
    background: var(--rnn-page);
    padding-block: var(--rnn-space-2);
    margin-inline: calc(-1 * var(--rnn-space-4));
    padding-inline: var(--rnn-space-4);
    border-bottom: 1px solid var(--rnn-line);
  }
  /* In a low window, as after zooming in, nothing stays in front of what is read. */
  @media print, (height < 26rem), (width <= 40rem) and (height < 34rem) {
    .bar {
      position: static;
    }
  }
  .stage {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--rnn-space-6) var(--rnn-space-7);
    margin-top: var(--rnn-space-4);
    align-items: start;
  }
  rnn-panel-slot {
    margin-top: var(--rnn-space-5);
    padding-top: var(--rnn-space-5);
    border-top: 1px solid var(--rnn-line);
  }
  .drop {
    position: fixed;
    inset: 0;
    display: grid;
    place-items: center;
    font-size: var(--rnn-text-xl);
    background: color-mix(in srgb, var(--rnn-page) 88%, transparent);
    outline: 3px dashed var(--rnn-ink);
    outline-offset: -1rem;
    pointer-events: none;
    z-index: 3;
  }
  /* On a phone: the sentences, what becomes of them, and only then the settings. */
  @container (width <= 560px) {
    .stage {
      display: contents;
    }
    .stage > * {
      margin-top: var(--rnn-space-3);
    }
    rnn-settings-form,
    rnn-loss-panel,
    rnn-writing-panel {
      order: 1;
    }
    rnn-panel-slot,
    rnn-lesson-guide {
      order: 2;
    }
  }
  @container (width > 860px) {
    .page {
      padding-inline: var(--rnn-space-6);
    }
    .bar {
      margin-inline: calc(-1 * var(--rnn-space-6));
      padding-inline: var(--rnn-space-6);
    }
    .stage {
      grid-template-columns: minmax(18rem, 5fr) minmax(0, 9fr);
      grid-template-rows: auto 1fr;
    }
    rnn-writing-panel {
      grid-column: 1;
      grid-row: 2;
    }
  }
`;
