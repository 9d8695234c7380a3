/** What the article around the element says of itself: its language, and whether it is dark. */

/** @param {Element} element @returns {Generator<Element>} itself and what is around it, out of every shadow tree */
function* outwards(element) {
  for (let at = /** @type {Element | null} */ (element); at; ) {
    yield at;
    const root = at.getRootNode();
    at = at.assignedSlot ?? at.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
}

/**
 * @param {Element} element
 * @param {boolean} alone whether it is the whole page, which has the language of its reader
 * @returns {readonly string[]} BCP 47, most preferred first
 */
export function languagesAround(element, alone) {
  if (alone) return navigator.languages;
  for (const { lang } of /** @type {Generator<HTMLElement>} */ (outwards(element))) {
    if (lang) return [lang, ...navigator.languages];
  }
  return navigator.languages;
}

/**
 * The scheme of an article that says nothing of `color-scheme`, by its background.
 *
 * @param {Element} element
 * @returns {'dark' | ''} '': whatever it inherits
 */
export function schemeAround(element) {
  const parent = element.parentElement ?? element;
  const named =
    getComputedStyle(parent).colorScheme !== 'normal' || document.querySelector('meta[name="color-scheme"]');
  if (named) return '';
  for (const one of outwards(parent)) {
    const background = components(getComputedStyle(one).backgroundColor);
    if (!background) continue;
    const [red, green, blue] = background;
    // Rec. 601 luma, 0 to 255: enough to tell dark from light.
    return 0.299 * red + 0.587 * green + 0.114 * blue < 96 ? 'dark' : '';
  }
  return '';
}

/** What articles switch their scheme with. */
const SWITCHES = ['class', 'style', 'data-theme', 'data-mode', 'data-color-scheme', 'data-color-mode', 'data-bs-theme'];

/** @param {() => void} changed called when `schemeAround` may say something else @returns {() => void} to stop it */
export function watchScheme(changed) {
  const observer = new MutationObserver(changed);
  for (const one of [document.documentElement, document.body])
    observer.observe(one, { attributes: true, attributeFilter: SWITCHES });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', changed);
  };
}

/** @param {string} color computed @returns {number[] | null} red, green, blue; null: transparent, or of another color space */
function components(color) {
  const [red, green, blue, alpha = 1] = (/^rgba?\((.*)\)$/.exec(color)?.[1] ?? '').split(/[,/ ]+/).map(Number);
  return Number.isFinite(blue) && alpha > 0.5 ? [red, green, blue] : null;
}
