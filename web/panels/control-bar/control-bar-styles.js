import { css } from 'lit';

export const controlBarStyles = css`
  :host {
    container-type: inline-size;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: var(--rnn-space-2) var(--rnn-space-4);
    align-items: center;
  }
  .buttons {
    display: flex;
    gap: var(--rnn-space-2);
    align-items: center;
  }
  button {
    white-space: nowrap;
  }
  .train {
    min-width: 7.5em;
    min-height: calc(var(--rnn-target) + 8px);
    font-size: var(--rnn-text-l);
  }
  .train svg {
    width: 0.8em;
    height: 0.8em;
    margin-inline-end: 0.35em;
    fill: currentcolor;
  }
  .step {
    display: inline-flex;
  }
  .step button {
    border-start-end-radius: 0;
    border-end-end-radius: 0;
    border-inline-end: 0;
  }
  .step select {
    border-start-start-radius: 0;
    border-end-start-radius: 0;
    width: auto;
    field-sizing: content;
    color: var(--rnn-muted);
  }
  .speed {
    display: inline-flex;
    align-items: center;
    gap: var(--rnn-space-2);
    font-size: var(--rnn-text-s);
    color: var(--rnn-muted);
  }
  .speed select {
    field-sizing: content;
  }
  .progress {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--rnn-space-5);
    margin-inline-start: auto;
  }
  .progress div {
    display: grid;
    justify-items: end;
  }
  dt {
    font-size: var(--rnn-text-xs);
    color: var(--rnn-muted);
    line-height: 1.3;
  }
  dd {
    font-size: var(--rnn-text-l);
    line-height: 1.3;
    min-width: 3.2em;
    text-align: end;
  }
  @container (width <= 640px) {
    .buttons {
      width: 100%;
      flex-wrap: wrap;
    }
    .train {
      flex: 1;
      min-width: 5.5em;
    }
    .bar {
      gap: var(--rnn-space-2) var(--rnn-space-3);
    }
    .speed span {
      display: none;
    }
    .speed select {
      font-size: var(--rnn-text-s);
      min-height: 2rem;
    }
    .progress {
      flex: 1;
      flex-wrap: nowrap;
      justify-content: space-between;
      gap: var(--rnn-space-2);
    }
    dt,
    dd {
      line-height: 1.25;
    }
    dd {
      font-size: var(--rnn-text-s);
      min-width: 0;
    }
  }
  @container (width <= 260px) {
    .progress {
      flex-basis: 100%;
    }
    .speed select {
      max-width: 100%;
    }
  }
`;
