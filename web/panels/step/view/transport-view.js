import { html, nothing } from 'lit';
import { RnnElement } from '../../../ui/element.js';
import { transportStyles } from './transport-styles.js';
import { styled } from '../../../ui/styled.js';

/**
 * @typedef {import('../model/stage.js').Stage} Stage
 * @typedef {{phase: import('../model/stage.js').Phase, timeStep: number, from: number, count: number}} Group consecutive
 *   stages; from: index of the first
 */

/** Stages per second. */
const SPEEDS = [0.5, 1, 2, 4, 8];

/**
 * Stages grouped by phase and time step; those of the loss and of the update in one group each.
 * @param {readonly Stage[]} stages
 * @returns {Group[]}
 */
function groupsOf(stages) {
  /** @type {Group[]} */
  const groups = [];
  stages.forEach(({ phase, timeStep }, i) => {
    const last = groups[groups.length - 1];
    const joins = last?.timeStep === timeStep || phase === 'loss' || phase === 'update';
    if (last?.phase === phase && joins) last.count++;
    else groups.push({ phase, timeStep, from: i, count: 1 });
  });
  return groups;
}

/**
 * Transport controls: a slider divided into phases and time steps, play, and single steps.
 * @fires go detail: index of a stage
 * @fires time-step detail: 1 or -1
 * @fires play-toggle
 * @fires speed-change detail: stages per second
 */
export class TransportView extends RnnElement {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = {
    t: { attribute: false },
    stages: { attribute: false },
    index: { type: Number },
    playing: { type: Boolean },
    speed: { type: Number },
    numberOf: { attribute: false },
  };

  static styles = [...RnnElement.styles, transportStyles];

  constructor() {
    super();
    /** @type {import('../../../i18n/index.js').Translator | undefined} */
    this.t = undefined;
    /** @type {readonly Stage[]} */
    this.stages = [];
    this.index = 0;
    this.playing = false;
    this.speed = 1;
    /** @type {(timeStep: number) => number} a time step as the page numbers it */
    this.numberOf = (timeStep) => timeStep + 1;
  }

  render() {
    if (!this.t || this.stages.length === 0) return nothing;
    return html`${this.#renderSlider()}${this.#renderButtons()}`;
  }

