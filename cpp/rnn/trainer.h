#pragma once

#include <optional>

#include "rnn/evaluation.h"
#include "rnn/initialization.h"
#include "rnn/learner.h"
#include "rnn/random.h"

namespace rnn {

/// One optimizer step: its numbers before the update.
struct StepReport {
  double loss = 0;          ///< of the window's tokens, sum or mean as settings.reduction says, nats
  std::int64_t tokens = 0;  ///< targets in the window that are not ignored
  double gradientNorm = 0;  ///< over all parameters together, before clipping
  double learningRate = 0;  ///< the rate the update used
  bool epochEnded = false;
  /// The loss or the gradient was not finite and the step was rejected: parameters and position are unchanged.
  bool diverged = false;
};

/// What the next optimizer step reads: time steps [begin, end) of these training sequences, or as many as a shorter one
/// has.
struct UpcomingWindow {
  std::vector<Index> sequences;
  Index begin = 0;
  Index end = 0;
};

/// The exact position of training: with the parameters, the optimizer's moments and the settings, all that is needed to
/// resume it bit for bit.
struct TrainingPosition {
  std::int64_t epoch = 0;
  std::int64_t step = 0;           ///< optimizer steps made
  std::int64_t sequencesSeen = 0;  ///< counted when their last window is done
  std::int64_t tokensSeen = 0;
  Index firstSequence = 0;  ///< index in `order` where the current batch begins
  Index windowBegin = 0;    ///< time step of that batch where the next window begins
  bool evaluated = false;   ///< this epoch's evaluation has been recorded
  std::optional<double> lastRecordedLoss;
  std::vector<Index> order;  ///< of this epoch's sequences; empty between two epochs
  CarriedState state;        ///< carried from the previous window; empty at windowBegin 0
};

/// Trains one network: epochs over the training sequences, in batches of settings.batchSize, each batch in BPTT windows
/// of settings.truncate steps, one optimizer step per window.
///
/// The tutorial's settings are batchSize 1, reduction sum, SGD, schedule halving. A long text is trained as char-rnn
/// does it: cut into sequences of equal length (streams), with batchSize 0 and truncate k; the state is carried along
/// each stream.
class Trainer {
 public:
  /// Initializes the weights from `seed`. Ids in `training` and `heldOut` are below V (checked outside).
  Trainer(const NetworkShape& shape, const InitializationSettings& initialization, const TrainingSettings& settings,
          std::uint64_t seed, Dataset training, Dataset heldOut, Precision precision = Precision::Float32);
  /// Its weights are to be drawn, or restored, before anything else.
  Trainer(const NetworkShape& shape, const TrainingSettings& settings, std::uint64_t seed, Dataset training,
          Dataset heldOut, Precision precision);
  Trainer(const Trainer&) = delete;  // evaluations refer to its data

  /// Draws the weights, in slices.
  Job drawWeights(const InitializationSettings& initialization) {
    return rnn::initialization(learner_->network(), initialization, random_);
  }

  const TrainingSettings& settings() const { return settings_; }
  /// Applies from the next update on: a window whose gradient is being computed is not begun anew, unless the number of
  /// shards is another. Batch size applies from the next batch, truncation from the next window and shuffling from the
  /// next epoch, so that no token is trained on twice or skipped.
  void setSettings(const TrainingSettings& settings);

  /// Does a few milliseconds of the evaluation that is due before the next step. True when none is due (any more).
  /// Calling it is optional: step() does what is left.
  bool advanceEvaluation();
  /// What step() is going to read; draws the epoch's order if necessary.
  UpcomingWindow upcoming();
  /// Begins the next optimizer step. Null if an evaluation is due before it, or if its epoch is not before
  /// `untilEpoch`. Of a step in progress, the shards that others may compute while advance() computes the rest; nothing
  /// where they cannot be lent.
  ShardLender* beginStepToLend(std::int64_t untilEpoch);
  /// The same, of a step in progress only.
  ShardLender* lender() { return stepInProgress_ ? learner_->lender() : nullptr; }
  /// Does a few milliseconds of the next optimizer step, after the epoch's evaluation if that is due. The report once
  /// the step is done, else nothing. How a step is cut does not change its result.
  std::optional<StepReport> advance();
  /// Completes a parameter update that advance() has applied only in part, as it does a large network's. To be called
  /// before weights, optimizer state or position are read; the next advance() returns the step's report.
  void finishUpdate();
  /// Whether there is such a report.
  bool hasReport() const { return finished_.has_value(); }
  /// One whole optimizer step.
  StepReport step();

