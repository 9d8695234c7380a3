#include "rnn/reference.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace rnn::reference {
namespace {

// --- three products, all there is of linear algebra ---------------------------------------------------------

//   y = W x + b
Numbers affine(const Grid& W, const Numbers& b, const Numbers& x) {
  Numbers y(W.rows);
  for (std::size_t i = 0; i < W.rows; ++i) {
    for (std::size_t j = 0; j < W.columns; ++j)
      y[i] += W(i, j) * x[j];
    if (!b.empty()) y[i] += b[i];
  }
  return y;
}

//   Wᵀ d: the gradient with respect to x in y = W x, given the one with respect to y
Numbers transposedTimes(const Grid& W, const Numbers& d) {
  Numbers result(W.columns);
  for (std::size_t i = 0; i < W.rows; ++i)
    for (std::size_t j = 0; j < W.columns; ++j)
      result[j] += W(i, j) * d[i];
  return result;
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
  return 1 / (1 + std::exp(-a));
}

// --- the vanilla RNN (Elman) --------------------------------------------------------------------------------

double activate(Activation f, double a) {
  if (f == Activation::Tanh) return std::tanh(a);
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
  for (std::size_t i = 0; i < s.hidden.size(); ++i)
    s.hidden[i] = activate(f, s.inputProjection[i] + s.recurrentProjection[i]);
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
  for (std::size_t i = 0; i < H; ++i) {
    const double r = sigmoid(a[i] + q[i]);
    const double z = sigmoid(a[H + i] + q[H + i]);
    const double n = std::tanh(a[2 * H + i] + r * q[2 * H + i]);
    s.gates[i] = r, s.gates[H + i] = z, s.gates[2 * H + i] = n;
    s.hidden[i] = (1 - z) * n + z * s.previousHidden[i];
  }
}

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

//   i, f, o = σ(sum of both projections)   g = tanh(sum of both projections)
//   c_t = f ⊙ c_{t−1} + i ⊙ g
//   h_t = o ⊙ tanh c_t
void lstmForward(LayerStep& s) {
  const std::size_t H = s.hidden.size();
  for (std::size_t i = 0; i < H; ++i) {
    const auto sum = [&](std::size_t gate) {
      return s.inputProjection[gate * H + i] + s.recurrentProjection[gate * H + i];
    };
    const double input = sigmoid(sum(0)), forget = sigmoid(sum(1)), candidate = std::tanh(sum(2)),
                 output = sigmoid(sum(3));
    s.gates[i] = input, s.gates[H + i] = forget, s.gates[2 * H + i] = candidate, s.gates[3 * H + i] = output;
    s.cell[i] = forget * s.previousCell[i] + input * candidate;
    s.cellTanh[i] = std::tanh(s.cell[i]);
    s.hidden[i] = output * s.cellTanh[i];
  }
}

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

//   W_ih x_t + b_ih; where x_t is one-hot, W_ih x_t is the column of W_ih that belongs to the token
Numbers projectInput(const Layer& layer, const LayerStep& s) {
  if (!s.below.empty()) return affine(layer.inputWeights, layer.inputBias, s.below);
  Numbers a(layer.inputWeights.rows);
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (s.token != kUnknownToken) a[i] += layer.inputWeights(i, static_cast<std::size_t>(s.token));
    if (!layer.inputBias.empty()) a[i] += layer.inputBias[i];
  }
  return a;
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
  s.inputProjection = projectInput(layer, s);
  s.recurrentProjection = affine(layer.recurrentWeights, layer.recurrentBias, s.previousHidden);
  s.hidden.resize(H);
  if (shape.cell == CellType::Rnn) return elmanForward(shape.activation, s);
  s.gates.resize(s.inputProjection.size());
  if (shape.cell == CellType::Gru) return gruForward(s);
  s.cell.resize(H);
  s.cellTanh.resize(H);
  lstmForward(s);
}

//   ∂L/∂h_t = (by way of this step's output) + (by way of h_{t+1}), then through the cell
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

