/** Loads the panels of the first screen: only those that are shown, all at once. */
import { loadPanel, tagOfPanel } from '../panels/registry.js';
import { defineElement } from '../ui/element.js';
import { loadPersistently } from '../ui/persistence.js';

/** @typedef {import('../state/panel-names.js').FirstScreenPanel} FirstScreenPanel */

/**
 * @param {readonly FirstScreenPanel[]} panels
 * @param {() => boolean} isWanted asked if they do not load at once
 * @returns {Promise<unknown>} never rejects
 */
export const loadParts = (panels, isWanted) =>
  Promise.all(panels.map((panel) => loadPersistently(() => define(panel), isWanted)));

/** @param {FirstScreenPanel} panel */
async function define(panel) {
  if (panel !== 'play') return defineElement(tagOfPanel(panel), await loadPanel(panel));
  const { playParts } = await import('./play-parts.js');
  for (const [tag, part] of Object.entries(playParts)) defineElement(tag, part);
}
