import { css, unsafeCSS } from 'lit';

/**
 * Inherited CSS properties that an article may set for its own text. Not those that are to be inherited (color-scheme,
 * visibility, pointer-events), nor those that every element of the page sets itself (font family and size, line height, color).
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
 * For the outermost element only. `!important`, because the article's rules for the element or for `*` take precedence over
 * :host rules.
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
