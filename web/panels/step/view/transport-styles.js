import { css } from 'lit';

/** Styles of the slider and the buttons. */
export const transportStyles = css`
  :host {
    container-type: inline-size;
  }
  .slider {
    display: flex;
    gap: 6px;
    touch-action: pan-y;
    cursor: pointer;
    user-select: none;
    border-radius: var(--rnn-radius);
  }
  .phase {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 2px;
    min-width: fit-content;
  }
  .phase > .name {
    font-size: var(--rnn-text-xs);
    color: var(--rnn-muted);
    white-space: nowrap;
    overflow: hidden;
  }
  .phase.now > .name {
    color: var(--rnn-ink);
    font-weight: 650;
    overflow: visible;
  }
  .groups {
    contain: inline-size;
    min-width: 0;
    display: flex;
    gap: 2px;
  }
  .group {
    position: relative;
    min-width: 0;
    height: 1.5rem;
    background: var(--rnn-sunken);
    font-size: var(--rnn-text-xs);
    line-height: 1.5rem;
    text-align: center;
    color: var(--rnn-muted);
    overflow: hidden;
    outline: 1px solid transparent;
    outline-offset: -1px;
  }
  .group.now {
    color: var(--rnn-ink);
    font-weight: 650;
    overflow: visible;
  }
  .done {
    position: absolute;
    inset-block-end: 0;
    inset-inline-start: 0;
    height: 4px;
    background: var(--rnn-ink);
  }
  .back .done {
    background: var(--rnn-gradient);
  }
  .knob {
    position: absolute;
    inset-block: -2px;
    width: 4px;
    margin-inline-start: -2px;
    background: var(--rnn-ink);
    border-radius: 2px;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--rnn-space-1);
    margin-top: var(--rnn-space-2);
  }
  .buttons button {
    min-width: var(--rnn-target);
    padding-inline: var(--rnn-space-2);
  }
  .buttons .play {
    min-width: 5.5rem;
  }
  .buttons svg {
    display: block;
    margin: auto;
    fill: currentcolor;
  }
  .count {
    font-size: var(--rnn-text-s);
    color: var(--rnn-muted);
    margin-inline-start: var(--rnn-space-2);
    min-width: 5em;
  }
  .speed {
    margin-inline-start: auto;
    display: inline-flex;
    align-items: center;
    gap: var(--rnn-space-1);
    font-size: var(--rnn-text-s);
    color: var(--rnn-muted);
  }
  .speed select {
    color: var(--rnn-ink);
  }
  @container (width <= 480px) {
    .buttons {
      flex-wrap: nowrap;
      justify-content: space-between;
    }
    .buttons button {
      min-width: 2.25rem;
    }
    .buttons .play {
      min-width: 4.5rem;
    }
    .speed {
      margin-inline-start: 0;
      min-width: 0;
    }
    .speed select {
      width: 100%;
    }
    .many .group:not(.now) > .step {
      visibility: hidden;
    }
    .first,
    .last,
    .count,
    .speed > span {
      display: none;
    }
  }
`;
