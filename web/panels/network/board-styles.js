import { css } from 'lit';

/** Text and touch targets above the drawing; their sizes come from geometry.js as custom properties. */
export const boardStyles = css`
  /* A board out of sight keeps its width while the window gets narrower. The margin is for focus rings. */
  :host {
    display: block;
    overflow-x: clip;
    overflow-clip-margin: 6px;
  }
  .board {
    position: relative;
    margin-inline: auto;
    width: var(--width);
    height: var(--height);
  }
  canvas.drawing {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    pointer-events: none;
  }
  .columns {
    position: absolute;
    inset-block: 0;
    inset-inline-start: var(--gutter);
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: var(--pitch);
  }
  .column {
    display: flex;
    flex-direction: column;
    min-width: 0;
    border-radius: 6px;
  }
  button {
    all: unset;
    box-sizing: border-box;
    cursor: pointer;
    border-radius: 5px;
    min-width: 0;
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
  }
  button:focus-visible {
    outline: 2px solid var(--rnn-ink);
    outline-offset: -1px;
  }
  button:hover:not(:disabled),
  button[aria-expanded='true'] {
    box-shadow: inset 0 0 0 1px var(--rnn-control);
    background: none;
  }
  .output {
    height: calc(var(--verdict) + 4 * var(--bar));
    padding-inline: 5px;
    display: block;
    text-align: center;
  }
  .verdict {
    height: var(--verdict);
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 0.2em;
    font-size: calc(var(--rnn-text-l) * 1.2);
    line-height: 1;
    font-weight: 600;
    min-width: 0;
  }
  .verdict b {
    font-size: 0.62em;
    flex: none;
  }
  .bar .word {
    line-height: 1.1;
  }
  .word {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    min-width: 0;
    line-height: 1.3;
  }
  .right {
    color: var(--rnn-right);
  }
  .wrong {
    color: var(--rnn-wrong);
  }
  :is(.right, .wrong) .sign {
    color: inherit;
  }
  .bar {
    height: var(--bar);
    padding-bottom: 6px;
    display: flex;
    align-items: end;
    justify-content: space-between;
    gap: 0.3em;
    font-size: var(--rnn-text-xs);
    line-height: 1;
    color: var(--rnn-muted);
  }
  .bar.right {
    color: var(--rnn-right);
    font-weight: 600;
  }
  .bar.wrong {
    color: var(--rnn-wrong);
  }
  .space {
    flex: none;
    height: var(--gap);
  }
  .between {
    flex: none;
    height: var(--between);
  }
  .strip {
    flex: none;
    height: var(--strip);
    width: calc(var(--units) + 14px);
    align-self: center;
  }
  .token,
  .plain {
    flex: none;
    height: var(--token);
    display: flex;
    align-items: center;
    justify-content: center;
    font-size: calc(var(--rnn-text-l) * 1.2);
    line-height: 1;
    padding-inline: 4px;
    margin-inline: 5px;
    background: var(--rnn-surface);
    box-shadow: inset 0 0 0 1px var(--rnn-line);
    border-radius: 5px;
  }
  .plain {
    background: none;
  }
  button.token {
    cursor: text;
  }
  button.token:hover:not(:disabled) {
    background: var(--rnn-surface);
  }
  input.retype {
    flex: none;
    height: var(--token);
    min-height: 0 !important;
    margin-inline: 5px;
    padding: 0 2px;
    text-align: center;
    font-size: calc(var(--rnn-text-l) * 1.2);
    border: 2px solid var(--rnn-ink);
    border-radius: 5px;
    min-width: 0;
  }
  .foot {
    flex: none;
    height: var(--foot);
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    font-size: var(--rnn-text-xs);
    line-height: 1.3;
    color: var(--rnn-muted);
    white-space: nowrap;
  }
  button.foot .count {
    text-decoration: underline;
    text-decoration-color: var(--rnn-line);
    text-underline-offset: 3px;
  }
  .gradient {
    color: var(--rnn-gradient);
  }
  .gutter {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    width: var(--gutter);
    font-size: var(--rnn-text-xs);
    line-height: 1.2;
    color: var(--rnn-muted);
  }
  .gutter > :not(.matrix) {
    position: absolute;
    inset-inline: 0 6px;
    display: flex;
    align-items: center;
  }
  .gutter .foot {
    display: flex;
    align-items: start;
  }
  .gutter .ofVerdict {
    top: 0;
    height: var(--verdict);
  }
  .gutter .ofAnswer {
    top: var(--verdict);
    height: var(--bar);
    padding-bottom: 6px;
    align-items: end;
    line-height: 1.1;
  }
  .gutter .ofToken {
    bottom: var(--foot);
    height: var(--token);
  }
  .gutter .foot {
    inset-block: auto 0;
  }
  .matrix {
    position: absolute;
    inset-inline: 0 auto;
    display: flex;
    align-items: center;
    gap: 3px;
    padding: 3px 1px;
    font-style: italic;
    font-size: var(--rnn-text-s);
    color: var(--rnn-ink);
  }
  .matrix canvas {
    width: var(--tile);
    height: var(--tile);
    border: 1px solid var(--rnn-line);
    image-rendering: pixelated;
  }
`;
