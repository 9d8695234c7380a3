/**
 * The code that the builder makes, put through what it is made for (renderers of Markdown, JSX, shortcodes, a slide, a notebook) and read
 * by a browser: text and settings are those that were chosen. And the table of what each Markdown does to the other ways of writing
 * the element.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import MarkdownIt from 'markdown-it';
import { marked } from 'marked';
import { micromark } from 'micromark';
import ts from 'typescript';
import { snippetOf, FORMS } from '../../web/element/embed/snippets.js';
import { wantedOf } from '../../web/element/embed/wanted.js';
import { fromEntries } from '../../web/state/entries.js';
import { fromHash } from '../../web/state/url.js';
import { closePagesOfFailedTests, launch } from './browser.js';

/** @typedef {import('../../web/element/embed/snippets.js').Wanted} Wanted */

const TEXTS = {
  quotes: `He said "yes", she said 'no'; \u201cso\u201d`,
  HTML: '<b>a</b> & <!-- b --> &amp; &#10; </rnn-playground></script>',
  lines: 'one\ntwo\n\n\nfive after two empty lines\n',
  spaces: '  two before, two  between, two after  \n\ttab\u00a0nbsp\u3000wide',
  backticks: '`code` ``more`` ```\nfence\n``` ~~~',
  templates: '{{ site.title }} {% raw %} {# no #} {{< figure >}} $\u007bx} <%= y %> [[z]]',
  Markdown:
    '---\n# heading\n- list\n> quote\n1. one\n| a | b |\n*b* _i_ **bb** ~s~ ==m== :smile: [a](b) ![c](d) \\* $x$ ^a --',
  emoji: '👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️ é e\u0301',
  Chinese: '你好，李焕英！\n《夏洛特烦恼》“引号”……',
  Hebrew: 'שלום \u200fעולם\u200e',
  'a comment in JSX': '{/* a */} {"b"} \\u0041 \\n //c /* d */',
  long: 'The quick brown fox jumps over the lazy dog. '.repeat(40),
};

/** @type {import('../../web/element/embed/wanted.js').Choice} */
const CHOICE = {
  panels: new Set(['header', 'controls', 'text', 'settings', 'loss', 'step']),
  hidden: new Set(['seed', 'text']),
  ...{ lesson: 'sees', language: 'zh', theme: 'dark', autoplay: true, manual: true },
  ...{ poster: 'https://x.example/a"b&c.png?d=(1)', base: "https://x.example/it's_a-path/v1" },
};

const GIVEN = { hiddenSize: 8, learningRate: 1e-8, cell: /** @type {const} */ ('gru'), autoplay: false };

/** What the reader of any of these should see. @param {string} text */
const expected = (text) => ({
  settings: {
    ...{ text, hiddenSize: 8, learningRate: 1e-8, cell: 'gru', autoplay: true, language: 'zh', theme: 'dark' },
    panels: ['play', 'loss', 'step'],
  },
  hidden: ['seed', 'text'],
  own: { lesson: 'sees', loading: 'manual', poster: CHOICE.poster },
});

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('playwright-core').Page} */
let page;
closePagesOfFailedTests();
before(async () => {
  browser = await launch();
  page = await browser.newPage();
});
after(() => browser.close());

const OWN = ['lesson', 'loading', 'poster'];

/** @param {[string, string][]} attributes */
function readAttributes(attributes) {
  const { settings, hidden, errors } = fromEntries(attributes);
  assert.deepEqual(errors, []);
  const own = Object.fromEntries(attributes.filter(([name]) => OWN.includes(name)));
  return { settings, hidden: [...hidden].sort(), own };
}

/** @param {string} address of embed.html */
async function readAddress(address) {
  const { settings, hidden, errors } = await fromHash(new URL(address).hash);
  assert.deepEqual(errors, []);
  const asked = new URLSearchParams(new URL(address).hash.slice(1));
  const own = Object.fromEntries([...asked].filter(([name]) => OWN.includes(name)));
  return { settings, hidden: [...hidden].sort(), own };
}

/** What a browser makes of a page's HTML. @param {string} html @param {string} tag */
const inBrowser = (html, tag) =>
  page.evaluate(
    ([source, name]) => {
      const parsed = new DOMParser().parseFromString(source, 'text/html');
      return [...parsed.querySelectorAll(name)].map((element) => ({
        attributes: [...element.attributes].map(
          (attribute) => /** @type {[string, string]} */ ([attribute.name, attribute.value]),
        ),
        // Nothing of what stands around it has got into it, or out of it.
        inside: element.innerHTML,
        around: parsed.body.textContent?.trim() ?? '',
      }));
    },
    /** @type {const} */ ([html, tag]),
  );

