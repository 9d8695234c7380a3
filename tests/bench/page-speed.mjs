/**
 * How fast the page trains a long text, beside the engine alone in Node: what its panels, curves, samples and checkpoints cost.
 *
 *     node tests/bench/page-speed.mjs TEXT [--warm 150] [--rounds 4] [--seconds 7] [--large]
 *
 * The built page opens the text in Chromium, with the settings that are chosen for it, and trains `warm` updates, until what is done
 * once (the counting of n-grams, the first samples) is over. Then page and Node take turns. Speed is tokens in a second of processor
 * time of all threads that train, which other programs on the machine do not slow down much; both have as many workers for the shards
 * of a batch as they have by themselves. --large repeats the text until it has ten megabytes.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { cpuUsage } from 'node:process';
import { parseArgs } from 'node:util';
import { createModel } from '../../web/engine/index.js';
import { engineSettingsOf } from '../../web/state/settings.js';
import { launch, openPage, serve } from '../page/browser.js';

/** Bytes of a text that is repeated. */
const LARGE = 9_990_000;
/** Bytes that go to the page at a time. */
const PART = 1_000_000;
/** Of the processor times in /proc. */
const TICKS_PER_SECOND = 100;

/** @param {string} file @param {boolean} large */
function bytesOf(file, large) {
  const bytes = readFileSync(file);
  if (!large) return bytes;
  return Buffer.concat(Array(Math.ceil(LARGE / bytes.length)).fill(bytes)).subarray(0, LARGE);
}

/** Processor time, in seconds, of all workers in some processes. @param {readonly number[]} pids */
function workerSeconds(pids) {
  let ticks = 0;
  for (const pid of pids) {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const [, name, rest] = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8').match(/\((.*)\) (.*)/) ?? [];
      const [user, system] = rest.split(' ').slice(11).map(Number);
      if (name.startsWith('DedicatedWorker')) ticks += user + system;
    }
  }
  return ticks / TICKS_PER_SECOND;
}

/** A text opened on the page. @param {import('playwright-core').Browser} browser @param {string} address @param {Buffer} bytes */
async function openedPage(browser, address, bytes) {
  const { page } = await openPage(browser);
  await page.goto(address);
  await page.waitForFunction(
    () =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store
        ?.opened,
  );
  const parts = Array.from({ length: Math.ceil(bytes.length / PART) }, (_, i) =>
    bytes.subarray(i * PART, (i + 1) * PART).toString('base64'),
  );
  await page.evaluate((parts) => {
    const view = /** @type {any} */ (document.querySelector('rnn-playground')?.shadowRoot?.querySelector('rnn-view'));
    const { store } = view;
    Object.assign(window, { store });
    const source = new Blob(parts.map((part) => Uint8Array.from(atob(part), (char) => char.charCodeAt(0))));
    return store.openText([{ source }], { name: 'text.txt' });
  }, parts);
  return page;
}

const { values, positionals } = parseArgs({
  options: {
    warm: { type: 'string', default: '150' },
    rounds: { type: 'string', default: '4' },
    seconds: { type: 'string', default: '7' },
    large: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const seconds = Number(values.seconds);
const bytes = bytesOf(positionals[0], values.large);
const [browser, server] = await Promise.all([launch(), serve()]);
const page = await openedPage(browser, server.address, bytes);
const ofPage = (/** @type {string} */ expression) => page.evaluate(expression);
await page.waitForFunction(`store.data?.long && store.status?.step > ${Number(values.warm)}`, undefined, {
  timeout: 0,
});
await ofPage('store.pause()');
const settings = engineSettingsOf(/** @type {any} */ (await ofPage('store.settings')));
const model = await createModel(settings, { text: bytes });
await model.step({ count: 10 });

const session = await browser.newBrowserCDPSession();
const { processInfo } = await session.send('SystemInfo.getProcessInfo');
const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
const both = {
  page: {
    tokens: () => ofPage(`store.call('status').then((status) => status.tokensSeen)`),
    processor: () => workerSeconds(renderers),
    train: () => ofPage(`setTimeout(() => store.pause(), ${1000 * seconds}); store.train()`),
  },
  Node: {
    tokens: async () => (await model.status()).tokensSeen,
    processor: () => (cpuUsage().user + cpuUsage().system) / 1e6,
    train: () => model.train({ seconds }),
  },
};
const speeds = [];
const sums = Object.entries(both).map(([name, one]) => ({ name, one, tokens: 0, processor: 0 }));
for (let round = 0; round < Number(values.rounds); round++) {
  for (const sum of sums) {
    const [tokens, processor] = [Number(await sum.one.tokens()), sum.one.processor()];
    await sum.one.train();
    sum.tokens += Number(await sum.one.tokens()) - tokens;
    sum.processor += sum.one.processor() - processor;
  }
}
for (const { name, tokens, processor } of sums) {
  speeds.push(tokens / processor);
  console.log(
    `${name}: ${tokens} tokens in ${processor.toFixed(1)} s of processor time, ${Math.round(tokens / processor)} per second`,
  );
}
console.log(`The page trains at ${((100 * speeds[0]) / speeds[1]).toFixed(1)} % of the engine's own speed.`);
model.dispose();
await browser.close();
await server.close();
process.exit();
