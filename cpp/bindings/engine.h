#pragma once

#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "network.h"
#include "rnn/model_file.h"
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
std::vector<EvaluationRecord> recordsOf(const Evaluations& columns);

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

class StepDryRunJob;

/// A network and its training, in either precision. Settings come as the JSON text of a complete, valid
/// settings object of web/engine/engine-settings.js; ids and states have been checked there, too.
class Engine {
 public:
  template <class S>
  Engine(ModelSettings settings, Trainer<S> trainer) : settings_(std::move(settings)), trainer_(std::move(trainer)) {}

  static std::unique_ptr<Engine> create(const std::string& settings, int vocabularySize,
                                        const PackedSequences& training, const PackedSequences& heldOut);

  /// At most `limit` optimizer steps, and none of epoch `untilEpoch` (from 0) or later. Fewer when an evaluation is
  /// due: then some milliseconds of that.
  StepRecords step(double limit, double untilEpoch);
  /// What the next step reads.
  UpcomingSteps upcoming();
  Position position() const;
  /// The base rate: as set, halved, or lowered by restoreBest().
  double learningRate() const;
  void adjust(const std::string& settings);
  /// Back to the weights of the best recorded evaluation; false when there is none.
  bool restoreBest(double rateFactor);
  void setParameter(const std::string& name, const Float64Array& rowMajor);

  ParameterInfoList parameterList() const;
  std::unique_ptr<Network> network() const;
  /// Dry run of the next step on this sequence alone; `window`: which of its BPTT windows.
  std::unique_ptr<StepDryRunJob> dryRunStep(const PackedSequences& one, int window) const;
  /// A model file. `tokens`: V names, or none.
  Uint8Array save(const StringList& tokens, const std::string& meta, const Evaluations& history) const;

 private:
  template <class Use>
  auto use(Use use) const {
    return std::visit(use, trainer_);
  }

  ModelSettings settings_;
  std::variant<Trainer<float>, Trainer<double>> trainer_;
};

/// The content of a model file, or the error for which it was rejected.
class LoadedModel {
 public:
  explicit LoadedModel(std::variant<ModelFile, FileError> content) : content_(std::move(content)) {}

  /// Empty if the file is valid; else FileError::name(), and only subject() and message() may be called.
  std::string errorCode() const;
  std::string subject() const;
  std::string message() const;

  std::string settings() const;
  int vocabularySize() const;
  StringList tokens() const;
  std::string meta() const;
  PackedSequences training() const;
  PackedSequences heldOut() const;
  Evaluations history() const;
  /// Resumes where the model was saved.
  std::unique_ptr<Engine> engine() const;

 private:
  const ModelFile& file() const { return *std::get_if<ModelFile>(&content_); }

  std::variant<ModelFile, FileError> content_;
};

std::unique_ptr<LoadedModel> readModelFile(const Uint8Array& bytes);

/// trainingMemory() of rnn/network.h.
double memoryNeeded(const std::string& settings, int vocabularySize, double windowTokens);

}  // namespace rnn::bindings
