// Writes .github/SETTINGS.md from the tables of settings. A test compares.
import { writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { engineSettings } from '../engine/engine-settings.js';
import { generationSettings } from '../engine/generation-settings.js';
import { rangeInWords } from '../engine/settings-schema.js';
import { loadLanguage, translator } from '../i18n/index.js';
import { isChosen } from '../state/choose.js';
import { formatSetting } from '../state/parse.js';
import { settingNames, settingsTable } from '../state/settings.js';
import { code, table } from './markdown.mjs';

export const file = fileURLToPath(new URL('../../.github/SETTINGS.md', import.meta.url));

/** @typedef {import('../engine/settings-schema.js').Conditions} Conditions */

/** @param {{type: string, choices?: readonly string[]}} row */
function valuesOf(row) {
  if (row.type === 'text') return 'any text';
  if (row.type === 'boolean') return '`true`, `false`';
  if (row.choices) return (row.type === 'list' ? 'some of ' : '') + row.choices.map(code).join(', ');
  return rangeInWords(/** @type {import('../engine/settings-schema.js').NumberRule} */ (row));
}

/** @param {Conditions} [when] @param {(name: string) => string} [nameOf] */
function effectOf(when = {}, nameOf = (name) => name) {
  const conditions = Object.entries(when).map(([name, condition]) =>
    'above' in condition
      ? `${code(nameOf(name))} is above ${condition.above}`
      : 'not' in condition
        ? `${code(nameOf(name))} is not ${condition.not}`
        : `${code(nameOf(name))} is ${condition.map(code).join(' or ')}`,
  );
  return conditions.join(' and ');
}

await loadLanguage('en', ['help']);

/** @returns {string} Markdown */
export function settingsDoc() {
  const t = translator('en');
  const page = settingNames.map((name) => {
    const row = settingsTable[name];
    const own = row.type === 'list' ? 'all' : code(formatSetting(name, row.default));
    const standard = isChosen(name) ? 'by the text' : name === 'text' ? 'by the language' : own;
    const words = t.dynamic(`help.${name}`);
    const effect = effectOf(row.when, (other) => settingsTable[other].key);
    return [code(row.key), valuesOf(row), standard, effect, words];
  });
  const engine = Object.entries(engineSettings).map(([name, row]) => [
    ...[code(name), valuesOf(row), code(row.default), effectOf('when' in row ? row.when : {})],
    ...[row.effect === 'live' ? 'yes' : '', row.help],
  ]);
  const generation = Object.entries(generationSettings).map(([name, row]) => [
    ...[code(name), valuesOf(row), 'default' in row ? code(row.default) : 'has to be given'],
    ...[effectOf('when' in row ? row.when : {}), row.help],
  ]);
  return `# Settings

Made from the tables in web/state/settings.js, web/engine/engine-settings.js and web/engine/generation-settings.js by
\`node web/scripts/settings-doc.mjs\`; not to be edited by hand.

## Of the page

Attributes of \`<rnn-playground>\`, and keys of a link (\`#cell=lstm&hidden-size=8\`). With \`_hide\` behind its name a setting's
control is not shown. Where the default is “by the text”, the page chooses a value that suits the text.

${table(['attribute', 'values', 'default', 'has an effect if', 'what it is'], page)}

## Of a model

The first argument of \`createModel\`. Those marked live can be changed while the model trains, by \`updateSettings\`.

${table(['setting', 'values', 'default', 'has an effect if', 'live', 'what it is'], engine)}

## Of a call that generates

Of \`generate\`; \`temperature\`, \`topK\` and \`topP\` of \`distribution\`, too.

${table(['argument', 'values', 'default', 'has an effect if', 'what it is'], generation)}
`;
}

if (argv[1] === fileURLToPath(import.meta.url)) writeFileSync(file, settingsDoc());
