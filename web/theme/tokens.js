import { css, unsafeCSS } from 'lit';
import { palette, propertyOf } from './palette.js';

/** For browsers without light-dark() (before 2024). */
const lightColors = Object.entries(palette)
  .map(([name, [light]]) => `${propertyOf(name)}: ${light};`)
  .join('\n');

// light-dark() stays unresolved in a custom property, so every element that uses it follows its own color-scheme.
const colors = Object.entries(palette)
  .map(([name, [light, dark]]) => `${propertyOf(name)}: light-dark(${light}, ${dark});`)
  .join('\n');

/**
 * The design tokens, set once on <rnn-playground> and inherited by all panels.
 *
 * Sizes derive from --rnn-rem (default 1rem, at least 16 px: many a site has a root font size of 10): an article can set it to a
 * length.
 * `theme="auto"` follows the color-scheme of the document around the element; light and dark override it.
 */
export const tokens = css`
  :host {
    ${unsafeCSS(colors)}

    --rnn-unit: var(--rnn-rem, max(1rem, 16px));
    --rnn-text-xs: calc(var(--rnn-unit) * 0.75);
    --rnn-text-s: calc(var(--rnn-unit) * 0.8125);
    --rnn-text-m: calc(var(--rnn-unit) * 0.9375);
    --rnn-text-l: calc(var(--rnn-unit) * 1.125);
    --rnn-text-xl: calc(var(--rnn-unit) * 1.5);

    --rnn-space-1: calc(var(--rnn-unit) * 0.25);
    --rnn-space-2: calc(var(--rnn-unit) * 0.5);
    --rnn-space-3: calc(var(--rnn-unit) * 0.75);
    --rnn-space-4: var(--rnn-unit);
    --rnn-space-5: calc(var(--rnn-unit) * 1.5);
    --rnn-space-6: calc(var(--rnn-unit) * 2);
    --rnn-space-7: calc(var(--rnn-unit) * 3);

    --rnn-radius: 4px;
    --rnn-target: 2rem;
    --rnn-shadow: 0 1px 2px rgb(0 0 0 / 8%), 0 8px 28px rgb(0 0 0 / 14%);
    --rnn-motion: 160ms;

    --rnn-font:
      system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', 'Hiragino Sans GB',
      'Microsoft YaHei UI', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC',
      'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', sans-serif;
    --rnn-font-mono:
      ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'Noto Sans Mono', 'DejaVu Sans Mono',
      'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', monospace, 'Apple Color Emoji',
      'Segoe UI Emoji', 'Noto Color Emoji';
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  /* Print: the light scheme, with background colors, which stand for numbers. */
  @media print {
    :host {
      color-scheme: light !important;
      print-color-adjust: exact;
      -webkit-print-color-adjust: exact;
      --rnn-page: #ffffff;
      --rnn-motion: 0ms;
    }
  }
  @supports not (color: light-dark(white, black)) {
    :host {
      ${unsafeCSS(lightColors)}
    }
  }
  @media (pointer: coarse) {
    :host {
      --rnn-target: 2.75rem;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    :host {
      --rnn-motion: 0ms;
    }
  }
`;
