/** Loads the panels of the first screen: only those that are shown, all at once. */
import { loadPanel, tagOfPanel } from '../panels/registry.js';
import { FIRST_SCREEN_PANELS } from '../state/panel-names.js';
import { defineElement } from '../ui/element.js';
import { loadPersistently } from '../ui/persistence.js';

/** @typedef {import('../state/panel-names.js').FirstScreenPanel} FirstScreenPanel */

/** @type {Set<FirstScreenPanel>} that are defined as elements */
const defined = new Set();

/** @param {readonly string[]} panels shown @returns {FirstScreenPanel[]} those of the first screen that are still to be loaded */
export const missingParts = (panels) =>
  FIRST_SCREEN_PANELS.filter((panel) => panels.includes(panel) && !defined.has(panel));

/**
 * @param {readonly string[]} panels shown
 * @param {() => boolean} isWanted asked if they do not load at once
 * @returns {Promise<unknown>} never rejects
 */
export const loadParts = (panels, isWanted) =>
  Promise.all(missingParts(panels).map((panel) => loadPersistently(() => define(panel), isWanted)));

/** @param {FirstScreenPanel} panel */
async function define(panel) {
  if (panel !== 'play') defineElement(tagOfPanel(panel), await loadPanel(panel));
  else {
    const { playParts } = await import('./play-parts.js');
    for (const [tag, part] of Object.entries(playParts)) defineElement(tag, part);
  }
  defined.add(panel);
}
