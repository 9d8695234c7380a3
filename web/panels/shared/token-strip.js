import { css, html, nothing } from 'lit';
import { RnnElement } from '../../ui/element.js';
import { directionOf } from '../../text/index.js';
import { createScale, largestMagnitude } from '../../theme/scales.js';
import { SchemeController, schemeProbe } from '../../theme/scheme.js';
import { tokenStyles, tokenView } from './token-view.js';
import { styled } from '../../ui/styled.js';

/** A sentence with a value for each token: as its background on a color scale, and as a number below. */
export class TokenStrip extends RnnElement {
  static properties = {
    t: { attribute: false },
    tokens: { attribute: false },
    values: { attribute: false },
    kind: {},
    maximum: { type: Number },
    marked: { type: Number },
    label: {},
  };

  static styles = [
    ...RnnElement.styles,
    schemeProbe,
    tokenStyles,
    css`
      ol {
        display: flex;
        flex-wrap: wrap;
        gap: var(--rnn-space-2) 2px;
      }
      li {
        display: grid;
        justify-items: center;
        min-width: 2.75rem;
        max-width: 100%;
        grid-template-columns: minmax(0, 100%);
      }
      .token {
        font-size: var(--rnn-text-l);
        width: 100%;
        text-align: center;
        padding: 0 var(--rnn-space-1);
        white-space: pre;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .token .sign {
        color: inherit;
      }
      .marked .token {
        outline: 2px solid var(--rnn-ink);
        outline-offset: -2px;
      }
      .value {
        font-size: var(--rnn-text-xs);
        color: var(--rnn-muted);
      }
    `,
  ];

  #scheme = new SchemeController(this);

  constructor() {
    super();
    /** @type {import('../../i18n/index.js').Translator | undefined} */
    this.t = undefined;
    /** @type {readonly string[]} */
    this.tokens = [];
    /** @type {ArrayLike<number>} one per token; NaN: none */
    this.values = [];
    /** @type {import('../../theme/scales.js').ScaleKind} */
    this.kind = 'diverging';
    /** @type {number | undefined} end of the color scale; undefined: fitted to the values */
    this.maximum = undefined;
    /** @type {number} index of the marked token; -1: none */
    this.marked = -1;
    this.label = '';
  }

  render() {
    const { t } = this;
    if (!t) return nothing;
    const maximum = this.maximum ?? largestMagnitude(Array.from(this.values).filter(Number.isFinite));
    const scale = createScale({ kind: this.kind, maximum, scheme: this.#scheme.scheme });
    return html`<ol aria-label=${this.label} dir=${directionOf(this.tokens)}>
      ${this.tokens.map((token, i) => {
        const value = this.values[i];
        const known = Number.isFinite(value);
        const style = known ? { background: scale.css(value), color: scale.textOn(value) } : {};
        return html`<li class=${i === this.marked ? 'marked' : ''}>
          <span class="token data" ${styled(style)}>${tokenView(token, t)}</span>
          <span class="value number" dir="ltr">${known ? t.format.number(value, 2) : ' '}</span>
        </li>`;
      })}
    </ol>`;
  }
}