/** @param {string} html that has the element once, and nothing else to be read */
async function readElement(html) {
  const found = await inBrowser(html, 'rnn-playground');
  assert.equal(found.length, 1);
  assert.deepEqual([found[0].inside, found[0].around], ['', '']);
  return readAttributes(found[0].attributes);
}

/** @param {string} html @param {string} [attribute] */
async function readFrame(html, attribute = 'src') {
  const [frame, ...more] = await inBrowser(html, 'iframe');
  assert.deepEqual([more, frame.around], [[], '']);
  return readAddress(String(new Map(frame.attributes).get(attribute)));
}

/** Each as it is without plugins, HTML let through. @type {Record<string, (source: string) => string>} */
const renderers = {
  'markdown-it': (source) => new MarkdownIt({ html: true, typographer: true, linkify: true }).render(source),
  marked: (source) => /** @type {string} */ (marked.parse(source)),
  'micromark (remark)': (source) => micromark(source, { allowDangerousHtml: true }),
};

/** JSX as React is given it. @param {string} source @returns {{ type: string, props: Record<string, string> }[]} */
function jsx(source) {
  const { outputText } = ts.transpileModule(`export default <>${source}</>;`, {
    compilerOptions: {
      jsx: ts.JsxEmit.React,
      jsxFactory: 'h',
      jsxFragmentFactory: 'F',
      module: ts.ModuleKind.CommonJS,
    },
    reportDiagnostics: true,
  });
  const h = (/** @type {unknown} */ type, /** @type {any} */ props, /** @type {unknown[]} */ ...children) =>
    type === 'F' ? children : { type, props };
  const module = { exports: /** @type {any} */ ({}) };
  new Function('h', 'F', 'exports', outputText)(h, 'F', module.exports);
  return module.exports.default.filter((/** @type {unknown} */ one) => typeof one === 'object');
}

