#pragma once

#include <memory>
#include <string>
#include <utility>

#include "network.h"
#include "result_job.h"
#include "rnn/checkpoint.h"
#include "rnn/settings.h"
#include "values.h"

namespace rnn::bindings {

/// Columns of equal length: EvaluationRecord, field by field, one row per evaluation.
struct Evaluations {
  Float64Array epoch{emscripten::val::undefined()};
  Float64Array step{emscripten::val::undefined()};
  Float64Array trainingLoss{emscripten::val::undefined()};
  Float64Array heldOutLoss{emscripten::val::undefined()};
  Float64Array learningRate{emscripten::val::undefined()};
  Uint8Array halved{emscripten::val::undefined()};
};
Evaluations columnsOf(const std::vector<EvaluationRecord>& records);

/// The reports of some optimizer steps: StepReport, field by field, one row per step.
struct StepRecords {
  double steps = 0;  // of the whole training, these included
  Float64Array losses{emscripten::val::undefined()};
  Float64Array gradientNorms{emscripten::val::undefined()};
  Float64Array learningRates{emscripten::val::undefined()};
  Float64Array tokens{emscripten::val::undefined()};
  bool diverged = false;  // the last step was rejected: its loss or gradient is not finite
  Evaluations evaluations;
};

struct Position {
  double epoch = 0;  // complete ones
  double step = 0;
  double tokensSeen = 0;
  double sequencesSeen = 0;
  double learningRate = 0;  // of the next step
};

/// UpcomingWindow, field by field.
struct UpcomingSteps {
  Int32Array sequences{emscripten::val::undefined()};
  double begin = 0;
  double end = 0;
};

/// The dry run of one optimizer step.
using StepDryRunJob = ResultJob<StepDryRunObject>;
struct ShardTaskNumbers;
struct ShardResultNumbers;

/// rnn::Checkpoint, field by field.
struct CheckpointNumbers {
  Float64Array parameters{emscripten::val::undefined()};
  double optimizerSteps = 0;
  Float64Array firstMoment{emscripten::val::undefined()};
  Float64Array secondMoment{emscripten::val::undefined()};
  double epoch = 0;
  double step = 0;
  double sequencesSeen = 0;
  double tokensSeen = 0;
  double firstSequence = 0;
  double windowBegin = 0;
  bool evaluated = false;
  Float64Array lastRecordedLoss{emscripten::val::undefined()};  // one number, or none
  Int32Array order{emscripten::val::undefined()};
  Float64Array hidden{emscripten::val::undefined()};
  Float64Array cell{emscripten::val::undefined()};
  Uint32Array random{emscripten::val::undefined()};  // 4 words of 64 bits, the lower half of each first
};

Checkpoint checkpointFrom(const CheckpointNumbers& numbers);

ModelSettings settingsFrom(const EngineSettings& given, Index vocabularySize);

struct StepRows;

/// A network and its training, in either precision. Settings are complete, valid ones of
/// web/engine/engine-settings.js; ids, states and checkpoints have been checked there, too.
class Engine {
 public:
  explicit Engine(const ModelSettings& settings)
      : trainer_(settings.shape, settings.training, settings.seed, {}, {}, settings.precision),
        drawing_(trainer_.drawWeights(settings.initialization)) {}

  /// Without data. To be followed by drawWeights() or resume().
  static std::unique_ptr<Engine> create(const EngineSettings& settings, int vocabularySize);
  /// Some milliseconds of drawing the initial weights; true when all are drawn.
  bool drawWeights() { return drawing_.advance(); }
  /// Before the first step, more of the training or the held-out data; a long text comes in pieces. With `length` 0
  /// these are sequences, else more tokens of the last of them, which is to have `length`.
  void addData(bool heldOut, const PackedSequences& more, double length);
  /// With complete data: goes on from a checkpoint, bit for bit.
  void resume(const CheckpointNumbers& checkpoint);

  /// At most `limit` optimizer steps, and none of epoch `untilEpoch` (from 0) or later. Fewer when an evaluation is
  /// due: then some milliseconds of that.
  StepRecords step(double limit, double untilEpoch);
  /// Completes an update that step() has begun, as it does a large network's in slices: the record of that step, or
  /// none.
  StepRecords finishUpdate();

  /// Begins the next step, unless an evaluation or epoch `untilEpoch` comes before it. How many of its shards can be
  /// given to helpers, each with lendShard(); step() computes the others.
  int lendableShards(double untilEpoch);
  ShardTaskNumbers lendShard();
  /// What a helper needs beside, the same for all shards of a step.
  Float32Array shardWeights();
  /// False if nobody waits for it any more.
  bool returnShard(const ShardResultNumbers& result);
  /// Those that have not come back are computed by step(), too.
  void withdrawShards();
  /// Whether step() has nothing to do until a shard comes back.
  bool waitsForShards();

  /// Trainer::beginEvaluation
  void beginEvaluation() { trainer_.beginEvaluation(); }
  /// Trainer::recordLosses
  bool recordLosses(double trainingLoss) { return trainer_.recordLosses(trainingLoss); }
  /// What the next step reads.
  UpcomingSteps upcoming();
  Position position() const;
  /// The base rate: as set, halved, or lowered by restoreBest().
  double learningRate() const;
  void adjust(const EngineSettings& settings);
  /// Back to the weights of the best recorded evaluation; false when there is none.
  bool restoreBest(double rateFactor);
  void setParameter(const std::string& name, const Float64Array& rowMajor);

  std::unique_ptr<Network> network();
  /// Dry run of the next step on this sequence alone; `window`: which of its BPTT windows.
  std::unique_ptr<StepDryRunJob> dryRunStep(const PackedSequences& one, int window);
  CheckpointNumbers checkpoint();
  /// The data, as they came in.
  PackedSequences training() const;
  PackedSequences heldOut() const;

 private:
  StepRecords recordsOf(const StepRows& rows);

  Trainer trainer_;
  Job drawing_;
};

/// Names and shapes of the parameters of such a network, in the order of a checkpoint's.
ParameterInfoList parameterList(const EngineSettings& settings, int vocabularySize);

/// trainingMemory() of rnn/float_learner.h.
double memoryNeeded(const EngineSettings& settings, int vocabularySize, double windowTokens);

}  // namespace rnn::bindings
