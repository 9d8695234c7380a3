/**
 * An equation as two lines: in letters, and with the numbers of one entry. Long sums break between their terms.
 */
import { html, mathml, nothing } from 'lit';
import { bracket, bracketed, math, operator, part, text } from '../../../ui/math.js';
import { sourceId, sourcesOf, withNumbers } from '../model/expression.js';
import { inLetters, inNumbers, nameOf, numberHere, termsOf } from './formula.js';
import { isScalar } from '../model/quantity.js';

/**
 * @typedef {import('../model/stage.js').Equation} Equation
 * @typedef {import('../model/expression.js').At} At
 * @typedef {import('../model/quantity.js').Quantity} Quantity
 * @typedef {import('./formula.js').Writing} Writing
 * @typedef {import('../labels.js').Labels} Labels
 * @typedef {{writing: Writing, labels: Labels, expanded: boolean, onExpand: () => void}} Context
 */

/** Terms of a sum shown when it is longer than `longest`. */
const FIRST_TERMS = 4;
const MAX_TERMS = 8;

/** An operator that begins a line of its own but stands between two terms. @param {string} sign */
const between = (sign) => mathml`<mo form="infix" lspace="0">${sign}</mo>`;

/** Fractions in full size. @param {unknown} content */
const displayed = (content) => mathml`<mstyle displaystyle="true">${content}</mstyle>`;

/** @param {Equation} equation @param {Context} context */
export function letterLine({ result, formula }, { writing }) {
  const terms = formula.op === 'sum' ? formula.terms : [formula];
  const pieces = terms.map((term, i) => {
    const alone = term.op === 'minus' && i > 0 ? { sign: '−', of: term.of } : { sign: i > 0 ? '+' : '', of: term };
    const inside = inLetters(alone.of, writing);
    const closed = alone.sign === '−' && alone.of.op === 'sum' ? bracketed(inside) : inside;
    return math(displayed([alone.sign ? between(alone.sign) : nothing, closed]));
  });
  const name = inLetters({ op: 'value', of: result }, writing);
  return html`<div class="formula">${math(displayed([name, operator('=')]))}${pieces}</div>`;
}

/** The name of an entry, such as h₃[2]. @param {Quantity} quantity @param {At} at @param {Context} context */
export function entryName(quantity, at, { writing, labels }) {
  const name = nameOf(quantity.name, writing, { flat: true });
  if (isScalar(quantity)) return name;
  return [name, bracket('['), text(labels.entry(quantity, at)), bracket(']')];
}

/**
 * The first terms of a long sum; a later one takes the last place among them while it alone is pointed at.
 * @param {ReturnType<typeof termsOf>} terms
 * @param {Writing} writing
 */
function folded(terms, { isLit }) {
  const lit = terms.filter(({ term }) => sourcesOf(term).some(isLit));
  const shown = terms.slice(0, FIRST_TERMS);
  return lit.length === 1 && !shown.includes(lit[0]) ? [...shown.slice(0, -1), lit[0]] : shown;
}

/** @param {Equation} equation @param {At} at @param {Context} context */
export function numberLine(equation, at, context) {
  const { writing, expanded, onExpand } = context;
  const { result, formula } = equation;
  const here = withNumbers(formula, at);
  const terms = termsOf(here);
  const opening = here.op === 'max' ? 'max(' : here.op === 'root' && here.of.op === 'sum' ? '√(' : '';
  const [before, after] = opening ? [math(text(opening)), math(text(')'))] : [nothing, nothing];
  const shown = terms.length > MAX_TERMS && !expanded ? folded(terms, writing) : terms;
  const source = { key: result.key, ...at };
  const value = result.values[at.row * result.columns + at.column];
  const digits = result.digitsAt?.(at.row, at.column) ?? result.digits;
  const outcome = numberHere({ op: 'number', value, source, digits }, writing, false);
  return html`<div class="with-numbers" data-entry=${sourceId(source)}>
    ${math([part(sourceId(source), entryName(result, at, context), writing.isLit(source)), operator('=')])}
    ${before}${shown.map(({ sign, term }) => math(displayed([sign ? between(sign) : nothing, inNumbers(term, writing)])))}
    ${
      terms.length > MAX_TERMS
        ? html`<button type="button" class="link small" @click=${onExpand}>
            ${shown.length < terms.length ? writing.t('step.more', { count: terms.length - shown.length }) : writing.t('step.fewer')}
          </button>`
        : nothing
    }${after}
    ${math([between('='), outcome])}
  </div>`;
}
