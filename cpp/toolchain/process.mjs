// Starting other programs: with their output in a log, with a time limit, and with none left behind on Ctrl-C.
import { spawn } from 'node:child_process';
import { accessSync, appendFileSync, constants, mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { root } from './paths.mjs';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]   added to this process's own
 * @property {string} [log]              file that the output is appended to
 * @property {number} [timeLimit]        in seconds; then the program and all it started is killed
 *
 * @typedef {{ code: number, output: string, timedOut: boolean }} RunResult
 */

/** @type {Set<number>} */
const groups = new Set();

/** @param {number} pid @param {NodeJS.Signals} signal */
function killGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // It ended by itself in the meantime.
  }
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    for (const pid of groups) killGroup(pid, 'SIGTERM');
    process.stdout.write('\n');
    process.exit(130);
  });
}

/**
 * Runs a program to its end. A program that fails, or that is not there, is a result and no exception: look at `code`.
 * @param {string} command @param {string[]} args @param {RunOptions} [options] @returns {Promise<RunResult>}
 */
export function run(command, args, { cwd = root, env, log, timeLimit } = {}) {
  if (log) mkdirSync(dirname(log), { recursive: true });
  let output = '';
  let timedOut = false;
  /** @param {string} text */
  const keep = (text) => {
    output += text;
    if (log) appendFileSync(log, text);
  };
  if (log) appendFileSync(log, `$ ${command} ${args.join(' ')}\n`);
  return new Promise((resolve) => {
    // A process group of its own, so that a browser's or compiler's children end with it.
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const pid = child.pid ?? 0;
    if (pid) groups.add(pid);
    const timer =
      timeLimit &&
      setTimeout(() => {
        timedOut = true;
        keep(`\nkilled after ${timeLimit} s\n`);
        killGroup(pid, 'SIGKILL');
      }, timeLimit * 1000);
    /** @param {number} code */
    const finish = (code) => {
      if (timer) clearTimeout(timer);
      groups.delete(pid);
      resolve({ code, output, timedOut });
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', keep);
    child.on('error', (error) => {
      keep(`${error.message}\n`);
      finish(127);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}

/** The path of a program on PATH, or undefined. @param {string} command */
export function which(command) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, command);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}
