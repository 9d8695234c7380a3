/**
 * <rnn-playground>: the element as the article's author knows it: attributes, properties, methods, events. It is small, and loads
 * the rest (playground-view.js) when the element comes into view, is pressed, or one of its methods is called.
 */
import { retryDelay } from '../ui/persistence.js';
import { ownsAddress } from './address.js';
import { FrontDoor } from './front-door.js';
import { attributeOf, readAttribute, SETTING_TYPES } from './setting-types.js';
import { languagesAround } from './surroundings.js';

/**
 * @typedef {import('./playground-view.js').PlaygroundView} PlaygroundView
 * @typedef {import('../state/store.js').Store} Store
 */

/** Attributes that are no settings. */
const OWN_ATTRIBUTES = ['loading', 'poster', 'heading-level', 'text-from', 'linked', 'workers', 'lesson', 'keep'];

/** Starts this far from the window, so that it is at work when it comes into view. */
const ROOT_MARGIN = '200px';

const LOADING = /** @type {const} */ (['lazy', 'eager', 'manual']);

/** On a server the module is loaded, too, and defines nothing. */
const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});

/**
 * Text, network and training of a playground. The tags below, the comments of its members and the table of settings are made into
 * lib/custom-elements.json and the tables of .github/EMBEDDING.md (web/scripts/element-manifest.mjs).
 *
 * @tag rnn-playground
 * @summary Train a recurrent network on any text, and follow every number in it.
 *
 * @attr {'lazy' | 'eager' | 'manual'} [loading=lazy] - when it starts: near the window, at once, or when somebody presses Start or your program calls a method
 * @attr {string} poster - the address of a picture shown until it has started
 * @attr {number} [heading-level=2] - level of its first heading, 1 to 6; those below follow. It puts no `<h1>` into your article
 * @attr {string} text-from - an id: the text is that of another element of your page
 * @attr {'sees' | 'forward' | 'loss' | 'bptt' | 'rate' | 'listing' | 'vanishing' | 'memorizing'} lesson - the lesson that it begins with
 * @attr {number} [workers=0] - workers that may help with a batch that is cut into parts (`shards`)
 * @attr {boolean} linked - the address of the page carries the settings, Share and Embed are shown, and the title is an `<h1>`. For a page that is nothing but the playground; of several such elements the first has the address
 * @attr {string} keep - a name under which the reader's browser keeps what is done, until the next visit; without it nothing is kept in an article
 *
 * @slot - what is shown without JavaScript, when the script cannot be loaded, and until it has started; a `<script type="text/plain">`, `<pre>` or `<textarea>` in it is the text
 *
 * @fires {CustomEvent<null>} rnn-show - something is to be seen
 * @fires {CustomEvent<null>} rnn-ready - the first network is there
 * @fires {CustomEvent<{ settings: string[] }>} rnn-change - names of the settings that the reader, or your program, has set or released
 * @fires {CustomEvent<RnnPlaygroundStatus>} rnn-progress - as `status`; at most four times a second, and when training begins and ends
 * @fires {CustomEvent<{ epoch: number, step: number }>} rnn-diverged - the loss is no finite number any more
 * @fires {CustomEvent<{ lesson: string, done: Record<string, unknown> }>} rnn-complete - a lesson has been gone through; `done` has, by step, what was done and answered
 * @fires {CustomEvent<{ type: string, message: string, setting?: string, cause?: unknown }>} rnn-error - a value was refused, the code could not be loaded, the engine failed
 *
 * @cssprop [--rnn-rem=1rem, at least 16 px] - the unit of all sizes
 * @cssprop --rnn-font - the font; default: the system's
 * @cssprop --rnn-font-mono - the font of programs and of what is typed
 * @cssprop --rnn-page - background of the element
 * @cssprop --rnn-surface - background of fields
 * @cssprop --rnn-sunken - background of what lies deeper
 * @cssprop --rnn-ink - text
 * @cssprop --rnn-muted - lesser text
 * @cssprop --rnn-line - lines
 * @cssprop --rnn-control - borders of controls
 * @cssprop [--rnn-radius=4px] - corners
 * @cssprop [--rnn-sticky-top=0px] - height of your site's header, if that sticks to the top of the window: the controls stick below it
 *
 * @csspart header - title, navigation, language, theme, File
 * @csspart title - the title in it
 * @csspart controls - Train, Step, Reset, speed
 * @csspart notices - what is said of failures
 * @csspart text - the text and its examples
 * @csspart settings - the form
 * @csspart panel - each of the others, which has its own name as well: `network`, `loss`, `predictions`, …
 * @csspart poster - the picture before it has started
 * @csspart start - the button before it has started
 */
