/**
 * The panels there are, in the order they stand on the page: all that lists panels is made from here. `panels` in the settings
 * chooses among them.
 *
 * A panel is its folder, web/panels/<id>/<id>-panel.js, with a class that has `static id = '<id>'` (see PanelElement), and its
 * words, web/i18n/<language>/<id>.js; the headings that the navigation says are in headings.js there. Its tag is rnn-<id>-panel.
 */

/** What one trains with; in the setting `panels` the name 'play' stands for all of them. */
export const PLAY_PANELS = /** @type {const} */ (['header', 'controls', 'text', 'settings']);

/** Panels of the first screen, loaded before it is shown; where they stand there is said in web/element/playground-view.js. */
export const FIRST_SCREEN_PANELS = /** @type {const} */ ([...PLAY_PANELS, 'network', 'loss', 'predictions', 'writing']);

/** Panels below it, each loaded when the reader comes near; the page's navigation leads to them. */
export const LAZY_PANELS = /** @type {const} */ ([
  'lessons',
  'step',
  'states',
  'units',
  'weights',
  'memory',
  'check',
  'flow',
  'race',
]);

/** What can be asked for. */
export const PANEL_CHOICES = Object.freeze(/** @type {const} */ (['play', ...FIRST_SCREEN_PANELS, ...LAZY_PANELS]));

/** All there is. */
export const PANELS = Object.freeze(PANEL_CHOICES.filter((name) => !PLAY_PANELS.some((part) => part === name)));

/** Words that do not come with every page but with a panel, where they are not the file of its name alone. */
const WORDS = /** @type {const} */ ({
  header: [],
  controls: [],
  text: ['text', 'presets', 'issues'],
  settings: [],
  predictions: [],
  writing: [],
  race: ['race', 'loss'],
  units: ['units', 'states'],
  share: ['share', 'link'],
  embed: ['embed', 'lessons'],
});

/** @typedef {Panel | 'files' | 'help' | 'explanations' | 'share' | 'embed' | 'keep' | 'link' | 'longText' | 'diagnosis' | 'ngrams' | 'samples'} Part that has words: a panel, one of the header's menus, what settings do, what the panels of the first screen show, what a link does, what a text needs that is too long for its box, or what counting reaches, what is wrong with a training run, or samples */

/** @param {Part} panel @returns {readonly import('../i18n/index.js').LaterFile[]} see web/i18n/<language>/later.js */
export const wordsOf = (panel) => /** @type {any} */ (WORDS)[panel] ?? [panel];

/** @param {readonly string[]} panels as in the setting @returns {Set<string>} with the parts of 'play' by their own names */
export const partsOf = (panels) => new Set(panels.flatMap((panel) => (panel === 'play' ? PLAY_PANELS : [panel])));

/** @param {readonly string[]} panels as in the setting @returns {FirstScreenPanel[]} those of the first screen among them */
export function onFirstScreen(panels) {
  const parts = partsOf(panels);
  return FIRST_SCREEN_PANELS.filter((panel) => parts.has(panel));
}

/** @typedef {typeof PLAY_PANELS[number]} PlayPanel */
/** @typedef {typeof FIRST_SCREEN_PANELS[number]} FirstScreenPanel */
/** @typedef {typeof LAZY_PANELS[number]} LazyPanel */
/** @typedef {FirstScreenPanel | LazyPanel} Panel */
