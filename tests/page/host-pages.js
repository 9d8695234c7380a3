/** Articles of every kind that the element may stand in, links and messages made to do harm: for the tests in every browser. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { deflateRawSync } from 'node:zlib';

/**
 * An article with the element's script.
 * @param {string} body
 * @param {string} [style] of the article
 */
export const article = (
  body,
  style = '',
) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>An article</title>
  <meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
  <style>${style}</style><script type="module" src="/rnn-playground.js"></script></head><body>${body}</body></html>`;

const element =
  '<rnn-playground text="abab" language="en" panels="controls,text,settings,predictions"></rnn-playground>';

/** @param {string} body @param {string} [style] */
const layoutArticle = (body, style = '') => article(body, `body { margin: 0 } ${style}`);

/** Each fills the width of the window, or could. */
const boxes = /** @type {Record<string, string>} */ ({
  block: `<div>${element}</div>`,
  'flex row': `<div style="display:flex">${element}</div>`,
  'flex row beside a menu': `<div style="display:flex"><nav style="flex:none;width:40px">m</nav>${element}</div>`,
  'flex column, centered': `<div style="display:flex;flex-direction:column;align-items:center">${element}</div>`,
  'grid with an automatic column': `<div style="display:grid;grid-template-columns:auto">${element}</div>`,
  'grid, justify-items: start': `<div style="display:grid;justify-items:start">${element}</div>`,
  'inline-block': `<div style="display:inline-block">${element}</div>`,
  float: `<div style="float:left">${element}</div>`,
  'table cell': `<table style="border-spacing:0"><tr><td style="padding:0">${element}</td></tr></table>`,
  'position: absolute': `<div style="position:absolute">${element}</div>`,
  'all: unset': `<div class="unset">${element}</div>`,
  'root font size of 10 px': `<div class="small">${element}</div>`,
});

const styles = /** @type {Record<string, string>} */ ({
  'all: unset': '.unset * { all: unset }',
  'root font size of 10 px': 'html { font-size: 62.5% }',
});

/** @param {string} name of a box */
const pathOf = (name) => `/${name.replaceAll(/\W+/g, '-')}.html`;

/** What each is tried with: widths of the window, and what something beside it takes, px. */
export const boxTrials = Object.keys(boxes).map((name) => {
  const menu = name.includes('menu');
  return { name, path: pathOf(name), widths: menu ? [1000, 600, 320] : [1000, 600, 320, 200], beside: menu ? 40 : 0 };
});

/** Articles that do something to the element, or around it. @type {Record<string, string>} */
export const layoutPages = {
  '/around': layoutArticle('<iframe title="article" style="border:0;height:700px"></iframe>'),
  ...Object.fromEntries(Object.entries(boxes).map(([name, body]) => [pathOf(name), layoutArticle(body, styles[name])])),
  '/details.html': layoutArticle(
    `<details><summary>More</summary>${element.replace('text=', 'autoplay="true" pace="10" text=')}</details>`,
  ),
  '/dialog.html': layoutArticle(
    `<button onclick="dialog.showModal()">Open</button><dialog id="dialog">${element}</dialog>`,
  ),
  '/tabs.html': layoutArticle(
    `<div id="tab" hidden>${element.replace('text=', 'autoplay="true" pace="10" text=')}</div>`,
  ),
  '/far.html': layoutArticle(
    `<div style="height:4000px"></div>${element.replace('text=', 'id="far" pace="100" text=')}`,
  ),
  '/paper.html': layoutArticle(
    '<div style="height:4000px"></div><rnn-playground panels="play"><p>See it at example.org.</p></rnn-playground>',
  ),
  '/dark.html': layoutArticle(element, 'body { background: #111; color: #eee }'),
  '/zh.html': layoutArticle(`<section lang="zh-Hans">${element.replace('language="en"', '')}</section>`),
  '/sticky.html': layoutArticle(`<header style="position:sticky;top:0;height:64px;z-index:9">Site</header>
    <rnn-playground language="en" style="--rnn-sticky-top: 64px"></rnn-playground>`),
};

/** Elements as an author writes them. @type {Record<string, string>} */
export const elementPages = {
  '/plain': article('<rnn-playground text="abab" hidden-size="4" pace="0"></rnn-playground>'),
  '/instrument': article('<rnn-playground text="abab" panels="predictions" pace="0"></rnn-playground>'),
  '/script': article(`<rnn-playground panels="text"><script type="text/plain">
      one two

        three
    </script></rnn-playground>`),
  '/pre': article('<rnn-playground panels="text"><pre>one\n\ntwo</pre></rnn-playground>'),
  '/fenced': article(
    '<rnn-playground panels="text">\n<div class="language-text"><button>Copy</button><pre><code>one\n\n# two\n</code></pre></div>\n</rnn-playground>',
  ),
  '/from': article(
    '<rnn-playground panels="text" text-from="poem"></rnn-playground><script type="text/plain" id="poem">\nred\n\nblue\n</script>',
  ),
  '/nowhere': article('<rnn-playground panels="text" text-from="peom"></rnn-playground>'),
  '/slip': article(
    '<rnn-playground panels="text" learning_rate="0.1" foo="1" data-x="1" class="a" v-if="x"></rnn-playground>',
  ),
  '/served': article(
    '<h1>Article</h1><rnn-playground panels="text,settings" hiddensize="12" headinglevel="3"></rnn-playground>',
  ),
  '/manual': article(
    '<rnn-playground loading="manual" poster="/poster.svg" text="abab"><p>A picture of it.</p></rnn-playground>',
  ),
  '/poster.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 4"/>',
  '/headings': article(
    '<h1>Article</h1><rnn-playground language="en" heading-level="3" panels="play,writing,states"></rnn-playground>',
  ),
  '/colors': article(
    '<style>rnn-playground { --rnn-training: rgb(255 0 0); --rnn-radius: 9px } rnn-playground::part(loss) { border: 3px solid blue }</style><rnn-playground text="abab" panels="loss" pace="0"></rnn-playground>',
  ),
  '/early': `<!doctype html><title>Early</title><link rel="icon" href="data:,"><rnn-playground panels="text"></rnn-playground>
    <script>const element = document.querySelector('rnn-playground'); element.text = 'set early'; element.hiddenSize = 5;</script>
    <script type="module" src="/rnn-playground.js"></script>`,
};

/** Everything that a browser hands on from an article's own text, each set to something unusual. */
const loud = `
  article { direction: rtl; text-indent: 2em; text-align: center; text-align-last: right; text-transform: uppercase;
    text-shadow: 1px 1px red; letter-spacing: .2em; word-spacing: .5em; white-space: pre; line-height: 3; tab-size: 16;
    word-break: break-all; line-break: anywhere; overflow-wrap: anywhere; hyphens: auto; font: italic small-caps 900 30px/3 serif;
    font-stretch: expanded; font-feature-settings: 'zero'; font-kerning: none; font-size-adjust: .9; text-wrap: nowrap;
    quotes: '<' '>'; list-style: square inside; cursor: help; caret-color: red; accent-color: red; border-collapse: collapse;
    border-spacing: 9px; caption-side: bottom; empty-cells: hide; text-emphasis: filled dot; text-underline-offset: 9px;
    -webkit-text-stroke: 2px red; -webkit-text-fill-color: red; fill: red; stroke: red; stroke-width: 5px;
    text-anchor: end; user-select: none; text-orientation: upright; color: red;
    text-rendering: geometricPrecision; dominant-baseline: hanging; orphans: 9; text-decoration-skip-ink: none; }
  * { text-indent: 1em; letter-spacing: .1em; font-style: italic; text-transform: uppercase }
  rnn-playground { writing-mode: vertical-rl; direction: rtl } `;

/** The same element three times; only the article around it differs. @param {string} style */
const plainArticle = (style) =>
  article(
    '<article><p>Before.</p><rnn-playground autoplay="false" panels="play,predictions,step"></rnn-playground><p>After.</p></article>',
    style,
  );

/** A plain article, and others that hand on much. @type {Record<string, string>} */
export const inheritingPages = {
  '/plain.html': plainArticle(''),
  '/loud.html': plainArticle(loud),
  '/rtl.html': plainArticle('').replace('<html lang="en">', '<html dir="rtl" lang="ar">'),
  '/pre.html': plainArticle('').replace(/<article>.*<\/article>/, '<pre>$&</pre>'),
};

/** The policy under this heading of the documentation. @param {string} heading @param {string} [scripts] the site in the place of https://scripts.example */
export async function documentedPolicy(heading, scripts = '') {
  const text = await readFile(new URL('../../.github/HOSTING.md', import.meta.url), 'utf8');
  const [, policy] = new RegExp(`### ${heading}\n[^]*?\`\`\`\n([^]*?)\`\`\``).exec(text) ?? [];
  assert.ok(policy, `a policy under “${heading}”`);
  // The articles here have an icon, so that the browser does not look for one.
  const rules = `${policy.trim()}${policy.includes('img-src') ? '' : ' img-src data:;'} report-uri /violations`;
  return rules.replaceAll('https://scripts.example', scripts).replaceAll('\n', ' ');
}