//   ∂L/∂h_{t−1} = W_hhᵀ ∂L/∂(W_hh h_{t−1} + b_hh)   (+ ∂L/∂h_t ⊙ z: a GRU's way past the matrix)
//   ∂L/∂c_{t−1} = ∂L/∂c_t ⊙ f                        (an LSTM's way past the matrix)
void passBack(const NetworkShape& shape, const Layer& layer, const LayerStep& s, LayerStep& previous) {
  const std::size_t H = s.hidden.size();
  previous.dHiddenFromNext = transposedTimes(layer.recurrentWeights, s.dRecurrentProjection);
  if (shape.cell == CellType::Gru) {
    for (std::size_t i = 0; i < H; ++i)
      previous.dHiddenFromNext[i] += s.dHidden[i] * s.gates[H + i];
  }
  if (shape.cell == CellType::Lstm) {
    previous.dCellFromNext.resize(H);
    for (std::size_t i = 0; i < H; ++i)
      previous.dCellFromNext[i] = s.dCell[i] * s.gates[H + i];
  }
}

// --- logits, softmax, cross-entropy ---------------------------------------------------------------------------

//   o_t = W_out h_t + b_out      p_t = softmax(o_t)      L_t = −ln p_t[target]
// With the largest logit m taken out first no exponential overflows, and L_t stays exact where p_t is nearly 1 or 0:
//   L_t = ln Σ_v exp(o_v − m) − (o_target − m)
void outputForward(const Network& network, const Numbers& hidden, Step& step) {
  step.logits = affine(network.outputWeights, network.outputBias, hidden);
  const double m = *std::max_element(step.logits.begin(), step.logits.end());
  double sum = 0;
  for (const double o : step.logits)
    sum += std::exp(o - m);
  step.probabilities.clear();
  for (const double o : step.logits)
    step.probabilities.push_back(std::exp(o - m) / sum);
  step.loss = 0;
  if (step.target != kNoTarget) step.loss = std::log(sum) - (step.logits[static_cast<std::size_t>(step.target)] - m);
}

//   ∂L/∂o_t = scale · (p_t − y_t)
//   dW_out += ∂L/∂o_t ⊗ h_t, db_out += ∂L/∂o_t
//   ∂L/∂h_t by way of the output = W_outᵀ ∂L/∂o_t
Numbers outputBackward(const Network& network, const Numbers& hidden, double scale, Step& step, Network& gradient) {
  step.dLogits.assign(step.logits.size(), 0);
  if (step.target != kNoTarget) {
    for (std::size_t v = 0; v < step.dLogits.size(); ++v)
      step.dLogits[v] = scale * (step.probabilities[v] - (v == static_cast<std::size_t>(step.target) ? 1 : 0));
  }
  addOuterProduct(step.dLogits, hidden, gradient.outputWeights, gradient.outputBias);
  return transposedTimes(network.outputWeights, step.dLogits);
}

/// Layer k's part of an initial state: numbers layer by layer, zero where there are none.
Numbers partOf(const std::vector<double>& state, std::size_t k, std::size_t H) {
  if (state.empty()) return Numbers(H);
  const auto first = state.begin() + static_cast<std::ptrdiff_t>(k * H);
  return {first, first + static_cast<std::ptrdiff_t>(H)};
}

}  // namespace

// --- through time -----------------------------------------------------------------------------------------------

std::vector<Step> forward(const Network& network, const Sequence& sequence) {
  const auto H = static_cast<std::size_t>(network.shape.hiddenSize);
  std::vector<Step> steps(sequence.inputs.size());
  for (std::size_t t = 0; t < steps.size(); ++t) {
    Step& step = steps[t];
    step.target = sequence.targets[t];
    step.layers.resize(network.layers.size());
    for (std::size_t k = 0; k < network.layers.size(); ++k) {
      LayerStep& s = step.layers[k];
      if (k == 0) s.token = sequence.inputs[t];
      if (k > 0) s.below = step.layers[k - 1].hidden;
      s.previousHidden = t > 0 ? steps[t - 1].layers[k].hidden : partOf(sequence.initialHidden, k, H);
      if (network.shape.cell == CellType::Lstm)
        s.previousCell = t > 0 ? steps[t - 1].layers[k].cell : partOf(sequence.initialCell, k, H);
      layerForward(network.shape, network.layers[k], s);
    }
    outputForward(network, step.layers.back().hidden, step);
  }
  return steps;
}

