/**
 * Where everything of the unrolled network stands: time runs to the right, signals go up, gradients come back.
 * Lengths in px. Knows no numbers, only the network's shape.
 *
 * Places, as the stages name them (l: layer, t: step):
 *   nodes     x:t  h:l:t  c:l:t  p:t  L:t  L, and with a d before: the gradient there
 *   forward   U:l:t (into the layer from below)  W:l:t (from step t − 1)  C:l:t (cell state)  V:l:t  S:t (into the loss)
 *   backward  dS:t  dV:l:t (into layer l from above)  dW:l:t (from step t to t − 1)  dC:l:t
 *
 * @typedef {{place: string, kind: 'x' | 'h' | 'c' | 'p' | 'L' | 'total', t: number, layer: number, x: number, y: number,
 *   width: number, height: number}} NodeBox x, y: upper left corner
 * @typedef {{place: string, letter: string, t: number, backward: boolean, from: [number, number], to: [number, number]}} Arrow
 * @typedef {{width: number, height: number, stub: {x: number, y: number} | null, pitch: number, firstColumn: number, nodes: NodeBox[], arrows: Arrow[]}} Layout
 */

/** Heights of the rows and the room between them for arrows. */
export const sizes = {
  top: 4,
  loss: 26,
  probabilities: 54,
  state: 20,
  gradient: 11,
  token: 34,
  gap: 44,
  start: 96,
  end: 96,
  narrowest: 96,
  widest: 260,
};

/** Forward and backward arrows run this far from the line between two nodes. */
const OFFSET_PX = 6;

/**
 * @param {{T: number, layers: number, cell: 'rnn' | 'gru' | 'lstm', width: number, goesOn?: boolean}} shape width: room
 *   there is; goesOn: the sentence does, beyond the window
 * @returns {Layout}
 */
export function layoutOf({ T, layers, cell, width, goesOn = false }) {
  const end = goesOn ? sizes.end : 0;
  const room = Math.floor((width - sizes.start - end) / T);
  const pitch = Math.max(sizes.narrowest, Math.min(sizes.widest, room));
  const rows = rowsOf(layers, cell);
  const nodes = nodesOf(T, layers, cell, pitch, rows);
  const at = new Map(nodes.map((node) => [node.place, node]));
  const get = (/** @type {string} */ place) => /** @type {NodeBox} */ (at.get(place));
  const arrows = [...upward(T, layers, get), ...sideward(T, layers, cell, get)];
  const stub = goesOn ? { x: sizes.start + pitch * T, y: rows.states[layers - 1].h } : null;
  return {
    width: sizes.start + pitch * T + end,
    height: rows.bottom,
    stub,
    pitch,
    firstColumn: sizes.start,
    nodes,
    arrows,
  };
}

/** The upper edge of every row. @param {number} layers @param {string} cell */
function rowsOf(layers, cell) {
  const box = sizes.state + sizes.gradient;
  const cellHeight = cell === 'lstm' ? 2 * box + 22 : box;
  const loss = sizes.top;
  const probabilities = loss + sizes.loss + 24;
  let y = probabilities + sizes.probabilities + sizes.gradient + sizes.gap;
  /** @type {{h: number, c: number}[]} */
  const states = [];
  for (let layer = layers - 1; layer >= 0; layer--) {
    states[layer] = { h: y, c: y + cellHeight - box };
    y += cellHeight + sizes.gap;
  }
  return { loss, probabilities, states, token: y, bottom: y + sizes.token + 4 };
}

/** @param {number} T @param {number} layers @param {string} cell @param {number} pitch @param {ReturnType<typeof rowsOf>} rows */
function nodesOf(T, layers, cell, pitch, rows) {
  const stateWidth = Math.min(110, pitch - 40);
  const middle = (/** @type {number} */ t) => (t < 0 ? sizes.start / 2 - 10 : sizes.start + (t + 0.5) * pitch);
  /** @type {NodeBox[]} */
  const nodes = [];
  /** @param {NodeBox['kind']} kind @param {number} t @param {number} layer @param {number} y @param {number} w @param {number} height */
  const add = (kind, t, layer, y, w, height) => {
    const place = kind === 'h' || kind === 'c' ? `${kind}:${layer}:${t}` : `${kind}:${t}`;
    nodes.push({ place, kind, t, layer, x: middle(t) - w / 2, y, width: w, height });
  };
  for (let t = -1; t < T; t++) {
    for (let layer = 0; layer < layers; layer++) {
      const w = t < 0 ? 32 : stateWidth;
      if (cell === 'lstm') add('c', t, layer, rows.states[layer].c, w, sizes.state);
      add('h', t, layer, rows.states[layer].h, w, sizes.state);
    }
    if (t < 0) continue;
    add('x', t, -1, rows.token, Math.min(72, pitch - 44), sizes.token);
    add('p', t, -1, rows.probabilities, Math.min(150, pitch - 28), sizes.probabilities);
    add('L', t, -1, rows.loss, Math.min(88, pitch - 16), sizes.loss);
  }
  nodes.push({
    place: 'L',
    kind: 'total',
    t: -1,
    layer: -1,
    x: 1,
    y: rows.loss,
    width: sizes.start - 16,
    height: sizes.loss,
  });
  return nodes;
}

