/** The evaluations of a run as comma-separated values. */

const COLUMNS = /** @type {const} */ (['epoch', 'step', 'trainingLoss', 'heldOutLoss', 'learningRate']);

/**
 * Losses are in nats per token; where nothing is held out, its cells are empty. Numbers are written so that they are read back
 * exactly.
 *
 * @param {Pick<import('../state/history-columns.js').LossHistory, 'length' | 'column'>} history
 * @returns {string} RFC 4180: lines end with CRLF
 */
export function lossTable(history) {
  const columns = COLUMNS.map((name) => history.column(name));
  const rows = Array.from({ length: history.length }, (_, i) =>
    columns.map((column) => (Number.isNaN(column[i]) ? '' : String(column[i]))).join(','),
  );
  return [COLUMNS.join(','), ...rows, ''].join('\r\n');
}
