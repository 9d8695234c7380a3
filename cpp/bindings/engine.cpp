#include "engine.h"

#include <algorithm>

#include "rnn/optimizer.h"

namespace rnn::bindings {
namespace {

/// web/engine has validated the settings against the same ranges. Should the two ever differ, this aborts the module.
ModelSettings settingsFrom(const std::string& text, Index vocabularySize) {
  ModelSettings settings = std::get<ModelSettings>(parseSettings(text));
  settings.shape.vocabularySize = vocabularySize;
  return settings;
}

template <class Number, class Field>
std::vector<Number> column(const std::vector<EvaluationRecord>& records, Field field) {
  std::vector<Number> numbers;
  for (const EvaluationRecord& record : records) {
    numbers.push_back(static_cast<Number>(record.*field));
  }
  return numbers;
}

template <class S>
Trainer<S> trainerFor(const ModelSettings& settings, Dataset training, Dataset heldOut) {
  return Trainer<S>(settings.shape, settings.initialization, settings.training,
                    static_cast<std::uint64_t>(settings.seed), std::move(training), std::move(heldOut));
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

std::vector<EvaluationRecord> recordsOf(const Evaluations& columns) {
  const auto epoch = numbersOf<double>(columns.epoch);
  const auto step = numbersOf<double>(columns.step);
  const auto trainingLoss = numbersOf<double>(columns.trainingLoss);
  const auto heldOutLoss = numbersOf<double>(columns.heldOutLoss);
  const auto learningRate = numbersOf<double>(columns.learningRate);
  const auto halved = numbersOf<std::uint8_t>(columns.halved);
  std::vector<EvaluationRecord> records;
  for (std::size_t i = 0; i < epoch.size(); ++i) {
    records.push_back({static_cast<std::int64_t>(epoch[i]), static_cast<std::int64_t>(step[i]), trainingLoss[i],
                       heldOutLoss[i], learningRate[i], halved[i] != 0});
  }
  return records;
}

std::unique_ptr<Engine> Engine::create(const std::string& text, int vocabularySize, const PackedSequences& training,
                                       const PackedSequences& heldOut) {
  const ModelSettings settings = settingsFrom(text, vocabularySize);
  if (settings.precision == Precision::Float64) {
    return std::make_unique<Engine>(settings, trainerFor<double>(settings, unpacked(training), unpacked(heldOut)));
  }
  return std::make_unique<Engine>(settings, trainerFor<float>(settings, unpacked(training), unpacked(heldOut)));
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

void Engine::adjust(const std::string& text) {
  settings_ = settingsFrom(text, settings_.shape.vocabularySize);
  std::visit([&](auto& trainer) { trainer.setSettings(settings_.training); }, trainer_);
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

ParameterInfoList Engine::parameterList() const {
  return parameterInfo(parameterLayout(settings_.shape));
}

std::unique_ptr<Network> Engine::network() const {
  return use([](const auto& trainer) { return std::make_unique<Network>(trainer.parameters()); });
}

double memoryNeeded(const std::string& text, int vocabularySize, double windowTokens) {
  const ModelSettings settings = settingsFrom(text, vocabularySize);
  return trainingMemory(settings.shape, windowTokens, settings.precision == Precision::Float64 ? 8 : 4);
}

}  // namespace rnn::bindings
