import { css, html } from 'lit';
import { isolated, quoted, shorten, visible } from '../../text/index.js';

/** @typedef {import('../../i18n/index.js').Translator} Translator */

/** Tokens that are no ink of their own (space, end mark, invisible) are shown by a sign, in grey. */
export const tokenStyles = css`
  .sign {
    color: var(--rnn-muted);
    font-size: 0.75em;
    font-weight: 400;
  }
`;

/**
 * A token as it is shown everywhere: its sign for the eye, its name for the ear.
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
 * A token in running text, e.g. an accessible name.
 * @param {string} token
 * @param {Translator} t
 */
export function tokenName(token, t) {
  const { label, kind } = visible(token);
  // A sign for white space has a name in words; a character without a picture is told by its number.
  if (kind === 'invisible') return label;
  return kind === 'text' ? isolated(shorten(label)) : t.token(token);
}

/**
 * What the reader has typed, or a part of the text, in running text: never wider than a sentence can carry.
 * @param {string} text
 * @param {Translator} t
 */
export const quotation = (text, t) => (/^\s*$/u.test(text) && text !== '' ? tokenName(text, t) : quoted(text));
