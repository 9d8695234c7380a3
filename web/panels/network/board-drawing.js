import { RnnElement } from '../../ui/element.js';
import { SchemeController } from '../../theme/scheme.js';
import { Motion } from './motion.js';
import { paintBoard, valuesOf } from './paint.js';
import { paintMatrix } from './pixels.js';

/**
 * @typedef {{letter: string, name: string, row: string, top: number, shape: number[], values: ArrayLike<number> | null}} Matrix
 */

/** Side of a matrix's small picture, px. */
export const TILE_PX = 28;

/** Base of the board: what is drawn and not written. The subclass renders the canvases; its styles need `schemeProbe`. */
export class BoardDrawing extends RnnElement {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = {
    scene: { attribute: false },
    geometry: { attribute: false },
    matrices: { attribute: false },
    direction: {},
  };

  #scheme = new SchemeController(this);
  #motion = new Motion(() => this.#paint());
  /** Shape of what was painted last: values of another are not run after. */
  #painted = '';
  #schemeBefore = '';

  constructor() {
    super();
    /** @type {import('./scene.js').Scene | undefined} */
    this.scene = undefined;
    /** @type {import('./geometry.js').Geometry | undefined} */
    this.geometry = undefined;
    /** @type {readonly Matrix[]} */
    this.matrices = [];
    /** @type {'ltr' | 'rtl'} */
    this.direction = 'ltr';
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#motion.stop();
  }

  /** Lets a wave go through the network: forward, and the gradient back. */
  wave() {
    this.#motion.wave();
  }

  /** @param {import('lit').PropertyValues} changed */
  updated(changed) {
    super.updated(changed);
    const { scene, geometry } = this;
    if (!scene || !geometry) return;
    if (changed.has('geometry')) this.#size();
    const { scheme } = this.#scheme;
    if (changed.has('matrices') || changed.has('geometry') || scheme !== this.#schemeBefore) this.#placeMatrices();
    this.#schemeBefore = scheme;
    const shape = [geometry.columns, scene.layers, scene.hidden, scene.columns[0]?.step].join(' ');
    this.#motion.show(valuesOf(scene), shape !== this.#painted);
    this.#painted = shape;
  }

  /** Sizes are set as properties: a page's policy may forbid attributes of style. */
  #size() {
    const { geometry } = this;
    const board = /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('.board'));
    if (!geometry || !board) return;
    const { rows, pitch, gutter, width, height, units } = geometry;
    const sizes = { ...rows, pitch, gutter, width, height, units: units.width, tile: TILE_PX };
    for (const [name, size] of Object.entries(sizes)) board.style.setProperty(`--${name}`, `${size}px`);
  }

  #placeMatrices() {
    const { scheme } = this.#scheme;
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (this.renderRoot.querySelectorAll('.matrix'))) {
      const matrix = this.matrices[Number(button.dataset.matrix)];
      if (!matrix) continue;
      button.style.setProperty('top', `${matrix.top - TILE_PX / 2 - 4}px`);
      const context = button.querySelector('canvas')?.getContext('2d');
      if (context) paintMatrix(context, matrix, TILE_PX * 2, scheme);
    }
  }

  #paint() {
    const { scene, geometry } = this;
    const canvas = /** @type {HTMLCanvasElement | null} */ (this.renderRoot.querySelector('canvas.drawing'));
    if (!scene || !geometry || !canvas) return;
    const ratio = devicePixelRatio || 1;
    const [width, height] = [Math.round(geometry.width * ratio), Math.round(geometry.height * ratio)];
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { values, waveNow } = this.#motion;
    paintBoard(context, {
      ...{ geometry, scene, values, wave: waveNow },
      ...{ scheme: this.#scheme.scheme, reversed: this.direction === 'rtl' },
    });
  }
}
