#include "rnn/trainer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "rnn/optimizer.h"

namespace rnn {
namespace {

/// Calls with each layer of each sequence of a batch: its shard, the place of its H numbers in the state of the shard
/// and that in the state of the whole batch. Sequence i is number i / n of shard i % n.
template <class Visit>
void forEachPlace(const NetworkShape& shape, std::span<const Batch> shards, const Visit& visit) {
  const std::size_t count = shards.size();
  Index all = 0;
  for (const Batch& shard : shards)
    all += shard.sequences();
  for (std::size_t i = 0; i < static_cast<std::size_t>(all); ++i) {
    const std::size_t shard = i % count;
    for (Index k = 0; k < shape.layers; ++k) {
      visit(shard, CarriedState::placeOf(shape, shards[shard].sequences(), k, static_cast<Index>(i / count)),
            CarriedState::placeOf(shape, all, k, static_cast<Index>(i)));
    }
  }
}

/// The state of a batch as its shards have it.
std::vector<CarriedState> dealt(const CarriedState& whole, const NetworkShape& shape, std::span<const Batch> shards) {
  std::vector<CarriedState> states;
  for (const Batch& shard : shards)
    states.push_back(CarriedState::zero(shape, shard.sequences()));
  forEachPlace(shape, shards, [&](std::size_t shard, Index own, Index at) {
    std::copy_n(whole.hidden.begin() + at, shape.hiddenSize, states[shard].hidden.begin() + own);
    if (whole.cell.empty()) return;
    std::copy_n(whole.cell.begin() + at, shape.hiddenSize, states[shard].cell.begin() + own);
  });
  return states;
}

/// The inverse.
CarriedState gathered(const std::vector<CarriedState>& states, const NetworkShape& shape,
                      std::span<const Batch> shards) {
  Index all = 0;
  for (const Batch& shard : shards)
    all += shard.sequences();
  CarriedState whole = CarriedState::zero(shape, all);
  forEachPlace(shape, shards, [&](std::size_t shard, Index own, Index at) {
    std::copy_n(states[shard].hidden.begin() + own, shape.hiddenSize, whole.hidden.begin() + at);
    if (whole.cell.empty()) return;
    std::copy_n(states[shard].cell.begin() + own, shape.hiddenSize, whole.cell.begin() + at);
  });
  return whole;
}

}  // namespace

Trainer::Trainer(const NetworkShape& shape, const InitializationSettings& initialization,
                 const TrainingSettings& settings, std::uint64_t seed, Dataset training, Dataset heldOut,
                 Precision precision)
    : Trainer(shape, settings, seed, std::move(training), std::move(heldOut), precision) {
  initialize(learner_->network(), initialization, random_);
}

Trainer::Trainer(const NetworkShape& shape, const TrainingSettings& settings, std::uint64_t seed, Dataset training,
                 Dataset heldOut, Precision precision)
    : settings_(settings),
      training_(std::move(training)),
      heldOut_(std::move(heldOut)),
      random_(seed),
      learner_(Learner::create(shape, precision, settings.optimizer)) {}

void Trainer::setSettings(const TrainingSettings& settings) {
  finishUpdate();
  finishKeeping();
  if (settings.shards != settings_.shards && batchBegun_) {
    // Dealt anew, as it would be by a trainer that goes on from a checkpoint.
    position_.state = carriedState();
    batchBegun_ = false;
    stepInProgress_ = false;
  }
  settings_ = settings;
  learner_->setOptimizer(settings.optimizer);
}

std::vector<EvaluationRecord> Trainer::takeRecords() {
  return std::exchange(records_, {});
}

/// An evaluation or a step in progress begins again: its numbers are of other weights.
void Trainer::forgetProgress() {
  stepInProgress_ = false;
  candidate_.reset();
  if (evaluators_) evaluators_->inProgress = false;
}

Network& Trainer::network() {
  finishUpdate();
  finishKeeping();
  forgetProgress();
  return learner_->network();
}

// --- the evaluation of an epoch -------------------------------------------------------------------------------------

bool Trainer::evaluationDue() const {
  const bool epochBegins = position_.firstSequence == 0 && position_.windowBegin == 0;
  const std::int64_t every = settings_.evaluateEvery;
  return every > 0 && epochBegins && !position_.evaluated && position_.epoch % every == 0;
}

bool Trainer::advanceEvaluation() {
  if (update_ || finished_) return true;
  if (!advanceKeeping()) return false;
  if (position_.order.empty()) beginEpoch();
  if (!evaluationDue()) return true;
  if (!evaluators_)
    evaluators_.emplace(Evaluator(learner_->network(), training_), Evaluator(learner_->network(), heldOut_));
  auto& [training, heldOut, inProgress] = *evaluators_;
  if (!inProgress) {
    training.restart();
    heldOut.restart();
    inProgress = true;
  }
  if (!training.done()) {
    training.advance();
  } else if (!heldOut.done()) {
    heldOut.advance();
  }
  if (!training.done() || !heldOut.done()) return false;
  recordEvaluation();
  inProgress = false;
  return !keeping_;
}

void Trainer::recordEvaluation() {
  EvaluationRecord record;
  record.epoch = position_.epoch;
  record.step = position_.step;
  record.trainingLoss = evaluators_->training.result().meanLoss();
  record.heldOutLoss = evaluators_->heldOut.result().meanLoss();
  position_.evaluated = true;
  record.halved = recordLosses(record.trainingLoss);
  record.learningRate = settings_.learningRate;
  records_.push_back(record);
}

bool Trainer::recordLosses(double trainingLoss) {
  finishUpdate();
  // As in the listing: the learning rate is halved when the loss is higher than at the previous evaluation.
  const bool halved = settings_.schedule.type == ScheduleType::Halving && position_.lastRecordedLoss &&
                      trainingLoss > *position_.lastRecordedLoss;
  if (halved) settings_.learningRate *= 0.5;
  position_.lastRecordedLoss = trainingLoss;
  if (!candidate_) {
    keepIfBest(trainingLoss);
  } else if (wouldBeBest(trainingLoss)) {
    finishKeeping();
    learner_->acceptCandidate();
    best_ = std::exchange(candidate_, std::nullopt);
    best_->loss = trainingLoss;
    best_->position.lastRecordedLoss = trainingLoss;
  }
  candidate_.reset();
  return halved;
}

void Trainer::beginEvaluation() {
  finishUpdate();
  candidate_ = here(0);
  beginKeeping(true);
}

/// A loss that is NaN is never the best.
bool Trainer::wouldBeBest(double loss) const {
  return !std::isnan(loss) && (!best_ || loss < best_->loss);
}

void Trainer::keepIfBest(double loss) {
  if (!wouldBeBest(loss)) return;
  best_ = here(loss);
  beginKeeping(false);
}

Trainer::Best Trainer::here(double loss) const {
  Best best{position_, random_.state(), loss};
  if (position_.windowBegin > 0) best.position.state = carriedState();
  return best;
}

void Trainer::beginKeeping(bool asCandidate) {
  finishKeeping();
  learner_->beginKeep(asCandidate);
  keeping_ = true;
  advanceKeeping();
}

/// A slice of the copy that is being made, if one is. True when there is none, or it is whole.
bool Trainer::advanceKeeping() {
  if (keeping_) keeping_ = !learner_->advanceKeep();
  return !keeping_;
}

void Trainer::finishKeeping() {
  while (!advanceKeeping()) {
  }
}

// --- one optimizer step ---------------------------------------------------------------------------------------------

void Trainer::beginEpoch() {
  position_.order.resize(training_.size());
  std::iota(position_.order.begin(), position_.order.end(), Index{0});
  if (settings_.shuffle) random_.shuffle(position_.order);
}

/// The next sequences of the epoch, in its order.
std::span<const Index> Trainer::nextSequences() const {
  const auto all = static_cast<Index>(position_.order.size());
  const Index first = position_.firstSequence;
  Index size = settings_.batchSize > 0 ? settings_.batchSize : all;
  // Resumed in the middle of a batch: its size is that of the carried state.
  const NetworkShape& shape = network().shape();
  if (position_.windowBegin > 0)
    size = static_cast<Index>(position_.state.hidden.size()) / (shape.layers * shape.hiddenSize);
  return std::span(position_.order)
      .subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(std::min(size, all - first)));
}