/** Sentences of a batch large enough for its shards to be computed by other workers. */
const manySentences = Array.from({ length: 32 }, (_, i) => 'abcdefghijklmnopqrstuvwxyz'.slice(i % 5).repeat(2)).join(
  '\n',
);

/** @param {string} scripts site of the element's files @param {string} [attributes] */
export const trainingArticle = (
  scripts,
  attributes = 'panels="play,loss,step"',
) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>An article</title>
  <link rel="icon" href="data:,"><script type="module" src="${scripts}/rnn-playground.js"></script></head>
  <body><rnn-playground autoplay="true" ${attributes}></rnn-playground></body></html>`;

export const withHelpers = `panels="loss" cell="lstm" hidden-size="128" batch-size="16" shards="4" workers="2" pace="0" text="${manySentences}"`;

/** @param {string} text */
const packed = (text) => `text-z=${deflateRawSync(Buffer.from(text)).toString('base64url')}`;
const noise = Array.from({ length: 6000 }, (_, i) => 'ABCDEFGHabcdefgh0123-_'[(i * i * 7 + i) % 22]).join('');

/** Two elements that would have the address. @type {Record<string, string>} */
export const linkedPages = {
  '/two': article(
    '<rnn-playground linked panels="play"></rnn-playground><rnn-playground linked text="its own" panels="play"></rnn-playground>',
  ),
};

/** Each with the sentence that it gets. @type {Record<string, [string, RegExp]>} */
export const hostileLinks = {
  noise: [`text-z=${noise}`, /The text in this link is damaged/],
  'a truncated stream': [packed('the same again. '.repeat(500)).slice(0, -8), /The text in this link is damaged/],
  'ten megabytes of one letter': [packed('a'.repeat(10_000_000)), /The text in this link is too long/],
  '200,000 combining marks': [packed(`a${'\u0301'.repeat(200_000)}`), /The text in this link is too long/],
  '100,000 lines': [packed('a\n'.repeat(100_000)), /The text in this link is too long/],
  'a hash encoded once more': ['text%3Dabab%26hidden-size%3D7', /The text in this link is damaged/],
  'too many updates': ['updates=1e9', /The number of updates in this link cannot be read/],
};

/** How every message begins that is the frame's, or for it. */
export const ours = { source: 'rnn-playground', version: 1 };

/** Messages to the frame that it must not act upon. */
export const hostileMessages = [
  ...[null, 1, 'text', [], {}, { source: 'rnn-playground' }, { ...ours, version: 2 }, { ...ours, version: '1' }],
  ...[
    { ...ours, type: 'nothing' },
    { ...ours, type: {} },
    { ...ours, type: 'call' },
  ],
  ...['constructor', '__proto__', 'remove', 'load', 'innerHTML', ['step'], { toString: 1 }].map((method) => ({
    ...{ ...ours, type: 'call', id: 1 },
    ...{ method, values: [] },
  })),
  { ...ours, type: 'call', id: { a: 1 }, method: 'step', values: [] },
  { ...ours, type: 'call', id: 'x'.repeat(1000), method: 'step', values: [] },
  ...[['hour'], ['epoch', 1.5], ['epoch', -1], ['epoch', 1e12], ['epoch', 1, 1], 'epoch', [{}]].map((values) => ({
    ...{ ...ours, type: 'call', id: 2, method: 'step' },
    values,
  })),
  ...[[1], [null], [{ epochs: Number.NaN }], [{ epochs: '3' }], [{ constructor: 1 }], [{}, {}]].map((values) => ({
    ...{ ...ours, type: 'call', id: 3, method: 'train' },
    values,
  })),
  ...[[], [1], [{}], ['rnn1.', 'more']].map((values) => ({ ...ours, type: 'call', id: 4, method: 'setState', values })),
];
