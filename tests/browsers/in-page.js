/** What runs inside the page: each function is sent there as text, so none knows anything outside itself. */

/**
 * Keeps account of uncaught errors, rejected promises, files that do not load, what violates a policy, and errors on the console; of
 * warnings apart.
 */
export function collectTroubles() {
  /** @type {string[]} */
  const pageErrors = [];
  /** @type {string[]} */
  const pageWarnings = [];
  Object.assign(globalThis, { pageErrors, pageWarnings });
  addEventListener(
    'error',
    (event) => {
      const { src, href } = /** @type {any} */ (event.target);
      pageErrors.push(event.message ?? `${src ?? href} does not load`);
    },
    true,
  );
  addEventListener('unhandledrejection', ({ reason }) => pageErrors.push(String(reason?.stack ?? reason)));
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
    pageErrors.push(`violation: ${violatedDirective} ${blockedURI} ${sample}`),
  );
  const { error, warn } = console;
  console.error = (...words) => {
    pageErrors.push(words.join(' '));
    error(...words);
  };
  console.warn = (...words) => {
    pageWarnings.push(words.join(' '));
    warn(...words);
  };
}

/** What a test finds things in the page with. */
export function makeTools() {
  /** All elements a selector fits, whatever shadow tree they are in. @param {string} selector @param {ParentNode} root @returns {HTMLElement[]} */
  const below = (selector, root) =>
    [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('*'))].flatMap((element) => [
      ...(element.matches(selector) ? [element] : []),
      ...(element.shadowRoot ? below(selector, element.shadowRoot) : []),
    ]);

  /** The same, where `a >> b` is a `b` in the shadow tree of an `a`, at any depth. @param {string} path */
  const every = (path) =>
    /** @type {HTMLElement[]} */ (
      path
        .split(' >> ')
        .reduce(
          (/** @type {ParentNode[]} */ roots, selector, i, { length }) =>
            roots
              .flatMap((root) => below(selector, root))
              .flatMap((element) => (i < length - 1 ? (element.shadowRoot ?? []) : element)),
          [document],
        )
    );

  /** All in one panel. @param {string} id as in the setting `panels` @param {string} path */
  const within = (id, path) => every(`rnn-${id}-panel >> ${path}`);

  /** @param {Element} element */
  const textOf = (element) => element.textContent?.trim().replace(/\s+/g, ' ') ?? '';

  /** The one among elements with this text. @param {HTMLElement[]} elements @param {string} text */
  const saying = (elements, text) => elements.find((element) => textOf(element) === text);

  /** @param {HTMLCanvasElement} picture @returns {boolean} whether it has more than one or two colors */
  const isDrawn = (picture) => {
    const { width, height } = picture;
    if (width === 0 || height === 0) return false;
    const { data } = /** @type {CanvasRenderingContext2D} */ (picture.getContext('2d')).getImageData(
      0,
      0,
      width,
      height,
    );
    return new Set(new Uint32Array(data.buffer)).size > 2;
  };

  /** Whether a panel has pictures, and something is drawn in each. @param {string} id */
  const allDrawn = (id) => {
    const pictures = /** @type {HTMLCanvasElement[]} */ (within(id, 'canvas'));
    return pictures.length > 0 && pictures.every(isDrawn);
  };

  const store = /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector(
    'rnn-view',
  )?.store;
  return { every, within, textOf, saying, allDrawn, store };
}

/**
 * What hangs out of the window on the right: the document itself, and every element that no scrolling box holds.
 * @param {ReturnType<typeof makeTools>} tools
 * @returns {string[]}
 */
export function overflowing({ every }) {
  const { clientWidth, scrollWidth } = document.documentElement;
  /** @param {Element} element @returns {Element | null} */
  const parentOf = (element) =>
    element.assignedSlot ??
    element.parentElement ??
    /** @type {Partial<ShadowRoot>} */ (element.getRootNode()).host ??
    null;
  /** @param {Element} element */
  const isHeld = (element) => {
    for (let box = parentOf(element); box; box = parentOf(box)) {
      if (getComputedStyle(box).overflowX !== 'visible') return true;
    }
    return false;
  };
  const hanging = every('*').filter((element) => {
    const { right, width, height } = element.getBoundingClientRect();
    return right > clientWidth + 1 && width > 0 && height > 0 && !isHeld(element);
  });
  /** @param {Element} element @returns {string} with the elements whose shadow trees it is in */
  const nameOf = (element) => {
    const { host } = /** @type {Partial<ShadowRoot>} */ (element.getRootNode());
    return `${host ? `${nameOf(host)} >> ` : ''}${element.localName}.${element.className}`;
  };
  const found = hanging.map(nameOf);
  return scrollWidth > clientWidth ? [`the document: ${scrollWidth} px`, ...found] : found;
}
