import { parseSetting } from '../../state/parse.js';
import { applies, settingsTable } from '../../state/settings.js';

/**
 * Configuration of a race: two to four lanes, each with its differences from the settings of the page.
 *
 * @typedef {import('../../state/settings.js').Settings} Settings
 * @typedef {import('../../state/settings.js').SettingName} SettingName
 * @typedef {{name: SettingName, raw: string}} Difference raw: as typed or chosen
 * @typedef {readonly Difference[]} Differences of one lane; each setting at most once
 * @typedef {{id: string, differences: Differences, settings: Settings}} RaceConfig
 */

export const MIN_LANES = 2;
export const MAX_LANES = 4;

/** Names of the lanes in the form. */
export const letters = 'ABCD';

/** Curves can be told apart by dash as well as by color; held-out losses are always dashed. */
const dashes = [[], [8, 4], [2, 3], [10, 3, 2, 3]];
const heldOutDashes = [
  [4, 4],
  [12, 5],
  [1, 4],
  [12, 4, 1, 4],
];

/** Settings that lanes can differ in: not those of the text and the page. */
const comparable = /** @type {SettingName[]} */ (
  Object.values(settingsTable)
    .filter(({ group, name }) => ['network', 'optimizer', 'training'].includes(group) && !/pace/.test(name))
    .map(({ name }) => name)
);

/** @param {SettingName} name @param {readonly unknown[]} values @returns {Differences[]} a lane for each value */
const each = (name, values) => values.map((value) => [{ name, raw: String(value) }]);

/** Predefined races, by name. @type {Record<string, (settings: Settings) => Differences[]>} */
export const laneTemplates = {
  cells: () => each('cell', settingsTable.cell.choices ?? []),
  learningRates: ({ learningRate }) =>
    each('learningRate', [learningRate, alternativeValue('learningRate', learningRate)]),
  optimizers: ({ optimizer, learningRate }) => {
    // A good learning rate for one is far too large or too small for the other.
    const [alternative, rate] = optimizer === 'sgd' ? ['adam', '0.01'] : ['sgd', '0.1'];
    return [
      [
        { name: 'optimizer', raw: optimizer },
        { name: 'learningRate', raw: String(learningRate) },
      ],
      [
        { name: 'optimizer', raw: alternative },
        { name: 'learningRate', raw: rate },
      ],
    ];
  },
  seeds: ({ seed }) => each('seed', [seed, Number(alternativeValue('seed', seed))]),
};

/**
 * @param {readonly Differences[]} lanes
 * @param {Settings} settings of the page
 * @returns {{configs: RaceConfig[], errors: (import('../../state/parse.js').SettingError | null)[][]}} configs empty if a
 *   value was refused; errors by lane and difference
 */
export function parseLanes(lanes, settings) {
  const parsed = lanes.map((lane) => lane.map(({ name, raw }) => parseSetting(name, raw)));
  const errors = parsed.map((lane) => lane.map(({ error }) => error ?? null));
  if (errors.flat().some(Boolean)) return { configs: [], errors };
  const configs = lanes.map((differences, i) => ({
    id: letters[i],
    differences,
    settings: /** @type {Settings} */ ({
      ...settings,
      ...Object.fromEntries(differences.map(({ name }, k) => [name, parsed[i][k].value])),
    }),
  }));
  return { configs, errors };
}

/**
 * The settings of a lane, without its invalid differences.
 * @param {Differences} lane
 * @param {Settings} settings of the page
 * @returns {Settings}
 */
export function laneSettings(lane, settings) {
  const valid = lane.filter(({ name, raw }) => !parseSetting(name, raw).error);
  return parseLanes([valid], settings).configs[0].settings;
}

/**
 * Settings that can be added to a lane: those that apply to it and are not among its differences.
 * @param {Differences} lane
 * @param {Settings} settings of the page
 */
export function addable(lane, settings) {
  const own = laneSettings(lane, settings);
  return comparable.filter((name) => applies(name, own) && !lane.some((difference) => difference.name === name));
}

/**
 * Color and dash of the lanes' curves. Lanes with different cells have the cells' colors, otherwise those of the two losses.
 * @param {readonly RaceConfig[]} configs
 * @returns {{training: Look, heldOut: Look}[]}
 * @typedef {{color: import('../../theme/palette.js').ColorName, dash: number[], thin?: boolean}} Look
 */
export function looksOf(configs) {
  const cells = new Set(configs.map(({ settings }) => settings.cell));
  return configs.map(({ settings }, i) => ({
    training: { color: cells.size > 1 ? settings.cell : 'training', dash: dashes[i] },
    heldOut: { color: cells.size > 1 ? settings.cell : 'heldOut', dash: heldOutDashes[i], thin: true },
  }));
}

/**
 * A value to compare with the present one: the next choice, half or double, the opposite, the next seed.
 * @param {SettingName} name
 * @param {unknown} value
 * @returns {string}
 */
export function alternativeValue(name, value) {
  const { type, choices = [], min = 0, max = Number.POSITIVE_INFINITY } = settingsTable[name];
  if (type === 'choice') return choices[(choices.indexOf(String(value)) + 1) % choices.length];
  if (type === 'boolean') return String(!value);
  const number = Number(value);
  if (name === 'seed') return String(number < max ? number + 1 : min);
  if (type === 'integer') return String(number * 2 <= max ? Math.max(1, number * 2) : Math.floor(number / 2));
  return String(number > 0 ? Number((number / 2).toPrecision(4)) : Math.min(1, max));
}