/** Bottom of a node together with the strip of its gradient. @param {NodeBox} node */
const bottomOf = (node) => node.y + node.height + (gradientPlaceOf(node) ? sizes.gradient : 0);

/**
 * A pair of arrows between two nodes one above the other: forward on the left, backward on the right.
 * @param {NodeBox} lower
 * @param {NodeBox} upper
 * @param {{letter: string, forward: string, backward: string}} names
 * @returns {Arrow[]}
 */
function verticalPair(lower, upper, { letter, forward, backward }) {
  const x = lower.x + lower.width / 2;
  const [low, high] = [lower.y - 3, bottomOf(upper) + 3];
  const { t } = upper;
  return [
    { place: forward, letter, t, backward: false, from: [x - OFFSET_PX, low], to: [x - OFFSET_PX, high] },
    { place: backward, letter, t, backward: true, from: [x + OFFSET_PX, high], to: [x + OFFSET_PX, low] },
  ];
}

/** @param {number} T @param {number} layers @param {(place: string) => NodeBox} get @returns {Arrow[]} */
function upward(T, layers, get) {
  const top = layers - 1;
  /** @type {Arrow[]} */
  const arrows = [];
  for (let t = 0; t < T; t++) {
    const [input] = verticalPair(get(`x:${t}`), footOf(get, 0, t), { letter: 'U', forward: `U:0:${t}`, backward: '' });
    arrows.push(input);
    for (let layer = 1; layer < layers; layer++) {
      const names = { letter: 'U', forward: `U:${layer}:${t}`, backward: `dV:${layer - 1}:${t}` };
      arrows.push(...verticalPair(get(`h:${layer - 1}:${t}`), footOf(get, layer, t), names));
    }
    const output = { letter: 'V', forward: `V:${top}:${t}`, backward: `dV:${top}:${t}` };
    arrows.push(...verticalPair(get(`h:${top}:${t}`), get(`p:${t}`), output));
    const loss = { letter: '', forward: `S:${t}`, backward: `dS:${t}` };
    arrows.push(...verticalPair(get(`p:${t}`), get(`L:${t}`), loss));
  }
  return arrows;
}

/** The lower node of a layer: c where there is one. @param {(place: string) => NodeBox} get @param {number} layer @param {number} t */
const footOf = (get, layer, t) => get(`c:${layer}:${t}`) ?? get(`h:${layer}:${t}`);

/** @param {number} T @param {number} layers @param {string} cell @param {(place: string) => NodeBox} get @returns {Arrow[]} */
function sideward(T, layers, cell, get) {
  const kinds = cell === 'lstm' ? ['h', 'c'] : ['h'];
  /** @type {Arrow[]} */
  const arrows = [];
  for (let layer = 0; layer < layers; layer++)
    for (let t = 0; t < T; t++)
      for (const kind of kinds) {
        const [left, right] = [get(`${kind}:${layer}:${t - 1}`), get(`${kind}:${layer}:${t}`)];
        const y = left.y + left.height / 2;
        const letter = kind === 'h' ? 'W' : 'C';
        const ends = /** @type {const} */ ([left.x + left.width + 3, right.x - 3]);
        arrows.push(
          { place: `${letter}:${layer}:${t}`, letter, t, backward: false, from: [ends[0], y], to: [ends[1], y] },
          {
            place: `d${letter}:${layer}:${t}`,
            letter,
            t,
            backward: true,
            from: [ends[1], y + 2 * OFFSET_PX + 2],
            to: [ends[0], y + 2 * OFFSET_PX + 2],
          },
        );
      }
  return arrows;
}

/** Kinds of nodes that show the gradient beneath their own numbers; its place is the node's with a d before it. */
const withGradient = ['h', 'c', 'p'];

/** @param {NodeBox} node @returns {string | null} */
export const gradientPlaceOf = ({ kind, place }) => (withGradient.includes(kind) ? `d${place}` : null);

/** @param {Layout} layout @returns {Set<string>} all that can be lit */
export function placesIn({ nodes, arrows }) {
  const gradients = nodes.map(gradientPlaceOf).filter((place) => place !== null);
  return new Set([...nodes, ...arrows].map(({ place }) => place).concat(gradients));
}
