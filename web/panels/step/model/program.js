/**
 * The whole walk as a short program in the manner of numpy; every stage names the line it is on.
 *
 * @typedef {import('./walk.js').Walk} Walk
 * @typedef {{id: string, code: string, indent: number}} Line lines that belong together have the same id; '' is no stage
 */
import { optimizers } from '../../../engine/optimizers.js';

/** @param {string} id @param {string} code @param {number} [indent] @returns {Line} */
const line = (id, code, indent = 1) => ({ id, code, indent });

/** @param {Walk} walk @returns {Line[]} */
export function programLines(walk) {
  return [
    ...forwardLines(walk),
    line('', '', 0),
    ...lossLines(walk),
    line('', '', 0),
    ...backwardLines(walk),
    line('', '', 0),
    ...updateLines(walk),
  ];
}

/** @param {Walk} walk */
function forwardLines(walk) {
  const plus = (/** @type {string} */ bias) => (walk.bias ? ` + ${bias}` : '');
  const logits = walk.logitLetter;
  return [
    line('', 'for t in range(1, T + 1):', 0),
    walk.layer === 0 ? line('lookup', `u = U[:, x[t]]${plus('b_U')}`) : line('input', `u = U @ below[t]${plus('b_U')}`),
    line('recurrent', `w = W @ h[t-1]${plus('b_W')}`),
    ...cellForward[walk.cell](walk),
    line('logits', `${logits} = V @ ${walk.top ? 'h[t]' : 'top[t]'}${plus('b_V')}`),
    line('softmax', `e = exp(${logits} - max(${logits}))`),
    line('softmax', 'p[t] = e / sum(e)'),
  ];
}

const cellForward = {
  /** @param {Walk} walk */
  rnn: ({ activation }) => {
    const h = { tanh: 'tanh(a)', relu: 'maximum(a, 0)', identity: 'a', listing: 'a' }[activation];
    return [line('preActivation', 'a = u + w'), line('hidden', `h[t] = ${h}`)];
  },
  gru: () => [
    line('gateR', 'r = sigmoid(u_r + w_r)'),
    line('gateZ', 'z = sigmoid(u_z + w_z)'),
    line('candidate', 'n = tanh(u_n + r * w_n)'),
    line('hidden.gru', 'h[t] = (1 - z) * n + z * h[t-1]'),
  ],
  lstm: () => [
    line('gateI', 'i = sigmoid(u_i + w_i)'),
    line('gateF', 'f = sigmoid(u_f + w_f)'),
    line('gateG', 'g = tanh(u_g + w_g)'),
    line('gateO', 'o = sigmoid(u_o + w_o)'),
    line('cell', 'c[t] = f * c[t-1] + i * g'),
    line('hidden.lstm', 'tc = tanh(c[t])'),
    line('hidden.lstm', 'h[t] = o * tc'),
  ],
};

/** @param {Walk} walk */
function lossLines(walk) {
  return [
    line('', 'for t in range(1, T + 1):', 0),
    line('loss', 'L[t] = -log(p[t][y[t]])'),
    line('total', walk.trace.scale === 1 ? 'loss = sum(L)' : 'loss = mean(L)', 0),
  ];
}

/** @param {Walk} walk */
function backwardLines(walk) {
  const logits = `d${walk.logitLetter}`;
  const mean = walk.trace.scale === 1 ? ['p[t] - onehot(y[t])', ''] : ['(p[t] - onehot(y[t]))', ' / n'];
  return [
    line('', 'for t in range(T, 0, -1):', 0),
    line('dLogits', `${logits} = ${mean.join('')}`),
    walk.top ? line('fromOutput', `out = V.T @ ${logits}`) : line('fromAbove', 'out = U_above.T @ δ_above'),
    line('fromFuture', futureOf(walk)),
    line('dHidden', `${walk.cell === 'gru' ? 'dh[t]' : 'dh'} = out + future`),
    ...cellBackward[walk.cell](walk),
    ...gradientLines(walk),
  ];
}

/** What the step after t hands back; zero after the last one. @param {Walk} walk */
function futureOf(walk) {
  if (walk.cell === 'gru') return 'future = dh[t+1]*z[t+1] + W.T@dw[t+1]';
  return 'future = W.T @ δ[t+1]';
}

const cellBackward = {
  /** @param {Walk} walk */
  rnn: ({ activation }) => {
    const slope = { tanh: '(1 - h[t]**2) * ', relu: '(h[t] > 0) * ', identity: '', listing: '(1 - h[t]**2) * ' };
    return [line('delta', `δ[t] = ${slope[activation]}dh`)];
  },
  gru: () => [
    line('deltaN', 'δ_n = dh[t] * (1 - z) * (1 - n**2)'),
    line('deltaZ', 'δ_z = dh[t] * (h[t-1] - n) * z*(1 - z)'),
    line('deltaR', 'δ_r = δ_n * w_n * r * (1 - r)'),
    line('deltaW', 'dw[t] = concat(δ_r, δ_z, r * δ_n)'),
  ],
  lstm: () => [
    line('cellFromFuture', 'dc_future = dc[t+1] * f[t+1]'),
    line('dCell', 'dc[t] = dc_future + dh*o*(1 - tc**2)'),
    line('deltaO', 'δ_o = dh * tc * o * (1 - o)'),
    line('deltaI', 'δ_i = dc[t] * g * i * (1 - i)'),
    line('deltaF', 'δ_f = dc[t] * c[t-1] * f * (1 - f)'),
    line('deltaG', 'δ_g = dc[t] * i * (1 - g**2)'),
  ],
};

/** @param {Walk} walk */
function gradientLines(walk) {
  const logits = `d${walk.logitLetter}`;
  const recurrent = walk.cell === 'gru' ? 'dw[t]' : 'δ[t]';
  const lines = [
    line('dV', `dV += outer(${logits}, ${walk.top ? 'h[t]' : 'top[t]'})`),
    line('dbV', `db_V += ${logits}`),
    line('dW', `dW += outer(${recurrent}, h[t-1])`),
    line('dbW', `db_W += ${recurrent}`),
    walk.layer === 0 ? line('dU', 'dU[:, x[t]] += δ[t]') : line('dU', 'dU += outer(δ[t], below[t])'),
    line('dbU', 'db_U += δ[t]'),
  ];
  return walk.bias ? lines : lines.filter(({ id }) => !id.startsWith('db'));
}

/** @param {Walk} walk */
function updateLines(walk) {
  const { optimizer, clipNorm } = walk.dryRun.settings;
  const clip = clipNorm > 0 ? [line('clip', 'κ = min(1, c / (norm + 1e-6))', 0)] : [];
  return [
    line('sum', 'gradients = [dU, dW, dV, …]', 0),
    line('norm', 'norm = sqrt(sum(g**2 for all g))', 0),
    ...clip,
    line('', 'for θ, g in zip(weights, gradients):', 0),
    ...(clipNorm > 0 ? [line('update', 'g = κ * g')] : []),
    ...optimizers[optimizer].code.map((code) => line('update', code)),
  ];
}