  #renderSlider() {
    const t = /** @type {NonNullable<typeof this.t>} */ (this.t);
    const groups = groupsOf(this.stages);
    const phases = [...new Set(groups.map(({ phase }) => phase))];
    return html`<div
      class="slider ${groups.length > 16 ? 'many' : ''}"
      role="slider"
      tabindex="0"
      aria-label=${t('step.position')}
      aria-valuemin="1"
      aria-valuemax=${this.stages.length}
      aria-valuenow=${this.index + 1}
      aria-valuetext=${this.#inWords()}
      @pointerdown=${this.#onPointer}
      @pointermove=${this.#onPointer}
    >
      ${phases.map((phase) =>
        this.#renderPhase(
          phase,
          groups.filter((group) => group.phase === phase),
        ),
      )}
    </div>`;
  }

  #inWords() {
    const t = /** @type {NonNullable<typeof this.t>} */ (this.t);
    const { phase, timeStep, kind } = this.stages[this.index];
    const name = t(`step.phase.${phase}`);
    const where = timeStep < 0 ? name : t('step.at', { phase: name, t: this.numberOf(timeStep) });
    return `${where}: ${t.dynamic(`step.title.${kind}`)}`;
  }

  /** @param {Group['phase']} phase @param {Group[]} groups */
  #renderPhase(phase, groups) {
    const count = groups.reduce((sum, group) => sum + group.count, 0);
    const now = this.stages[this.index].phase === phase;
    const back = phase !== 'forward' && phase !== 'loss';
    return html`<div class="phase ${now ? 'now' : ''} ${back ? 'back' : ''}" ${styled({ flex: `${Math.max(count, 6)} 1 0` })}>
      <span class="name">${this.t?.(`step.phase.${phase}`)}</span>
      <div class="groups">${groups.map((group) => this.#renderGroup(group))}</div>
    </div>`;
  }

  /** @param {Group} group */
  #renderGroup({ phase, timeStep, from, count }) {
    const passed = Math.max(0, Math.min(count, this.index - from + 1));
    const now = this.index >= from && this.index < from + count;
    const percent = (100 * passed) / count;
    const numbered = phase === 'forward' || phase === 'backward';
    return html`<div class="group ${now ? 'now' : ''}" data-from=${from} data-count=${count} ${styled({ flex: `${count} 1 0` })}>
      ${numbered ? html`<span class="step">${this.numberOf(timeStep)}</span>` : nothing}
      <span class="done ink" ${styled({ width: `${percent}%` })}></span>
      ${now ? html`<span class="knob ink" ${styled({ 'inset-inline-start': `${percent}%` })}></span>` : nothing}
    </div>`;
  }

  #renderButtons() {
    const t = /** @type {NonNullable<typeof this.t>} */ (this.t);
    const last = this.stages.length - 1;
    const button = (
      /** @type {string} */ name,
      /** @type {string} */ words,
      /** @type {string} */ path,
      /** @type {() => void} */ act,
      /** @type {boolean} */ off,
    ) =>
      html`<button type="button" class="quiet ${name}" aria-label=${words} title=${words} ?disabled=${off} @click=${act}>
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><path d=${path} /></svg>
      </button>`;
    const atStart = this.index === 0;
    const atEnd = this.index === last;
    return html`<div class="buttons" role="group" aria-label=${t('step.controls')}>
      ${button('first', t('step.first'), 'M2 2h2v12H2zM14 2v12L5 8z', () => this.#go(0), atStart)}
      ${button('previousTime', t('step.previousTime'), 'M8 2v12L1 8zM15 2v12L8 8z', () => this.#timeStep(-1), atStart)}
      ${button('previous', t('step.previous'), 'M12 2v12L4 8z', () => this.#go(this.index - 1), atStart)}
      <button type="button" class="play primary" @click=${() => this.dispatchEvent(new CustomEvent('play-toggle'))}>
        ${t(this.playing ? 'step.pause' : 'step.play')}
      </button>
      ${button('next', t('step.next'), 'M4 2v12l8-6z', () => this.#go(this.index + 1), atEnd)}
      ${button('nextTime', t('step.nextTime'), 'M8 2v12l7-6zM1 2v12l7-6z', () => this.#timeStep(1), atEnd)}
      ${button('last', t('step.last'), 'M12 2h2v12h-2zM2 2v12l9-6z', () => this.#go(last), atEnd)}
      <span class="count number">${t('step.count', { index: this.index + 1, total: last + 1 })}</span>
      <label class="speed"><span>${t('step.speed')}</span>
        <select aria-label=${t('step.speed')} @change=${(/** @type {any} */ event) => this.dispatchEvent(new CustomEvent('speed-change', { detail: Number(event.target.value) }))}>
          ${SPEEDS.map((speed) => html`<option value=${speed} .selected=${speed === this.speed}>${t('step.speedOption', { count: speed })}</option>`)}
        </select>
      </label>
    </div>`;
  }

  /** @param {number} index */
  #go(index) {
    const within = Math.max(0, Math.min(this.stages.length - 1, index));
    this.dispatchEvent(new CustomEvent('go', { detail: within }));
  }

  /** @param {1 | -1} direction */
  #timeStep(direction) {
    this.dispatchEvent(new CustomEvent('time-step', { detail: direction }));
  }

  /** Press or drag: to the stage under the pointer. @param {PointerEvent} event */
  #onPointer(event) {
    if (event.type === 'pointermove' && event.buttons === 0) return;
    const slider = /** @type {HTMLElement} */ (event.currentTarget);
    if (event.type === 'pointerdown') slider.setPointerCapture(event.pointerId);
    for (const group of slider.querySelectorAll('.group')) {
      const { left, right, width } = group.getBoundingClientRect();
      if (event.clientX > right && group.parentElement?.parentElement?.nextElementSibling) continue;
      if (event.clientX > right + 4) continue;
      const { from, count } = /** @type {HTMLElement} */ (group).dataset;
      const fraction = Math.max(0, Math.min(0.999, (event.clientX - left) / width));
      this.#go(Number(from) + Math.floor(fraction * Number(count)));
      return;
    }
    this.#go(this.stages.length - 1);
  }
}
