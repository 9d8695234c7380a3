// `node web/scripts/minify.mjs FROM TO`: a script of Emscripten's, which leaves the names in it as they are, made smaller.
import { readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { minify } from 'vite';

const [, , from, to] = argv;
const { code, errors } = await minify(from, readFileSync(from, 'utf8'), { module: true });
if (errors.length > 0) throw new Error(`${from}: ${errors.map(({ message }) => message).join(', ')}`);
writeFileSync(to, code);
