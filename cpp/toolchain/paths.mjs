import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder, without a separator at the end. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Everything that the set-up downloads; deleting it starts from nothing. */
export const toolchain = join(root, '.toolchain');
