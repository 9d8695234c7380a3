import { html } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { ScaleLegend } from '../../charts/scale-legend.js';
import { isControl } from '../../ui/shortcuts.js';
import { PanelElement } from '../shared/panel.js';
import { drawingNames } from './drawing/drawing-names.js';
import { ProgramView } from './view/program-view.js';
import { programLines } from './model/program.js';
import { stageIndexAtNextTimeStep, parseDrawingId, drawingIdsOf, stageIndexFor } from './model/drawing-ids.js';
import { Player } from './view/player.js';
import { announcementOf, selectedEntryFor, NO_SELECTIONS, withSelection } from './view/entry-selection.js';
import { StageView } from './view/stage-view.js';
import { revealedDrawingIds } from './model/stages.js';
import { stepPanelStyles } from './step-panel-styles.js';
import { TransportView } from './view/transport-view.js';
import { UnrolledView } from './drawing/unrolled-view.js';
import { WalkPanel } from './walk-panel.js';

/** @typedef {import('./walk-panel.js').Prepared} Prepared */

/**
 * "Step through": one optimizer step on one sentence, stage by stage, with all its numbers. The drawing, the transport
 * controls, the stage and the program show the same stage and are kept in step by `index`.
 */
export class StepPanel extends WalkPanel {
  static id = 'step';
  static drawn = true;

  static dependencies = {
    'rnn-scale-legend': ScaleLegend,
    'rnn-unrolled': UnrolledView,
    'rnn-step-transport': TransportView,
    'rnn-step-stage': StageView,
    'rnn-step-program': ProgramView,
  };

  /** @type {import('lit').PropertyDeclarations} */
  static properties = {
    index: { type: Number },
    stage: {},
    selections: { state: true },
    highlighted: { state: true },
    pointedDrawingId: { state: true },
  };

  static styles = [...PanelElement.styles, stepPanelStyles];

  #player = new Player(this, () => this.#next());
  /** Id of the stage shown last: it is found again in another dry run. */
  #stageId = '';
  /** @type {{of: Prepared, name: (drawingId: string) => string | undefined} | null} */
  #names = null;

  constructor() {
    super();
    /** Index of the stage. */
    this.index = 0;
    /** Set to go to a stage by name: its kind (or line) and the time step's number on the page, such as 'fromFuture 3'. */
    this.stage = '';
    this.selections = NO_SELECTIONS;
    /** @type {readonly string[]} ids of the highlighted parts of the drawing */
    this.highlighted = [];
    /** Id of the part of the drawing that the reader points at; '' for none. */
    this.pointedDrawingId = '';
  }

