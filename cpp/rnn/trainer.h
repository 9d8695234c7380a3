#pragma once

#include <optional>

#include "rnn/evaluation.h"
#include "rnn/initialization.h"
#include "rnn/network.h"
#include "rnn/optimizer.h"
#include "rnn/random.h"

namespace rnn {

/// One optimizer step, as it was before its update.
struct StepReport {
  double loss = 0;          ///< of the window's tokens, summed or mean by settings.reduction, nats
  std::int64_t tokens = 0;  ///< targets in the window
  double gradientNorm = 0;  ///< over all parameters together, before clipping
  double learningRate = 0;  ///< the rate the update used
  bool epochEnded = false;
  /// The loss or the gradient was not finite: nothing was updated, nothing moved on.
  bool diverged = false;
};

/// What the next optimizer step reads: the steps begin .. end - 1 of these training sequences, side by
/// side; of a shorter one, as many as it has.
struct UpcomingWindow {
  std::vector<Index> sequences;
  Index begin = 0;
  Index end = 0;
};

/// What is written down every `evaluateEvery` epochs, before that epoch's first step.
struct EvaluationRecord {
  std::int64_t epoch = 0;
  std::int64_t step = 0;
  double trainingLoss = 0;  ///< mean over all training tokens, nats
  double heldOutLoss = 0;   ///< likewise; NaN without held-out data
  double learningRate = 0;  ///< base rate after the halving, if there was one
  bool halved = false;
};

/// Where training stands, down to the last bit: with the parameters, the optimizer's averages and
/// the settings, all that is needed to go on as if there had been no break.
template <class S>
struct TrainingPosition {
  std::int64_t epoch = 0;
  std::int64_t step = 0;           ///< optimizer steps made
  std::int64_t sequencesSeen = 0;  ///< examples, counted when their last window is done
  std::int64_t tokensSeen = 0;
  Index firstSequence = 0;  ///< place in `order` where the current batch begins
  Index windowBegin = 0;    ///< the step of that batch where the next window begins
  bool evaluated = false;   ///< this epoch's evaluation is written down
  std::optional<double> lastRecordedLoss;
  std::vector<Index> order;  ///< in which this epoch takes the sequences
  State<S> state;            ///< carried from the window before; empty at windowBegin 0
};

/// Trains one network: epochs over the training sequences, in batches of settings.batchSize, each
/// batch in BPTT windows of settings.truncate steps, one optimizer step a window.
///
/// The tutorial's schedule is batchSize 1, reduction sum, SGD, schedule halving. A long text is
/// trained as char-rnn does by cutting it into sequences of equal length (streams) with
/// batchSize 0 and truncate k: the state is carried along each stream.
template <class S>
class Trainer {
 public:
  /// Fresh weights drawn from `seed`. Ids in `training` and `heldOut` are below V (checked outside).
  Trainer(const NetworkShape& shape, const InitializationSettings& initialization, const TrainingSettings& settings,
          std::uint64_t seed, Dataset training, Dataset heldOut);

  const TrainingSettings& settings() const { return settings_; }
  /// Applies from the next step on; batch size, truncation and shuffling from the next batch, window
  /// and epoch on, so that no token is trained twice or left out.
  void setSettings(const TrainingSettings& settings);

  /// Does a part of the evaluation that is due before the next step, a few milliseconds of it. True when
  /// none is due (any more). Calling it is optional: step() does what is left.
  bool prepareStep();
  /// What step() is going to read; draws the epoch's order if that has not been done yet.
  UpcomingWindow upcoming();
  /// One optimizer step, after the epoch's evaluation if that is due.
  StepReport step();

  const Parameters<S>& parameters() const { return parameters_; }
  /// To be changed: an evaluation that has begun begins again.
  Parameters<S>& parameters();
  const Dataset& training() const { return training_; }
  const Dataset& heldOut() const { return heldOut_; }
  const TrainingPosition<S>& position() const { return position_; }
  const Optimizer<S>& optimizer() const { return optimizer_; }
  const Random& random() const { return random_; }
  /// The evaluations written down since the last call.
  std::vector<EvaluationRecord> takeRecords();

  /// Back to the weights of the lowest loss recorded since the start or since restore(), to what was
  /// restored if none was, with the base learning rate multiplied by `rateFactor`. The counters of
  /// epochs and steps go back with them. False, and nothing changes, when there is neither.
  bool restoreBest(double rateFactor);

  /// Continues from a saved state. All parts must fit the shape and the data.
  void restore(const Parameters<S>& parameters, const Optimizer<S>& optimizer, const TrainingPosition<S>& position,
               const Random::State& random);

 private:
  struct Snapshot {
    Vector<S> parameters;
    Optimizer<S> optimizer;
    TrainingPosition<S> position;
    Random::State random;
    double loss;
  };

  struct Evaluators {
    Evaluator<S> training;
    Evaluator<S> heldOut;
  };

  void beginEpoch();
  void beginBatch();
  Window nextWindow();
  bool evaluationDue() const;
  void recordEvaluation(const Evaluators& evaluators);
  void keepIfBest(double loss);
  void advance(const Window& window, StepReport& report);
  std::vector<Index> sequencesOfBatch() const;

  TrainingSettings settings_;
  Dataset training_;
  Dataset heldOut_;
  Random random_;
  Parameters<S> parameters_;
  Parameters<S> gradient_;
  Optimizer<S> optimizer_;
  TrainingPosition<S> position_;
  std::optional<Batch> batch_;
  NetworkRecord<S> record_;
  std::optional<Evaluators> evaluators_;  ///< under way
  std::vector<EvaluationRecord> records_;
  std::optional<Snapshot> best_;
};

}  // namespace rnn
