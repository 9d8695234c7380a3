/** An equation's matrices in a row, each with its name and shape above it. */
import { html } from 'lit';
import { math, part } from '../../../ui/math.js';
import { sourceId } from '../model/expression.js';
import { nameOf } from './formula.js';
import { KNOWN_MAXIMUM } from '../model/quantity.js';
import { excerpt } from '../model/selection.js';

/**
 * @typedef {import('../model/quantity.js').Quantity} Quantity
 * @typedef {import('../model/expression.js').Source} Source
 * @typedef {import('./matrix-layout.js').Item} Item
 *
 * @typedef {object} Context
 * @property {import('./formula.js').FormulaContext} writing
 * @property {import('../labels.js').Labels} labels
 * @property {boolean} whole show long axes in full
 * @property {readonly Source[]} related the selected entries and the numbers they are computed from
 * @property {import('./highlight.js').Highlight} highlight
 * @property {(source: Source | null) => void} point
 * @property {(key: string) => void} pointName
 * @property {(source: Source) => void} select
 */

/** The equations side by side while there is room. @param {readonly Item[][]} pictures @param {Context} context */
export function matrixRows(pictures, context) {
  return html`<div class="pictures">
    ${pictures.map((items) => html`<div class="picture">${items.map((item) => renderItem(item, context, tallestOf(items)))}</div>`)}
  </div>`;
}

/** Rows of the tallest matrix. @param {readonly Item[]} items */
const tallestOf = (items) =>
  items.reduce((rows, item) => (item.kind === 'matrix' && !item.asRow ? Math.max(rows, item.quantity.rows) : rows), 0);

/** @param {Item} item @param {Context} context @param {number} tallest */
function renderItem(item, context, tallest) {
  if (item.kind === 'sign')
    return html`<span class="sign ${item.sign === '⊤' ? 'raised' : ''}" aria-hidden="true">${item.sign}</span>`;
  if (item.kind === 'name') return nameView(item.quantity, context);
  if (item.kind === 'scalar') return scalarView(item.quantity, context);
  return matrixView(item, context, tallest);
}

/** The name of a matrix that is shown elsewhere. @param {Quantity} quantity @param {Context} context */
function nameView({ key, name }, { writing, point, pointName }) {
  const named = part(key, nameOf(name, writing, { flat: true }), writing.isHighlighted({ key }));
  return html`<span @pointerenter=${() => pointName(key)} @pointerleave=${() => point(null)}>${math(named)}</span>`;
}

/** @param {Quantity} quantity @param {Context} context */
function scalarView(quantity, { writing, labels, highlight, point, select }) {
  const value =
    quantity.role === 'given' ? writing.t.format.rate(quantity.values[0]) : writing.format(quantity.values[0]);
  const source = { key: quantity.key, row: 0, column: 0 };
  return html`<figure class="${quantity.role} low">
    <figcaption>${math(nameOf(quantity.name, writing, { flat: true }))}</figcaption>
    <button
      type="button"
      class="scalar ${highlight.numbers.has(sourceId(source)) ? 'pointed' : ''}"
      aria-label="${labels.spoken(quantity)} = ${value}"
      @pointerenter=${() => point(source)}
      @pointerleave=${() => point(null)}
      @focus=${() => point(source)}
      @click=${() => select(source)}
    >${value}</button>
  </figure>`;
}

/** Indices to show of a quantity's rows and columns; those of the selected entries are always among them. @param {Quantity} quantity @param {Context} context */
function indicesOf(quantity, { labels, whole, related }) {
  const own = related.filter(({ key }) => key === quantity.key);
  const chosen = (/** @type {'row' | 'column'} */ side) => {
    // Of a whole vector no entry is special.
    const all = [...new Set(own.map((source) => source[side]))];
    const marked = quantity.largest ? [quantity.largest[side]] : [];
    return all.length > 4 ? marked : [...all, ...marked];
  };
  return {
    rows: labels.shown(quantity.rowAxis, quantity.rows, { whole, chosen: chosen('row') }),
    columns: labels.shown(quantity.columnAxis, quantity.columns, { whole, chosen: chosen('column') }),
  };
}

