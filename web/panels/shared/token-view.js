import { css, html } from 'lit';
import { isolated, quoted, shorten, visible } from '../../text/index.js';

/** @typedef {import('../../i18n/index.js').Translator} Translator */

/** For the symbols of tokens that are invisible themselves (white space, end mark, …). */
export const tokenStyles = css`
  .sign {
    color: var(--rnn-muted);
    font-size: 0.75em;
    font-weight: 400;
  }
`;

/**
 * A token: invisible ones as a symbol, with a name for screen readers.
 * @param {string} token
 * @param {Translator} t
 */
export function tokenView(token, t) {
  const { label, kind } = visible(token);
  if (kind === 'text') return html`<bdi>${label}</bdi>`;
  if (kind === 'invisible') return html`<span class="sign">${label}</span>`;
  return html`<span class="sign" aria-hidden="true">${label}</span><span class="visually-hidden">${t.token(token)}</span>`;
}

/**
 * A token as plain text, e.g. within an accessible name.
 * @param {string} token
 * @param {Translator} t
 */
export function tokenName(token, t) {
  const { label, kind } = visible(token);
  // White space and the end mark have names; other invisible characters are given by code point.
  if (kind === 'invisible') return label;
  return kind === 'text' ? isolated(shorten(label)) : t.token(token);
}

/**
 * A part of the reader's text within a sentence of the page, shortened.
 * @param {string} text
 * @param {Translator} t
 */
export const quotation = (text, t) => (/^\s*$/u.test(text) && text !== '' ? tokenName(text, t) : quoted(text));