export class RnnPlayground extends Base {
  static observedAttributes = [
    ...[...SETTING_TYPES.keys()].flatMap((name) => [attributeOf(name), `${attributeOf(name)}_hide`]),
    ...OWN_ATTRIBUTES,
  ];

  #root = this.attachShadow({ mode: 'open' });
  #door = new FrontDoor(this.#root, () => this.start());
  /** @type {PlaygroundView | null} */
  #view = null;
  /** @type {Promise<PlaygroundView> | null} */
  #loading = null;
  /** Whether it is to start as soon as it is in a document. */
  #wanted = false;
  /** Whether an attribute is being set to what the reader has changed. */
  #reflecting = false;
  /** @type {IntersectionObserver | undefined} */
  #observer;
  /** Whether it is in the window or near it, as far as is known. */
  #inView = true;
  /** @type {(element: this) => void} */
  #becomeReady = () => {};
  #ready = new Promise((/** @type {(element: this) => void} */ resolve) => {
    this.#becomeReady = resolve;
  });

  // -- life cycle ----------------------------------------------------------------------------------------------------

  connectedCallback() {
    this.#takeEarlyProperties();
    // In the order of the document, whichever starts first.
    ownsAddress(this);
    this.#door.draw(this, languagesAround(this, this.linked));
    this.#observer = new IntersectionObserver(
      (entries) => {
        this.#inView = entries[entries.length - 1].isIntersecting;
        this.#view?.seen(this.#inView);
        if (this.#inView && this.loading === 'lazy') this.start();
      },
      { rootMargin: ROOT_MARGIN },
    );
    this.#observer.observe(this);
    if (this.#wanted || this.loading === 'eager') this.start();
  }

  disconnectedCallback() {
    this.#observer?.disconnect();
  }

  /** @param {string} name @param {string | null} before @param {string | null} now */
  attributeChangedCallback(name, before, now) {
    if (before === now || this.#reflecting) return;
    if (!OWN_ATTRIBUTES.includes(name)) this.#view?.followAttribute(name, now);
    else if (!this.isConnected) return;
    else if (name === 'loading' && now === 'eager') this.start();
    else if (name === 'poster') this.#door.draw(this, languagesAround(this, this.linked));
    else this.#view?.requestUpdate();
  }

  /** Properties that were set before the element was defined hide the accessors: they are set anew. */
  #takeEarlyProperties() {
    for (const name of [...SETTING_TYPES.keys(), ...OWN_ATTRIBUTES.map(inCamelCase)]) {
      if (!Object.hasOwn(this, name)) continue;
      const value = Reflect.get(this, name);
      Reflect.deleteProperty(this, name);
      Reflect.set(this, name, value);
    }
  }

  /**
   * As `ready`. Loads what is needed and shows it, wherever the element is; in a document at once, else as soon as it is in one.
   *
   * @returns {Promise<this>} see `ready`
   */
  start() {
    this.#wanted = true;
    if (this.isConnected) this.#load().then((view) => view.start());
    return this.#ready;
  }

  /** @returns {Promise<PlaygroundView>} tried again until it is there */
  #load() {
    this.#loading ??= this.#loadView();
    return this.#loading;
  }

  async #loadView() {
    await parsed();
    for (let failures = 1; ; failures++) {
      try {
        const { createView } = await import('./define-view.js');
        this.#view = createView(this, {
          shown: (shown) => this.#door.open(shown),
          reading: () => this.#door.read(),
          reflect: (changes) => this.#reflect(changes),
          ready: () => this.#becomeReady(this),
        });
        this.#view.seen(this.#inView);
        this.#root.append(this.#view);
        return this.#view;
      } catch (error) {
        const message = this.#door.fail(failures > 1);
        if (failures === 1) this.dispatchEvent(errorEvent('loadFailed', message, error));
        await new Promise((resolve) => setTimeout(resolve, retryDelay(failures)));
      }
    }
  }

  /** @param {Readonly<Record<string, string | null>>} changes attributes; null: none */
  #reflect(changes) {
    this.#reflecting = true;
    try {
      for (const [name, value] of Object.entries(changes)) {
        if (value === null) this.removeAttribute(name);
        else this.setAttribute(name, value);
      }
    } finally {
      this.#reflecting = false;
    }
  }

  // -- properties; those of the settings are below ---------------------------------------------------------------------

  /**
   * Resolves with the element when its first network is there, or why there is none is shown in its place.
   * @type {Promise<this>}
   * @readonly
   */
  get ready() {
    return this.#ready;
  }

  /**
   * What the training has come to: `{ epoch, step, loss, training, phase }`; null before the first network. `step` counts updates, `loss`
   * is the mean over the tokens, in nats.
   * @readonly
   */
  get status() {
    return this.#view?.status ?? null;
  }

  /**
   * The language that it speaks, BCP 47; '' before it says anything.
   * @type {string}
   * @readonly
   */
  get locale() {
    return this.#view?.tag ?? '';
  }

  /** Whether the document's address carries the settings: for a page of its own, not for an article. */
  get linked() {
    return this.hasAttribute('linked');
  }
  set linked(linked) {
    this.toggleAttribute('linked', Boolean(linked));
  }

  /** How many workers may help the engine's; default: in an article none, on the page itself one less than there are processors. */
  get workers() {
    const workers = Number(this.getAttribute('workers') ?? Number.NaN);
    return Number.isNaN(workers) ? undefined : workers;
  }
  set workers(workers) {
    setOrRemove(this, 'workers', workers);
  }

  /** A name under which this browser keeps what a reader does; in an article nothing is kept without one, the page itself needs none. */
  get keep() {
    return this.getAttribute('keep') ?? undefined;
  }
  set keep(name) {
    setOrRemove(this, 'keep', name);
  }

  /** When it starts: lazy, as it comes into view; eager, at once; manual, when it is pressed or `start` is called. */
  get loading() {
    return LOADING.find((one) => one === this.getAttribute('loading')?.toLowerCase()) ?? 'lazy';
  }
  set loading(loading) {
    setOrRemove(this, 'loading', loading);
  }

  /** Address of a picture that is shown until it has started. */
  get poster() {
    return this.getAttribute('poster') ?? '';
  }
  set poster(poster) {
    setOrRemove(this, 'poster', poster || null);
  }

  /** Level of its first heading, 1 to 6. */
  get headingLevel() {
    const level = Number.parseInt(this.getAttribute('heading-level') ?? '', 10);
    return level >= 1 && level <= 6 ? level : this.linked ? 1 : 2;
  }
  set headingLevel(level) {
    setOrRemove(this, 'heading-level', level);
  }

  /** Id of the element whose text is trained on, where there is no attribute `text`. */
  get textFrom() {
    return this.getAttribute('text-from') ?? '';
  }
  set textFrom(id) {
    setOrRemove(this, 'text-from', id || null);
  }

  // -- methods: each starts the element and waits until it has started ---------------------------------------------------

  /**
   * Trains until somebody pauses, or until the first of these limits is reached, whether in view or not. `reason` says
   * which: `finished`, `paused`, `diverged`, `superseded` by another call, `refused` because of a wrong value, `failed`.
   *
   * @param {{ epochs?: number, steps?: number, seconds?: number }} [limits]
   * @returns {Promise<import('../state/training-controller.js').TrainingResult & { epoch: number, step: number }>}
   */
  async train(limits) {
    return (await this.#started()).train(limits);
  }

  /** Training ends as it is. */
  async pause() {
    return (await this.#started()).pause();
  }

  /** Trains, or pauses. */
  async toggle() {
    return (await this.#started()).toggle();
  }

  /**
   * Goes one step, or several; false if nothing may be trained.
   *
   * @param {'token' | 'window' | 'epoch'} [unit] a time step, an update or an epoch; default: the unit chosen beside the Step button
   * @param {number} [count]
   * @returns {Promise<boolean>} false if nothing may be trained
   */
  async step(unit, count) {
    return (await this.#started()).step(unit, count);
  }

  /** The same settings, untrained. */
  async reset() {
    return (await this.#started()).reset();
  }

  /**
   * What may follow a beginning: every token there is, most probable first. `\n` is the end of a sentence.
   *
   * @param {string} beginning
   * @param {{ temperature?: number, topK?: number, topP?: number }} [options]
   * @returns {Promise<{ token: string, probability: number }[]>} every token there is, most probable first; '\n' is the end of a
   *   sentence
   */
  async predict(beginning, options) {
    return (await this.#started()).predict(beginning, options);
  }

  /**
   * Writes on: what follows the beginning.
   *
   * @param {string} beginning
   * @param {{ length?: number, temperature?: number, topK?: number, topP?: number, strategy?: string, beamWidth?: number, seed?: number }} [options]
   *   default: as set; seed: 1
   * @returns {Promise<string>} what follows the beginning
   */
  async sample(beginning, options) {
    return (await this.#started()).sample(beginning, options);
  }

  /**
   * The model's file (safetensors) with text and settings, as the page saves it.
   *
   * @returns {Promise<Uint8Array>}
   */
  async save() {
    return (await this.#started()).save();
  }

  /**
   * Opens a model's file; one without its text, too, if it fits the text and the settings that there are.
   *
   * @param {ArrayBuffer | ArrayBufferView | Blob | Response | URL | string} source the file's bytes, an answer of a server, or its address
   */
  async load(source) {
    return (await this.#started()).load(source);
  }

  /**
   * A link to the text and the settings; with `training`, opening it makes the same training again, bit for bit.
   *
   * @param {{ page?: string, training?: boolean }} [options] page: the address that it leads to, of a page with a `linked` element;
   *   default: this one. training: it says how far the network is trained, and opening it repeats that
   * @returns {Promise<string>}
   */
  async link(options) {
    return (await this.#started()).link(options);
  }

  /**
   * Text, settings and the trained network as one opaque string: to collect work, or to hand it out.
   *
   * @returns {Promise<string>} for `setState`
   */
  async getState() {
    return (await this.#started()).getState();
  }

  /**
   * Goes on from a state.
   *
   * @param {string} state of `getState`, also of another element or another day
   */
  async setState(state) {
    return (await this.#started()).setState(state);
  }

  /** @returns {Promise<import('./actions.js').Actions>} */
  async #started() {
    await this.start();
    return (await this.#load()).started();
  }

  static {
    for (const [name, type] of SETTING_TYPES) {
      const attribute = attributeOf(name);
      Object.defineProperty(RnnPlayground.prototype, name, {
        configurable: true,
        enumerable: true,
        /** The value in force; before the element has started what the attribute says. @this {RnnPlayground} */
        get() {
          return this.#view?.settings?.[name] ?? readAttribute(this.getAttribute(attribute), type);
        },
        /** null or undefined: as by default, or chosen from the text. @this {RnnPlayground} @param {unknown} value */
        set(value) {
          const before = this.getAttribute(attribute);
          setOrRemove(this, attribute, value);
          const now = this.getAttribute(attribute);
          // With `linked` the reader may have changed the setting since, which its attribute does not say.
          if (now === before && String(Reflect.get(this, name)) !== now) this.#view?.followAttribute(attribute, now);
        },
      });
    }
  }
}

/** The property of an attribute. @param {string} name */
const inCamelCase = (name) => name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());

/** @param {Element} element @param {string} name @param {unknown} value */
function setOrRemove(element, name, value) {
  if (value === null || value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, String(value));
}

/** @param {string} type @param {string} message @param {unknown} cause */
const errorEvent = (type, message, cause) =>
  new CustomEvent('rnn-error', { bubbles: true, detail: { type, message, cause } });

/** The element's children are there once the document has been read. @returns {Promise<void>} */
const parsed = () =>
  new Promise((resolve) => {
    if (document.readyState !== 'loading') resolve();
    else document.addEventListener('DOMContentLoaded', () => resolve(), { once: true });
  });
