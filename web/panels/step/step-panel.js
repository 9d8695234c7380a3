import { html } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { ScaleLegend } from '../../charts/scale-legend.js';
import { isControl } from '../../ui/shortcuts.js';
import { PanelElement } from '../shared/panel.js';
import { drawingNames } from './drawing/drawing-names.js';
import { ListingView } from './view/program-view.js';
import { listingOf } from './model/program.js';
import { neighbouringStep, partOfPlace, placesOf, stageMaking } from './model/places.js';
import { Player } from './view/player.js';
import { announcementOf, choiceFor, noChoice, withChoice } from './view/entry-selection.js';
import { StageView } from './view/stage-view.js';
import { reachedPlaces } from './model/stages.js';
import { stepPanelStyles } from './step-panel-styles.js';
import { TransportView } from './view/transport-view.js';
import { UnrolledView } from './drawing/unrolled-view.js';
import { WalkPanel } from './walk-panel.js';

/** @typedef {import('./walk-panel.js').Prepared} Prepared */

/** One sentence through the network and back, number by number. */
export class StepPanel extends WalkPanel {
  static id = 'step';

  static dependencies = {
    'rnn-scale-legend': ScaleLegend,
    'rnn-unrolled': UnrolledView,
    'rnn-step-transport': TransportView,
    'rnn-step-stage': StageView,
    'rnn-step-listing': ListingView,
  };

  /** @type {import('lit').PropertyDeclarations} */
  static properties = {
    index: { type: Number },
    stage: {},
    choice: { state: true },
    lit: { state: true },
    pointedPlace: { state: true },
  };

  static styles = [...PanelElement.styles, stepPanelStyles];

  #player = new Player(this, () => this.#next());
  /** Id of the stage that was shown before there was another dryRun. */
  #stageId = '';
  /** @type {{of: Prepared, name: (place: string) => string | undefined} | null} */
  #names = null;

  constructor() {
    super();
    /** Number of the stage, from 0. */
    this.index = 0;
    /** Set it to go to a stage by name: its kind and, as the reader counts, its step, such as 'fromFuture 3'. */
    this.stage = '';
    this.choice = noChoice;
    /** @type {readonly string[]} parts of the drawing that light up, because of what is pointed at */
    this.lit = [];
    /** Part pointed at in the drawing itself. */
    this.pointedPlace = '';
  }

