/** What is looked for in a text, and where its tokens stand on the page; the passages are read by the engine. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadEngine } from '../../web/engine/load.js';
import { Session } from '../../web/engine/session.js';
import { labelsOfMarks, passageFrom, withoutMarkAt } from '../../web/panels/units/passage.js';
import { breaksBefore, layOutText, tokenAt } from '../../web/panels/units/text-layout.js';
import { prepareText } from '../../web/text/index.js';

/**
 * @param {import('node:test').TestContext} t
 * @param {string} text
 * @param {import('../../web/text/prepare.js').TextOptions} [options]
 * @param {number} [from]
 */
async function passageOf(t, text, options = {}, from = 0) {
  const { training, vocabulary, unit, valid } = prepareText(text, options);
  assert.ok(valid);
  const session = new Session({ module: await loadEngine() });
  t.after(() => session.dispose());
  await session.create({ settings: { hiddenSize: 1 }, training, vocabularySize: vocabulary.size });
  const activity = await session.unitActivity({ from });
  return passageFrom(activity, null, { token: (id) => (id < 0 ? '' : vocabulary.token(id)), unit });
}

/**
 * A label at each token as one sign: the digit of a count, + for yes, . for no, ? where it does not count; line breaks as in the text.
 * @param {Awaited<ReturnType<typeof passageOf>>} passage
 * @param {string} id
 */
function drawn({ features, begins }, id) {
  const values = features.find((one) => one.id === id)?.values;
  if (!values) return null;
  const isCount = features.find((one) => one.id === id)?.kind === 'count';
  return Array.from(values, (value, i) => {
    const sign = Number.isNaN(value) ? '?' : isCount ? String(value % 10) : value === 1 ? '+' : '.';
    return i > 0 && begins[i] ? `\n${sign}` : sign;
  }).join('');
}

test('brackets, quotes, capitals, digits, commas, spaces and vowels, a label for each character', async (t) => {
  const passage = await passageOf(t, 'He (or she): "No, 12!"\n他说「好，（是）的」。A');
  // From the opening sign on, until the closing one has been read.
  assert.equal(drawn(passage, 'insideBrackets'), '...+++++++............\n.....++.....');
  assert.equal(drawn(passage, 'insideQuotes'), '.............++++++++.\n..+++++++...');
  assert.equal(drawn(passage, 'upperCase'), '+.............+.......\n...........+');
  assert.equal(drawn(passage, 'vowel'), '.+..+....+.....+......\n...........+');
  assert.equal(drawn(passage, 'digit'), '..................++..\n............');
  assert.equal(drawn(passage, 'comma'), '................+.....\n....+.......');
  assert.equal(drawn(passage, 'space'), '..+...+.....+....+....\n............');
  assert.equal(drawn(passage, 'lineEndNext'), '.....................+\n...........+');
  assert.equal(drawn(passage, 'linePosition'), null, 'two lines are too few to count in');
});

test('what does not occur is not offered', async (t) => {
  const { features } = await passageOf(t, 'kkkk ssss');
  assert.deepEqual(
    features.map(({ id }) => id),
    ['space', 'lineEndNext'],
  );
});

test('lines of a stream: the end mark is 0, and what a passage begins inside of is not known', async (t) => {
  const text = 'ab (c\nd) e\n\n"f\ng" h "i\n\nj';
  const whole = await passageOf(t, text, { streams: 1 });
  assert.equal(drawn(whole, 'linePosition'), '123450\n12340\n0\n120\n12345670\n0\n1');
  assert.equal(drawn(whole, 'lineEndNext'), '....+.\n...+.\n.\n.+.\n......+.\n.\n+');
  assert.equal(drawn(whole, 'insideBrackets'), '...+++\n+....\n.\n...\n........\n.\n.');
  // The last quotation is never closed: it ends with its paragraph.
  assert.equal(drawn(whole, 'insideQuotes'), '......\n.....\n.\n+++\n+....+++\n.\n.');
  const rest = await passageOf(t, text, { streams: 1 }, 8);
  assert.equal(drawn(rest, 'linePosition'), '??0\n0\n120\n12345670\n0\n1');
  assert.equal(drawn(rest, 'insideQuotes'), '???\n.\n+++\n+....+++\n.\n.');
  // The second and the third stream begin with " e" and with the quotation mark behind the g, in the middle of a line.
  const three = await passageOf(t, text, { streams: 3 });
  assert.equal(drawn(three, 'linePosition'), '123450\n12\n??0\n0\n120\n1\n??????0\n0\n1');
});

