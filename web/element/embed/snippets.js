/** The forms in which the element is put into other people's pages: what is to be pasted, and where. Knows no document. */

/** Of an iframe in a column of a slide, px. */
const SLIDE_HEIGHT_PX = 640;

export const TITLE = 'RNN Playground';

/**
 * @typedef {object} Wanted
 * @property {string} base address of the folder with the element's files; it ends in /
 * @property {Readonly<Record<string, string>>} attributes of the element
 * @property {string} frame address of embed.html with the same settings; of a hash, only what is ASCII, see linkTo()
 * @property {string} link to the page itself with the same settings
 * @property {number} height of an iframe before it says how high it is, px
 */

/**
 * @typedef {object} Part
 * @property {string} code
 * @property {string} [file] where it stands, once for the whole site; else in the page
 */

/** @typedef {keyof typeof forms} Form */

const forms = {
  element: (/** @type {Wanted} */ wanted) => [{ code: `${scriptOf(wanted)}\n${elementOf(wanted)}` }],
  iframe: (/** @type {Wanted} */ wanted) => [
    {
      code: `${iframeOf(wanted)}\n${helperOf(wanted)}`,
    },
  ],
  // A line that begins with <script> is raw up to its end, for every Markdown that lets HTML through.
  markdown: (/** @type {Wanted} */ wanted) => [{ code: `${scriptOf(wanted)}${elementOf(wanted)}` }],
  hugo: (/** @type {Wanted} */ wanted) => [
    {
      file: 'layouts/shortcodes/rnn-playground.html',
      code: `${scriptOf(wanted)}\n<rnn-playground {{ .Get 0 | safeHTMLAttr }}></rnn-playground>`,
    },
    { code: `{{< rnn-playground \`${attributesOf(wanted)}\` >}}` },
  ],
  hexo: (/** @type {Wanted} */ wanted) => [
    {
      file: 'scripts/rnn-playground.js',
      code: `hexo.extend.tag.register('rnn_playground', ([settings]) =>
  '${iframeOf({ ...wanted, frame: `${wanted.base}embed.html#` }).replace('#"', `#' + settings.replaceAll('&', '&amp;') + '"`)}${helperOf(wanted)}');`,
    },
    { code: `{% rnn_playground ${wanted.frame.replace(/^[^#]*#?/, '') || 'autoplay=false'} %}` },
  ],
  vitepress: (/** @type {Wanted} */ wanted) => [
    {
      file: '.vitepress/config.js',
      code: `export default {
  head: [['script', { type: 'module', src: ${literal(`${wanted.base}rnn-playground.js`)} }]],
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === 'rnn-playground' } } },
};`,
    },
    { code: elementOf(wanted) },
  ],
  docusaurus: (/** @type {Wanted} */ wanted) => [
    {
      file: 'docusaurus.config.js',
      code: `scripts: [{ type: 'module', src: ${literal(`${wanted.base}rnn-playground.js`)} }],`,
    },
    { code: elementOf(wanted) },
  ],
  mdx: (/** @type {Wanted} */ wanted) => [
    { code: `${scriptOf(wanted).replace('></script>', ' async></script>')}\n\n${elementOf(wanted)}` },
  ],
  reveal: (/** @type {Wanted} */ wanted) => [
    {
      code: `<section>\n  ${iframeOf({ ...wanted, height: SLIDE_HEIGHT_PX })
        .replace(' src=', ' data-src=')
        .replace(' loading="lazy"', '')}\n</section>`,
    },
  ],
  notebook: (/** @type {Wanted} */ wanted) => [{ code: notebookOf(wanted) }],
  picture: (/** @type {Wanted} */ { link }) => [{ code: link }, { code: `[![${TITLE}](rnn-playground.png)](${link})` }],
};

export const FORMS = Object.freeze(/** @type {Form[]} */ (Object.keys(forms)));

/** @param {Form} form @param {Wanted} wanted @returns {Part[]} in the order in which they are made */
export const snippetOf = (form, wanted) => forms[form](wanted);

/** @param {Wanted} wanted */
const scriptOf = ({ base }) => `<script type="module" src="${quoted(`${base}rnn-playground.js`)}"></script>`;

/** @param {Wanted} wanted */
const elementOf = (wanted) => `<rnn-playground ${attributesOf(wanted)}></rnn-playground>`.replace(' >', '>');

/** @param {Wanted} wanted */
const attributesOf = ({ attributes }) =>
  Object.entries(attributes)
    .map(([name, value]) => `${name}="${encoded(value)}"`)
    .join(' ');

/** @param {Pick<Wanted, 'frame' | 'height'>} wanted */
const iframeOf = ({ frame, height }) =>
  `<iframe src="${quoted(frame)}" title="${TITLE}" width="100%" height="${height}" style="border: 0" loading="lazy" allow="clipboard-write"></iframe>`;

/** Makes frames as high as what is in them. @param {Pick<Wanted, 'base'>} wanted */
const helperOf = ({ base }) => `<script async src="${quoted(`${base}rnn-playground-frame.js`)}"></script>`;

/** An address within double quotes. @param {string} address */
const quoted = (address) =>
  address.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll("'", '&#39;');

/** An address within single quotes, in JavaScript. @param {string} address */
const literal = (address) => `'${address.replaceAll("'", '%27').replaceAll('\\', '%5C')}'`;

/**
 * Signs that mean something to a Markdown, a template engine or JSX, or that an editor changes: ASCII but letters, digits and harmless
 * signs; spaces but single ones between words; marks that cannot be seen, but those above U+FFFF, which JSX does not read.
 */
const SPECIAL =
  /[^ 0-9A-Za-z,.;!?()#/\-\x80-\u{10ffff}]|^ | (?= |$)|-(?=-)|[\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]/gu;

/** A value within double quotes in HTML or JSX, on one line. @param {string} value */
const encoded = (value) => value.replace(SPECIAL, (character) => `&#${character.codePointAt(0)};`);

/** For Jupyter, Colab, VS Code and marimo, by anywidget. A JSON object of strings is a dict in Python, too. @param {Wanted} wanted */
const notebookOf = ({ base, attributes }) => `# %pip install anywidget
import anywidget, traitlets

class RnnPlayground(anywidget.AnyWidget):
    _esm = """
    async function render({ model, el }) {
      await import("${base}rnn-playground.js");
      const playground = document.createElement("rnn-playground");
      for (const [name, value] of Object.entries(model.get("attributes"))) playground.setAttribute(name, value);
      playground.addEventListener("rnn-progress", ({ detail }) => {
        model.set("status", detail);
        model.save_changes();
      });
      el.append(playground);
    }
    export default { render };
    """
    attributes = traitlets.Dict().tag(sync=True)
    status = traitlets.Dict().tag(sync=True)

RnnPlayground(attributes=${JSON.stringify(attributes, null, 1).replace(/\n */g, ' ')})`;