  /** @param {import('lit').PropertyValues} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    if (changed.has('stage') && this.prepared) this.#goByName();
  }

  /** To the stage that somebody outside asks for. */
  #goByName() {
    const [name, step] = this.stage.split(' ');
    const walk = this.prepared?.walk;
    this.stage = '';
    this.#goWhere(({ kind, line, t }) => [kind, line].includes(name) && (!step || walk?.number(t) === Number(step)));
  }

  /** The same stage of the new walk, where there is one. */
  dryRunChanged() {
    const stages = this.prepared?.stages ?? [];
    const same = stages.findIndex(({ id }) => id === this.#stageId);
    this.index = same >= 0 ? same : Math.min(this.index, Math.max(0, stages.length - 1));
    if (this.stage) this.#goByName();
  }

  /** @param {{sentence?: string, window?: number, layer?: number}} choice */
  choose(choice) {
    this.#player.stop();
    super.choose(choice);
  }

  // -- going on --------------------------------------------------------------------------------------------------------

  /** @param {number} index */
  #go(index) {
    this.#player.stop();
    this.#moveTo(index);
  }

  /** @param {number} index */
  #moveTo(index) {
    const last = (this.prepared?.stages.length ?? 1) - 1;
    this.index = Math.max(0, Math.min(last, index));
    const stage = this.prepared?.stages[this.index];
    this.#stageId = stage?.id ?? '';
    if (stage) this.report('stage', { index: this.index, phase: stage.phase, kind: stage.kind, step: stage.t + 1 });
  }

  /** While playing. @returns {boolean} whether there is more to come */
  #next() {
    const last = (this.prepared?.stages.length ?? 1) - 1;
    this.#moveTo(this.index + 1);
    return this.index < last;
  }

  #togglePlay() {
    const last = (this.prepared?.stages.length ?? 1) - 1;
    if (!this.#player.playing && this.index >= last) this.#moveTo(0);
    this.#player.toggle();
  }

  /** @param {1 | -1} direction */
  #timeStep(direction) {
    const ready = this.prepared;
    if (ready) this.#go(neighbouringStep(ready.stages, this.index, direction));
  }

  /** @param {(stage: import('./model/stage.js').Stage) => boolean} test */
  #goWhere(test) {
    const found = this.prepared?.stages.findIndex(test) ?? -1;
    if (found >= 0) this.#go(found);
  }

  /** A key pressed elsewhere while this is what the reader is at. @param {KeyboardEvent} event */
  followKey(event) {
    if (this.prepared) this.#onKey(event);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    const [target] = event.composedPath();
    const onSlider = target instanceof Element && target.matches('[role="slider"]');
    const inMatrix = target instanceof Element && target.matches('td');
    if (inMatrix || (!onSlider && isControl(target, event.key))) return;
    const { key, shiftKey } = event;
    const last = (this.prepared?.stages.length ?? 1) - 1;
    const back = key === 'ArrowLeft' || (onSlider && key === 'ArrowDown');
    const on = key === 'ArrowRight' || (onSlider && key === 'ArrowUp');
    if (back || on) shiftKey ? this.#timeStep(on ? 1 : -1) : this.#go(this.index + (on ? 1 : -1));
    else if (key === 'PageUp' && onSlider) this.#timeStep(-1);
    else if (key === 'PageDown' && onSlider) this.#timeStep(1);
    else if (key === 'Home') this.#go(0);
    else if (key === 'End') this.#go(last);
    else if (key === ' ') this.#togglePlay();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // -- rendering -------------------------------------------------------------------------------------------------------

  renderBody() {
    const { prepared } = this;
    return html`
      ${this.renderInvitation()}
      ${prepared ? [this.renderSetting(prepared), this.#guardedWalk(prepared)] : this.renderAbsence()}
    `;
  }

  /** Training that goes on meanwhile must not cost a rendering of all this. @param {Prepared} prepared */
  #guardedWalk(prepared) {
    const { index, choice, lit, pointedPlace } = this;
    const { playing, speed } = this.#player;
    return guard([prepared, index, choice, lit, pointedPlace, playing, speed], () => this.#renderWalk(prepared));
  }

  /** @param {Prepared} prepared */
  #renderWalk(prepared) {
    const { walk, stages, labels } = prepared;
    const { t } = this;
    const stage = stages[Math.max(0, Math.min(this.index, stages.length - 1))];
    const { sources, results } = placesOf(stage);
    const playing = this.#player.playing;
    return html`<div class="walk" @keydown=${this.#onKey}>
      <rnn-unrolled
        .t=${t}
        .labels=${labels}
        .walk=${walk}
        .reached=${reachedPlaces(stages, this.index)}
        .sources=${sources}
        .results=${results}
        .pointed=${new Set(this.lit)}
        .nameOf=${this.#namesFor(prepared)}
        .step=${stage.t}
        .backward=${stage.phase === 'backward' || stage.phase === 'sum' || stage.phase === 'update'}
        @place-point=${(/** @type {CustomEvent<string>} */ { detail }) => (this.pointedPlace = detail)}
        @place-select=${(/** @type {CustomEvent<string>} */ { detail }) => this.#onPlace(detail)}
      ></rnn-unrolled>
      <rnn-step-transport
        class="transport"
        .t=${t}
        .stages=${stages}
        .index=${this.index}
        .playing=${playing}
        .speed=${this.#player.speed}
        .numberOf=${(/** @type {number} */ step) => walk.number(step)}
        @go=${(/** @type {CustomEvent<number>} */ { detail }) => this.#go(detail)}
        @time-step=${(/** @type {CustomEvent<1 | -1>} */ { detail }) => this.#timeStep(detail)}
        @play-toggle=${this.#togglePlay}
        @speed-change=${(/** @type {CustomEvent<number>} */ { detail }) => (this.#player.speed = detail)}
      ></rnn-step-transport>
      <p class="visually-hidden" role="status">${playing && this.#player.speed > 1 ? '' : announcementOf(stage, walk, labels, t, this.choice)}</p>
      <div class="work">
        <rnn-step-stage
          class="stage"
          .t=${t}
          .labels=${labels}
          .stage=${stage}
          .choice=${choiceFor(stage, walk, this.choice)}
          .place=${this.pointedPlace}
          @light=${(/** @type {CustomEvent<string[]>} */ { detail }) => (this.lit = detail)}
          @choose=${(/** @type {CustomEvent} */ { detail }) => (this.choice = withChoice(this.choice, { ...detail, step: stage.t }))}
          @jump=${(/** @type {CustomEvent} */ { detail }) =>
            this.#goWhere(
              ({ kind, t: step, phase }) => phase === 'backward' && kind === detail.kind && step === detail.t,
            )}
        ></rnn-step-stage>
        <details class="listing" open>
          <summary>${t('step.listing')}</summary>
          <rnn-step-listing
            .lines=${listingOf(walk)}
            .current=${stage.line}
            .label=${t('step.listing')}
            @line-select=${(/** @type {CustomEvent<string>} */ { detail }) => this.#onLine(detail, stage.t)}
          ></rnn-step-listing>
        </details>
      </div>
    </div>`;
  }

  /** What the parts of the drawing are called: worked out once for each walk. @param {Prepared} prepared */
  #namesFor(prepared) {
    if (this.#names?.of !== prepared) this.#names = { of: prepared, name: drawingNames(prepared, this.t) };
    return this.#names.name;
  }

  /** @param {string} place */
  #onPlace(place) {
    const ready = this.prepared;
    if (!ready) return;
    const { layer } = partOfPlace(place);
    if (layer !== undefined && layer !== ready.walk.layer) this.choose({ layer });
    const index = stageMaking(/** @type {typeof ready} */ (this.prepared).stages, place);
    if (index >= 0) this.#go(index);
  }

  /** To the stage of a line of the program, at the same time step if it has one. @param {string} line @param {number} step */
  #onLine(line, step) {
    const stages = this.prepared?.stages ?? [];
    const same = stages.findIndex((stage) => stage.line === line && stage.t === step);
    const index = same >= 0 ? same : stages.findIndex((stage) => stage.line === line);
    if (index >= 0) this.#go(index);
  }
}