// The recurrence of BPTT, for one layer of a vanilla RNN, is
//
//   ∂L/∂h_t = W_outᵀ (p_t − y_t) + W_hhᵀ δ_{t+1}      δ_t = f′(a_t) ⊙ ∂L/∂h_t
//
// and every weight gathers its gradient over all time steps: dW_hh = Σ_t δ_t ⊗ h_{t−1}.
// The layers of one step are passed from the top to the bottom: what is W_outᵀ (p_t − y_t) for the highest is W_ihᵀ δ_t
// of the layer above for the others.
Network backward(const Network& network, std::vector<Step>& steps, double scale, Index truncate) {
  const auto H = static_cast<std::size_t>(network.shape.hiddenSize);
  const auto window = static_cast<std::size_t>(truncate);
  Network gradient(network.shape);
  for (std::size_t t = steps.size(); t-- > 0;) {
    Step& step = steps[t];
    // No gradient comes from behind the sequence's end, nor from the next window where BPTT is truncated.
    const bool isLast = t + 1 == steps.size() || (window > 0 && (t + 1) % window == 0);
    Numbers dHiddenFromOutput = outputBackward(network, step.layers.back().hidden, scale, step, gradient);
    for (std::size_t k = network.layers.size(); k-- > 0;) {
      LayerStep& s = step.layers[k];
      s.dHiddenFromOutput = std::move(dHiddenFromOutput);
      s.dHiddenFromNext.assign(H, 0);
      s.dCellFromNext.assign(network.shape.cell == CellType::Lstm ? H : 0, 0);
      if (!isLast) passBack(network.shape, network.layers[k], steps[t + 1].layers[k], s);
      layerBackward(network.shape, s);
      addInputGradient(s, gradient.layers[k]);
      addOuterProduct(s.dRecurrentProjection, s.previousHidden, gradient.layers[k].recurrentWeights,
                      gradient.layers[k].recurrentBias);
      if (k > 0) dHiddenFromOutput = transposedTimes(network.layers[k].inputWeights, s.delta);
    }
  }
  return gradient;
}

// --- from and to the engine's flat form -------------------------------------------------------------------------

namespace {

/// Calls with each matrix or bias of a network and its place in the engine's list.
template <class N, class Visit>
void visitAll(N& network, const std::vector<ParameterInfo>& list, const Visit& visit) {
  std::size_t next = 0;
  const auto take = [&](auto& numbers) { visit(numbers, list[next++]); };
  for (auto& layer : network.layers) {
    take(layer.inputWeights.values);
    take(layer.recurrentWeights.values);
    if (!network.shape.bias) continue;
    take(layer.inputBias);
    take(layer.recurrentBias);
  }
  take(network.outputWeights.values);
  if (network.shape.bias) take(network.outputBias);
}

}  // namespace

Network::Network(const NetworkShape& networkShape) : shape(networkShape) {
  const auto H = static_cast<std::size_t>(shape.hiddenSize), V = static_cast<std::size_t>(shape.vocabularySize);
  const auto GH = static_cast<std::size_t>(shape.gates()) * H;
  const Numbers noBias;
  for (Index k = 0; k < shape.layers; ++k) {
    layers.push_back(
        {Grid(GH, k == 0 ? V : H), Grid(GH, H), shape.bias ? Numbers(GH) : noBias, shape.bias ? Numbers(GH) : noBias});
  }
  outputWeights = Grid(V, H);
  if (shape.bias) outputBias.resize(V);
}

Network::Network(const Parameters<double>& parameters) : Network(parameters.shape()) {
  visitAll(*this, parameters.list(),
           [&](Numbers& numbers, const ParameterInfo& entry) { numbers = parameters.rowMajor(entry); });
}

Parameters<double> Network::parameters() const {
  Parameters<double> result(shape);
  visitAll(*this, result.list(),
           [&](const Numbers& numbers, const ParameterInfo& entry) { result.setRowMajor(entry, numbers.data()); });
  return result;
}

}  // namespace rnn::reference
