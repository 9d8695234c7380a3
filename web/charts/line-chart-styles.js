import { css } from 'lit';

export const lineChartStyles = css`
  .above {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--rnn-space-4);
    min-height: 1.5em;
    font-size: var(--rnn-text-s);
  }
  .plot {
    position: relative;
    overflow: hidden;
    cursor: crosshair;
    /* A horizontal drag moves the crosshair, a vertical one scrolls the page. */
    touch-action: pan-y;
  }
  @media print {
    .plot {
      height: auto !important;
    }
    .uplot,
    .u-wrap {
      width: 100% !important;
      height: auto !important;
    }
    .u-over,
    .u-under {
      display: none;
    }
  }
  .u-cursor-x {
    border-right: 1px solid var(--rnn-ink) !important;
  }
  .y-label {
    font-size: var(--rnn-text-xs);
    color: var(--rnn-muted);
  }
  .below {
    position: relative;
  }
  .x-label {
    position: absolute;
    inset-inline-end: 0;
    font-size: var(--rnn-text-xs);
    color: var(--rnn-muted);
  }
`;
