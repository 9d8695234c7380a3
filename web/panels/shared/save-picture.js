/** Saves what a panel shows as a picture, with its heading and, below, the network's settings. Loaded when the first is saved. */
import { download, modelName } from '../../export/download.js';
import { pictureOf, SEPARATOR, toPng } from './picture.js';

/**
 * @param {import('./panel.js').PanelElement} panel
 * @param {'png' | 'svg'} format
 * @throws if the browser does not draw it
 */
export async function savePicture(panel, format) {
  const section = /** @type {Element} */ (panel.renderRoot.querySelector('section'));
  const { requiredStore: store, t, panelId } = panel;
  const picture = pictureOf(section, { title: t.dynamic(`${panelId}.heading`), caption: captionOf(panel) });
  const blob = format === 'png' ? await toPng(picture) : new Blob([picture.svg], { type: 'image/svg+xml' });
  download(blob, `${panelId}-${modelName(store)}.${format}`);
}

/** What is drawn, in a line: a picture is looked at without the page around it. @param {import('./panel.js').PanelElement} panel */
function captionOf({ requiredStore: { info, status }, t }) {
  if (!info) return 'RNN Playground';
  const { cell, layers, hiddenSize, optimizer, learningRate } = info.settings;
  const value = (/** @type {string} */ name, /** @type {string} */ choice) =>
    t.has(`settings.${name}.choices.${choice}`) ? t.dynamic(`settings.${name}.choices.${choice}`) : choice;
  const label = (/** @type {string} */ name) => t.dynamic(`settings.${name}.label`);
  return [
    `RNN Playground: ${value('cell', cell)}`,
    `${label('layers')} ${layers}`,
    `${label('hiddenSize')} ${hiddenSize}`,
    `${value('optimizer', optimizer)}, ${label('learningRate')} ${learningRate}`,
    t('panel.pictureAt', { epoch: status?.epoch ?? 0, step: status?.step ?? 0 }),
  ].join(SEPARATOR);
}
