// `node web/scripts/element-manifest.mjs` writes lib/custom-elements.json: what <rnn-playground> has, for editors and for pages of
// documentation. The analyzer reads the comments in web/element/rnn-playground.js; the settings come from their table.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import * as analyzer from '@custom-elements-manifest/analyzer';
import { loadLanguage, translator } from '../i18n/index.js';
import { formatSetting } from '../state/parse.js';
import { isChosen } from '../state/choose.js';
import { settingNames, settingsTable } from '../state/settings.js';
import { typeOf } from './element-types.mjs';

const SOURCE = 'web/element/rnn-playground.js';

/** Where the class is imported from. */
const MODULE = 'lib/element.js';

/**
 * @typedef {{name: string, fieldName?: string, description?: string, default?: string, type?: {text: string}}} Described
 * @typedef {Described & {kind: string, privacy?: string, readonly?: boolean, static?: boolean, attribute?: string, return?: {type: {text: string}, description?: string}, parameters?: (Described & {optional?: boolean})[]}} Member
 * @typedef {{name: string, tagName: string, members: Member[], attributes: Described[], slots: Described[], events: Described[], cssProperties: Described[], cssParts: Described[], [name: string]: unknown}} Declaration
 * @typedef {{schemaVersion: string, readme: string, modules: {kind: string, path: string, declarations: Declaration[], exports: object[]}[]}} Manifest
 */

await loadLanguage('en', ['help']);

/** Its own types do not name these. */
const { create, ts } = /** @type {any} */ (analyzer);

/** @param {string} name of a setting */
function defaultOf(name) {
  if (name === 'text') return 'by the language';
  if (isChosen(name)) return 'by the text';
  const { type, default: own } = settingsTable[name];
  return type === 'list' ? 'all' : formatSetting(name, own);
}

/** A property and an attribute for each setting; `…_hide` is said in words. @param {Declaration} element */
function addSettings(element) {
  const t = translator('en');
  for (const name of settingNames) {
    const row = settingsTable[name];
    const described = {
      type: { text: typeOf(row) },
      default: defaultOf(name),
      description: t.dynamic(`help.${name}`),
    };
    element.members.push({ kind: 'field', name, attribute: row.key, privacy: 'public', ...described });
    element.attributes.push({ name: row.key, fieldName: name, ...described });
  }
}

/** @param {string} name of an attribute */
const inCamelCase = (name) => name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());

/** What belongs to a browser, not to an author. */
const CALLBACKS = /Callback$|^observedAttributes$/;

/** @returns {Manifest} */
export function elementManifest() {
  const path = fileURLToPath(new URL(`../../${SOURCE}`, import.meta.url));
  const source = ts.createSourceFile(MODULE, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
  /** @type {Manifest} */
  const manifest = create({ modules: [source], plugins: [], context: { dev: false } });
  const [module] = manifest.modules;
  module.declarations = module.declarations.filter(({ name }) => name === 'RnnPlayground');
  const [element] = module.declarations;
  element.members = element.members.filter(({ name, privacy }) => privacy !== 'private' && !CALLBACKS.test(name));
  element.superclass = { name: 'HTMLElement' };
  element.description = '';
  for (const attribute of element.attributes) attribute.fieldName ??= inCamelCase(attribute.name);
  for (const member of element.members) {
    const attribute = element.attributes.find(({ fieldName }) => fieldName === member.name);
    if (attribute) Object.assign(member, { attribute: attribute.name, type: attribute.type });
  }
  addSettings(element);
  const declaration = { name: 'RnnPlayground', module: MODULE };
  module.exports = [
    { kind: 'js', name: 'RnnPlayground', declaration },
    { kind: 'custom-element-definition', name: 'rnn-playground', declaration },
  ];
  return manifest;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const folder = fileURLToPath(new URL('../../lib/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}custom-elements.json`, `${JSON.stringify(elementManifest(), null, 2)}\n`);
}