/// Deals the sequences, the longest first, to the shards: 0, 1, …, n − 1, 0, 1, … so that all have much the same to do.
void Trainer::deal(std::span<const Index> sequences, std::size_t shardCount) {
  shardCount_ = shardCount;
  chosen_.assign(sequences.begin(), sequences.end());
  inBatch_ = chosen_;
  sortByLength(training_, inBatch_);
  if (batches_.size() < shardCount_) batches_.resize(shardCount_);
  for (std::size_t shard = 0; shard < shardCount_; ++shard) {
    dealt_.clear();
    for (std::size_t i = shard; i < inBatch_.size(); i += shardCount_)
      dealt_.push_back(inBatch_[i]);
    batches_[shard].choose(training_, dealt_);
  }
}

void Trainer::beginBatch() {
  const std::span<const Index> next = nextSequences();
  const auto shardCount =
      static_cast<std::size_t>(std::clamp<Index>(settings_.shards, 1, static_cast<Index>(next.size())));
  // A small text is one batch, the same in each epoch.
  if (shardCount != shardCount_ || !std::ranges::equal(next, chosen_)) deal(next, shardCount);
  batchBegun_ = true;
  if (position_.windowBegin > 0) {
    learner_->setState(dealt(position_.state, learner_->network().shape(), shards()));
    position_.state = {};
  } else {
    learner_->start(training_, shards());
  }
}

CarriedState Trainer::carriedState() const {
  if (position_.windowBegin == 0) return {};
  if (!batchBegun_) return position_.state;  // restored, and not yet gone on
  return gathered(learner_->state(), network().shape(), shards());
}

/// Fixes what the next step reads.
void Trainer::prepareWindow() {
  if (position_.order.empty()) beginEpoch();
  if (!batchBegun_) beginBatch();
  windowEnd_ = endOfWindow(batches_.front().steps());  // it has the longest sequence
}

