import { css, html, mathml, nothing } from 'lit';

/**
 * Builders of MathML. Pieces are Lit templates; `math` wraps them in an element. part() gives a piece a name (data-part), so
 * that it can be found under the pointer and highlighted.
 *
 * @typedef {unknown} Piece
 */

/** For the styles of an element that shows formulas. */
export const mathStyles = css`
  math {
    font-size: 1.08em;
    font-family: 'Latin Modern Math', 'STIX Two Math', 'Cambria Math', 'Noto Sans Math', math, serif;
  }
  /* Italic letters overflow their box; a scroll container would clip them. */
  math {
    padding: 0.2em 0.12em;
    margin: -0.2em -0.12em;
  }
  math[display='block'] {
    margin-block: calc(var(--rnn-space-2) - 0.2em);
    text-align: start;
    overflow-x: auto;
    overflow-y: hidden;
  }
  math .lit {
    background: var(--rnn-highlight);
    color: var(--rnn-ink);
  }
`;

/**
 * @param {Piece} content
 * @param {{display?: 'block' | 'inline', label?: string}} [options] label: accessible name
 * @returns {import('lit').TemplateResult}
 */
export function math(content, { display = 'inline', label } = {}) {
  return html`<math display=${display} aria-label=${label ?? nothing}><mrow>${content}</mrow></math>`;
}

/**
 * @param {string} name e.g. 'h'
 * @param {Piece} [below] index, e.g. 't'
 * @param {Piece} [above] e.g. '⊤'
 */
export function variable(name, below, above) {
  const base = mathml`<mi mathvariant=${name.length > 1 ? 'normal' : nothing}>${name}</mi>`;
  return scripts(base, below, above);
}

/** @param {Piece} base @param {Piece} [below] @param {Piece} [above] */
export function scripts(base, below, above) {
  if (below !== undefined && above !== undefined) return mathml`<msubsup>${base}${row(below)}${row(above)}</msubsup>`;
  if (below !== undefined) return mathml`<msub>${base}${row(below)}</msub>`;
  if (above !== undefined) return mathml`<msup>${base}${row(above)}</msup>`;
  return base;
}

/** @param {Piece} content text becomes an identifier, a number stays upright */
export function row(content) {
  if (typeof content === 'number') return mathml`<mn>${content}</mn>`;
  if (typeof content === 'string') return mathml`<mi>${content}</mi>`;
  return mathml`<mrow>${content}</mrow>`;
}

/** @param {string} text an already formatted number */
export const number = (text) => mathml`<mn>${text}</mn>`;

/** @param {string} sign e.g. '=' '+' '∑' */
export const operator = (sign) => mathml`<mo>${sign}</mo>`;

/** @param {string} words */
export const text = (words) => mathml`<mtext>${words}</mtext>`;

/** @param {Piece} above @param {Piece} below */
export const fraction = (above, below) => mathml`<mfrac>${row(above)}${row(below)}</mfrac>`;

/** A bracket that does not stretch, around a number or an index. @param {'(' | ')' | '[' | ']'} sign */
export const bracket = (sign) => mathml`<mo stretchy="false" lspace="0" rspace="0">${sign}</mo>`;

/** Brackets that stretch. @param {Piece} content */
export const bracketed = (content) => mathml`<mrow><mo>(</mo>${content}<mo>)</mo></mrow>`;

/**
 * @param {string} name
 * @param {Piece} content
 * @param {boolean} [lit] highlighted
 */
export const part = (name, content, lit = false) =>
  mathml`<mrow data-part=${name} class=${lit ? 'lit' : nothing}>${content}</mrow>`;
