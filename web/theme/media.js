import { css } from 'lit';

/**
 * Printing and forced colors, for every element of the page. Last in the shared styles.
 *
 * In print, scroll containers are shown in full and canvases fit the page. With forced colors, elements of class `data` keep
 * their color, which stands for a number; those of class `ink` (bars and the like) take the color of text.
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
    /* Controls. */
    button:is(.link, .quiet, .what),
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
