// `npm run docs`: writes all that is made of tables, types and comments. A static check compares (tests/runner/static-checks.mjs).
import { writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import * as api from './api-doc.mjs';
import * as types from './element-types.mjs';
import * as embedding from './embedding-doc.mjs';
import * as settings from './settings-doc.mjs';

/** @type {readonly {file: string, text: () => string}[]} */
export const documents = [
  { file: settings.file, text: settings.settingsDoc },
  { file: types.file, text: types.elementTypes },
  { file: embedding.file, text: embedding.embeddingDoc },
  { file: api.file, text: api.apiDoc },
];

if (argv[1] === fileURLToPath(import.meta.url)) for (const { file, text } of documents) writeFileSync(file, text());
