/**
 * Firefox by Marionette, its own remote control, which is what geckodriver speaks with it: commands of the WebDriver
 * standard as JSON, each message after its length and a colon, over a local connection.
 */
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { thisSystem } from '../../cpp/toolchain/system.mjs';
import { findFirefox } from '../runner/find-browsers.mjs';
import { start, temporaryFolder, untilAnswered } from './processes.js';

const command = findFirefox(thisSystem()) ?? 'firefox';

/** A free port, and nobody to call outside. Much else is already off under remote control. */
const preferences = {
  'marionette.port': 0,
  'app.normandy.enabled': false,
  'browser.tabs.unloadOnLowMemory': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'intl.locale.requested': 'en-US',
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,',
  'toolkit.telemetry.enabled': false,
};

/** Cuts what arrives into messages. @param {(message: any) => void} receive */
function messageReader(receive) {
  let waiting = Buffer.alloc(0);
  return (/** @type {Buffer} */ bytes) => {
    waiting = Buffer.concat([waiting, bytes]);
    for (;;) {
      const colon = waiting.indexOf(':');
      const end = colon + 1 + Number(waiting.subarray(0, Math.max(colon, 0)));
      if (colon < 0 || waiting.length < end) return;
      const message = JSON.parse(waiting.subarray(colon + 1, end).toString());
      waiting = waiting.subarray(end);
      receive(message);
    }
  };
}

/** @param {import('node:net').Socket} socket @returns {import('./page.js').Send} */
function commandsOver(socket) {
  /** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void}>} */
  const pending = new Map();
  let last = 0;
  const receive = messageReader((message) => {
    if (!Array.isArray(message)) return; // Its greeting.
    const [, id, error, result] = message;
    const { resolve, reject } = pending.get(id) ?? {};
    pending.delete(id);
    if (error) reject?.(new Error(`${error.error}: ${error.message}`));
    else resolve?.(result && 'value' in result ? result.value : result);
  });
  socket.on('data', receive);
  socket.on('error', () => {}); // 'close' follows.
  socket.on('close', () => {
    for (const { reject } of pending.values()) reject(new Error('Firefox has closed the connection.'));
  });
  return (name, parameters = {}) =>
    new Promise((resolve, reject) => {
      last += 1;
      pending.set(last, { resolve, reject });
      const message = Buffer.from(
        JSON.stringify([0, last, name.includes(':') ? name : `WebDriver:${name}`, parameters]),
      );
      socket.write(`${message.length}:`);
      socket.write(message);
    });
}

/**
 * @param {Record<string, number | boolean | string>} [more] preferences
 * @returns {Promise<import('./page.js').Session & { setMedium: (medium: 'print' | '') => Promise<void> }>}
 */
export async function launchFirefox(more = {}) {
  const profile = await temporaryFolder();
  const lines = Object.entries({ ...preferences, ...more }).map(
    ([name, value]) => `user_pref('${name}', ${JSON.stringify(value)});`,
  );
  await writeFile(join(profile.path, 'user.js'), lines.join('\n'));
  const firefox = start(command, [
    '--headless',
    '--marionette',
    '--no-remote',
    '-remote-allow-system-access',
    '--profile',
    profile.path,
  ]);
  const readPort = async () => {
    const port = Number(await readFile(join(profile.path, 'MarionetteActivePort'), 'utf8'));
    if (!port) throw new Error('The file is still empty.');
    return port;
  };
  const port = await untilAnswered('Starting Firefox', readPort, firefox.exitReason);
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const send = commandsOver(socket);
  await send('NewSession', { capabilities: {} });
  /** What the tab is shown on: the screen, or as on paper. WebDriver has no command for it, Firefox's own scripts do it. @param {'print' | ''} medium */
  const setMedium = async (medium) => {
    const context = (/** @type {string} */ value) => send(/** @type {any} */ ('Marionette:SetContext'), { value });
    await context('chrome');
    const script = 'gBrowser.selectedBrowser.browsingContext.mediumOverride = arguments[0]; arguments[1]()';
    await send('ExecuteAsyncScript', { script, args: [medium] });
    await context('content');
  };
  return {
    send,
    setMedium,
    close: async () => {
      socket.destroy();
      await firefox.stop();
      await profile.remove();
    },
  };
}
