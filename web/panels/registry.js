/** The code of the panels that are loaded late, found by their names (web/state/panel-names.js). */

/** @param {import('../state/panel-names.js').LazyPanel} id */
export const tagOfPanel = (id) => `rnn-${id}-panel`;

/**
 * @param {import('../state/panel-names.js').LazyPanel} id
 * @returns {Promise<typeof import('./shared/panel.js').PanelElement>} the class in its file whose `static id` this is
 */
export async function loadPanel(id) {
  // A chunk for each panel of the list: see web/vite.config.js.
  const module = await import(`./${id}/${id}-panel.js`);
  const panel = Object.values(module).find((exported) => exported.id === id);
  if (!panel) throw new Error(`${id}-panel.js has no class with the id ${id}.`);
  return panel;
}
