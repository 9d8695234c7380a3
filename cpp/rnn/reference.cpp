#include "rnn/reference.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "rnn/exponential.h"

namespace rnn::reference {
namespace {

// --- three products, all there is of linear algebra ---------------------------------------------------------

//   Σ_j a_j b_j, in four sums side by side: no addition has to wait for the one before
double dot(const double* a, const double* b, std::size_t n) {
  double sum[4] = {0, 0, 0, 0};
  std::size_t j = 0;
  for (; j + 4 <= n; j += 4)
    for (std::size_t k = 0; k < 4; ++k)
      sum[k] += a[j + k] * b[j + k];
  for (; j < n; ++j)
    sum[0] += a[j] * b[j];
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

//   y = W x + b
void affine(const Grid& W, const Numbers& b, const Numbers& x, Numbers& y) {
  y.resize(W.rows);
  for (std::size_t i = 0; i < W.rows; ++i)
    y[i] = dot(&W.values[i * W.columns], x.data(), W.columns) + (b.empty() ? 0 : b[i]);
}

//   result = Wᵀ d: the gradient with respect to x in y = W x, given the one with respect to y
void transposedTimes(const Grid& W, const Numbers& d, Numbers& result) {
  result.assign(W.columns, 0);
  for (std::size_t i = 0; i < W.rows; ++i)
    for (std::size_t j = 0; j < W.columns; ++j)
      result[j] += W(i, j) * d[i];
}

//   dW += d ⊗ x and db += d: the gradients with respect to W and b in y = W x + b
void addOuterProduct(const Numbers& d, const Numbers& x, Grid& dW, Numbers& db) {
  for (std::size_t i = 0; i < dW.rows; ++i) {
    for (std::size_t j = 0; j < dW.columns; ++j)
      dW(i, j) += d[i] * x[j];
    if (!db.empty()) db[i] += d[i];
  }
}

double sigmoid(double a) {
  return 1 / (1 + exp(-a));
}

// --- the vanilla RNN (Elman) --------------------------------------------------------------------------------

double activate(Activation f, double a) {
  if (f == Activation::Tanh) return tanh(a);
  if (f == Activation::Relu) return std::max(a, 0.0);
  return a;  // Identity, and Listing: the tutorial's program takes the sum as it is
}

/// f′(a), written in terms of h = f(a). Listing has the derivative of a tanh that is not there.
double derivative(Activation f, double h) {
  if (f == Activation::Tanh || f == Activation::Listing) return 1 - h * h;
  if (f == Activation::Relu) return h > 0 ? 1 : 0;
  return 1;
}

//   h_t = f(W_ih x_t + b_ih + W_hh h_{t−1} + b_hh)
void elmanForward(Activation f, LayerStep& s) {
  for (std::size_t i = 0; i < s.hidden.size(); ++i) {
    s.preActivation[i] = s.inputProjection[i] + s.recurrentProjection[i];
    s.hidden[i] = activate(f, s.preActivation[i]);
  }
}

//   δ_t = f′ ⊙ ∂L/∂h_t
void elmanBackward(Activation f, LayerStep& s) {
  for (std::size_t i = 0; i < s.hidden.size(); ++i)
    s.delta[i] = derivative(f, s.hidden[i]) * s.dHidden[i];
  s.dRecurrentProjection = s.delta;
}

// --- GRU (Cho et al. 2014, with PyTorch's reset gate: after the product W_hh h) -------------------------------

//   a = W_ih x_t + b_ih, q = W_hh h_{t−1} + b_hh, in blocks r, z, n
//   r = σ(a_r + q_r)   z = σ(a_z + q_z)   n = tanh(a_n + r ⊙ q_n)
//   h_t = (1 − z) ⊙ n + z ⊙ h_{t−1}
void gruForward(LayerStep& s) {
  const std::size_t H = s.hidden.size();
  const Numbers &a = s.inputProjection, &q = s.recurrentProjection;
  Numbers& sum = s.preActivation;
  for (std::size_t i = 0; i < H; ++i) {
    sum[i] = a[i] + q[i];
    sum[H + i] = a[H + i] + q[H + i];
    const double r = sigmoid(sum[i]), z = sigmoid(sum[H + i]);
    sum[2 * H + i] = a[2 * H + i] + r * q[2 * H + i];
    const double n = tanh(sum[2 * H + i]);
    s.gates[i] = r;
    s.gates[H + i] = z;
    s.gates[2 * H + i] = n;
    s.hidden[i] = (1 - z) * n + z * s.previousHidden[i];
  }
}

// From ∂L/∂h_t to the sums; what reaches h_{t−1} is in passBack():
//   δ_n = ∂L/∂h ⊙ (1 − z) ⊙ (1 − n²)           ∂L/∂q_n = δ_n ⊙ r
//   δ_r = δ_n ⊙ q_n ⊙ r (1 − r)                ∂L/∂q_r = δ_r
//   δ_z = ∂L/∂h ⊙ (h_{t−1} − n) ⊙ z (1 − z)    ∂L/∂q_z = δ_z
void gruBackward(LayerStep& s) {
  const std::size_t H = s.hidden.size();
  for (std::size_t i = 0; i < H; ++i) {
    const double r = s.gates[i], z = s.gates[H + i], n = s.gates[2 * H + i];
    const double deltaN = s.dHidden[i] * (1 - z) * (1 - n * n);
    s.delta[i] = deltaN * s.recurrentProjection[2 * H + i] * r * (1 - r);
    s.delta[H + i] = s.dHidden[i] * (s.previousHidden[i] - n) * z * (1 - z);
    s.delta[2 * H + i] = deltaN;
  }
  s.dRecurrentProjection = s.delta;
  for (std::size_t i = 0; i < H; ++i)
    s.dRecurrentProjection[2 * H + i] *= s.gates[i];
}

// --- LSTM (Hochreiter and Schmidhuber 1997, with Gers' forget gate) ------------------------------------------

//   a = the sum of both projections, in blocks i, f, g, o
//   i = σ(a_i)   f = σ(a_f)   g = tanh(a_g)   o = σ(a_o)
//   c_t = f ⊙ c_{t−1} + i ⊙ g
//   h_t = o ⊙ tanh c_t
void lstmForward(LayerStep& s) {
  const std::size_t H = s.hidden.size();
  Numbers& a = s.preActivation;
  for (std::size_t row = 0; row < 4 * H; ++row)
    a[row] = s.inputProjection[row] + s.recurrentProjection[row];
  for (std::size_t j = 0; j < H; ++j) {
    const double i = sigmoid(a[j]), f = sigmoid(a[H + j]), g = tanh(a[2 * H + j]), o = sigmoid(a[3 * H + j]);
    s.gates[j] = i;
    s.gates[H + j] = f;
    s.gates[2 * H + j] = g;
    s.gates[3 * H + j] = o;
    s.cell[j] = f * s.previousCell[j] + i * g;
    s.cellTanh[j] = tanh(s.cell[j]);
    s.hidden[j] = o * s.cellTanh[j];
  }
}

// From ∂L/∂h_t, and what c_{t+1} passed back, to the sums; what reaches h_{t−1} and c_{t−1} is in passBack():
//   ∂L/∂c_t = (by way of c_{t+1}) + ∂L/∂h_t ⊙ o ⊙ (1 − tanh² c_t)
//   δ_i = ∂L/∂c ⊙ g ⊙ i (1 − i)        δ_f = ∂L/∂c ⊙ c_{t−1} ⊙ f (1 − f)
//   δ_g = ∂L/∂c ⊙ i ⊙ (1 − g²)         δ_o = ∂L/∂h ⊙ tanh c_t ⊙ o (1 − o)
void lstmBackward(LayerStep& s) {
  const std::size_t H = s.hidden.size();
  for (std::size_t j = 0; j < H; ++j) {
    const double i = s.gates[j], f = s.gates[H + j], g = s.gates[2 * H + j], o = s.gates[3 * H + j];
    s.dCell[j] = s.dCellFromNext[j] + s.dHidden[j] * o * (1 - s.cellTanh[j] * s.cellTanh[j]);
    s.delta[j] = s.dCell[j] * g * i * (1 - i);
    s.delta[H + j] = s.dCell[j] * s.previousCell[j] * f * (1 - f);
    s.delta[2 * H + j] = s.dCell[j] * i * (1 - g * g);
    s.delta[3 * H + j] = s.dHidden[j] * s.cellTanh[j] * o * (1 - o);
  }
  s.dRecurrentProjection = s.delta;
}

// --- one layer at one time step --------------------------------------------------------------------------------

//   W_ih x_t + b_ih; where x_t is one-hot, as in the lowest layer, which has none `below`, W_ih x_t is the column of
//   W_ih that belongs to the token
void projectInput(const Layer& layer, LayerStep& s) {
  if (!s.below.empty()) return affine(layer.inputWeights, layer.inputBias, s.below, s.inputProjection);
  s.inputProjection.assign(layer.inputWeights.rows, 0);
  for (std::size_t i = 0; i < s.inputProjection.size(); ++i) {
    if (s.token != kUnknownToken) s.inputProjection[i] = layer.inputWeights(i, static_cast<std::size_t>(s.token));
    if (!layer.inputBias.empty()) s.inputProjection[i] += layer.inputBias[i];
  }
}

//   dW_ih += δ_t ⊗ x_t, db_ih += δ_t; where x_t is one-hot, only one column of dW_ih changes
void addInputGradient(const LayerStep& s, Layer& gradient) {
  if (!s.below.empty()) return addOuterProduct(s.delta, s.below, gradient.inputWeights, gradient.inputBias);
  for (std::size_t i = 0; i < s.delta.size(); ++i) {
    if (s.token != kUnknownToken) gradient.inputWeights(i, static_cast<std::size_t>(s.token)) += s.delta[i];
    if (!gradient.inputBias.empty()) gradient.inputBias[i] += s.delta[i];
  }
}

/// h_t and c_t from x_t, h_{t−1} and c_{t−1}.
void layerForward(const NetworkShape& shape, const Layer& layer, LayerStep& s) {
  const std::size_t H = s.previousHidden.size();
  projectInput(layer, s);
  affine(layer.recurrentWeights, layer.recurrentBias, s.previousHidden, s.recurrentProjection);
  s.preActivation.resize(s.inputProjection.size());
  s.hidden.resize(H);
  if (shape.cell == CellType::Rnn) return elmanForward(shape.activation, s);
  s.gates.resize(s.inputProjection.size());
  if (shape.cell == CellType::Gru) return gruForward(s);
  s.cell.resize(H);
  s.cellTanh.resize(H);
  lstmForward(s);
}

//   ∂L/∂h_t = (by way of this step's output, or of the layer above) + (by way of step t + 1), then through the cell
void layerBackward(const NetworkShape& shape, LayerStep& s) {
  const std::size_t H = s.hidden.size();
  s.dHidden.resize(H);
  for (std::size_t i = 0; i < H; ++i)
    s.dHidden[i] = s.dHiddenFromOutput[i] + s.dHiddenFromNext[i];
  s.delta.resize(s.inputProjection.size());
  if (shape.cell == CellType::Rnn) return elmanBackward(shape.activation, s);
  if (shape.cell == CellType::Gru) return gruBackward(s);
  s.dCell.resize(H);
  lstmBackward(s);
}

// What step t + 1 (`next`) passes back to step t (`s`); its recurrent projection is W_hh h_t + b_hh:
//
//   ∂L/∂h_t by way of it = W_hhᵀ ∂L/∂(W_hh h_t + b_hh)   (+ ∂L/∂h_{t+1} ⊙ z_{t+1}: the GRU's path that bypasses W_hh)
//   ∂L/∂c_t by way of it = ∂L/∂c_{t+1} ⊙ f_{t+1}         (the LSTM's path that bypasses W_hh)
void passBack(const NetworkShape& shape, const Layer& layer, const LayerStep& next, LayerStep& s) {
  const std::size_t H = s.hidden.size();
  transposedTimes(layer.recurrentWeights, next.dRecurrentProjection, s.dHiddenFromNext);
  if (shape.cell == CellType::Gru) {
    for (std::size_t i = 0; i < H; ++i)
      s.dHiddenFromNext[i] += next.dHidden[i] * next.gates[H + i];
  }
  if (shape.cell == CellType::Lstm) {
    for (std::size_t i = 0; i < H; ++i)
      s.dCellFromNext[i] = next.dCell[i] * next.gates[H + i];
  }
}

// --- logits, softmax, cross-entropy ---------------------------------------------------------------------------

//   o_t = W_out h_t + b_out      p_t = softmax(o_t)      L_t = −ln p_t[target]
// With the largest logit m taken out first no exponential overflows. Its own exponential is 1; with the others' sum
// apart, L_t stays exact where p_t is nearly 1:
//   L_t = ln Σ_v exp(o_v − m) − (o_target − m) = ln(1 + others) − (o_target − m)
void outputForward(const Network& network, const Numbers& hidden, Step& step) {
  affine(network.outputWeights, network.outputBias, hidden, step.logits);
  const std::size_t V = step.logits.size();
  const auto largest = std::max_element(step.logits.begin(), step.logits.end());
  step.maximum = *largest;
  step.exponentials.resize(V);
  step.probabilities.resize(V);
  double others = 0;
  for (std::size_t v = 0; v < V; ++v) {
    step.exponentials[v] = exp(step.logits[v] - step.maximum);
    if (step.logits.begin() + static_cast<std::ptrdiff_t>(v) != largest) others += step.exponentials[v];
  }
  step.exponentialSum = 1 + others;
  for (std::size_t v = 0; v < V; ++v)
    step.probabilities[v] = step.exponentials[v] / step.exponentialSum;
  step.loss = 0;
  if (step.target != kIgnoredTarget)
    step.loss = std::log1p(others) - (step.logits[static_cast<std::size_t>(step.target)] - step.maximum);
}

}  // namespace

//   ∂L/∂o_t = scale · (p_t − y_t); 0 where there is no target
void differentiateLoss(double scale, Step& step) {
  step.dLogits.assign(step.logits.size(), 0);
  if (step.target == kIgnoredTarget) return;
  for (std::size_t v = 0; v < step.dLogits.size(); ++v)
    step.dLogits[v] = scale * (step.probabilities[v] - (v == static_cast<std::size_t>(step.target) ? 1 : 0));
}

// --- through time -----------------------------------------------------------------------------------------------

// The layers from the lowest to the highest: h_t of one is x_t of the next.
void forwardStep(const Network& network, TokenId input, TokenId target, State& state, Step& step) {
  step.target = target;
  step.layers.resize(network.layers.size());
  for (std::size_t k = 0; k < network.layers.size(); ++k) {
    LayerStep& s = step.layers[k];
    if (k == 0) s.token = input;
    if (k > 0) s.below = step.layers[k - 1].hidden;
    s.previousHidden = state.hidden[k];
    s.previousCell = state.cell[k];
    layerForward(network.shape, network.layers[k], s);
    state.hidden[k] = s.hidden;
    state.cell[k] = s.cell;
  }
  outputForward(network, step.layers.back().hidden, step);
}

// co_yield: a pause where a slice is full, see job.h; it changes no number.
Job forward(const Network& network, const Sequence& sequence, State& state, std::span<Step> steps) {
  for (std::size_t t = 0; t < steps.size(); ++t) {
    forwardStep(network, sequence.inputs[t], sequence.targets[t], state, steps[t]);
    co_yield operationsPerStep(network.shape);
  }
}

std::vector<Step> forward(const Network& network, const Sequence& sequence) {
  State state = initialState(network, sequence);
  std::vector<Step> steps(sequence.inputs.size());
  forward(network, sequence, state, steps).finish();
  return steps;
}

// The recurrence of BPTT (Werbos 1990; in windows: Williams & Peng 1990), for one layer and scale 1. Vanilla RNN, a_t
// the sum of both projections:
//
//   ∂L/∂h_t = W_outᵀ (p_t − y_t) + W_hhᵀ δ_{t+1}      δ_t = f′(a_t) ⊙ ∂L/∂h_t
//
// GRU, q the projection W_hh h_{t−1} + b_hh; a second way leads past the matrix, by way of z:
//
//   ∂L/∂h_t = W_outᵀ (p_t − y_t) + W_hhᵀ ∂L/∂q_{t+1} + z_{t+1} ⊙ ∂L/∂h_{t+1}      ∂L/∂q_t, δ_t as in gruBackward()
//
// LSTM: two gradients run back, one through the matrix, one past it, which is why it vanishes more slowly where f is
// near 1:
//
//   ∂L/∂h_t = W_outᵀ (p_t − y_t) + W_hhᵀ δ_{t+1}      δ_t as in lstmBackward()
//   ∂L/∂c_t = ∂L/∂c_{t+1} ⊙ f_{t+1} + ∂L/∂h_t ⊙ o_t ⊙ (1 − tanh² c_t)
//
// The layers of one step are passed from the highest to the lowest: ∂L/∂h_t of the highest starts from
// W_outᵀ (p_t − y_t), that of each lower one from W_ihᵀ δ_t of the layer above.
void backwardStep(const Network& network, const Step* next, Step& step) {
  const auto H = static_cast<std::size_t>(network.shape.hiddenSize);
  const std::size_t L = network.layers.size();
  for (std::size_t k = L; k-- > 0;) {
    LayerStep& s = step.layers[k];
    if (k + 1 < L) {
      transposedTimes(network.layers[k + 1].inputWeights, step.layers[k + 1].delta, s.dHiddenFromOutput);
    } else if (!step.dLogits.empty()) {
      transposedTimes(network.outputWeights, step.dLogits, s.dHiddenFromOutput);
    } else {
      s.dHiddenFromOutput.assign(H, 0);
    }
    s.dHiddenFromNext.assign(H, 0);
    s.dCellFromNext.assign(network.shape.cell == CellType::Lstm ? H : 0, 0);
    if (next) passBack(network.shape, network.layers[k], next->layers[k], s);
    layerBackward(network.shape, s);
  }
}

// Adds step t's term to each sum over the time steps; a bias's gradient is the same sum without the outer product:
//
//   dW_ih = Σ_t δ_t ⊗ x_t   dW_hh = Σ_t ∂L/∂(W_hh h_{t−1} + b_hh) ⊗ h_{t−1}   dW_out = Σ_t ∂L/∂o_t ⊗ h_t
//
// In RNN and LSTM ∂L/∂(W_hh h_{t−1} + b_hh) is δ_t, since they only add the two projections.
void addContribution(const Step& step, Network& gradient) {
  addOuterProduct(step.dLogits, step.layers.back().hidden, gradient.outputWeights, gradient.outputBias);
  for (std::size_t k = 0; k < step.layers.size(); ++k) {
    const LayerStep& s = step.layers[k];
    Layer& dLayer = gradient.layers[k];
    addInputGradient(s, dLayer);
    addOuterProduct(s.dRecurrentProjection, s.previousHidden, dLayer.recurrentWeights, dLayer.recurrentBias);
  }
}

// No gradient comes from behind the sequence's end, nor from the next window where BPTT is truncated. The windows are
// counted from step 0, so the last one may be shorter.
static bool isLastOfWindow(std::size_t t, std::size_t steps, Index truncate) {
  return t + 1 == steps || (truncate > 0 && (t + 1) % static_cast<std::size_t>(truncate) == 0);
}

Job backward(const Network& network, std::span<Step> steps, double scale, Index truncate, Network* gradient) {
  for (std::size_t t = steps.size(); t-- > 0;) {
    differentiateLoss(scale, steps[t]);
    backwardStep(network, isLastOfWindow(t, steps.size(), truncate) ? nullptr : &steps[t + 1], steps[t]);
    if (gradient) addContribution(steps[t], *gradient);
    co_yield (gradient ? 2 : 1) * operationsPerStep(network.shape);
  }
}

Network backward(const Network& network, std::vector<Step>& steps, double scale, Index truncate) {
  Network gradient(network.shape);
  backward(network, steps, scale, truncate, &gradient).finish();
  return gradient;
}

}  // namespace rnn::reference
