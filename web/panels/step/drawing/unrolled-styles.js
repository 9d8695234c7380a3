import { css } from 'lit';

/** Styles of the unrolled network. */
export const unrolledStyles = css`
  .scroll {
    overflow-x: auto;
    overscroll-behavior-x: contain;
  }
  @media print {
    .scroll {
      overflow: visible;
    }
    svg {
      max-width: 100%;
      height: auto;
    }
  }
  svg {
    display: block;
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }
  text {
    fill: var(--rnn-ink);
  }
  .picture {
    pointer-events: none;
  }
  .small {
    font-size: 11px;
    fill: var(--rnn-muted);
  }
  .length {
    font-size: 11px;
    fill: var(--rnn-gradient);
  }
  .cut {
    fill: var(--rnn-wrong);
  }
  .token {
    font-size: 17px;
  }
  .token.narrow {
    font-size: 14px;
  }
  .token.tiny {
    font-size: 11px;
  }
  .letter {
    font-size: 13px;
    font-style: italic;
    font-family: 'STIX Two Math', 'Cambria Math', 'Noto Sans Math', math, serif;
    fill: var(--rnn-muted);
  }
  .letter .below {
    font-size: 10px;
    font-style: normal;
  }
  .column {
    fill: var(--rnn-sunken);
  }
  .arrow .line,
  .arrow .hit {
    fill: none;
    stroke: var(--rnn-faint);
    stroke-width: 1.25;
    stroke-dasharray: 2 3;
  }
  .arrow .hit {
    stroke: transparent;
    stroke-width: 12;
    stroke-dasharray: none;
  }
  .arrow.reached path.line {
    stroke: var(--rnn-ink);
    stroke-dasharray: none;
  }
  .arrow.back {
    visibility: hidden;
  }
  .arrow.back.reached,
  .arrow.back.result,
  .arrow.back.source {
    visibility: visible;
  }
  .arrow.back.reached path.line {
    stroke: var(--rnn-gradient);
    stroke-width: 2;
  }
  .arrow.result path.line,
  .arrow.source path.line {
    stroke-width: 3;
  }
  .arrow.result .letter,
  .arrow.source .letter {
    fill: var(--rnn-ink);
    font-weight: 700;
  }
  .backward .arrow.reached:not(.back, .result, .source, .pointed) path.line {
    stroke: var(--rnn-control);
  }
  .arrow .head {
    fill: var(--rnn-faint);
  }
  .arrow.reached .head {
    fill: var(--rnn-ink);
  }
  .backward .arrow.reached:not(.back, .result, .source, .pointed) .head {
    fill: var(--rnn-control);
  }
  .arrow.back.reached .head {
    fill: var(--rnn-gradient);
  }
  .box {
    fill: var(--rnn-surface);
    stroke: var(--rnn-control);
    stroke-width: 1;
  }
  .node:not(.reached) .box {
    stroke-dasharray: 2 3;
  }
  .dim {
    opacity: 0.45;
  }
  .result > .box,
  .source > .box {
    stroke: var(--rnn-ink);
    stroke-width: 2;
    stroke-dasharray: none;
  }
  .result > .box {
    stroke-width: 3;
  }
  .strip.gradient > .box {
    stroke: var(--rnn-gradient);
    stroke-dasharray: none;
  }
  .strip.gradient.result > .box,
  .strip.gradient.source > .box {
    stroke-width: 3;
  }
  /* Highlight: a halo. The strokes themselves mark the operands and results of the stage. */
  .halo {
    visibility: hidden;
    fill: var(--rnn-highlight);
    stroke: var(--rnn-ink);
    stroke-width: 1;
  }
  path.halo {
    fill: none;
    stroke: var(--rnn-highlight);
    stroke-width: 10;
    stroke-linecap: round;
  }
  path.halo.edge {
    stroke: var(--rnn-ink);
    stroke-width: 12;
  }
  .pointed > .halo {
    visibility: visible;
  }
  .bar {
    fill: var(--rnn-magnitude);
  }
  .bar.other {
    fill: var(--rnn-faint);
  }
  .node,
  .arrow {
    cursor: pointer;
  }
`;
