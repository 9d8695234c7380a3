#include "engine.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "rnn/float_learner.h"
#include "rnn/optimizer.h"

namespace rnn::bindings {
namespace {

template <class Number, class Field>
std::vector<Number> column(const std::vector<EvaluationRecord>& records, Field field) {
  std::vector<Number> numbers;
  for (const EvaluationRecord& record : records) {
    numbers.push_back(static_cast<Number>(record.*field));
  }
  return numbers;
}

}  // namespace

/// Of the steps of one call.
struct StepRows {
  std::vector<double> losses;
  std::vector<double> gradientNorms;
  std::vector<double> learningRates;
  std::vector<double> tokens;
  bool diverged = false;

  void add(const StepReport& report) {
    losses.push_back(report.loss);
    gradientNorms.push_back(report.gradientNorm);
    learningRates.push_back(report.learningRate);
    tokens.push_back(static_cast<double>(report.tokens));
    diverged = report.diverged;
  }
};

Evaluations columnsOf(const std::vector<EvaluationRecord>& records) {
  return {copied<Float64Array>(column<double>(records, &EvaluationRecord::epoch)),
          copied<Float64Array>(column<double>(records, &EvaluationRecord::step)),
          copied<Float64Array>(column<double>(records, &EvaluationRecord::trainingLoss)),
          copied<Float64Array>(column<double>(records, &EvaluationRecord::heldOutLoss)),
          copied<Float64Array>(column<double>(records, &EvaluationRecord::learningRate)),
          copied<Uint8Array>(column<std::uint8_t>(records, &EvaluationRecord::halved))};
}

std::unique_ptr<Engine> Engine::create(const EngineSettings& given, int vocabularySize) {
  return std::make_unique<Engine>(settingsFrom(given, vocabularySize));
}

void Engine::addData(bool heldOut, const PackedSequences& more, double length) {
  Dataset& data = trainer_.dataToComplete(heldOut);
  for (Sequence& sequence : unpacked(more)) {
    if (length == 0) {
      data.push_back(std::move(sequence));
      continue;
    }
    const auto append = [length](std::vector<TokenId>& to, const std::vector<TokenId>& tokens) {
      to.reserve(static_cast<std::size_t>(length));
      to.insert(to.end(), tokens.begin(), tokens.end());
    };
    append(data.back().inputs, sequence.inputs);
    append(data.back().targets, sequence.targets);
  }
}

void Engine::resume(const CheckpointNumbers& checkpoint) {
  rnn::resume(trainer_, checkpointFrom(checkpoint));
}

StepRecords Engine::step(double limit, double untilEpoch) {
  StepRows rows;
  for (double i = 0; i < limit && !rows.diverged; ++i) {
    if (!trainer_.hasReport() && static_cast<double>(trainer_.position().epoch) >= untilEpoch) break;
    // A short evaluation has two parts, training and held-out data: both are done before the step.
    if (!trainer_.advanceEvaluation() && !trainer_.advanceEvaluation()) break;
    const std::optional<StepReport> report = trainer_.advance();
    if (!report) break;  // a long step: the rest of it another time
    rows.add(*report);
  }
  return recordsOf(rows);
}

StepRecords Engine::finishUpdate() {
  trainer_.finishUpdate();
  StepRows rows;
  if (trainer_.hasReport()) rows.add(*trainer_.advance());
  return recordsOf(rows);
}

StepRecords Engine::recordsOf(const StepRows& rows) {
  return {static_cast<double>(trainer_.position().step),
          copied<Float64Array>(rows.losses),
          copied<Float64Array>(rows.gradientNorms),
          copied<Float64Array>(rows.learningRates),
          copied<Float64Array>(rows.tokens),
          rows.diverged,
          columnsOf(trainer_.takeRecords())};
}

UpcomingSteps Engine::upcoming() {
  const UpcomingWindow next = trainer_.upcoming();
  return {convertedTo<Int32Array, std::int32_t>(next.sequences), static_cast<double>(next.begin),
          static_cast<double>(next.end)};
}

Position Engine::position() const {
  const TrainingPosition& now = trainer_.position();
  const TrainingSettings& settings = trainer_.settings();
  return {static_cast<double>(now.epoch), static_cast<double>(now.step), static_cast<double>(now.tokensSeen),
          static_cast<double>(now.sequencesSeen), scheduledRate(settings.schedule, settings.learningRate, now.step)};
}

double Engine::learningRate() const {
  return trainer_.settings().learningRate;
}

void Engine::adjust(const EngineSettings& given) {
  constexpr Index kAnyVocabulary = 0;  // no setting of training depends on it
  trainer_.setSettings(settingsFrom(given, kAnyVocabulary).training);
}

bool Engine::restoreBest(double rateFactor) {
  return trainer_.restoreBest(rateFactor);
}

void Engine::setParameter(const std::string& name, const Float64Array& rowMajor) {
  rnn::Network& network = trainer_.network();
  for (const ParameterInfo& entry : parameterLayout(network.shape())) {
    if (entry.name == name) network.setParameter(entry, numbersOf<double>(rowMajor));
  }
}

std::unique_ptr<Network> Engine::network() {
  trainer_.finishUpdate();
  return std::make_unique<Network>(std::as_const(trainer_).network().clone());
}

ParameterInfoList parameterList(const EngineSettings& given, int vocabularySize) {
  return parameterInfo(parameterLayout(settingsFrom(given, vocabularySize).shape));
}

double memoryNeeded(const EngineSettings& given, int vocabularySize, double windowTokens) {
  const ModelSettings settings = settingsFrom(given, vocabularySize);
  return trainingMemory(settings.shape, settings.precision, windowTokens,
                        static_cast<double>(settings.training.shards));
}

}  // namespace rnn::bindings
