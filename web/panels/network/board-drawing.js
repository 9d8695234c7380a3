import { contextFor } from '../../ui/canvas.js';
import { RnnElement } from '../../ui/element.js';
import { SchemeController } from '../../theme/scheme.js';
import { BoardAnimation } from './board-animation.js';
import { paintBoard, valuesOf } from './paint.js';
import { paintMatrix } from './pixels.js';

/**
 * @typedef {{letter: string, name: string, row: string, top: number, shape: number[], values: ArrayLike<number> | null}} Matrix
 */

/** Side of a matrix's thumbnail. */
export const TILE_PX = 28;

/** Base of the board: what is drawn on canvases. The subclass renders them; its styles need `schemeProbe`. */
export class BoardDrawing extends RnnElement {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = {
    scene: { attribute: false },
    geometry: { attribute: false },
    matrices: { attribute: false },
    direction: {},
  };

  #scheme = new SchemeController(this);
  #animation = new BoardAnimation(() => this.#paint());
  /** Shape of the scene painted last: from one shape to another nothing is animated. */
  #paintedShape = '';
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
    this.#animation.stop();
  }

  /** Animates one update: a wave through the network, forward, then backward. */
  startWave() {
    this.#animation.startWave();
  }

  /** @param {import('lit').PropertyValues} changed */
  updated(changed) {
    super.updated(changed);
    const { scene, geometry } = this;
    if (!scene || !geometry) return;
    if (changed.has('geometry')) this.#setSizes();
    const { scheme } = this.#scheme;
    if (changed.has('matrices') || changed.has('geometry') || scheme !== this.#schemeBefore) this.#placeMatrices();
    this.#schemeBefore = scheme;
    const shape = [geometry.columns, scene.layers, scene.hidden, scene.columns[0]?.step].join(' ');
    this.#animation.show(valuesOf(scene), shape !== this.#paintedShape);
    this.#paintedShape = shape;
  }

  /** Through CSSOM: a content security policy may forbid style attributes. */
  #setSizes() {
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
    const { values, waveProgress: waveNow } = this.#animation;
    paintBoard(contextFor(canvas, geometry.width, geometry.height), {
      ...{ geometry, scene, values, wave: waveNow },
      ...{ scheme: this.#scheme.scheme, reversed: this.direction === 'rtl' },
    });
  }
}
