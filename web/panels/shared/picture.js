/**
 * A part of the page as a picture: what stands there is drawn again as SVG, texts as texts and lines as lines, canvases as images; and
 * that as PNG. Loaded when the first picture is saved. Whatever was typed becomes the text of nodes, never markup.
 */

const SVG = 'http://www.w3.org/2000/svg';

/** Around the content, px. */
const MARGIN_PX = 16;
const CAPTION_PX = 12;
/** Between the parts of a caption. */
export const SEPARATOR = ' · ';
/** Pixels of a PNG to one of the page. */
const PNG_SCALE = 2;

/** What XML cannot hold: control characters, halves of surrogate pairs, and what is no character. A text has lost its line breaks by then. */
const FORBIDDEN = /[\p{Cc}\p{Surrogate}\ufffe\uffff]/gu;

/** Properties of SVG's own elements that style sheets set, to be written into each. */
const PAINT = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'opacity']
  .concat(['fill-opacity', 'stroke-opacity', 'font-family', 'font-size', 'font-weight', 'font-style'])
  .concat(['text-anchor', 'dominant-baseline', 'visibility']);

/** Of HTML, what is for pressing and not for looking at. */
const CONTROLS =
  'input, textarea, button.primary, .what, rnn-step-transport, .actions, .lede, .prose, [popover], [hidden], .visually-hidden, rnn-popover, summary';

/** Between the heading and what it is about, px. */
const GAP_PX = 12;
/** Of the lines of the caption, px. */
const LINE_PX = 18;

/**
 * @param {Element} section what is drawn; a heading stands right above its body
 * @param {{ title: string, caption: string }} words title: for who cannot see it; caption: below, the settings
 * @returns {{ svg: string, width: number, height: number }}
 */
export function pictureOf(section, { title, caption }) {
  const drawing = new Drawing(section);
  const [heading, body] = [section.querySelector('h2'), section.querySelector('.body')];
  if (heading && body) {
    drawing.add(heading);
    // Without the lede, which is about the panel, not about what is drawn.
    drawing.skip(body.getBoundingClientRect().top - heading.getBoundingClientRect().bottom - GAP_PX);
    drawing.add(body);
  } else drawing.add(section);
  const { left, top, right, bottom } = drawing.bounds;
  const width = Math.ceil(right - left + 2 * MARGIN_PX);
  const style = getComputedStyle(section);
  const lines = linesWithin(caption, right - left, `${CAPTION_PX}px ${style.fontFamily}`);
  const height = Math.ceil(bottom - top + 3 * MARGIN_PX + lines.length * LINE_PX);
  const svg = element('svg', { xmlns: SVG, width, height });
  svg.setAttribute('viewBox', `${left - MARGIN_PX} ${top - MARGIN_PX} ${width} ${height}`);
  const page = { x: left - MARGIN_PX, y: top - MARGIN_PX, width, height, fill: drawing.colors.background(section) };
  const font = { 'font-size': CAPTION_PX, 'font-family': style.fontFamily, fill: drawing.colors.of(style.color) };
  svg.append(element('title', {}, title), element('desc', {}, caption), element('rect', page), drawing.group);
  for (const [i, line] of lines.entries())
    svg.append(element('text', { x: left, y: bottom + MARGIN_PX + CAPTION_PX + i * LINE_PX, ...font }, line));
  return { svg: new XMLSerializer().serializeToString(svg), width, height };
}

/**
 * @param {{ svg: string, width: number, height: number }} picture
 * @returns {Promise<Blob>}
 * @throws if the browser does not draw it
 */
export async function toPng({ svg, width, height }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), {
    width: width * PNG_SCALE,
    height: height * PNG_SCALE,
  });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((/** @type {(blob: Blob | null) => void} */ resolve) => canvas.toBlob(resolve));
  if (!blob) throw new Error('The browser made no PNG.');
  return blob;
}

/** What has been drawn so far, and how far it reaches; in px of the section. */
class Drawing {
  group = element('g', {});
  bounds = { left: 0, top: 0, right: 0, bottom: 0 };
  colors = new Colors();
  /** @type {DOMRect} */
  #origin;

  /** @param {Element} section */
  constructor(section) {
    this.#origin = section.getBoundingClientRect();
    this.bounds.right = this.#origin.width;
  }

  /** What is added from now on stands higher. @param {number} height px that are left out */
  skip(height) {
    this.#origin.y += height;
  }

  /** The element and all that is shown in it, in the order of the document. @param {Element} node */
  add(node) {
    if (node.matches(CONTROLS)) return;
    const style = getComputedStyle(node);
    if (style.display === 'none' || style.visibility === 'hidden' || Number(style.opacity) === 0) return;
    if (node instanceof SVGSVGElement) this.#addSvg(node);
    else if (node instanceof HTMLCanvasElement) this.#addCanvas(node);
    else {
      this.#addBox(node, style);
      if (node instanceof HTMLSelectElement) this.#addText(node.selectedOptions[0], style, node);
      else for (const child of childrenOf(node)) this.#addChild(child, style);
    }
  }

