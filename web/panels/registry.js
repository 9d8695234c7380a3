/**
 * The instrument panels in reading order. The page loads a panel's code when the reader comes near it, and leaves out
 * what the setting `panels` does not name.
 *
 * @typedef {object} PanelEntry
 * @property {string} id as in the setting `panels`
 * @property {string} tag
 * @property {() => Promise<typeof import('./panel.js').PanelElement>} load
 */

/** @type {readonly PanelEntry[]} */
export const instruments = [];
