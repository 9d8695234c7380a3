#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
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
class Evaluator {
 public:
  /// Both must outlive it; the network's weights stay as they are until it is done.
  Evaluator(const Network& network, const Dataset& data);

  /// From the beginning, with what it has allocated.
  void restart();
  bool done() const { return first_ == static_cast<Index>(data_.size()); }
  /// Evaluates the next window, a few milliseconds of work. Not when done().
  void advance();
  /// Of the windows done so far.
  const Evaluation& result() const { return result_; }

 private:
  void beginBatch();

  const Dataset& data_;
  Index parameterCount_;
  std::unique_ptr<ForwardPass> pass_;
  Index first_ = 0;  ///< of the sequences in batch_
  std::vector<Index> chosen_;
  Batch batch_;
  bool inBatch_ = false;
  Index begin_ = 0;  ///< step of batch_ where the next window begins
  Evaluation result_;
};

/// The most tokens that an Evaluator reads in one window, for a network of so many parameters.
double evaluationTokens(double parameters);

/// The whole evaluation at once.
Evaluation evaluate(const Network& network, const Dataset& data);

/// The predictions at each position of one sequence.
struct Prediction {
  std::vector<TokenId> mostProbable;
  std::vector<double> probability;        ///< of the most probable token
  std::vector<double> targetProbability;  ///< NaN where the target is ignored
  std::vector<double> loss;               ///< nats; NaN where the target is ignored
  CarriedState finalState;                ///< after the last step
};

Prediction predict(const Network& network, const Sequence& sequence);

/// The outputs at each position of one sequence.
struct Outputs {
  std::vector<double> logits;         ///< step by step, T × V
  std::vector<double> probabilities;  ///< likewise
  std::vector<double> hidden;         ///< of the top layer, T × H
  CarriedState finalState;            ///< after the last step
};

Outputs outputs(const Network& network, const Sequence& sequence);

}  // namespace rnn
