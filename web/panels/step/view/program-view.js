import { css, html, nothing } from 'lit';
import { RnnElement } from '../../../ui/element.js';

/**
 * All stages as a short program in the style of numpy, with the current line highlighted.
 * @fires line-select detail: id of a line
 */
export class ProgramView extends RnnElement {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = {
    lines: { attribute: false },
    current: {},
    label: {},
  };

  static styles = [
    ...RnnElement.styles,
    css`
      ol {
        font-family: var(--rnn-font-mono);
        font-size: var(--rnn-text-xs);
        line-height: 1.5;
        overflow-x: auto;
        padding-block: 2px;
      }
      li {
        width: max-content;
        min-width: 100%;
        padding-inline: var(--rnn-space-2);
        white-space: pre;
        min-height: 0.75em;
        color: var(--rnn-muted);
        border-inline-start: 3px solid transparent;
      }
      li.stage {
        cursor: pointer;
      }
      li.stage:hover {
        color: var(--rnn-ink);
      }
      li.now {
        color: var(--rnn-ink);
        background: var(--rnn-highlight);
        border-color: var(--rnn-ink);
      }
    `,
  ];

  constructor() {
    super();
    /** @type {readonly import('../model/program.js').Line[]} */
    this.lines = [];
    /** Id of the current line; '' for none. */
    this.current = '';
    /** Accessible name. */
    this.label = '';
  }

  render() {
    return html`<ol aria-label=${this.label} tabindex="0">
      ${this.lines.map(({ id, code, indent }) => {
        const now = id !== '' && id === this.current;
        const select = () => id && this.dispatchEvent(new CustomEvent('line-select', { detail: id }));
        return html`<li class="${id ? 'stage' : ''} ${now ? 'now' : ''}" aria-current=${now ? 'step' : nothing} @click=${select}>${'  '.repeat(indent)}${code}</li>`;
      })}
    </ol>`;
  }
}
