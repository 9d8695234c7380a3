/**
 * The weight matrices in the gutter, each at the height of its arrows.
 *
 * @typedef {import('./network-board.js').Matrix} Matrix
 * @typedef {import('../../engine/types.js').ModelInfo} ModelInfo
 * @typedef {import('../../engine/types.js').ParameterValues} ParameterValues
 */

/**
 * @param {ModelInfo} info
 * @param {readonly ParameterValues[] | undefined} parameters undefined: too many to be sent while training
 * @param {import('./geometry.js').Geometry} geometry
 * @returns {Matrix[]} from the top down
 */
export function matricesOf(info, parameters, { rows, strips, tokenTop }) {
  const layers = info.settings.layers;
  const places = [{ letter: 'V', name: 'weight_out', row: 'output', top: rows.verdict + rows.bars + rows.gap / 2 }];
  for (let layer = layers - 1; layer >= 0; layer--) {
    // The thumbnails of many layers would overlap; the panel Weights shows all.
    if (rows.strip < 30 && layer !== layers - 1 && layer !== 0) continue;
    places.push({
      letter: 'W',
      name: `weight_hh_l${layer}`,
      row: `strip ${layer}`,
      top: strips[layer] + rows.strip / 2,
    });
  }
  places.push({ letter: 'U', name: 'weight_ih_l0', row: 'token', top: tokenTop - rows.gap / 2 });
  return places.map((place) => ({
    ...place,
    shape: info.parameters.find(({ name }) => name === place.name)?.shape ?? [],
    values: parameters?.find(({ name }) => name === place.name)?.values ?? null,
  }));
}
