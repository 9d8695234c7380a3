#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <optional>

#include "rnn/network.h"

namespace rnn {

/// Whole sequences 0 … n−1, the usual choice.
std::vector<Index> allOf(const Dataset& data);

/// How well a network predicts a data set. Undefined (NaN) when nothing is asked for.
struct Evaluation {
  std::int64_t tokens = 0;   ///< positions with a target
  double totalLoss = 0;      ///< Σ −log p[target], nats
  std::int64_t correct = 0;  ///< where the most probable token is the target (ties: the lowest id)

  double meanLoss() const { return totalLoss / static_cast<double>(tokens); }  // nats per token
  double bitsPerToken() const { return meanLoss() / std::numbers::ln2; }
  double perplexity() const { return std::exp(meanLoss()); }
  double accuracy() const { return static_cast<double>(correct) / static_cast<double>(tokens); }
};

/// Runs a batch through the network window by window, `visit(window, record, windowLoss)` after
/// each, so that a text of any length needs the memory of one window.
template <class S, class Visit>
void forEachWindow(const Parameters<S>& parameters, const Dataset& data, const Batch& batch, Index windowSteps,
                   NetworkRecord<S>& record, Visit visit) {
  State<S> state = State<S>::initial(parameters.shape(), data, batch);
  for (Index begin = 0; begin < batch.steps(); begin += windowSteps) {
    const Window window{batch, begin, std::min(begin + windowSteps, batch.steps())};
    const double loss = forward(parameters, window, state, record);
    visit(window, record, loss);
  }
}

/// An evaluation that can be left and taken up again, so that a page stays responsive during a long one.
template <class S>
class Evaluator {
 public:
  explicit Evaluator(const Dataset& data) : all_(allOf(data)) {}

  bool done() const { return first_ == static_cast<Index>(all_.size()); }
  /// The next window, a few milliseconds of work. The same arguments each time; not when done().
  void advance(const Parameters<S>& parameters, const Dataset& data);
  /// Of the windows done so far.
  const Evaluation& result() const { return result_; }

 private:
  void beginBatch(const NetworkShape& shape, const Dataset& data);
  void count(const Window& window, double loss);

  std::vector<Index> all_;
  Index first_ = 0;  ///< of the sequences in batch_
  std::optional<Batch> batch_;
  Index begin_ = 0;  ///< step of batch_ where the next window begins
  State<S> state_;
  NetworkRecord<S> record_;
  Evaluation result_;
};

/// Every sequence from its own start to its end.
template <class S>
Evaluation evaluate(const Parameters<S>& parameters, const Dataset& data);

/// What a sequence left in the network; as Sequence::initialHidden and initialCell, so that another one can go on.
struct FinalState {
  std::vector<double> hidden;
  std::vector<double> cell;
};

/// What the network says at each position of one sequence.
struct Prediction {
  std::vector<TokenId> mostProbable;
  std::vector<double> probability;        ///< of the most probable token
  std::vector<double> targetProbability;  ///< NaN where there is no target
  std::vector<double> loss;               ///< nats; NaN where there is no target
  FinalState finalState;
};

template <class S>
Prediction predict(const Parameters<S>& parameters, const Sequence& sequence);

/// The same in full.
template <class S>
struct Outputs {
  std::vector<S> logits;         ///< step by step, T × V
  std::vector<S> probabilities;  ///< likewise
  std::vector<S> hidden;         ///< of the top layer, T × H
  FinalState finalState;
};

template <class S>
Outputs<S> outputs(const Parameters<S>& parameters, const Sequence& sequence);

}  // namespace rnn
