/**
 * What the parts of the drawing are and where they lead, in words.
 */
import { partOfPlace, quantityAt, stageMaking } from '../model/places.js';

/**
 * @typedef {{stages: readonly import('../model/stage.js').Stage[], walk: import('../model/walk.js').Walk,
 *   labels: import('../labels.js').Labels}} Walked
 * @typedef {import('../../../i18n/index.js').Translator} Translator
 */

/**
 * @param {Walked} walked
 * @param {Translator} t
 * @returns {(place: string) => string | undefined} undefined: it leads to no stage
 */
export function drawingNames(walked, t) {
  /** @type {Map<string, string | undefined>} */
  const known = new Map();
  return (place) => {
    if (!known.has(place)) known.set(place, nameOf(place, walked, t));
    return known.get(place);
  };
}

/** @param {string} place @param {Walked} walked @param {Translator} t */
function nameOf(place, { stages, walk, labels }, t) {
  const stage = stages[stageMaking(stages, place)];
  if (!stage) return undefined;
  const { layer, letter, step } = partOfPlace(place);
  if (layer !== undefined && layer !== walk.layer)
    return t('step.drawing.partOfLayer', { name: `${letter}_${walk.number(step)}`, layer: layer + 1 });
  const phase = t(`step.phase.${stage.phase}`);
  const where = stage.t < 0 ? phase : t('step.at', { phase, t: walk.number(stage.t) });
  const name = labels.spoken(quantityAt(stage, place));
  return t('step.drawing.part', { name, title: t.dynamic(`step.title.${stage.kind}`), where });
}
