import { css } from 'lit';

/**
 * What every element of the page does on paper, and where the system chooses the colors. Goes last in the shared styles.
 *
 * On paper: what scrolls is shown whole, and what is wider than the sheet is made to fit. With forced colors a color that
 * means a number stays what it is: parts of the class `data`. What only marks a length becomes the color of text: `ink`.
 */
export const media = css`
  @media print {
    .picture,
    .rows,
    .tokens,
    .vocabulary {
      overflow: visible !important;
      max-height: none !important;
    }
    canvas {
      max-width: 100% !important;
      height: auto !important;
    }
    /* What nobody can press on paper. */
    button:is(.link, .quiet),
    summary {
      display: none;
    }
    li,
    tr,
    figure,
    .formula,
    .row {
      break-inside: avoid;
    }
    h2,
    h3,
    .lede {
      break-after: avoid;
    }
  }
  @media (forced-colors: active) {
    .data {
      forced-color-adjust: none;
    }
    .ink {
      forced-color-adjust: none;
      background: CanvasText !important;
    }
  }
`;
