import { css } from 'lit';

/** Layout of the page: one column on phones, text beside predictions from tablets on. */
export const playgroundStyles = css`
  /* A grid whose one column may shrink to nothing and would like to be wide: so the element takes the room there is in a flex
     row, a grid, a float or a table cell, which ask for its own width. Size containment, which leaves it none, is one deeper. */
  :host {
    display: grid;
    grid-template-columns: minmax(0, 96rem);
    justify-content: center;
    background: var(--rnn-page);
  }
  rnn-view {
    display: block;
    min-width: 0;
    container-type: inline-size;
    --rnn-bar-height: calc(var(--rnn-controls-height, 0px) + var(--rnn-sticky-top, 0px));
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
    top: var(--rnn-sticky-top, 0px);
    z-index: 2;
    background: var(--rnn-page);
    padding-block: var(--rnn-space-2);
    margin-inline: calc(-1 * var(--rnn-space-4));
    padding-inline: var(--rnn-space-4);
    border-bottom: 1px solid var(--rnn-line);
  }
  /* In a low window, e.g. after zooming in, nothing is sticky. */
  @media print, (height < 26rem), (width <= 40rem) and (height < 34rem) {
    .bar {
      position: static;
    }
  }
  .stage,
  .source,
  .outcome {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--rnn-space-4) var(--rnn-space-6);
    align-content: start;
  }
  rnn-panel-slot {
    margin-top: var(--rnn-space-5);
    padding-top: var(--rnn-space-5);
    border-top: 1px solid var(--rnn-line);
  }
  .unloaded {
    position: fixed;
    inset: auto var(--rnn-space-4) var(--rnn-space-4);
    padding: var(--rnn-space-3);
    background: var(--rnn-surface);
    border: 1px solid;
    z-index: 4;
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
  /* On phones: the text, the network, then the settings. */
  @container (width <= 860px) {
    .stage {
      margin-top: 0;
    }
    .source {
      display: contents;
    }
    rnn-settings-form,
    .outcome,
    rnn-predictions-panel {
      order: 1;
    }
    rnn-settings-form {
      --rnn-quick-fields: none;
      --rnn-brief: block;
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
    .stage.withSource {
      grid-template-columns: minmax(17rem, 2fr) minmax(0, 5fr);
    }
    .stage.withSource > :not(.source, rnn-network-panel) {
      grid-column: 1 / -1;
    }
    .outcome {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
  /* Text, network and results side by side. */
  @container (width > 1180px) {
    .stage.withSource.withNetwork.withOutcome {
      grid-template-columns: minmax(17rem, 4fr) minmax(0, 9fr) minmax(18rem, 5fr);
      grid-template-rows: auto 1fr;
    }
    .stage.withSource.withNetwork > .outcome {
      grid-area: 1 / 3 / span 2;
      grid-template-columns: minmax(0, 1fr);
    }
    .stage.withSource.withNetwork.withOutcome > rnn-predictions-panel {
      grid-area: 2 / 1 / auto / span 2;
    }
  }
`;