  const Network& network() const { return learner_->network(); }
  /// For changing weights: restarts an evaluation or a step in progress.
  Network& network();
  const Learner& learner() const { return *learner_; }
  const Dataset& training() const { return training_; }
  const Dataset& heldOut() const { return heldOut_; }
  /// Training or held-out data that come in pieces, as a long text's do: to be complete before the first step.
  Dataset& dataToComplete(bool heldOut) { return heldOut ? heldOut_ : training_; }
  /// Without the carried state.
  const TrainingPosition& position() const { return position_; }
  CarriedState carriedState() const;
  const Random& random() const { return random_; }
  /// For an evaluation elsewhere, on a sample say, that takes some steps: the weights as they are now are those that
  /// recordLosses() will be about.
  void beginEvaluation();
  /// Records a loss that was worked out elsewhere: the rate is halved and the weights are kept as after an evaluation
  /// here. Returns whether the rate was halved.
  bool recordLosses(double trainingLoss);
  /// The evaluations recorded since the last call.
  std::vector<EvaluationRecord> takeRecords();

  /// Goes back to the weights and the position of the lowest loss recorded since the start or since restore() (to the
  /// restored state if none was), and multiplies the base learning rate by `rateFactor`. False, without effect, if
  /// there is neither.
  bool restoreBest(double rateFactor);

  /// Continues from a saved state, which must fit the shape and the data: the network's weights, as set before, and
  /// these.
  void restore(Moments moments, const TrainingPosition& position, const Random::State& random);

 private:
  struct Best {
    TrainingPosition position;
    Random::State random;
    double loss;
  };

  struct Evaluators {
    Evaluator training;
    Evaluator heldOut;
    bool inProgress = false;
  };

  void beginEpoch();
  std::span<const Index> nextSequences() const;
  void deal(std::span<const Index> sequences, std::size_t shardCount);
  void beginBatch();
  void prepareWindow();
  void beginStep();
  std::span<const Batch> shards() const { return std::span(batches_).first(shardCount_); }
  bool evaluationDue() const;
  void recordEvaluation();
  Index endOfWindow(Index steps) const;
  bool wouldBeBest(double loss) const;
  void keepIfBest(double loss);
  Best here(double loss) const;
  void beginKeeping(bool asCandidate);
  bool advanceKeeping();
  void finishKeeping();
  bool beginUpdate(StepReport& report);
  void moveOn(StepReport& report);
  void forgetProgress();

  TrainingSettings settings_;
  Dataset training_;
  Dataset heldOut_;
  Random random_;
  std::unique_ptr<Learner> learner_;
  TrainingPosition position_;
  bool batchBegun_ = false;     ///< the batch is that of the next step, not of the last
  std::vector<Index> chosen_;   ///< sequences of the batch, in the order of the epoch
  std::vector<Index> inBatch_;  ///< the same, the longest first
  std::vector<Batch> batches_;  ///< the first shardCount_ are its shards; the rest are kept for their memory
  std::size_t shardCount_ = 0;
  std::vector<Index> dealt_;     ///< to one shard
  std::vector<Window> windows_;  ///< of the step in progress, a shard each
  Index windowEnd_ = 0;          ///< of the step in progress
  std::int64_t targets_ = 0;     ///< likewise
  double scale_ = 1;             ///< likewise
  bool stepInProgress_ = false;
  std::optional<StepReport> update_;    ///< of the step whose update is in progress
  std::optional<StepReport> finished_;  ///< of a step that finishUpdate() has ended
  std::optional<Evaluators> evaluators_;
  std::vector<EvaluationRecord> records_;
  std::optional<Best> best_;
  std::optional<Best> candidate_;  ///< its loss is not known yet
  bool keeping_ = false;           ///< the learner's copy of the best is not whole yet; nothing may change until then
};

}  // namespace rnn
