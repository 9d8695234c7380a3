// Writes the tables of .github/EMBEDDING.md, the page for authors, from the manifest of the element. A static check compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { settingsTable } from '../state/settings.js';
import { elementManifest } from './element-manifest.mjs';
import { code, table } from './markdown.mjs';

export const file = fileURLToPath(new URL('../../.github/EMBEDDING.md', import.meta.url));

/** @typedef {import('./element-manifest.mjs').Described} Described */

const [{ members, attributes, events, cssProperties, cssParts }] = elementManifest().modules[0].declarations;

const isSetting = (/** @type {Described} */ { name, fieldName = name }) => Object.hasOwn(settingsTable, fieldName);

/** @param {string} [text] */
const inOneLine = (text = '') => text.replace(/\s*\n\s*/g, ' ').trim();

/** @param {Described} described */
const typeOf = ({ type }) => (type ? code(inOneLine(type.text)) : '');

/** `train(limits?)`. @param {import('./element-manifest.mjs').Member} method */
const callOf = ({ name, parameters = [] }) =>
  code(`${name}(${parameters.map((one) => (one.optional ? `${one.name}?` : one.name)).join(', ')})`);

/** @param {import('./element-manifest.mjs').Member} method */
const wordsOf = ({ description, parameters = [] }) =>
  [
    inOneLine(description),
    ...parameters.map(
      (one) => `${code(one.name)}: ${[typeOf(one), inOneLine(one.description)].filter(Boolean).join(', ')}`,
    ),
  ].join('<br>');

/** @type {Record<string, () => string>} */
const tables = {
  attributes: () =>
    table(
      ['attribute', 'values', 'default', 'what it does'],
      attributes
        .filter((one) => !isSetting(one))
        .map((one) => [code(one.name), typeOf(one), one.default ? code(one.default) : '', one.description ?? '']),
    ),
  properties: () =>
    table(
      ['property', 'type', ''],
      members
        .filter((one) => one.kind === 'field' && !isSetting(one))
        .map((one) => [
          code(one.name),
          typeOf(one),
          `${one.readonly ? 'To be read only. ' : ''}${inOneLine(one.description)}`,
        ]),
    ),
  methods: () =>
    table(
      ['method', 'result', ''],
      members
        .filter(({ kind }) => kind === 'method')
        .map((one) => [
          callOf(one),
          one.return ? typeOf({ name: '', type: one.return.type }) : '`Promise<void>`',
          wordsOf(one),
        ]),
    ),
  events: () =>
    table(
      ['event', '', ''],
      events.map((one) => [code(one.name), typeOf(one), one.description ?? '']),
    ),
  'custom-properties': () =>
    table(
      ['property', 'default', ''],
      cssProperties.map((one) => [code(one.name), one.default ? code(one.default) : '', one.description ?? '']),
    ),
  parts: () =>
    table(
      ['part', ''],
      cssParts.map((one) => [code(one.name), one.description ?? '']),
    ),
};

/** @returns {string} the page with its tables as they should be */
export function embeddingDoc() {
  let page = readFileSync(file, 'utf8');
  for (const [name, made] of Object.entries(tables)) {
    const place = new RegExp(`<!-- ${name} -->\n[\\s\\S]*?<!-- /${name} -->`);
    if (!place.test(page)) throw new Error(`EMBEDDING.md has no place <!-- ${name} --> for this table.`);
    page = page.replace(place, () => `<!-- ${name} -->\n\n${made()}\n\n<!-- /${name} -->`);
  }
  return page;
}

if (argv[1] === fileURLToPath(import.meta.url)) writeFileSync(file, embeddingDoc());