Index Trainer::endOfWindow(Index steps) const {
  const Index length = settings_.truncate;
  if (length == 0) return steps;
  // Length of the epoch's first window, as a share of a whole one: multiples of 0.618… (the golden ratio), modulo 1, so
  // that the cuts of all epochs are spread evenly.
  constexpr std::uint64_t kGolden = 0x9e3779b9;
  const std::uint64_t fraction = static_cast<std::uint64_t>(position_.epoch) * kGolden & 0xffffffff;
  const auto phase = static_cast<Index>((fraction * static_cast<std::uint64_t>(length)) >> 32);
  const bool shorter = settings_.movingWindows && position_.windowBegin == 0 && phase > 0;
  return std::min(position_.windowBegin + (shorter ? phase : length), steps);
}

UpcomingWindow Trainer::upcoming() {
  finishUpdate();
  if (!stepInProgress_) prepareWindow();
  UpcomingWindow upcoming{{}, position_.windowBegin, windowEnd_};
  for (const Index sequence : inBatch_)
    upcoming.sequences.push_back(sequence);
  return upcoming;
}

void Trainer::beginStep() {
  prepareWindow();
  targets_ = 0;
  windows_.clear();
  for (Batch& shard : std::span(batches_).first(shardCount_)) {
    const Index begin = std::min(position_.windowBegin, shard.steps());
    const Index end = std::min(windowEnd_, shard.steps());
    shard.pack(training_, begin, end);
    windows_.push_back({shard, begin, end});
    targets_ += windows_.back().targetCount();
  }
  scale_ = settings_.reduction == Reduction::Mean && targets_ > 0 ? 1 / static_cast<double>(targets_) : 1;
  learner_->begin(windows_, scale_);
  stepInProgress_ = true;
}

ShardLender* Trainer::beginStepToLend(std::int64_t untilEpoch) {
  if (update_ || finished_ || keeping_) return nullptr;
  if (!stepInProgress_) {
    if (position_.epoch >= untilEpoch) return nullptr;
    if (position_.order.empty()) beginEpoch();
    if (evaluationDue()) return nullptr;
    beginStep();
  }
  return learner_->lender();
}

std::optional<StepReport> Trainer::advance() {
  if (finished_) return std::exchange(finished_, std::nullopt);
  if (!advanceKeeping()) return std::nullopt;
  if (!stepInProgress_ && !update_) {
    if (!advanceEvaluation()) return std::nullopt;
    beginStep();
  }
  if (!update_) {
    if (!learner_->advance()) return std::nullopt;
    stepInProgress_ = false;
    StepReport report;
    if (!beginUpdate(report)) return report;
    update_ = report;
  }
  if (!learner_->update(update_->learningRate)) return std::nullopt;
  StepReport report = *std::exchange(update_, std::nullopt);
  moveOn(report);
  return report;
}

/// False if the step is rejected.
bool Trainer::beginUpdate(StepReport& report) {
  report.tokens = targets_;
  report.loss = learner_->loss() * scale_;
  report.gradientNorm = learner_->clip(settings_.clipNorm);
  report.learningRate = scheduledRate(settings_.schedule, settings_.learningRate, position_.step);
  report.diverged = !std::isfinite(report.loss) || !std::isfinite(report.gradientNorm);
  return !report.diverged;
}

void Trainer::finishUpdate() {
  while (update_)
    finished_ = advance();
}

StepReport Trainer::step() {
  std::optional<StepReport> report;
  while (!report)
    report = advance();
  return *report;
}

void Trainer::moveOn(StepReport& report) {
  ++position_.step;
  position_.tokensSeen += report.tokens;
  position_.windowBegin = windowEnd_;
  if (windowEnd_ < batches_.front().steps()) return;
  const auto sequences = static_cast<Index>(inBatch_.size());
  position_.sequencesSeen += sequences;
  position_.firstSequence += sequences;
  position_.windowBegin = 0;
  batchBegun_ = false;
  if (position_.firstSequence < static_cast<Index>(position_.order.size())) return;
  position_.firstSequence = 0;
  position_.order.clear();
  position_.evaluated = false;
  ++position_.epoch;
  report.epochEnded = true;
}

// --- going back -----------------------------------------------------------------------------------------------------

bool Trainer::restoreBest(double rateFactor) {
  finishUpdate();
  finishKeeping();
  if (!best_) return false;
  finished_.reset();
  learner_->restoreKept();
  learner_->setOptimizer(settings_.optimizer);
  position_ = best_->position;
  random_.setState(best_->random);
  settings_.learningRate *= rateFactor;
  batchBegun_ = false;
  forgetProgress();
  return true;
}

void Trainer::restore(Moments moments, const TrainingPosition& position, const Random::State& random) {
  update_.reset();
  finished_.reset();
  keeping_ = false;
  learner_->setMoments(std::move(moments));
  position_ = position;
  random_.setState(random);
  batchBegun_ = false;
  forgetProgress();
  best_.reset();
  keepIfBest(std::numeric_limits<double>::infinity());
  records_.clear();
}

}  // namespace rnn
