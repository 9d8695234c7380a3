/**
 * Layout of the unrolled network: time runs to the right, signals go up, gradients come back down and to the left.
 * Lengths in px. Depends on the network's shape only, not on its numbers.
 *
 * Drawing ids (l: layer, t: time step):
 *   nodes     x:t  h:l:t  c:l:t  p:t  L:t  L; with a d in front: the strip of the gradient below the node
 *   forward   U:l:t (into the layer from below)  W:l:t (from step t − 1)  C:l:t (cell state)  V:l:t  S:t (into the loss)
 *   backward  dS:t  dV:l:t (into layer l from above)  dW:l:t (from step t to t − 1)  dC:l:t
 *
 * @typedef {{id: string, kind: 'x' | 'h' | 'c' | 'p' | 'L' | 'total', timeStep: number, layer: number, x: number, y: number,
 *   width: number, height: number}} NodeBox x, y: upper left corner; timeStep −1: the state before the first step
 * @typedef {{id: string, letter: string, timeStep: number, backward: boolean, from: [number, number], to: [number, number]}} Arrow
 * @typedef {{width: number, height: number, stub: {x: number, y: number} | null, pitch: number, firstColumn: number, nodes: NodeBox[], arrows: Arrow[]}} Layout
 */

/** Heights of the rows, the gaps between them, and the widths of the columns. */
export const SIZES_PX = {
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

/** Distance of a forward and a backward arrow from the line between their nodes. */
const OFFSET_PX = 6;

/**
 * @param {{T: number, layers: number, cell: 'rnn' | 'gru' | 'lstm', width: number, continues?: boolean}} shape width:
 *   available, px; continues: whether the sentence goes on after the window
 * @returns {Layout}
 */
export function layoutOf({ T, layers, cell, width, continues: goesOn = false }) {
  const end = goesOn ? SIZES_PX.end : 0;
  const room = Math.floor((width - SIZES_PX.start - end) / T);
  const pitch = Math.max(SIZES_PX.narrowest, Math.min(SIZES_PX.widest, room));
  const rows = rowsOf(layers, cell);
  const nodes = nodesOf(T, layers, cell, pitch, rows);
  const at = new Map(nodes.map((node) => [node.id, node]));
  const get = (/** @type {string} */ id) => /** @type {NodeBox} */ (at.get(id));
  const arrows = [...upward(T, layers, get), ...sideward(T, layers, cell, get)];
  const stub = goesOn ? { x: SIZES_PX.start + pitch * T, y: rows.states[layers - 1].h } : null;
  return {
    width: SIZES_PX.start + pitch * T + end,
    height: rows.bottom,
    stub,
    pitch,
    firstColumn: SIZES_PX.start,
    nodes,
    arrows,
  };
}

/** The upper edge of every row. @param {number} layers @param {string} cell */
function rowsOf(layers, cell) {
  const box = SIZES_PX.state + SIZES_PX.gradient;
  const cellHeight = cell === 'lstm' ? 2 * box + 22 : box;
  const loss = SIZES_PX.top;
  const probabilities = loss + SIZES_PX.loss + 24;
  let y = probabilities + SIZES_PX.probabilities + SIZES_PX.gradient + SIZES_PX.gap;
  /** @type {{h: number, c: number}[]} */
  const states = [];
  for (let layer = layers - 1; layer >= 0; layer--) {
    states[layer] = { h: y, c: y + cellHeight - box };
    y += cellHeight + SIZES_PX.gap;
  }
  return { loss, probabilities, states, token: y, bottom: y + SIZES_PX.token + 4 };
}

/** @param {number} T @param {number} layers @param {string} cell @param {number} pitch @param {ReturnType<typeof rowsOf>} rows */
function nodesOf(T, layers, cell, pitch, rows) {
  const stateWidth = Math.min(110, pitch - 40);
  const middle = (/** @type {number} */ t) => (t < 0 ? SIZES_PX.start / 2 - 10 : SIZES_PX.start + (t + 0.5) * pitch);
  /** @type {NodeBox[]} */
  const nodes = [];
  /** @param {NodeBox['kind']} kind @param {number} t @param {number} layer @param {number} y @param {number} w @param {number} height */
  const add = (kind, t, layer, y, w, height) => {
    const id = kind === 'h' || kind === 'c' ? `${kind}:${layer}:${t}` : `${kind}:${t}`;
    nodes.push({ id, kind, timeStep: t, layer, x: middle(t) - w / 2, y, width: w, height });
  };
  for (let t = -1; t < T; t++) {
    for (let layer = 0; layer < layers; layer++) {
      const w = t < 0 ? 32 : stateWidth;
      if (cell === 'lstm') add('c', t, layer, rows.states[layer].c, w, SIZES_PX.state);
      add('h', t, layer, rows.states[layer].h, w, SIZES_PX.state);
    }
    if (t < 0) continue;
    add('x', t, -1, rows.token, Math.min(72, pitch - 44), SIZES_PX.token);
    add('p', t, -1, rows.probabilities, Math.min(150, pitch - 28), SIZES_PX.probabilities);
    add('L', t, -1, rows.loss, Math.min(88, pitch - 16), SIZES_PX.loss);
  }
  nodes.push({
    id: 'L',
    kind: 'total',
    timeStep: -1,
    layer: -1,
    x: 1,
    y: rows.loss,
    width: SIZES_PX.start - 16,
    height: SIZES_PX.loss,
  });
  return nodes;
}

/** Lower edge of a node with the strip of its gradient. @param {NodeBox} node */
const bottomWithGradient = (node) => node.y + node.height + (gradientIdOf(node) ? SIZES_PX.gradient : 0);

/**
 * A pair of vertical arrows between two nodes: forward on the left, backward on the right.
 * @param {NodeBox} lower
 * @param {NodeBox} upper
 * @param {{letter: string, forward: string, backward: string}} names
 * @returns {Arrow[]}
 */
function verticalPair(lower, upper, { letter, forward, backward }) {
  const x = lower.x + lower.width / 2;
  const [low, high] = [lower.y - 3, bottomWithGradient(upper) + 3];
  const { timeStep } = upper;
  return [
    { id: forward, letter, timeStep, backward: false, from: [x - OFFSET_PX, low], to: [x - OFFSET_PX, high] },
    { id: backward, letter, timeStep, backward: true, from: [x + OFFSET_PX, high], to: [x + OFFSET_PX, low] },
  ];
}

/** @param {number} T @param {number} layers @param {(id: string) => NodeBox} get @returns {Arrow[]} */
function upward(T, layers, get) {
  const top = layers - 1;
  /** @type {Arrow[]} */
  const arrows = [];
  for (let t = 0; t < T; t++) {
    const [input] = verticalPair(get(`x:${t}`), lowerNodeOf(get, 0, t), {
      letter: 'U',
      forward: `U:0:${t}`,
      backward: '',
    });
    arrows.push(input);
    for (let layer = 1; layer < layers; layer++) {
      const names = { letter: 'U', forward: `U:${layer}:${t}`, backward: `dV:${layer - 1}:${t}` };
      arrows.push(...verticalPair(get(`h:${layer - 1}:${t}`), lowerNodeOf(get, layer, t), names));
    }
    const output = { letter: 'V', forward: `V:${top}:${t}`, backward: `dV:${top}:${t}` };
    arrows.push(...verticalPair(get(`h:${top}:${t}`), get(`p:${t}`), output));
    const loss = { letter: '', forward: `S:${t}`, backward: `dS:${t}` };
    arrows.push(...verticalPair(get(`p:${t}`), get(`L:${t}`), loss));
  }
  return arrows;
}

/** The lowest node of a layer: c in an LSTM, else h. @param {(id: string) => NodeBox} get @param {number} layer @param {number} t */
const lowerNodeOf = (get, layer, t) => get(`c:${layer}:${t}`) ?? get(`h:${layer}:${t}`);

/** @param {number} T @param {number} layers @param {string} cell @param {(id: string) => NodeBox} get @returns {Arrow[]} */
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
          { id: `${letter}:${layer}:${t}`, letter, timeStep: t, backward: false, from: [ends[0], y], to: [ends[1], y] },
          {
            id: `d${letter}:${layer}:${t}`,
            letter,
            timeStep: t,
            backward: true,
            from: [ends[1], y + 2 * OFFSET_PX + 2],
            to: [ends[0], y + 2 * OFFSET_PX + 2],
          },
        );
      }
  return arrows;
}

/** Kinds of nodes that show their gradient in a strip below their own numbers. */
const KINDS_WITH_GRADIENT = ['h', 'c', 'p'];

/** Id of the strip of a node's gradient. @param {NodeBox} node @returns {string | null} */
export const gradientIdOf = ({ kind, id }) => (KINDS_WITH_GRADIENT.includes(kind) ? `d${id}` : null);

/** @param {Layout} layout @returns {Set<string>} ids of all parts */
export function drawingIdsIn({ nodes, arrows }) {
  const gradients = nodes.map(gradientIdOf).filter((id) => id !== null);
  return new Set([...nodes, ...arrows].map(({ id }) => id).concat(gradients));
}
