/**
 * The panels there are, in the order they stand on the page: all that lists panels is made from here. `panels` in the settings
 * chooses among them.
 *
 * A panel is its folder, web/panels/<id>/<id>-panel.js, with a class that has `static id = '<id>'` (see PanelElement), and its
 * words, web/i18n/<language>/<id>.js; the headings that the navigation says are in headings.js there. Its tag is rnn-<id>-panel.
 */

/**
 * Panels of the first screen, loaded before it is shown; where they stand there is said in web/element/rnn-playground.js. 'play'
 * is no panel of its own but all that one trains with: the header, the control bar, the text and the settings.
 */
export const FIRST_SCREEN_PANELS = /** @type {const} */ (['play', 'network', 'loss', 'predictions', 'writing']);

/** Panels below it, each loaded when the reader comes near; the page's navigation leads to them. */
export const LAZY_PANELS = /** @type {const} */ ([
  'lessons',
  'step',
  'states',
  'weights',
  'memory',
  'check',
  'flow',
  'race',
]);

export const PANELS = Object.freeze([...FIRST_SCREEN_PANELS, ...LAZY_PANELS]);

/** Words that do not come with every page but with a panel, where they are not the file of its name alone. */
const WORDS = /** @type {const} */ ({
  play: ['text', 'presets', 'issues'],
  predictions: [],
  writing: [],
  race: ['race', 'loss'],
});

/** @param {Panel | 'files' | 'share' | 'keep'} panel or one of the header's menus, or what is kept @returns {readonly import('../i18n/index.js').LaterFile[]} see web/i18n/<language>/later.js */
export const wordsOf = (panel) => /** @type {any} */ (WORDS)[panel] ?? [panel];

/** @param {readonly string[]} panels @returns {FirstScreenPanel[]} those of the first screen among them */
export const onFirstScreen = (panels) => FIRST_SCREEN_PANELS.filter((panel) => panels.includes(panel));

/** @typedef {typeof FIRST_SCREEN_PANELS[number]} FirstScreenPanel */
/** @typedef {typeof LAZY_PANELS[number]} LazyPanel */
/** @typedef {FirstScreenPanel | LazyPanel} Panel */