  /** @param {Node} child @param {CSSStyleDeclaration} style of its parent */
  #addChild(child, style) {
    if (child instanceof Element) this.add(child);
    else if (child instanceof Text && child.data.trim()) this.#addText(child, style);
  }

  /** @param {Element | Range} node */
  #place(node) {
    const { left, top, width, height } = node.getBoundingClientRect();
    return this.#at({ left, top, width, height });
  }

  /** @param {{ left: number, top: number, width: number, height: number }} rectangle in the window */
  #at({ left, top, width, height }) {
    const [x, y] = [left - this.#origin.left, top - this.#origin.top];
    return { x, y, width, height };
  }

  /** @param {{ x: number, y: number, width: number, height: number }} place @param {SVGElement} drawn */
  #draw({ x, y, width, height }, drawn) {
    const { bounds } = this;
    bounds.left = Math.min(bounds.left, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.right = Math.max(bounds.right, x + width);
    bounds.bottom = Math.max(bounds.bottom, y + height);
    this.group.append(drawn);
  }

  /** Its background and borders. @param {Element} node @param {CSSStyleDeclaration} style */
  #addBox(node, style) {
    const place = this.#place(node);
    if (place.width === 0 || place.height === 0) return;
    const stops = stopsOf(style.backgroundImage);
    const fill = stops ? this.#gradient(stops) : this.colors.of(style.backgroundColor);
    if (fill !== NONE) {
      const rounded = style.borderTopLeftRadius.endsWith('%')
        ? place.width / 2
        : Number.parseFloat(style.borderTopLeftRadius);
      this.#draw(place, element('rect', { ...place, fill, rx: rounded }));
    }
    const { x, y, width, height } = place;
    const [right, bottom] = [x + width, y + height];
    const sides = /** @type {const} */ ([
      ['top', x, y, right, y],
      ['bottom', x, bottom, right, bottom],
      ['left', x, y, x, bottom],
      ['right', right, y, right, bottom],
    ]);
    for (const [side, x1, y1, x2, y2] of sides) {
      const stroke = this.colors.of(style.getPropertyValue(`border-${side}-color`));
      const size = Number.parseFloat(style.getPropertyValue(`border-${side}-width`));
      const shown = !['none', 'hidden'].includes(style.getPropertyValue(`border-${side}-style`));
      if (shown && size > 0 && stroke !== NONE)
        this.#draw(place, element('line', { x1, y1, x2, y2, stroke, 'stroke-width': size }));
    }
  }

  /** @param {string[]} stops colors at equal distances, from left to right */
  #gradient(stops) {
    const id = `gradient-${this.group.childElementCount}`;
    const gradient = element('linearGradient', { id });
    for (const [i, color] of stops.entries())
      gradient.append(element('stop', { offset: i / (stops.length - 1), 'stop-color': this.colors.of(color) }));
    this.group.append(gradient);
    return `url(#${id})`;
  }

  /** @param {HTMLCanvasElement} canvas */
  #addCanvas(canvas) {
    const place = this.#place(canvas);
    if (canvas.width === 0 || canvas.height === 0 || place.width === 0) return;
    this.#draw(place, element('image', { ...place, href: canvas.toDataURL(), preserveAspectRatio: 'none' }));
  }

  /** A copy, with the style that it has here. @param {SVGSVGElement} svg */
  #addSvg(svg) {
    const place = this.#place(svg);
    if (place.width === 0) return;
    const copy = /** @type {SVGSVGElement} */ (svg.cloneNode(true));
    const copies = [copy, ...copy.querySelectorAll('*')];
    for (const [i, original] of [svg, ...svg.querySelectorAll('*')].entries()) {
      const style = getComputedStyle(original);
      if (style.display === 'none') copies[i].setAttribute('display', 'none');
      for (const name of PAINT) {
        const value = style.getPropertyValue(name);
        const painted = /^(fill|stroke)$/.test(name) && !/^(none|url|context)/.test(value);
        copies[i].setAttribute(name, painted ? this.colors.of(value) : value);
      }
      copies[i].removeAttribute('style');
      copies[i].removeAttribute('class');
    }
    for (const [name, value] of Object.entries(place)) copy.setAttribute(name, String(value));
    for (const foreign of copy.querySelectorAll('foreignObject, animate')) foreign.remove();
    this.#draw(place, copy);
  }

  /**
   * Line by line, as wide as it stands on the page, whatever font the reader of the picture has.
   *
   * @param {Node} node @param {CSSStyleDeclaration} style @param {Element} [box] in whose middle it stands, where its own place is
   *   not known
   */
  #addText(node, style, box) {
    const { ascent, descent } = metricsOf(style);
    for (const { text, rectangle } of box ? [inBox(node, box, style)] : linesOf(/** @type {Text} */ (node))) {
      const place = this.#at(rectangle);
      const fill = this.colors.of(style.color);
      const baseline = place.y + (place.height * ascent) / (ascent + descent || 1);
      const font = { 'font-family': style.fontFamily, 'font-size': style.fontSize, 'font-weight': style.fontWeight };
      const position = { x: place.x, y: baseline, textLength: place.width, lengthAdjust: 'spacingAndGlyphs' };
      const words = element('text', { ...position, ...font, 'font-style': style.fontStyle, fill }, text);
      this.#draw(place, words);
    }
  }
}

