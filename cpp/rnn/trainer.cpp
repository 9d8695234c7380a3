#include "rnn/trainer.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace rnn {

template <class S>
Trainer<S>::Trainer(const NetworkShape& shape, const InitializationSettings& initialization,
                    const TrainingSettings& settings, std::uint64_t seed, Dataset training, Dataset heldOut)
    : settings_(settings),
      training_(std::move(training)),
      heldOut_(std::move(heldOut)),
      random_(seed),
      parameters_(shape),
      gradient_(shape),
      optimizer_(settings.optimizer, parameters_.flat().size()) {
  initialize(parameters_, initialization, random_);
}

template <class S>
void Trainer<S>::setSettings(const TrainingSettings& settings) {
  settings_ = settings;
  optimizer_.setSettings(settings.optimizer);
}

template <class S>
std::vector<EvaluationRecord> Trainer<S>::takeRecords() {
  return std::exchange(records_, {});
}

template <class S>
void Trainer<S>::beginEpoch() {
  position_.order = allOf(training_);
  if (settings_.shuffle) random_.shuffle(position_.order);
}

template <class S>
std::vector<Index> Trainer<S>::sequencesOfBatch() const {
  const auto all = static_cast<Index>(position_.order.size());
  const Index first = position_.firstSequence;
  Index size = settings_.batchSize > 0 ? settings_.batchSize : all;
  // Resumed in the middle of a batch: its size is that of the carried state.
  if (position_.windowBegin > 0) size = position_.state.hidden.front().cols();
  return {position_.order.begin() + first, position_.order.begin() + std::min(first + size, all)};
}

template <class S>
Parameters<S>& Trainer<S>::parameters() {
  evaluators_.reset();
  return parameters_;
}

template <class S>
bool Trainer<S>::evaluationDue() const {
  const bool epochBegins = position_.firstSequence == 0 && position_.windowBegin == 0;
  return epochBegins && !position_.evaluated && position_.epoch % settings_.evaluateEvery == 0;
}

template <class S>
bool Trainer<S>::advanceEvaluation() {
  if (position_.order.empty()) beginEpoch();
  if (!evaluationDue()) return true;
  if (!evaluators_) evaluators_.emplace(Evaluator<S>(training_), Evaluator<S>(heldOut_));
  auto& [training, heldOut] = *evaluators_;
  if (!training.done()) {
    training.advance(parameters_, training_);
  } else if (!heldOut.done()) {
    heldOut.advance(parameters_, heldOut_);
  }
  if (!training.done() || !heldOut.done()) return false;
  recordEvaluation(*evaluators_);
  evaluators_.reset();
  return true;
}

template <class S>
void Trainer<S>::recordEvaluation(const Evaluators& evaluators) {
  EvaluationRecord record;
  record.epoch = position_.epoch;
  record.step = position_.step;
  record.trainingLoss = evaluators.training.result().meanLoss();
  record.heldOutLoss = evaluators.heldOut.result().meanLoss();
  // As in the listing: the learning rate is halved when the loss is higher than at the previous evaluation.
  record.halved = settings_.schedule.type == ScheduleType::Halving && position_.lastRecordedLoss &&
                  record.trainingLoss > *position_.lastRecordedLoss;
  if (record.halved) settings_.learningRate *= 0.5;
  record.learningRate = settings_.learningRate;
  position_.lastRecordedLoss = record.trainingLoss;
  position_.evaluated = true;
  records_.push_back(record);
  keepIfBest(record.trainingLoss);
}

template <class S>
void Trainer<S>::keepIfBest(double loss) {
  if (best_ && !(loss < best_->loss)) return;
  best_ = Snapshot{parameters_.flat(), optimizer_, position_, random_.state(), loss};
}

template <class S>
void Trainer<S>::beginBatch() {
  batch_.emplace(training_, sequencesOfBatch());
  if (position_.windowBegin > 0) return;  // resumed in the middle of a batch, with its state
  position_.state = State<S>::initial(parameters_.shape(), training_, *batch_);
}

template <class S>
Window Trainer<S>::nextWindow() {
  if (position_.order.empty()) beginEpoch();
  if (!batch_) beginBatch();
  const Index windowSteps = settings_.truncate > 0 ? settings_.truncate : batch_->steps();
  return {*batch_, position_.windowBegin, std::min(position_.windowBegin + windowSteps, batch_->steps())};
}

template <class S>
UpcomingWindow Trainer<S>::upcoming() {
  const Window window = nextWindow();
  UpcomingWindow upcoming{{}, window.begin, window.end};
  for (Index b = 0; b < window.batch.sequences(); ++b) {
    upcoming.sequences.push_back(window.batch.sequenceAt(b));
  }
  return upcoming;
}

template <class S>
StepReport Trainer<S>::step() {
  bool prepared = false;
  while (!prepared) {
    prepared = advanceEvaluation();
  }
  const Window window = nextWindow();
  StepReport report;
  report.tokens = window.targetCount();
  State<S> state = position_.state;
  const double total = forward(parameters_, window, state, activations_);
  const bool mean = settings_.reduction == Reduction::Mean && report.tokens > 0;
  const double scale = mean ? 1 / static_cast<double>(report.tokens) : 1;
  report.loss = total * scale;
  gradient_.flat().setZero();
  backward(parameters_, window, static_cast<S>(scale), activations_, gradient_);
  report.gradientNorm = clipGlobalNorm(gradient_.flat(), settings_.clipNorm);
  report.learningRate = scheduledRate(settings_.schedule, settings_.learningRate, position_.step);
  report.diverged = !std::isfinite(report.loss) || !std::isfinite(report.gradientNorm);
  if (report.diverged) return report;

  optimizer_.update(parameters_.flat(), gradient_.flat(), report.learningRate);
  position_.state = std::move(state);
  advance(window, report);
  return report;
}

template <class S>
void Trainer<S>::advance(const Window& window, StepReport& report) {
  ++position_.step;
  position_.tokensSeen += report.tokens;
  position_.windowBegin = window.end;
  if (window.end < window.batch.steps()) return;
  position_.sequencesSeen += window.batch.sequences();
  position_.firstSequence += window.batch.sequences();
  position_.windowBegin = 0;
  batch_.reset();
  if (position_.firstSequence < static_cast<Index>(position_.order.size())) return;
  position_.firstSequence = 0;
  position_.order.clear();
  position_.evaluated = false;
  ++position_.epoch;
  report.epochEnded = true;
}

template <class S>
bool Trainer<S>::restoreBest(double rateFactor) {
  if (!best_) return false;
  parameters_.flat() = best_->parameters;
  optimizer_ = best_->optimizer;
  optimizer_.setSettings(settings_.optimizer);
  position_ = best_->position;
  random_.setState(best_->random);
  settings_.learningRate *= rateFactor;
  batch_.reset();
  evaluators_.reset();
  return true;
}

template <class S>
void Trainer<S>::restore(const Parameters<S>& parameters, const Optimizer<S>& optimizer,
                         const TrainingPosition<S>& position, const Random::State& random) {
  parameters_ = parameters;
  optimizer_ = optimizer;
  position_ = position;
  random_.setState(random);
  batch_.reset();
  evaluators_.reset();
  best_.reset();
  keepIfBest(std::numeric_limits<double>::infinity());
  records_.clear();
}

template class Trainer<float>;
template class Trainer<double>;

}  // namespace rnn
