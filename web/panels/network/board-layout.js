import { geometryOf } from './geometry.js';
import { matricesOf } from './matrices.js';
import { widestTokenPx } from './widest-token.js';

/** A window at least this high gives the board taller rows. */
const TALL_WINDOW_PX = 860;

/**
 * Geometry and matrices of the board, cached: while the network trains they are the same at every update, and the board is laid
 * out again only when it gets other objects.
 */
export class BoardLayout {
  #key = '';
  /** @type {import('./geometry.js').Geometry | undefined} the latest */
  geometry;
  /** @type {{info: unknown, values: readonly import('../../engine/types.js').ParameterValues[] | undefined}} the weights drawn last */
  #known = { info: null, values: undefined };
  /** @type {{of: unknown, geometry: unknown, list: import('./matrices.js').Matrix[]}} */
  #matrices = { of: null, geometry: null, list: [] };

  /**
   * @param {import('../../engine/types.js').Trace} trace
   * @param {{sequence: string, width: number, label: (id: number) => string}} shown sequence: identifies model and sentence;
   *   width: available, px
   * @returns {import('./geometry.js').Geometry}
   */
  geometryFor({ T, layers, H, inputs }, { sequence, width, label }) {
    const tall = innerHeight >= TALL_WINDOW_PX;
    const key = [sequence, width, T, layers, H, tall].join(' ');
    if (key !== this.#key || !this.geometry) {
      const tokenWidth = widestTokenPx(Array.from(inputs, label));
      this.geometry = geometryOf({ width, steps: T, layers, hidden: H, tokenWidth, tall });
      this.#key = key;
    }
    return this.geometry;
  }

  /**
   * @param {import('../../engine/types.js').ModelInfo | null} info
   * @param {readonly import('../../engine/types.js').ParameterValues[] | undefined} values undefined: those before, if they are
   *   of the same network
   * @param {import('./geometry.js').Geometry} geometry
   */
  matricesFor(info, values, geometry) {
    if (values || info !== this.#known.info) this.#known = { info, values };
    const of = this.#known.values ?? info;
    if (this.#matrices.of !== of || this.#matrices.geometry !== geometry)
      this.#matrices = { of, geometry, list: info ? matricesOf(info, this.#known.values, geometry) : [] };
    return this.#matrices.list;
  }
}