/** @param {Extract<Item, {kind: 'matrix'}>} item @param {Context} context @param {number} tallest rows of the tallest beside it */
function matrixView({ quantity, asRow = false }, context, tallest) {
  const { writing, labels, related, highlight, point, select } = context;
  const { rows, columns } = indicesOf(quantity, context);
  const [across, down] = asRow ? [rows, columns] : [columns, rows];
  const sourceAt = (/** @type {{row: number, column: number}} */ cell) => ({
    key: quantity.key,
    row: asRow ? rows[cell.column] : rows[cell.row],
    column: asRow ? columns[cell.row] : columns[cell.column],
  });
  const own = related.filter(({ key }) => key === quantity.key);
  // A whole vector needs no marks.
  const all = own.length > 1 && own.length >= quantity.values.length;
  const cellOf = (/** @type {Source} */ { row, column }) =>
    asRow ? { row: 0, column: rows.indexOf(row) } : { row: rows.indexOf(row), column: columns.indexOf(column) };
  const [downAxis, acrossAxis] = asRow
    ? [quantity.columnAxis, quantity.rowAxis]
    : [quantity.rowAxis, quantity.columnAxis];
  const [downSize, acrossSize] = asRow ? [quantity.columns, quantity.rows] : [quantity.rows, quantity.columns];
  const dimensions = {
    rows: asRow ? quantity.columns : quantity.rows,
    columns: asRow ? quantity.rows : quantity.columns,
  };
  return html`<figure class="${quantity.role} ${(asRow ? 1 : quantity.rows) < tallest ? 'low' : ''}">
    <figcaption>
      ${math(nameOf(quantity.name, writing, { flat: true, above: asRow ? '⊤' : '' }))}
      <span class="dimensions">${writing.t('step.dimensions', dimensions)}</span>
    </figcaption>
    <rnn-matrix
      .t=${writing.t}
      .values=${excerpt(quantity, rows, columns)}
      .rows=${down.length}
      .columns=${across.length}
      .kind=${quantity.role === 'probability' || quantity.role === 'given' ? 'sequential' : 'diverging'}
      .maximum=${KNOWN_MAXIMUM[quantity.role]}
      .rowLabels=${downSize > 1 ? down.map((index) => labels.short(downAxis, index, downSize)) : undefined}
      .columnLabels=${acrossSize > 1 ? across.map((index) => labels.short(acrossAxis, index, acrossSize)) : undefined}
      .label=${labels.spoken(quantity)}
      .format=${(/** @type {number} */ value) => writing.format(value, quantity.digits)}
      .marked=${quantity.largest && quantity.digits && 'significant' in quantity.digits ? [cellOf({ key: quantity.key, ...quantity.largest })] : []}
      .highlight=${(all ? [] : own).map(cellOf)}
      .pointed=${highlight.sources.filter(({ key }) => key === quantity.key).map(cellOf)}
      @cell-focus=${(/** @type {CustomEvent} */ event) => point(event.detail && sourceAt(event.detail))}
      @cell-select=${(/** @type {CustomEvent} */ event) => select(sourceAt(event.detail))}
    ></rnn-matrix>
  </figure>`;
}

/** Of the longest axis that is folded: how many entries are shown, of how many; total 0 if none is. @param {readonly Item[][]} pictures @param {Context} context */
export function hiddenEntries(pictures, context) {
  let [shown, total] = [0, 0];
  for (const item of pictures.flat()) {
    if (item.kind !== 'matrix') continue;
    const { rows, columns } = indicesOf(item.quantity, { ...context, whole: false });
    for (const [size, indices] of /** @type {const} */ ([
      [item.quantity.rows, rows],
      [item.quantity.columns, columns],
    ]))
      if (size > indices.length && size > total) [shown, total] = [indices.length, size];
  }
  return { shown, total };
}
