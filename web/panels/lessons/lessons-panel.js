import { css, html } from 'lit';
import { lessons } from '../../lessons/lessons.js';
import { tutorialNote } from '../../lessons/tutorial-note.js';
import { PanelElement } from '../shared/panel.js';

/**
 * The list of lessons, each with its subject and duration.
 * @fires lesson-start bubbles; detail: {lesson}
 */
export class LessonsPanel extends PanelElement {
  static id = 'lessons';

  static styles = [
    ...PanelElement.styles,
    css`
      ol {
        display: grid;
        gap: var(--rnn-space-2) var(--rnn-space-6);
      }
      @container (width > 760px) {
        ol {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
      }
      @container (width > 1200px) {
        ol {
          grid-template-columns: repeat(4, minmax(0, 1fr));
        }
      }
      ol button {
        display: grid;
        align-content: start;
        grid-template-columns: 1.75rem minmax(0, 1fr);
        gap: 0 var(--rnn-space-2);
        width: 100%;
        height: 100%;
        padding: var(--rnn-space-2);
        border-color: transparent;
        background: none;
        text-align: start;
        line-height: 1.45;
      }
      .number {
        color: var(--rnn-muted);
        font-size: var(--rnn-text-l);
      }
      .title {
        font-weight: 600;
      }
      .done {
        color: var(--rnn-right);
      }
      .point {
        grid-column: 2;
        color: var(--rnn-muted);
        font-size: var(--rnn-text-s);
        text-wrap: pretty;
      }
      .time {
        display: block;
      }
      .tutorial {
        margin-top: var(--rnn-space-3);
      }
      /* Chinese has no italics. */
      cite {
        font-style: normal;
      }
      a {
        color: inherit;
        text-underline-offset: 0.25em;
      }
    `,
  ];

  /** @param {import('../shared/panel.js').Store} store */
  select(store) {
    return { finished: store.finishedLessons };
  }

  renderBody() {
    const { t } = this;
    const { finishedLessons } = this.requiredStore;
    return html`<ol>
      ${lessons.map(
        ({ id, minutes }, i) => html`<li>
          <button type="button" @click=${() => this.#start(id)}>
            <span class="number">${i + 1}</span>
            <span class="title">${t.dynamic(`lessons.${id}.title`)}${
              finishedLessons.has(id)
                ? html` <span class="done" aria-hidden="true">✓</span><span class="visually-hidden">${t('lessons.finished')}</span>`
                : ''
            }</span>
            <span class="point">${t.dynamic(`lessons.${id}.point`)} <span class="time">${t('lessons.minutes', { count: minutes })}</span></span>
          </button>
        </li>`,
      )}
    </ol>
    ${tutorialNote(t)}`;
  }

  /** @param {string} lesson */
  #start(lesson) {
    this.dispatchEvent(new CustomEvent('lesson-start', { detail: { lesson }, bubbles: true, composed: true }));
  }
}
