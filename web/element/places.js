/** The places of the page, and how a reader is brought to them: panels, lessons, what the links before the header skip to. */

/** @typedef {import('./panel-slot.js').PanelSlot} PanelSlot */
/** @typedef {'text' | 'train' | 'lessons'} SkipPlace */

export class Places {
  #view;
  /** Loaded when a reader is brought somewhere. @type {import('./scroll-keeper.js').ScrollKeeper | undefined} */
  #scroll;

  /** @param {import('./playground-view.js').PlaygroundView} view */
  constructor(view) {
    this.#view = view;
  }

  get #root() {
    return this.#view.renderRoot;
  }

  /** Null before it is loaded. */
  get controls() {
    return /** @type {import('../panels/control-bar/control-bar.js').ControlBar | null} */ (
      this.#root.querySelector('rnn-control-bar:defined')
    );
  }

  get stepPanel() {
    const slot = this.#root.querySelector('rnn-panel-slot[data-panel="step"]');
    return /** @type {any} */ (slot?.shadowRoot?.querySelector('rnn-step-panel') ?? null);
  }

  get textPanel() {
    return /** @type {import('../panels/text/text-panel.js').TextPanel | null} */ (
      this.#root.querySelector('rnn-text-panel')
    );
  }

  /** Null until the first lesson has been started. */
  get guide() {
    return /** @type {import('../lessons/lesson-guide.js').LessonGuide | null} */ (
      this.#root.querySelector('rnn-lesson-guide:defined')
    );
  }

  /** The reader is brought no further. */
  stop = () => this.#scroll?.stop();

  /** @param {CustomEvent<SkipPlace>} event */
  onSkip = ({ detail: place }) => {
    const inside = (/** @type {string} */ host, /** @type {string} */ part) =>
      /** @type {HTMLElement | null | undefined} */ (this.#root.querySelector(host)?.shadowRoot?.querySelector(part));
    if (place === 'text') {
      // A long text has no box, and before it is read nothing.
      const text = inside('rnn-text-panel', 'textarea, .beginning');
      if (text) text.focus();
      else this.textPanel?.focusHeading();
    } else if (place === 'train') inside('rnn-control-bar', 'button.train')?.focus();
    else this.onPanelOpen(new CustomEvent('panel-open', { detail: { id: 'lessons' } }));
  };

  /** @param {CustomEvent<{ lesson?: string }>} event without a lesson: the first */
  onLessonStart = async ({ detail: { lesson } }) => {
    const view = this.#view;
    const { store } = view;
    try {
      const [{ startLesson }] = await Promise.all([import('./start-lesson.js'), store?.loadWords('lessons')]);
      view.retryLesson = null;
      if (view.store === store) await startLesson(view, lesson);
    } catch {
      view.retryLesson = () => this.onLessonStart(new CustomEvent('lesson-start', { detail: { lesson } }));
    }
  };

  /** @param {CustomEvent<{ file: File }>} event */
  onModelOpen = async ({ detail: { file } }) => {
    const header = /** @type {import('./page-header.js').PageHeader | null} */ (
      this.#root.querySelector('rnn-page-header')
    );
    if (header) return header.openFile(file);
    const { store } = this.#view;
    const notices = /** @type {import('../panels/control-bar/notices.js').Notices} */ (
      this.#root.querySelector('rnn-notices')
    );
    if (!store) return;
    const say = (/** @type {import('../state/open-model.js').Problem | null} */ problem) => {
      notices.unopened = problem && { ...problem, model: store.modelVersion };
    };
    say(null);
    try {
      const [{ openModelFile }] = await Promise.all([import('../state/open-model.js'), store.loadWords('files')]);
      say(await openModelFile(store, file));
    } catch {
      say({ key: 'page.notLoaded', values: {} });
    }
  };

  /**
   * Loads a panel and sets properties on it; scrolls to it unless `scroll` is false, focuses it unless `quiet`.
   * @param {CustomEvent} event
   */
  onPanelOpen = async (event) => {
    const { id, quiet = false, scroll = true, ...properties } = event.detail;
    // Its code may still be on the way.
    if (this.#root.querySelector('rnn-panel-slot')) await customElements.whenDefined('rnn-panel-slot');
    const slot = [...this.#root.querySelectorAll('rnn-panel-slot')].find(
      (one) => /** @type {PanelSlot} */ (one).panel === id,
    );
    const panel = slot
      ? ((await /** @type {PanelSlot} */ (slot).open()) ?? /** @type {PanelSlot} */ (slot))
      : /** @type {import('../panels/shared/panel.js').PanelElement | null} */ (
          this.#root.querySelector(`rnn-${id}-panel`)
        );
    if (!panel) return;
    // Not on the slot: it stands in for a panel that could not be loaded.
    if (panel !== slot) Object.assign(panel, properties);
    if (scroll) await this.#bring(panel);
    if (!quiet) panel.focusHeading();
  };

  /** @param {Element} panel */
  async #bring(panel) {
    const code = await import('./scroll-keeper.js').catch(() => null);
    if (!code) return panel.scrollIntoView();
    this.#scroll ??= new code.ScrollKeeper();
    this.#scroll.bring(panel, () => this.#isLoadingAbove(panel));
  }

  /** Whether a panel that may move another down is on its way. @param {Element} panel */
  #isLoadingAbove(panel) {
    const slots = /** @type {NodeListOf<PanelSlot>} */ (this.#root.querySelectorAll('rnn-panel-slot'));
    const { top } = panel.getBoundingClientRect();
    return [...slots].some((slot) => slot.isLoading && slot.getBoundingClientRect().top < top);
  }
}
