#pragma once

#include <optional>

#include "rnn/evaluation.h"
#include "rnn/initialization.h"
#include "rnn/network.h"
#include "rnn/optimizer.h"
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
template <class S>
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
  State<S> state;            ///< carried from the previous window; empty at windowBegin 0
};

/// Trains one network: epochs over the training sequences, in batches of settings.batchSize, each batch in BPTT windows
/// of settings.truncate steps, one optimizer step per window.
///
/// The tutorial's settings are batchSize 1, reduction sum, SGD, schedule halving. A long text is trained as char-rnn
/// does it: cut into sequences of equal length (streams), with batchSize 0 and truncate k; the state is carried along
/// each stream.
template <class S>
class Trainer {
 public:
  /// Initializes the weights from `seed`. Ids in `training` and `heldOut` are below V (checked outside).
  Trainer(const NetworkShape& shape, const InitializationSettings& initialization, const TrainingSettings& settings,
          std::uint64_t seed, Dataset training, Dataset heldOut);

  const TrainingSettings& settings() const { return settings_; }
  /// Applies from the next step on; batch size, truncation and shuffling from the next batch, window and epoch on, so
  /// that no token is trained on twice or skipped.
  void setSettings(const TrainingSettings& settings);

  /// Does a few milliseconds of the evaluation that is due before the next step. True when none is due (any more).
  /// Calling it is optional: step() does what is left.
  bool advanceEvaluation();
  /// What step() is going to read; draws the epoch's order if necessary.
  UpcomingWindow upcoming();
  /// One optimizer step, after the epoch's evaluation if that is due.
  StepReport step();

  const Parameters<S>& parameters() const { return parameters_; }
  /// For changing them: restarts an evaluation in progress.
  Parameters<S>& parameters();
  const Dataset& training() const { return training_; }
  const Dataset& heldOut() const { return heldOut_; }
  const TrainingPosition<S>& position() const { return position_; }
  const Optimizer<S>& optimizer() const { return optimizer_; }
  const Random& random() const { return random_; }
  /// The evaluations recorded since the last call.
  std::vector<EvaluationRecord> takeRecords();

  /// Goes back to the weights and the position of the lowest loss recorded since the start or since restore() (to the
  /// restored state if none was), and multiplies the base learning rate by `rateFactor`. False, without effect, if
  /// there is neither.
  bool restoreBest(double rateFactor);

  /// Continues from a saved state, which must fit the shape and the data.
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
  NetworkActivations<S> activations_;
  std::optional<Evaluators> evaluators_;  ///< in progress
  std::vector<EvaluationRecord> records_;
  std::optional<Snapshot> best_;
};

}  // namespace rnn