/** How each form is read back; the last part is what stands in the page. @type {Record<string, (parts: string[]) => Promise<unknown>>} */
const readers = {
  element: ([code]) => readElement(code),
  iframe: ([code]) => readFrame(code),
  async markdown([code]) {
    assert.doesNotMatch(code, /\n|\{\{|\{%|`/);
    const results = await Promise.all(Object.values(renderers).map((render) => readElement(render(`${code}\n`))));
    // Among other things, too.
    results.push(
      ...(await Promise.all(Object.values(renderers).map((render) => readElement(render(`\n${code}\n\n`))))),
    );
    for (const result of results) assert.deepEqual(result, results[0]);
    return results[0];
  },
  hugo([template, use]) {
    const [, attributes] = /^\{\{< rnn-playground `([^`]*)` >\}\}$/.exec(use) ?? [];
    assert.doesNotMatch(attributes, /\{\{|\}\}/);
    return readElement(template.replace('{{ .Get 0 | safeHTMLAttr }}', () => attributes));
  },
  hexo([script, use]) {
    const [, words] = /^\{% rnn_playground (.*) %\}$/.exec(use) ?? [];
    assert.doesNotMatch(words, /[\s"'{}]|%\}/);
    /** @type {(words: string[]) => string} */
    let render = () => '';
    const register = (/** @type {string} */ _, /** @type {(words: string[]) => string} */ tag) => {
      render = tag;
    };
    new Function('hexo', script)({ extend: { tag: { register } } });
    return readFrame(render(words.split(' ')));
  },
  async vitepress([config, code]) {
    assert.match(config, /isCustomElement/);
    // Vue reads {{ }} in what is left, and Markdown comes first.
    assert.doesNotMatch(code, /\{\{|\n/);
    return readElement(renderers['markdown-it'](code));
  },
  async docusaurus([, code]) {
    const [element] = jsx(code);
    return readAttributes(Object.entries(element.props));
  },
  async mdx([code]) {
    const [script, element] = jsx(code);
    assert.equal(script.type, 'script');
    return readAttributes(Object.entries(element.props));
  },
  reveal: ([code]) => readFrame(code, 'data-src'),
  async notebook([code]) {
    const [, attributes] = /^RnnPlayground\(attributes=(\{.*\})\)$/m.exec(code) ?? [];
    // In Python a string may be written as in JSON, and has the same value.
    return readAttributes(Object.entries(JSON.parse(attributes)));
  },
  async picture([link, markdown]) {
    for (const render of Object.values(renderers)) {
      const [anchor] = await inBrowser(render(markdown), 'a');
      assert.equal(new Map(anchor.attributes).get('href'), link);
    }
    const { own, ...read } = await readAddress(link);
    // The page itself waits for nobody.
    return { ...read, own: { lesson: own.lesson, loading: 'manual', poster: CHOICE.poster } };
  },
};

test('there is a reader for every form', () => assert.deepEqual(Object.keys(readers).sort(), [...FORMS].sort()));

for (const [name, text] of Object.entries(TEXTS)) {
  test(`in every form a text with ${name} arrives as it is, and all settings`, async () => {
    const wanted = await wantedOf({ ...GIVEN, text }, CHOICE);
    for (const form of FORMS) {
      const parts = snippetOf(form, wanted).map(({ code }) => code);
      assert.deepEqual(await readers[form](parts), expected(text), form);
    }
  });
}

test('in every form nothing is set where nothing was chosen', async () => {
  const all = new Set(['header', 'controls', 'text', 'settings', 'network', 'loss', 'predictions', 'writing']);
  for (const panel of ['lessons', 'step', 'states', 'units', 'weights', 'memory', 'check', 'flow', 'race'])
    all.add(panel);
  const wanted = await wantedOf(
    {},
    {
      ...{ panels: all, hidden: new Set(), lesson: '', language: 'auto', theme: 'auto' },
      ...{ autoplay: false, manual: false, poster: '', base: 'https://x.example/' },
    },
  );
  assert.deepEqual(wanted.attributes, {});
  assert.deepEqual(await readElement(snippetOf('element', wanted)[0].code), { settings: {}, hidden: [], own: {} });
  assert.equal(wanted.link, 'https://x.example/');
});

/** The ways of writing a text of two lines with an empty one between them; and what a Markdown may do to it. */
const LINES = 'one two\n\nthree';
const WAYS = {
  'one line, &#10;': '<rnn-playground text="one two&#10;&#10;three" hidden-size="8"></rnn-playground>',
  'an empty line in the attribute': '<rnn-playground text="one two\n\nthree" hidden-size="8"></rnn-playground>',
  'a script with an id before it':
    '<script type="text/plain" id="s">\none two\n\nthree\n</script>\n\n<rnn-playground text-from="s" hidden-size="8"></rnn-playground>',
  'a fenced block inside': '<rnn-playground hidden-size="8">\n\n```\none two\n\nthree\n```\n\n</rnn-playground>',
  'a script inside':
    '<rnn-playground hidden-size="8">\n<script type="text/plain">\none two\n\nthree\n</script>\n</rnn-playground>',
};

/** As the element finds it, in the built page: see web/element/text-source.js. @param {string} html */
const textIn = (html) =>
  page.evaluate((source) => {
    const parsed = new DOMParser().parseFromString(source, 'text/html');
    const element = parsed.querySelector('rnn-playground');
    const inside = element?.querySelector('script[type="text/plain"], pre, textarea');
    const named = element?.hasAttribute('text-from') ? parsed.getElementById('s') : null;
    const text = element?.getAttribute('text') ?? (named ?? inside)?.textContent ?? null;
    return text === null ? null : text.replace(/^\n|\n$/g, '');
  }, html);

/** @type {Record<string, Record<keyof typeof WAYS, boolean>>} */
const TABLE = {
  'markdown-it': row(true, false, true, true, false),
  marked: row(true, false, true, true, false),
  'micromark (remark)': row(true, false, true, true, false),
};

/** @param {...boolean} whole in the order of WAYS @returns {any} */
function row(...whole) {
  return Object.fromEntries(Object.keys(WAYS).map((way, i) => [way, whole[i]]));
}

for (const [name, render] of Object.entries(renderers)) {
  test(`${name}: which ways of writing the element bring the text through whole`, async () => {
    const found = /** @type {Record<string, boolean>} */ ({});
    for (const [way, source] of Object.entries(WAYS))
      found[way] = (await textIn(render(`Before.\n\n${source}\n\nAfter.\n`))) === LINES;
    assert.deepEqual(found, TABLE[name]);
  });
}

test('with HTML switched off none of them makes an element: there the picture and its link are for', async () => {
  const off = {
    'markdown-it': (/** @type {string} */ source) => new MarkdownIt({ html: false }).render(source),
    micromark: (/** @type {string} */ source) => micromark(source),
  };
  const wanted = await wantedOf({ ...GIVEN, text: LINES }, CHOICE);
  for (const render of Object.values(off)) {
    for (const source of [...Object.values(WAYS), snippetOf('markdown', wanted)[0].code])
      assert.deepEqual(await inBrowser(render(source), 'rnn-playground'), []);
    const [anchor] = await inBrowser(render(snippetOf('picture', wanted)[1].code), 'a');
    assert.equal(new Map(anchor.attributes).get('href'), wanted.link);
  }
});
