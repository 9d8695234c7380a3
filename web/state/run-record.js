/** What the engine has told of the run of a model, and of the runs before it. */
import { LossHistory, UpdateHistory } from './history-columns.js';

/** @typedef {import('../engine/types.js').SessionEvent} SessionEvent */

/** Events of a run kept at most. */
const MAX_EVENTS = 1000;

export class RunRecord {
  /** As of the last update. @type {import('../engine/types.js').Status | null} */
  status = null;
  history = new LossHistory();
  updateHistory = new UpdateHistory();
  /** Oldest first. @type {readonly import('./earlier-runs.js').Run[]} */
  runs = Object.freeze([]);
  /** @type {readonly SessionEvent[]} */
  events = Object.freeze([]);
  /** What it has written as it learned, in the order of the steps. @type {readonly import('./sample-list.js').Sample[]} */
  samples = Object.freeze([]);

  forgetRuns() {
    this.runs = Object.freeze([]);
  }

  /** @protected The curves of another model; its samples are known before. */
  _beginRecord() {
    this.status = null;
    this.history = new LossHistory();
    this.updateHistory = new UpdateHistory();
    this.events = Object.freeze([]);
  }

  /** @protected @param {import('../engine/types.js').Update} update */
  _record({ status, history, running, events }) {
    this.status = status;
    for (const event of events) if (event.type === 'restored') this.#goBackTo(event.step);
    this.history.append(history);
    this.updateHistory.append(running);
    if (events.length > 0) this.events = Object.freeze([...this.events, ...events].slice(-MAX_EVENTS));
  }

  /** The curves end where the weights are. @param {number} step */
  #goBackTo(step) {
    this.history.cutAfter('step', step);
    this.updateHistory.cutAfter('step', step);
    this._forgetSamplesAfter(step);
  }

  /** @protected @param {number} step */
  _forgetSamplesAfter(step) {
    this.samples = Object.freeze(this.samples.filter((sample) => sample.step <= step));
  }
}
