#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <optional>

#include "rnn/network.h"

namespace rnn {

/// How well a network predicts a data set. The means are NaN where every target is ignored.
struct Evaluation {
  std::int64_t tokens = 0;   ///< positions whose target is not ignored
  double totalLoss = 0;      ///< Σ −log p[target], nats
  std::int64_t correct = 0;  ///< where the most probable token is the target (ties: the lowest id)

  double meanLoss() const { return totalLoss / static_cast<double>(tokens); }  // nats per token
  double bitsPerToken() const { return meanLoss() / std::numbers::ln2; }
  double perplexity() const { return std::exp(meanLoss()); }
  double accuracy() const { return static_cast<double>(correct) / static_cast<double>(tokens); }
};

/// One recorded evaluation, made every `evaluateEvery` epochs before the epoch's first step.
struct EvaluationRecord {
  std::int64_t epoch = 0;
  std::int64_t step = 0;
  double trainingLoss = 0;  ///< mean over all training tokens, nats
  double heldOutLoss = 0;   ///< likewise; NaN without held-out data
  double learningRate = 0;  ///< base rate after the halving, if there was one
  bool halved = false;
};

/// A resumable evaluation: work comes in slices, so that a page stays responsive.
template <class S>
class Evaluator {
 public:
  explicit Evaluator(const Dataset& data) : all_(allOf(data)) {}

  bool done() const { return first_ == static_cast<Index>(all_.size()); }
  /// Evaluates the next window, a few milliseconds of work. The same arguments each time; not when done().
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
  NetworkActivations<S> activations_;
  Evaluation result_;
};

/// The whole evaluation at once.
template <class S>
Evaluation evaluate(const Parameters<S>& parameters, const Dataset& data);

/// The state after the last step of a sequence, in the form of Sequence::initialHidden and initialCell.
struct FinalState {
  std::vector<double> hidden;
  std::vector<double> cell;
};

/// The predictions at each position of one sequence.
struct Prediction {
  std::vector<TokenId> mostProbable;
  std::vector<double> probability;        ///< of the most probable token
  std::vector<double> targetProbability;  ///< NaN where the target is ignored
  std::vector<double> loss;               ///< nats; NaN where the target is ignored
  FinalState finalState;
};

template <class S>
Prediction predict(const Parameters<S>& parameters, const Sequence& sequence);

/// The outputs at each position of one sequence.
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
