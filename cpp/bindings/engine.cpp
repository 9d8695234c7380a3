#include "engine.h"

#include <algorithm>
#include <optional>
#include <utility>

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

template <class S>
std::unique_ptr<Engine> engineFor(const ModelSettings& settings, const PackedSequences& training,
                                  const PackedSequences& heldOut, std::optional<Checkpoint> checkpoint) {
  Trainer<S> trainer(settings.shape, settings.initialization, settings.training, settings.seed, unpacked(training),
                     unpacked(heldOut));
  if (checkpoint) rnn::resume(trainer, std::move(*checkpoint));
  return std::make_unique<Engine>(std::move(trainer));
}

/// A fresh network, or one that goes on from a checkpoint.
std::unique_ptr<Engine> engineOf(const ModelSettings& settings, const PackedSequences& training,
                                 const PackedSequences& heldOut, std::optional<Checkpoint> checkpoint) {
  const bool isDouble = settings.precision == Precision::Float64;
  return isDouble ? engineFor<double>(settings, training, heldOut, std::move(checkpoint))
                  : engineFor<float>(settings, training, heldOut, std::move(checkpoint));
}

struct Rows {
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

}  // namespace

Evaluations columnsOf(const std::vector<EvaluationRecord>& records) {
  return {copied<Float64Array>(column<double>(records, &EvaluationRecord::epoch)),
          copied<Float64Array>(column<double>(records, &EvaluationRecord::step)),
          copied<Float64Array>(column<double>(records, &EvaluationRecord::trainingLoss)),
          copied<Float64Array>(column<double>(records, &EvaluationRecord::heldOutLoss)),
          copied<Float64Array>(column<double>(records, &EvaluationRecord::learningRate)),
          copied<Uint8Array>(column<std::uint8_t>(records, &EvaluationRecord::halved))};
}

std::unique_ptr<Engine> Engine::create(const EngineSettings& given, int vocabularySize, const PackedSequences& training,
                                       const PackedSequences& heldOut) {
  return engineOf(settingsFrom(given, vocabularySize), training, heldOut, std::nullopt);
}

std::unique_ptr<Engine> Engine::resume(const EngineSettings& given, int vocabularySize, const PackedSequences& training,
                                       const PackedSequences& heldOut, const CheckpointNumbers& numbers) {
  return engineOf(settingsFrom(given, vocabularySize), training, heldOut, checkpointFrom(numbers));
}

StepRecords Engine::step(double limit, double untilEpoch) {
  return std::visit(
      [&](auto& trainer) -> StepRecords {
        Rows rows;
        for (double i = 0; i < limit && !rows.diverged; ++i) {
          if (static_cast<double>(trainer.position().epoch) >= untilEpoch) break;
          // A short evaluation has two parts, training and held-out data: both are done before the step.
          if (!trainer.advanceEvaluation() && !trainer.advanceEvaluation()) break;
          rows.add(trainer.step());
        }
        return {static_cast<double>(trainer.position().step),
                copied<Float64Array>(rows.losses),
                copied<Float64Array>(rows.gradientNorms),
                copied<Float64Array>(rows.learningRates),
                copied<Float64Array>(rows.tokens),
                rows.diverged,
                columnsOf(trainer.takeRecords())};
      },
      trainer_);
}

UpcomingSteps Engine::upcoming() {
  const UpcomingWindow next = std::visit([](auto& trainer) { return trainer.upcoming(); }, trainer_);
  return {convertedTo<Int32Array, std::int32_t>(next.sequences), static_cast<double>(next.begin),
          static_cast<double>(next.end)};
}

Position Engine::position() const {
  return use([](const auto& trainer) -> Position {
    const auto& now = trainer.position();
    const TrainingSettings& settings = trainer.settings();
    return {static_cast<double>(now.epoch), static_cast<double>(now.step), static_cast<double>(now.tokensSeen),
            static_cast<double>(now.sequencesSeen), scheduledRate(settings.schedule, settings.learningRate, now.step)};
  });
}

double Engine::learningRate() const {
  return use([](const auto& trainer) { return trainer.settings().learningRate; });
}

void Engine::adjust(const EngineSettings& given) {
  constexpr Index kAnyVocabulary = 0;  // no setting of training depends on it
  const TrainingSettings training = settingsFrom(given, kAnyVocabulary).training;
  std::visit([&](auto& trainer) { trainer.setSettings(training); }, trainer_);
}

bool Engine::restoreBest(double rateFactor) {
  return std::visit([&](auto& trainer) { return trainer.restoreBest(rateFactor); }, trainer_);
}

void Engine::setParameter(const std::string& name, const Float64Array& rowMajor) {
  std::visit(
      [&]<class S>(Trainer<S>& trainer) {
        Parameters<S>& parameters = trainer.parameters();
        const auto values = numbersOf<S>(rowMajor);
        parameters.setRowMajor(*parameters.find(name), values.data());
      },
      trainer_);
}

std::unique_ptr<Network> Engine::network() const {
  return use([](const auto& trainer) { return std::make_unique<Network>(trainer.parameters()); });
}

ParameterInfoList parameterList(const EngineSettings& given, int vocabularySize) {
  return parameterInfo(parameterLayout(settingsFrom(given, vocabularySize).shape));
}

double memoryNeeded(const EngineSettings& given, int vocabularySize, double windowTokens) {
  const ModelSettings settings = settingsFrom(given, vocabularySize);
  return trainingMemory(settings.shape, windowTokens, settings.precision == Precision::Float64 ? 8 : 4);
}

}  // namespace rnn::bindings