const NONE = 'none';

/** Colors as every program knows them: whatever notation the style sheet has, a pixel of it is read. */
class Colors {
  /** @type {Map<string, string>} */
  #known = new Map();
  #context = /** @type {CanvasRenderingContext2D} */ (
    Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', {
      willReadFrequently: true,
    })
  );

  /** @param {string} color @returns {string} 'none' if it cannot be seen */
  of(color) {
    const known = this.#known.get(color);
    if (known !== undefined) return known;
    this.#context.clearRect(0, 0, 1, 1);
    this.#context.fillStyle = color;
    this.#context.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = this.#context.getImageData(0, 0, 1, 1).data;
    const found = a === 0 ? NONE : a === 255 ? `rgb(${r},${g},${b})` : `rgba(${r},${g},${b},${(a / 255).toFixed(3)})`;
    this.#known.set(color, found);
    return found;
  }

  /** The first color that can be seen behind an element. @param {Element} node @returns {string} */
  background(node) {
    for (let at = /** @type {Node | null} */ (node); at; at = at instanceof ShadowRoot ? at.host : at.parentNode) {
      const color = at instanceof Element ? this.of(getComputedStyle(at).backgroundColor) : NONE;
      if (color !== NONE) return color;
    }
    return 'white';
  }
}

/** As they are shown: of an element with a shadow its shadow, of a slot what is in it. @param {Element} node @returns {Iterable<Node>} */
function childrenOf(node) {
  if (node instanceof HTMLSlotElement) {
    const assigned = node.assignedNodes();
    if (assigned.length > 0) return assigned;
  }
  return (node.shadowRoot ?? node).childNodes;
}

/** @param {Text} node @returns {{ text: string, rectangle: DOMRect }[]} a piece for each line that it is broken into */
function linesOf(node) {
  const range = document.createRange();
  range.selectNodeContents(node);
  const whole = range.getClientRects();
  if (whole.length === 0) return [];
  if (whole.length === 1) return [{ text: collapsed(node.data), rectangle: whole[0] }];
  /** @type {{ begin: number, end: number, top: number }[]} */
  const lines = [];
  for (let at = 0; at < node.length; at++) {
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    const { top, width } = range.getBoundingClientRect();
    const line = lines.at(-1);
    if (line && (width === 0 || Math.abs(line.top - top) < 2)) line.end = at + 1;
    else lines.push({ begin: at, end: at + 1, top });
  }
  return lines.map(({ begin, end }) => {
    range.setStart(node, begin);
    range.setEnd(node, end);
    return { text: collapsed(node.data.slice(begin, end)), rectangle: range.getBoundingClientRect() };
  });
}

/** The text of a selected option has no place of its own. @param {Node} option @param {Element} box @param {CSSStyleDeclaration} style */
function inBox(option, box, style) {
  const text = collapsed(option?.textContent ?? '');
  const { width, ascent, descent } = metricsOf(style, text);
  const { left, top, height } = box.getBoundingClientRect();
  const size = ascent + descent;
  const at = left + Number.parseFloat(style.paddingInlineStart) + 1;
  return { text, rectangle: new DOMRect(at, top + (height - size) / 2, width, size) };
}

const measuring = document.createElement('canvas').getContext('2d');

/** @param {CSSStyleDeclaration} style @param {string} [text] */
function metricsOf({ fontStyle, fontWeight, fontSize, fontFamily }, text = 'x') {
  if (!measuring) return { width: 0, ascent: 1, descent: 0 };
  measuring.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
  const { width, fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = measuring.measureText(text);
  return { width, ascent, descent };
}

/** The parts of a caption, as many to a line as there is room for. @param {string} caption @param {number} width @param {string} font */
function linesWithin(caption, width, font) {
  if (measuring) measuring.font = font;
  /** @type {string[]} */
  const lines = [];
  for (const part of caption.split(SEPARATOR)) {
    const longer = lines.length > 0 ? `${lines[lines.length - 1]}${SEPARATOR}${part}` : part;
    if (lines.length > 0 && (measuring?.measureText(longer).width ?? 0) <= width) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines;
}

/** @param {string} text */
const collapsed = (text) => text.replace(/\s+/g, ' ').trim();

/** The colors of a gradient from left to right; null if it is none. @param {string} image */
function stopsOf(image) {
  if (!image.startsWith('linear-gradient(to right')) return null;
  const colors = image.slice('linear-gradient(to right'.length, -1).match(/[a-z]+\([^)]*\)|#\w+/g);
  return colors && colors.length > 1 ? colors : null;
}

/** @param {string} name @param {Record<string, string | number>} attributes @param {string} [text] */
function element(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'xmlns') continue; // the serializer writes it
    made.setAttribute(key, typeof value === 'number' ? String(Math.round(value * 100) / 100) : value);
  }
  if (text !== undefined) made.textContent = text.replace(FORBIDDEN, '\ufffd');
  return made;
}
