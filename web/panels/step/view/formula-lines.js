/**
 * An equation as two lines: in symbols, and with the numbers of one entry. Long sums break between their terms.
 */
import { html, mathml, nothing } from 'lit';
import { bracket, bracketed, math, operator, part, text } from '../../../ui/math.js';
import { sourceId, sourcesOf, withNumbers } from '../model/expression.js';
import { inLetters, inNumbers, nameOf, renderNumber, termsOf } from './formula.js';
import { isScalar } from '../model/quantity.js';

/**
 * @typedef {import('../model/stage.js').Equation} Equation
 * @typedef {import('../model/expression.js').EntryIndex} EntryIndex
 * @typedef {import('../model/quantity.js').Quantity} Quantity
 * @typedef {import('./formula.js').FormulaContext} Writing
 * @typedef {import('../labels.js').Labels} Labels
 * @typedef {{writing: Writing, labels: Labels, expanded: boolean, onExpand: () => void}} Context
 */

/** A sum of more terms is folded to the first ones. */
const MAX_TERMS = 8;
const FIRST_TERMS = 4;

/** An infix operator, spaced as one although it begins an element of its own. @param {string} sign */
const infix = (sign) => mathml`<mo form="infix" lspace="0">${sign}</mo>`;

/** Fractions in full size. @param {unknown} content */
const displayed = (content) => mathml`<mstyle displaystyle="true">${content}</mstyle>`;

/** @param {Equation} equation @param {Context} context */
export function letterLine({ result, formula }, { writing }) {
  const terms = formula.op === 'sum' ? formula.terms : [formula];
  const pieces = terms.map((term, i) => {
    const signed = term.op === 'minus' && i > 0 ? { sign: '−', of: term.of } : { sign: i > 0 ? '+' : '', of: term };
    const inside = inLetters(signed.of, writing);
    const operand = signed.sign === '−' && signed.of.op === 'sum' ? bracketed(inside) : inside;
    return math(displayed([signed.sign ? infix(signed.sign) : nothing, operand]));
  });
  const name = inLetters({ op: 'value', of: result }, writing);
  return html`<div class="formula">${math(displayed([name, operator('=')]))}${pieces}</div>`;
}

/** The name of an entry, such as h₃[2]. @param {Quantity} quantity @param {EntryIndex} at @param {Context} context */
function entryName(quantity, at, { writing, labels }) {
  const name = nameOf(quantity.name, writing, { flat: true });
  if (isScalar(quantity)) return name;
  return [name, bracket('['), text(labels.entry(quantity, at)), bracket(']')];
}

/**
 * The first terms of a long sum; a later one takes the last position while it alone is highlighted.
 * @param {ReturnType<typeof termsOf>} terms
 * @param {Writing} writing
 */
function foldedTerms(terms, { isHighlighted }) {
  const highlighted = terms.filter(({ term }) => sourcesOf(term).some(isHighlighted));
  const shown = terms.slice(0, FIRST_TERMS);
  const replaced = highlighted.length === 1 && !shown.includes(highlighted[0]);
  return replaced ? [...shown.slice(0, -1), highlighted[0]] : shown;
}

/** @param {Equation} equation @param {EntryIndex} at @param {Context} context */
export function numberLine(equation, at, context) {
  const { writing, expanded, onExpand } = context;
  const { result, formula } = equation;
  const here = withNumbers(formula, at);
  const terms = termsOf(here);
  const opening = here.op === 'max' ? 'max(' : here.op === 'root' && here.of.op === 'sum' ? '√(' : '';
  const [before, after] = opening ? [math(text(opening)), math(text(')'))] : [nothing, nothing];
  const shown = terms.length > MAX_TERMS && !expanded ? foldedTerms(terms, writing) : terms;
  const source = { key: result.key, ...at };
  const value = result.values[at.row * result.columns + at.column];
  const digits = result.digitsAt?.(at.row, at.column) ?? result.digits;
  const outcome = renderNumber({ op: 'number', value, source, digits }, writing, false);
  return html`<div class="with-numbers" data-entry=${sourceId(source)}>
    ${math([part(sourceId(source), entryName(result, at, context), writing.isHighlighted(source)), operator('=')])}
    ${before}${shown.map(({ sign, term }) => math(displayed([sign ? infix(sign) : nothing, inNumbers(term, writing)])))}
    ${
      terms.length > MAX_TERMS
        ? html`<button type="button" class="link small" @click=${onExpand}>
            ${shown.length < terms.length ? writing.t('step.more', { count: terms.length - shown.length }) : writing.t('step.fewer')}
          </button>`
        : nothing
    }${after}
    ${math([infix('='), outcome])}
  </div>`;
}
