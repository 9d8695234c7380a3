import { css, html } from 'lit';
import { RnnElement } from '../ui/element.js';
import { SchemeController, schemeProbe } from '../theme/scheme.js';
import { createScale } from '../theme/scales.js';
import { styled } from '../ui/styled.js';

/** Legend of a color scale: a gradient between its two ends. */
export class ScaleLegend extends RnnElement {
  static properties = {
    kind: {},
    maximum: { type: Number },
    label: {},
    format: { attribute: false },
  };

  static styles = [
    ...RnnElement.styles,
    schemeProbe,
    css`
      :host {
        display: inline-flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--rnn-space-1) var(--rnn-space-2);
        font-size: var(--rnn-text-xs);
        color: var(--rnn-muted);
      }
      .bar {
        display: inline-block;
        width: 7rem;
        height: 0.625rem;
        border: 1px solid var(--rnn-line);
      }
    `,
  ];

  #scheme = new SchemeController(this);

  constructor() {
    super();
    /** @type {import('../theme/scales.js').ScaleKind} */
    this.kind = 'diverging';
    this.maximum = 1;
    this.label = '';
    /** @type {(value: number) => string} */
    this.format = String;
  }

  render() {
    const scale = createScale({ kind: this.kind, maximum: this.maximum, scheme: this.#scheme.scheme });
    const from = this.kind === 'diverging' ? -scale.maximum : 0;
    const stops = Array.from({ length: 17 }, (_, i) => scale.css(from + ((scale.maximum - from) * i) / 16));
    return html`
      ${this.label ? html`<span>${this.label}</span>` : ''}
      <span class="number">${this.format(from)}</span>
      <span class="bar data" ${styled({ background: `linear-gradient(to right, ${stops.join(', ')})` })}></span>
      <span class="number">${this.format(scale.maximum)}</span>
    `;
  }
}
