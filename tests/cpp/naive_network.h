#pragma once

// The network once more, as one would write it from the papers: plain loops, one number at a time,
// one sequence at a time, inputs as whole one-hot vectors. It shares no arithmetic with the engine and
// is what the engine is compared with. N is double, or Dual to have exact derivatives as well.

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "dual.h"
#include "rnn/batch.h"
#include "rnn/parameters.h"
#include "rnn/reference.h"

namespace rnn::testing {

template <class N>
using Numbers = std::vector<N>;

/// All parameters by name, each row by row.
template <class N>
using NaiveWeights = std::map<std::string, Numbers<N>>;

template <class N>
NaiveWeights<N> naiveWeights(const Parameters<double>& parameters) {
  NaiveWeights<N> weights;
  for (const ParameterInfo& entry : parameters.list()) {
    const std::vector<double> values = parameters.rowMajor(entry);
    weights[entry.name].assign(values.begin(), values.end());
  }
  return weights;
}

template <class N>
NaiveWeights<N> naiveWeights(const reference::Network& network) {
  NaiveWeights<N> weights;
  for (const ParameterInfo& entry : network.list)
    weights[entry.name].assign(network.numbers(entry).begin(), network.numbers(entry).end());
  return weights;
}

/// What one layer remembers, and what it computed on the way there.
template <class N>
struct NaiveState {
  Numbers<N> hidden;
  Numbers<N> cell;
  Numbers<N> inputProjection = {};      ///< W_ih x + b_ih
  Numbers<N> recurrentProjection = {};  ///< W_hh h' + b_hh
  Numbers<N> gates = {};                ///< GRU r, z, n; LSTM i, f, g, o, one block below the other
};

/// Called with (t, layer, state) right after h_t and c_t of that layer are computed; may change them.
template <class N>
using Nudge = std::function<void(Index, Index, NaiveState<N>&)>;

template <class N>
struct NaiveRun {
  std::vector<std::vector<NaiveState<N>>> states;  ///< [step][layer]
  std::vector<Numbers<N>> logits;                  ///< [step][token]
  std::vector<Numbers<N>> probabilities;
  std::vector<N> losses;  ///< [step], 0 where there is no target

  N totalLoss() const {
    N total = 0;
    for (const N& loss : losses)
      total += loss;
    return total;
  }
};

template <class N>
class NaiveNetwork {
 public:
  NaiveNetwork(const NetworkShape& shape, NaiveWeights<N> weights) : shape_(shape), weights_(std::move(weights)) {}

  NaiveWeights<N>& weights() { return weights_; }

  /// Zero for the unknown token.
  Numbers<N> oneHot(TokenId id) const {
    Numbers<N> x(static_cast<std::size_t>(shape_.vocabularySize), N(0));
    if (id != kUnknownToken) x[static_cast<std::size_t>(id)] = N(1);
    return x;
  }

  std::vector<Numbers<N>> oneHots(const Sequence& sequence) const {
    std::vector<Numbers<N>> inputs;
    for (const TokenId id : sequence.inputs)
      inputs.push_back(oneHot(id));
    return inputs;
  }

  std::vector<NaiveState<N>> initialState(const Sequence& sequence) const {
    const auto size = static_cast<std::size_t>(shape_.hiddenSize);
    const auto part = [&](const std::vector<double>& all, std::size_t layer) {
      Numbers<N> values(size, N(0));
      for (std::size_t j = 0; j < size && !all.empty(); ++j)
        values[j] = N(all[layer * size + j]);
      return values;
    };
    std::vector<NaiveState<N>> state;
    for (std::size_t k = 0; k < static_cast<std::size_t>(shape_.layers); ++k) {
      state.push_back({part(sequence.initialHidden, k), part(sequence.initialCell, k)});
    }
    return state;
  }

  NaiveRun<N> run(const Sequence& sequence, const Nudge<N>& nudge = {}) const {
    return run(oneHots(sequence), sequence.targets, initialState(sequence), nudge);
  }

  NaiveRun<N> run(const std::vector<Numbers<N>>& inputs, const std::vector<TokenId>& targets,
                  std::vector<NaiveState<N>> state, const Nudge<N>& nudge = {}) const {
    NaiveRun<N> result;
    for (std::size_t t = 0; t < inputs.size(); ++t) {
      Numbers<N> x = inputs[t];
      for (std::size_t k = 0; k < state.size(); ++k) {
        state[k] = step("_l" + std::to_string(k), x, state[k]);
        if (nudge) nudge(static_cast<Index>(t), static_cast<Index>(k), state[k]);
        x = state[k].hidden;
      }
      result.states.push_back(state);
      result.logits.push_back(affine("weight_out", "bias_out", x));
      result.probabilities.push_back(softmax(result.logits.back()));
      const TokenId target = targets[t];
      using std::log;
      result.losses.push_back(
          target == kIgnoredTarget ? N(0) : N(0) - log(result.probabilities.back()[static_cast<std::size_t>(target)]));
    }
    return result;
  }

