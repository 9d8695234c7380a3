/** Programs that run beside a test, and folders that end with them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { killGroup } from '../../cpp/toolchain/process.mjs';
import { LONGEST_WAIT_MS } from '../longest-wait.js';

/**
 * Starts a program that runs until it is stopped, with all it has started itself.
 * @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} [env] added to this process's own
 */
export function start(command, args, env = {}) {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  /** @type {Error | undefined} */
  let failure;
  child.on('error', (error) => {
    failure = error;
  });
  const ended = () => failure !== undefined || child.exitCode !== null || child.signalCode !== null;
  const kill = () => {
    if (child.pid) killGroup(child.pid, 'SIGKILL');
  };
  // Also when the test itself is interrupted.
  process.once('exit', kill);
  return {
    /** What it writes to its fourth stream, file descriptor 3. */
    messages: /** @type {import('node:stream').Readable} */ (child.stdio[3]),
    /** @returns {string | undefined} why it no longer runs */
    exitReason: () =>
      ended() ? `${command} has ended: ${failure?.message ?? child.exitCode ?? child.signalCode}` : undefined,
    stop: async () => {
      process.off('exit', kill);
      const end = ended() ? undefined : once(child, 'exit');
      kill();
      await end;
    },
  };
}

/**
 * Asks until there is an answer: for what a program gives no sign of.
 * @template Answer
 * @param {string} what
 * @param {() => Promise<Answer>} ask throws as long as there is none
 * @param {() => string | undefined} [exitReason] why there will never be one
 * @returns {Promise<Answer>}
 */
export async function untilAnswered(what, ask, exitReason = () => undefined) {
  const end = Date.now() + LONGEST_WAIT_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const why = exitReason() ?? (Date.now() > end ? `no answer for ${LONGEST_WAIT_MS / 1000} s` : undefined);
      if (why) throw new Error(`${what}: ${why}`, { cause: error });
      await sleep(50);
    }
  }
}

/** An empty folder, and how it is removed. */
export async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'rnn-playground-'));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }) };
}