test('verses: the place of a character in them, and the last one, where the rhyme is', async (t) => {
  const passage = await passageOf(t, '床前明月光，疑是地上霜。\n举头望明月，低头思故乡。');
  assert.equal(drawn(passage, 'versePosition'), '123450123450\n123450123450');
  assert.equal(drawn(passage, 'verseEndNext'), '....+.....+.\n....+.....+.');
});

test('marks: yes there, no in their lines and around them, and nothing said of the rest', async (t) => {
  const line = 'abcdefghijklmnopqrstuvwxyz';
  const passage = await passageOf(t, Array(8).fill(line).join('\n'));
  const from = 3 * line.length + 5;
  const marks = [
    { from, to: from + 4 },
    { from: from + 10, to: from + 12 },
  ];
  const labels = labelsOfMarks(marks, passage);
  const rows = drawn({ ...passage, features: [/** @type {any} */ ({ id: 'marks', ...labels })] }, 'marks')?.split('\n');
  const [known, unknown] = ['.'.repeat(26), '?'.repeat(26)];
  const marked = '.....++++......++.........';
  assert.deepEqual(rows, [unknown, unknown, known, marked, known, unknown, unknown, unknown]);
  assert.deepEqual(withoutMarkAt(marks, from + 11), [marks[0]]);
  assert.equal(labelsOfMarks([], passage), null);
});

test('rows of a running text end between words, or before an ideograph, never before a mark that closes', () => {
  const tokens = [...'one two-three 好好，好'];
  const breaks = breaksBefore(tokens, false);
  assert.equal(tokens.map((token, i) => (breaks[i] ? `|${token}` : token)).join(''), 'one |two-|three |好|好，|好');
  const text = {
    width: new Float32Array(tokens.length).fill(10),
    begins: new Uint8Array(tokens.length),
    breaks,
    rightToLeft: new Uint8Array(tokens.length),
  };
  const rows = (/** @type {number} */ available) => {
    const { rowBegins } = layOutText(text, available);
    return Array.from(rowBegins.subarray(1), (end, row) => tokens.slice(rowBegins[row], end).join(''));
  };
  assert.deepEqual(rows(1000), ['one two-three 好好，好']);
  assert.deepEqual(rows(85), ['one two-', 'three 好', '好，好']);
  assert.deepEqual(rows(40), ['one ', 'two-', 'thre', 'e 好', '好，好']);
});

test('where tokens stand: lines begin anew, and those from the right run from there', () => {
  const layout = layOutText(
    {
      width: Float32Array.of(10, 20, 30, 10, 10),
      begins: Uint8Array.of(1, 0, 0, 1, 0),
      breaks: Uint8Array.of(0, 1, 1, 1, 1),
      rightToLeft: Uint8Array.of(0, 0, 0, 1, 1),
    },
    100,
  );
  assert.deepEqual([...layout.x], [0, 10, 30, 90, 80]);
  assert.deepEqual([...layout.rowOf], [0, 0, 0, 1, 1]);
  assert.equal(tokenAt(layout, 0, 12), 1);
  assert.equal(tokenAt(layout, 0, 500), 2);
  assert.equal(tokenAt(layout, 1, 95), 3);
  assert.equal(tokenAt(layout, 7, 0), 4, 'below the last row: the nearest there');
});
