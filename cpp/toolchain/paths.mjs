import { fileURLToPath } from 'node:url';

/** The project's root folder, without a slash at the end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** Everything that the set-up downloads; deleting it starts from nothing. */
export const toolchain = `${root}/.toolchain`;

export const engineFolder = `${root}/web/engine/generated`;
export const pageFolder = `${root}/dist`;
