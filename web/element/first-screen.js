/** Loads the panels of the first screen: only those that are shown, all at once. */
import { loadPanel, tagOfPanel } from '../panels/registry.js';
import { LAZY_PANELS } from '../state/panel-names.js';
import { defineElement } from '../ui/element.js';
import { loadPersistently } from '../ui/persistence.js';

/**
 * @typedef {import('../state/panel-names.js').FirstScreenPanel} FirstScreenPanel
 * @typedef {import('../state/panel-names.js').PlayPanel} PlayPanel
 */

/** What one trains with, by tag. @type {Record<PlayPanel, () => Promise<Record<string, CustomElementConstructor>>>} */
const playParts = {
  header: async () => (await import('./header-parts.js')).headerParts,
  controls: async () => ({ 'rnn-control-bar': (await import('../panels/control-bar/control-bar.js')).ControlBar }),
  text: async () => ({ 'rnn-text-panel': (await import('../panels/text/text-panel.js')).TextPanel }),
  settings: async () => ({ 'rnn-settings-form': (await import('../panels/settings/settings-form.js')).SettingsForm }),
};

const PLAY_TAGS = /** @type {const} */ ({
  header: 'rnn-page-header',
  controls: 'rnn-control-bar',
  text: 'rnn-text-panel',
  settings: 'rnn-settings-form',
});

const SLOT = 'rnn-panel-slot';

/** @param {FirstScreenPanel} panel @returns {panel is PlayPanel} */
const isPlayPart = (panel) => panel in playParts;

/** @param {FirstScreenPanel} panel */
export const tagOf = (panel) => (isPlayPart(panel) ? PLAY_TAGS[panel] : tagOfPanel(panel));

/**
 * @param {readonly FirstScreenPanel[]} panels
 * @param {() => boolean} isWanted asked if they do not load at once
 * @returns {Promise<unknown>} never rejects
 */
export const loadParts = (panels, isWanted) =>
  Promise.all(panels.map((panel) => loadPersistently(() => define(panel), isWanted)));

/**
 * The place of a panel below the first screen, which an article may have none of.
 *
 * @param {readonly string[]} panels as in the setting
 * @param {() => boolean} isWanted asked if it does not load at once
 * @returns {Promise<unknown>} never rejects
 */
export async function loadSlot(panels, isWanted) {
  if (customElements.get(SLOT) || !LAZY_PANELS.some((panel) => panels.includes(panel))) return;
  const code = await loadPersistently(() => import('./panel-slot.js'), isWanted);
  if (code) defineElement(SLOT, code.PanelSlot);
}

/** @param {FirstScreenPanel} panel */
async function define(panel) {
  if (!isPlayPart(panel)) return defineElement(tagOfPanel(panel), await loadPanel(panel));
  for (const [tag, part] of Object.entries(await playParts[panel]())) defineElement(tag, part);
}
