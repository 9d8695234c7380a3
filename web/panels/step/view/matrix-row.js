/**
 * An equation's matrices in a row, each with its name above it.
 */
import { html } from 'lit';
import { math, part } from '../../../ui/math.js';
import { sourceId } from '../model/expression.js';
import { nameOf } from './formula.js';
import { largest } from '../model/quantity.js';
import { excerpt } from '../model/selection.js';

/**
 * @typedef {import('../model/quantity.js').Quantity} Quantity
 * @typedef {import('../model/expression.js').Source} Source
 * @typedef {import('./matrix-layout.js').Item} Item
 *
 * @typedef {object} Context
 * @property {import('./formula.js').Writing} writing
 * @property {import('../labels.js').Labels} labels
 * @property {boolean} whole long axes in full
 * @property {readonly Source[]} belonging the numbers of the entry that is looked at
 * @property {import('./pointing.js').Light} light what is pointed at
 * @property {(source: Source | null) => void} point
 * @property {(key: string) => void} pointName
 * @property {(source: Source) => void} choose
 */

/** The equations beside each other as long as there is room. @param {readonly Item[][]} pictures @param {Context} context */
export function matrixRows(pictures, context) {
  return html`<div class="pictures">
    ${pictures.map((items) => html`<div class="picture">${items.map((item) => renderItem(item, context, tallestOf(items)))}</div>`)}
  </div>`;
}

/** Rows of the tallest matrix. @param {readonly Item[]} items */
const tallestOf = (items) =>
  items.reduce((most, item) => (item.kind === 'matrix' && !item.asRow ? Math.max(most, item.quantity.rows) : most), 0);

/** @param {Item} item @param {Context} context @param {number} tallest */
function renderItem(item, context, tallest) {
  if (item.kind === 'sign')
    return html`<span class="sign ${item.sign === '⊤' ? 'raised' : ''}" aria-hidden="true">${item.sign}</span>`;
  if (item.kind === 'name') return nameView(item.quantity, context);
  if (item.kind === 'scalar') return scalarView(item.quantity, context);
  return matrixView(item, context, tallest);
}

/** What is shown elsewhere. @param {Quantity} quantity @param {Context} context */
function nameView({ key, name }, { writing, point, pointName }) {
  const named = part(key, nameOf(name, writing, { flat: true }), writing.isLit({ key }));
  return html`<span @pointerenter=${() => pointName(key)} @pointerleave=${() => point(null)}>${math(named)}</span>`;
}

/** @param {Quantity} quantity @param {Context} context */
function scalarView(quantity, { writing, labels, light, point, choose }) {
  const value =
    quantity.role === 'given' ? writing.t.format.rate(quantity.values[0]) : writing.format(quantity.values[0]);
  const source = { key: quantity.key, row: 0, column: 0 };
  return html`<figure class="${quantity.role} low">
    <figcaption>${math(nameOf(quantity.name, writing, { flat: true }))}</figcaption>
    <button
      type="button"
      class="scalar ${light.numbers.has(sourceId(source)) ? 'pointed' : ''}"
      aria-label="${labels.spoken(quantity)} = ${value}"
      @pointerenter=${() => point(source)}
      @pointerleave=${() => point(null)}
      @focus=${() => point(source)}
      @click=${() => choose(source)}
    >${value}</button>
  </figure>`;
}

/** The indices that must be shown because they are looked at. @param {Quantity} quantity @param {Context} context */
function indicesOf(quantity, { labels, whole, belonging }) {
  const own = belonging.filter(({ key }) => key === quantity.key);
  const chosen = (/** @type {'row' | 'column'} */ side) => {
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
function matrixView({ quantity, asRow: lying = false }, context, tallest) {
  const { writing, labels, belonging, light, point, choose } = context;
  const { rows, columns } = indicesOf(quantity, context);
  const [across, down] = lying ? [rows, columns] : [columns, rows];
  const sourceAt = (/** @type {{row: number, column: number}} */ cell) => ({
    key: quantity.key,
    row: lying ? rows[cell.column] : rows[cell.row],
    column: lying ? columns[cell.row] : columns[cell.column],
  });
  const lit = belonging.filter(({ key }) => key === quantity.key);
  // A vector that goes in whole needs no marks.
  const all = lit.length > 1 && lit.length >= quantity.values.length;
  const cellOf = (/** @type {Source} */ { row, column }) =>
    lying ? { row: 0, column: rows.indexOf(row) } : { row: rows.indexOf(row), column: columns.indexOf(column) };
  const [downAxis, acrossAxis] = lying
    ? [quantity.columnAxis, quantity.rowAxis]
    : [quantity.rowAxis, quantity.columnAxis];
  const [downSize, acrossSize] = lying ? [quantity.columns, quantity.rows] : [quantity.rows, quantity.columns];
  const dimensions = {
    rows: lying ? quantity.columns : quantity.rows,
    columns: lying ? quantity.rows : quantity.columns,
  };
  return html`<figure class="${quantity.role} ${(lying ? 1 : quantity.rows) < tallest ? 'low' : ''}">
    <figcaption>
      ${math(nameOf(quantity.name, writing, { flat: true, above: lying ? '⊤' : '' }))}
      <span class="dimensions">${writing.t('step.dimensions', dimensions)}</span>
    </figcaption>
    <rnn-matrix
      .t=${writing.t}
      .values=${excerpt(quantity, rows, columns)}
      .rows=${down.length}
      .columns=${across.length}
      .kind=${quantity.role === 'probability' || quantity.role === 'given' ? 'sequential' : 'diverging'}
      .maximum=${largest[quantity.role]}
      .rowLabels=${downSize > 1 ? down.map((index) => labels.short(downAxis, index, downSize)) : undefined}
      .columnLabels=${acrossSize > 1 ? across.map((index) => labels.short(acrossAxis, index, acrossSize)) : undefined}
      .label=${labels.spoken(quantity)}
      .format=${(/** @type {number} */ value) => writing.format(value, quantity.digits)}
      .marked=${quantity.largest && quantity.digits && 'significant' in quantity.digits ? [cellOf({ key: quantity.key, ...quantity.largest })] : []}
      .highlight=${(all ? [] : lit).map(cellOf)}
      .pointed=${light.sources.filter(({ key }) => key === quantity.key).map(cellOf)}
      @cell-focus=${(/** @type {CustomEvent} */ event) => point(event.detail && sourceAt(event.detail))}
      @cell-select=${(/** @type {CustomEvent} */ event) => choose(sourceAt(event.detail))}
    ></rnn-matrix>
  </figure>`;
}

/** How much of the long vectors and matrices is to be seen. @param {readonly Item[][]} pictures @param {Context} context */
export function hiddenIn(pictures, context) {
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