 private:
  /// W x + b, without b if there is none.
  Numbers<N> affine(const std::string& weightName, const std::string& biasName, const Numbers<N>& x) const {
    const Numbers<N>& w = weights_.at(weightName);
    const std::size_t rows = w.size() / x.size();
    Numbers<N> y(rows, N(0));
    for (std::size_t row = 0; row < rows; ++row) {
      for (std::size_t column = 0; column < x.size(); ++column)
        y[row] += w[row * x.size() + column] * x[column];
      if (shape_.bias) y[row] += weights_.at(biasName)[row];
    }
    return y;
  }

  static Numbers<N> softmax(const Numbers<N>& logits) {
    using std::exp;
    Numbers<N> p;
    N sum = 0;
    for (const N& logit : logits) {
      p.push_back(exp(logit));
      sum += p.back();
    }
    for (N& share : p)
      share = share / sum;
    return p;
  }

  static N sigmoid(N a) {
    using std::exp;
    return N(1) / (N(1) + exp(N(0) - a));
  }

  static N tanhOf(N a) {
    using std::tanh;
    return tanh(a);
  }

  N activate(N a) const {
    if (shape_.activation == Activation::Tanh) return tanhOf(a);
    if (shape_.activation == Activation::Relu) return valueOf(a) > 0 ? a : N(0);
    return a;
  }

  NaiveState<N> step(const std::string& suffix, const Numbers<N>& x, const NaiveState<N>& previous) const {
    const Numbers<N> i = affine("weight_ih" + suffix, "bias_ih" + suffix, x);
    const Numbers<N> q = affine("weight_hh" + suffix, "bias_hh" + suffix, previous.hidden);
    const std::size_t size = previous.hidden.size();
    NaiveState<N> next{Numbers<N>(size), Numbers<N>(size), i, q, Numbers<N>(i.size())};
    for (std::size_t j = 0; j < size; ++j) {
      const auto sum = [&](std::size_t block) { return i[block * size + j] + q[block * size + j]; };
      const auto gate = [&](std::size_t block) -> N& { return next.gates[block * size + j]; };
      if (shape_.cell == CellType::Rnn) {
        next.hidden[j] = activate(sum(0));
      } else if (shape_.cell == CellType::Gru) {
        gate(0) = sigmoid(sum(0));
        gate(1) = sigmoid(sum(1));
        gate(2) = tanhOf(i[2 * size + j] + gate(0) * q[2 * size + j]);
        next.hidden[j] = (N(1) - gate(1)) * gate(2) + gate(1) * previous.hidden[j];
      } else {
        gate(0) = sigmoid(sum(0));
        gate(1) = sigmoid(sum(1));
        gate(2) = tanhOf(sum(2));
        gate(3) = sigmoid(sum(3));
        next.cell[j] = gate(1) * previous.cell[j] + gate(0) * gate(2);
        next.hidden[j] = gate(3) * tanhOf(next.cell[j]);
      }
    }
    return next;
  }

  NetworkShape shape_;
  NaiveWeights<N> weights_;
};

/// ∂(Σ L_t of all sequences)/∂θ of every parameter, row by row. `weights`: Parameters<double> or reference::Network.
template <class Weights>
NaiveWeights<double> naiveGradient(const Weights& weights, const NetworkShape& shape, const Dataset& data) {
  NaiveNetwork<Dual> network(shape, naiveWeights<Dual>(weights));
  NaiveWeights<double> gradient;
  for (auto& [name, values] : network.weights()) {
    for (Dual& value : values) {
      value.derivative = 1;
      double derivative = 0;
      for (const Sequence& sequence : data)
        derivative += network.run(sequence).totalLoss().derivative;
      value.derivative = 0;
      gradient[name].push_back(derivative);
    }
  }
  return gradient;
}
inline NaiveWeights<double> naiveGradient(const Parameters<double>& parameters, const Dataset& data) {
  return naiveGradient(parameters, parameters.shape(), data);
}
inline NaiveWeights<double> naiveGradient(const reference::Network& network, const Dataset& data) {
  return naiveGradient(network, network.shape, data);
}

/// ∂(Σ L_t)/∂θ with the state that a window of truncated BPTT starts from taken as a constant.
template <class Weights>
NaiveWeights<double> naiveTruncatedGradient(const Weights& weights, const NetworkShape& shape, const Sequence& sequence,
                                            std::size_t windowSteps) {
  NaiveNetwork<Dual> network(shape, naiveWeights<Dual>(weights));
  NaiveWeights<double> gradient;
  const auto inputs = network.oneHots(sequence);
  for (auto& [name, values] : network.weights()) {
    for (Dual& value : values) {
      value.derivative = 1;
      double derivative = 0;
      auto state = network.initialState(sequence);
      for (std::size_t begin = 0; begin < inputs.size(); begin += windowSteps) {
        const auto end = static_cast<std::ptrdiff_t>(std::min(begin + windowSteps, inputs.size()));
        const auto first = static_cast<std::ptrdiff_t>(begin);
        const auto run = network.run({inputs.begin() + first, inputs.begin() + end},
                                     {sequence.targets.begin() + first, sequence.targets.begin() + end}, state);
        derivative += run.totalLoss().derivative;
        state = run.states.back();
        for (NaiveState<Dual>& layer : state) {
          for (auto* numbers : {&layer.hidden, &layer.cell})
            for (Dual& number : *numbers)
              number.derivative = 0;
        }
      }
      value.derivative = 0;
      gradient[name].push_back(derivative);
    }
  }
  return gradient;
}

}  // namespace rnn::testing