  /** @param {import('lit').PropertyValues} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    if (changed.has('stage') && this.prepared) this.#goByName();
  }

  /** Goes to the stage that `stage` names. */
  #goByName() {
    const [name, number] = this.stage.split(' ');
    const walk = this.prepared?.walk;
    this.stage = '';
    this.#goWhere(
      ({ kind, line, timeStep }) =>
        [kind, line].includes(name) && (!number || walk?.stepNumber(timeStep) === Number(number)),
    );
  }

  /** Stays at the same stage, if the new dry run has it. */
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

  // -- navigation ------------------------------------------------------------------------------------------------------

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
    if (!stage) return;
    const { phase, kind, timeStep } = stage;
    this.report('stage', { index: this.index, phase, kind, step: timeStep + 1 });
  }

  /** Plays one stage on. @returns {boolean} whether there are more */
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
    if (ready) this.#go(stageIndexAtNextTimeStep(ready.stages, this.index, direction));
  }

  /** @param {(stage: import('./model/stage.js').Stage) => boolean} test */
  #goWhere(test) {
    const found = this.prepared?.stages.findIndex(test) ?? -1;
    if (found >= 0) this.#go(found);
  }

  /** A key pressed elsewhere on the page, while the reader is working in this panel. @param {KeyboardEvent} event */
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
    else if (key === 'PageUp' && onSlider) this.#timeStep(1);
    else if (key === 'PageDown' && onSlider) this.#timeStep(-1);
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

  /** Not rendered again while only the training status changes. @param {Prepared} prepared */
  #guardedWalk(prepared) {
    const { index, selections, highlighted, pointedDrawingId } = this;
    const { playing, speed } = this.#player;
    return guard([prepared, index, selections, highlighted, pointedDrawingId, playing, speed], () =>
      this.#renderWalk(prepared),
    );
  }

  /** @param {Prepared} prepared */
  #renderWalk(prepared) {
    const { walk, stages, labels } = prepared;
    const { t } = this;
    const stage = stages[Math.max(0, Math.min(this.index, stages.length - 1))];
    const { sources, results } = drawingIdsOf(stage);
    const playing = this.#player.playing;
    return html`<div class="walk" @keydown=${this.#onKey}>
      <rnn-unrolled
        .t=${t}
        .labels=${labels}
        .walk=${walk}
        .reached=${revealedDrawingIds(stages, this.index)}
        .sources=${sources}
        .results=${results}
        .pointed=${new Set(this.highlighted)}
        .nameOf=${this.#namesFor(prepared)}
        .timeStep=${stage.timeStep}
        .backward=${stage.phase === 'backward' || stage.phase === 'sum' || stage.phase === 'update'}
        @part-point=${(/** @type {CustomEvent<string>} */ { detail }) => (this.pointedDrawingId = detail)}
        @part-select=${(/** @type {CustomEvent<string>} */ { detail }) => this.#onPart(detail)}
      ></rnn-unrolled>
      <rnn-step-transport
        class="transport"
        .t=${t}
        .stages=${stages}
        .index=${this.index}
        .playing=${playing}
        .speed=${this.#player.speed}
        .numberOf=${(/** @type {number} */ timeStep) => walk.stepNumber(timeStep)}
        @go=${(/** @type {CustomEvent<number>} */ { detail }) => this.#go(detail)}
        @time-step=${(/** @type {CustomEvent<1 | -1>} */ { detail }) => this.#timeStep(detail)}
        @play-toggle=${this.#togglePlay}
        @speed-change=${(/** @type {CustomEvent<number>} */ { detail }) => (this.#player.speed = detail)}
      ></rnn-step-transport>
      <p class="visually-hidden" role="status">${playing && this.#player.speed > 1 ? '' : announcementOf(stage, walk, labels, t, this.selections)}</p>
      <div class="work">
        <rnn-step-stage
          class="stage"
          .t=${t}
          .labels=${labels}
          .stage=${stage}
          .selected=${selectedEntryFor(stage, walk, this.selections)}
          .drawingId=${this.pointedDrawingId}
          @highlight=${(/** @type {CustomEvent<string[]>} */ { detail }) => (this.highlighted = detail)}
          @entry-select=${(/** @type {CustomEvent} */ { detail }) => (this.selections = withSelection(this.selections, { ...detail, timeStep: stage.timeStep }))}
          @jump=${this.#onJump}
        ></rnn-step-stage>
        <details class="program" open>
          <summary>${t('step.listing')}</summary>
          <rnn-step-program
            .lines=${programLines(walk)}
            .current=${stage.line}
            .label=${t('step.listing')}
            @line-select=${(/** @type {CustomEvent<string>} */ { detail }) => this.#onLine(detail, stage.timeStep)}
          ></rnn-step-program>
        </details>
      </div>
    </div>`;
  }

  /** To the stage that computes a contribution. @param {CustomEvent<{kind: string, timeStep: number}>} event */
  #onJump({ detail }) {
    this.#goWhere(
      ({ kind, timeStep, phase }) => phase === 'backward' && kind === detail.kind && timeStep === detail.timeStep,
    );
  }

  /** Accessible names of the drawing's parts, cached for each walk. @param {Prepared} prepared */
  #namesFor(prepared) {
    if (this.#names?.of !== prepared) this.#names = { of: prepared, name: drawingNames(prepared, this.t) };
    return this.#names.name;
  }

  /** @param {string} drawingId */
  #onPart(drawingId) {
    const ready = this.prepared;
    if (!ready) return;
    const { layer } = parseDrawingId(drawingId);
    if (layer !== undefined && layer !== ready.walk.layer) this.choose({ layer });
    const index = stageIndexFor(/** @type {typeof ready} */ (this.prepared).stages, drawingId);
    if (index >= 0) this.#go(index);
  }

  /** To the stage of a line of the program, at the same time step if it has one. @param {string} line @param {number} timeStep */
  #onLine(line, timeStep) {
    const stages = this.prepared?.stages ?? [];
    const same = stages.findIndex((stage) => stage.line === line && stage.timeStep === timeStep);
    const index = same >= 0 ? same : stages.findIndex((stage) => stage.line === line);
    if (index >= 0) this.#go(index);
  }
}
