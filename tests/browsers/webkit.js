/** WebKitGTK's small browser by WebKitWebDriver, in a window on a screen of its own that nobody sees. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { start, untilAnswered } from './processes.js';

/** The commands of the WebDriver standard as requests. @type {Record<import('./page.js').Command, [string, string]>} */
const requests = {
  NewSession: ['POST', ''],
  SetTimeouts: ['POST', '/timeouts'],
  SetWindowRect: ['POST', '/window/rect'],
  Navigate: ['POST', '/url'],
  Back: ['POST', '/back'],
  Refresh: ['POST', '/refresh'],
  SwitchToFrame: ['POST', '/frame'],
  ExecuteAsyncScript: ['POST', '/execute/async'],
  TakeScreenshot: ['GET', '/screenshot'],
  GetWindowHandle: ['GET', '/window'],
  NewWindow: ['POST', '/window/new'],
  SwitchToWindow: ['POST', '/window'],
  CloseWindow: ['DELETE', '/window'],
};

/** @param {string} method @param {string} address @param {object} [body] */
async function request(method, address, body) {
  const response = await fetch(address, { method, body: method === 'POST' ? JSON.stringify(body) : undefined });
  const { value } = /** @type {any} */ (await response.json());
  if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}

/** @returns {Promise<import('./page.js').Session>} */
export async function launchWebKit() {
  const screen = start('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp']);
  const [display] = await once(screen.messages, 'data');
  const port = await freePort();
  const driver = start('WebKitWebDriver', [`--port=${port}`], {
    DISPLAY: `:${String(display).trim()}`,
    GDK_BACKEND: 'x11',
    // In the locale “C” the browser's own language is “C”, which Intl refuses.
    LC_ALL: 'en_US.UTF-8',
  });
  const address = `http://127.0.0.1:${port}`;
  await untilAnswered('Starting WebKitWebDriver', () => request('GET', `${address}/status`), driver.exitReason);
  const { sessionId } = await request('POST', `${address}/session`, { capabilities: {} });
  const session = `${address}/session/${sessionId}`;
  return {
    send: (command, parameters = {}) => {
      const [method, path] = requests[command];
      return request(method, session + path, parameters);
    },
    close: async () => {
      await request('DELETE', session);
      await driver.stop();
      await screen.stop();
    },
  };
}
