/** Accessible names of the drawing's parts: the quantity, and the stage that pressing it opens. */
import { parseDrawingId, quantityAt, stageIndexFor } from '../model/drawing-ids.js';

/**
 * @typedef {{stages: readonly import('../model/stage.js').Stage[], walk: import('../model/walk.js').Walk,
 *   labels: import('../labels.js').Labels}} NamedWalk
 * @typedef {import('../../../i18n/index.js').Translator} Translator
 */

/**
 * @param {NamedWalk} walked
 * @param {Translator} t
 * @returns {(id: string) => string | undefined} cached; undefined: the part opens no stage
 */
export function drawingNames(walked, t) {
  /** @type {Map<string, string | undefined>} */
  const known = new Map();
  return (id) => {
    if (!known.has(id)) known.set(id, nameOf(id, walked, t));
    return known.get(id);
  };
}

/** @param {string} id @param {NamedWalk} walked @param {Translator} t */
function nameOf(id, { stages, walk, labels }, t) {
  const stage = stages[stageIndexFor(stages, id)];
  if (!stage) return undefined;
  const { layer, letter, timeStep } = parseDrawingId(id);
  if (layer !== undefined && layer !== walk.layer)
    return t('step.drawing.partOfLayer', { name: `${letter}_${walk.stepNumber(timeStep)}`, layer: layer + 1 });
  const phase = t(`step.phase.${stage.phase}`);
  const where = stage.timeStep < 0 ? phase : t('step.at', { phase, t: walk.stepNumber(stage.timeStep) });
  const name = labels.spoken(quantityAt(stage, id));
  return t('step.drawing.part', { name, title: t.dynamic(`step.title.${stage.kind}`), where });
}
