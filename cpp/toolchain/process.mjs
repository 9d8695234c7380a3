// Starting other programs: with their output in a log, with a time limit, and with none left behind on Ctrl-C.
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './paths.mjs';
import { which } from './system.mjs';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]   added to this process's own
 * @property {string} [log]              file that the output is appended to
 * @property {number} [timeLimit]        in seconds; then the program and all it started is killed
 * @property {(text: string) => void} [onOutput]   hears what it says, as it comes
 *
 * @typedef {{ code: number, output: string, timedOut: boolean }} RunResult
 */

/** @type {Set<number>} */
const groups = new Set();

const onWindows = process.platform === 'win32';

/** @param {number} pid @param {NodeJS.Signals} signal */
export function killGroup(pid, signal) {
  if (onWindows) {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f']);
    return;
  }
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
 * npm's own script, to be run by this Node: on Windows `npm` is a batch file, which Node does not start as a program.
 * @returns {[string, string[]]} the command, and what comes before npm's arguments
 */
export function npmCommand() {
  const beside = dirname(process.execPath);
  const scripts = [
    join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ];
  const script = scripts.find((path) => existsSync(path));
  return script ? [process.execPath, [script]] : ['npm', []];
}

/**
 * A batch file needs a shell to run in, which then takes the words apart again.
 * @param {string} command @param {string[]} args @returns {{ command: string, args: string[], shell: boolean }}
 */
function forSystem(command, args) {
  if (!onWindows || !/\.(bat|cmd)$/i.test(which(command) ?? command)) return { command, args, shell: false };
  const quoted = (/** @type {string} */ word) => (/[\s"&|<>^]/.test(word) ? `"${word.replaceAll('"', '""')}"` : word);
  return { command: quoted(command), args: args.map(quoted), shell: true };
}

/**
 * Runs a program to its end. A program that fails, or that is not there, is a result and no exception: look at `code`.
 * @param {string} command @param {string[]} args @param {RunOptions} [options] @returns {Promise<RunResult>}
 */
export function run(command, args, { cwd = root, env, log, timeLimit, onOutput } = {}) {
  if (log) mkdirSync(dirname(log), { recursive: true });
  let output = '';
  let timedOut = false;
  /** @param {string} text */
  const keep = (text) => {
    output += text;
    onOutput?.(text);
    if (log) appendFileSync(log, text);
  };
  if (log) appendFileSync(log, `$ ${command} ${args.join(' ')}\n`);
  return new Promise((resolve) => {
    // A process group of its own, so that a browser's or compiler's children end with it.
    const started = forSystem(command, args);
    const child = spawn(started.command, started.args, {
      cwd,
      env: { ...process.env, ...env },
      // On Windows a group would open a console window, and nothing can be sent to it anyway.
      detached: !onWindows,
      shell: started.shell,
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
