/** The link that Share gives. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkTo } from '../../web/state/link.js';
import { fromHash } from '../../web/state/url.js';
import { toHash } from '../../web/state/url-writer.js';

/** @param {Partial<import('../../web/state/settings.js').Settings>} given @param {string} [address] */
const link = (given, address = 'https://rnn.example/play/') => linkTo({ hash: () => toHash(given) }, new URL(address));

const endings = [
  '.',
  '!',
  '?',
  ',',
  ':',
  ';',
  ')',
  ']',
  '}',
  '"',
  "'",
  '*',
  '_',
  '~',
  '-',
  '…',
  '。',
  '！',
  '»',
  '/',
  '&',
  '=',
  '#',
  '%',
  '+',
  ' ',
  '\n',
];

for (const ending of endings) {
  test(`the link of a text that ends in ${JSON.stringify(ending)} ends in a letter or a digit, and is read back whole`, async () => {
    const text = `The end${ending}`;
    const address = await link({ text });
    assert.match(address, /[0-9A-Za-z]$/);
    assert.deepEqual((await fromHash(new URL(address).hash)).settings, { text });
  });
}

test('a text full of signs that chat programs take for bold, italic or the end is read back whole', async () => {
  const text = '*bold* _slanted_ ~gone~ (so.) 3.14 a.b-c!';
  const address = await link({ text });
  assert.doesNotMatch(new URL(address).hash, /[.*_~()!']/);
  assert.equal((await fromHash(new URL(address).hash)).settings.text, text);
});

test('a long, compressed text is read back whole whatever its last sign is', async () => {
  for (let length = 400; length < 440; length++) {
    const text = Array.from({ length }, (_, i) => String.fromCharCode(97 + ((i * i) % 26))).join('');
    const address = await link({ text });
    assert.match(address, /text-z=.*[0-9A-Za-z]$/);
    assert.equal((await fromHash(new URL(address).hash)).settings.text, text);
  }
});

test('what the address carried besides is kept: a query and entries of others; settings are as they are set now', async () => {
  const from = 'https://rnn.example/play/?utm=x&ref=a.b#autoplay=false&campaign=9&hidden-size=16&seed=5';
  const { search, hash } = new URL(await link({ seed: 7, cell: 'lstm', autoplay: false }, from));
  assert.equal(search, '?utm=x&ref=a.b');
  const entries = Object.fromEntries(new URLSearchParams(hash.slice(1)));
  assert.deepEqual(entries, { autoplay: 'false', campaign: '9', seed: '7', cell: 'lstm' });
});

test('what has been changed since is not kept from the address', async () => {
  const from = 'https://rnn.example/#hidden-size=33&text=old&text-z=abc&cell=nonsense';
  const { hash } = new URL(await link({}, from));
  assert.equal(hash, '');
});

test('a browser without compression writes the text in full', async (context) => {
  const { CompressionStream } = globalThis;
  context.after(() => Object.assign(globalThis, { CompressionStream }));
  Object.assign(globalThis, { CompressionStream: undefined });
  const text = 'a long sentence, again and again. '.repeat(30);
  const { hash } = new URL(await link({ text }));
  assert.equal((await fromHash(hash)).settings.text, text);
});
