import { css, unsafeCSS } from 'lit';

/**
 * What an article around the element sets for its own text and a browser hands on to everything inside. What a child
 * inherits on purpose is left alone (color-scheme, visibility, pointer-events), and so is what every element of the page
 * sets itself (font family and size, line height, color).
 */
const inherited = [
  ...['direction', 'writing-mode', 'text-orientation', 'text-combine-upright'],
  ...['text-indent', 'text-align', 'text-align-last', 'text-justify', 'text-transform', 'text-shadow', 'text-wrap'],
  ...['text-rendering', 'text-emphasis', 'text-emphasis-position', 'text-underline-position', 'text-underline-offset'],
  ...['text-decoration-skip-ink', 'text-autospace', 'text-spacing-trim'],
  ...['letter-spacing', 'word-spacing', 'white-space', 'tab-size', 'hanging-punctuation'],
  ...['word-break', 'line-break', 'overflow-wrap', 'hyphens', 'hyphenate-character', 'hyphenate-limit-chars'],
  ...[
    'font-style',
    'font-weight',
    'font-stretch',
    'font-variant',
    'font-kerning',
    'font-size-adjust',
    'font-synthesis',
  ],
  ...[
    'font-feature-settings',
    'font-variation-settings',
    'font-language-override',
    'font-optical-sizing',
    'font-palette',
  ],
  ...['cursor', 'caret-color', 'accent-color', 'quotes', 'orphans', 'widows', 'list-style', 'image-rendering'],
  ...['border-collapse', 'border-spacing', 'caption-side', 'empty-cells', 'user-select', 'interpolate-size'],
  ...['-webkit-text-stroke', '-webkit-text-fill-color', '-webkit-user-select', 'paint-order', 'dynamic-range-limit'],
  ...['fill', 'fill-rule', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap'],
  ...['stroke-linejoin', 'stroke-opacity', 'text-anchor', 'dominant-baseline', 'shape-rendering', 'math-style'],
  ...['math-depth', 'ruby-align', 'ruby-position', 'speak', 'scrollbar-color'],
];

/**
 * On the outermost element only. Important, because what an article says of the element itself, or of `*`, is weighed
 * above what the element says of itself.
 */
export const alone = css`
  :host {
    ${unsafeCSS(inherited.map((name) => `${name}: initial !important;`).join('\n'))}

    font-variant-numeric: tabular-nums !important;
    /* Logits, formulas, code and axes run from left to right everywhere; a line of the reader's text has its own dir. */
    direction: ltr !important;
    unicode-bidi: isolate;
  }
`;
