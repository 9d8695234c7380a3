#include "rnn/float_learner.h"

#include <algorithm>
#include <utility>

#include "rnn/evaluation.h"
#include "rnn/job.h"
#include "rnn/shard.h"

namespace rnn {
namespace {

/// @param flat moments in the order of the parameters; not read before the first update, which sets them to zero
std::vector<double> rowMajor(const NetworkShape& shape, const Vector<float>& flat, bool allZero) {
  std::vector<double> all(static_cast<std::size_t>(flat.size()));
  if (allZero || all.empty()) return all;
  Parameters<float> values(shape, Unset{});
  values.flat() = flat;
  for (const ParameterInfo& entry : values.list()) {
    const std::vector<double> one = values.rowMajor(entry);
    std::copy(one.begin(), one.end(), all.begin() + entry.offset);
  }
  return all;
}

Vector<float> flatOf(const NetworkShape& shape, const std::vector<double>& rowMajor) {
  if (rowMajor.empty()) return {};
  Parameters<float> result(shape, Unset{});
  for (const ParameterInfo& entry : result.list())
    result.setRowMajor(entry, rowMajor.data() + entry.offset);
  return result.flat();
}

}  // namespace

FloatLearner::FloatLearner(const NetworkShape& shape, const OptimizerSettings& settings)
    : network_(shape), optimizer_(settings, network_.parameters().flat().size()) {}

void FloatLearner::setShardCount(std::size_t count) {
  shardCount_ = count;
  while (shards_.size() < count)
    shards_.emplace_back(network_.shape());
}

void FloatLearner::start(const Dataset& data, std::span<const Batch> shards) {
  setShardCount(shards.size());
  for (std::size_t i = 0; i < shardCount_; ++i)
    shards_[i].state.start(network_.shape(), data, shards[i]);
}

void FloatLearner::setState(std::span<const CarriedState> shards) {
  setShardCount(shards.size());
  for (std::size_t i = 0; i < shardCount_; ++i)
    shards_[i].state.assign(network_.shape(), shards[i]);
}

std::vector<CarriedState> FloatLearner::state() const {
  std::vector<CarriedState> states;
  for (std::size_t i = 0; i < shardCount_; ++i)
    states.push_back(shards_[i].state.carried());
  return states;
}

void FloatLearner::begin(std::span<const Window> shards, double scale) {
  windows_ = shards;
  scale_ = static_cast<float>(scale);
  ++stepId_;
  summed_ = 0;
  for (Shard& shard : shards_)
    shard.progress = Progress::NotBegun;
}

std::size_t FloatLearner::nextHere() const {
  std::size_t next = 0;
  while (next < shardCount_ && (shards_[next].progress == Progress::Lent || shards_[next].progress == Progress::Done))
    ++next;
  return next;
}

bool FloatLearner::advance() {
  const std::size_t next = nextHere();
  if (next < shardCount_) {
    Shard& shard = shards_[next];
    if (shard.progress == Progress::NotBegun)
      shard.pass.begin(network_.parameters(), windows_[next], shard.state, scale_, shard.gradient);
    shard.progress = Progress::Here;
    if (shard.pass.advance()) {
      shard.progress = Progress::Done;
      shard.loss = shard.pass.loss();
    }
  }
  return addFinished() && shards_.front().gradient.advanceNorm();
}

/// A slice of the sum, always in the order of the shards, whoever was ready first. True when all are in it.
bool FloatLearner::addFinished() {
  for (; summed_ < shardCount_ && shards_[summed_].progress == Progress::Done; ++summed_) {
    if (summed_ > 0 && !shards_.front().gradient.advanceAdd(shards_[summed_].gradient)) return false;
  }
  return summed_ == shardCount_;
}

double FloatLearner::loss() const {
  double sum = 0;
  for (std::size_t i = 0; i < shardCount_; ++i)
    sum += shards_[i].loss;
  return sum;
}

std::vector<double> FloatLearner::gradient(const ParameterInfo& entry) const {
  return shards_.front().gradient.values().rowMajor(entry);
}

double FloatLearner::clip(double limit) {
  const double norm = shards_.front().gradient.norm();
  clippingFactor_ = static_cast<float>(reference::clippingFactor(norm, limit));
  return norm;
}

bool FloatLearner::canBeLent(std::size_t shard) const {
  return shards_[shard].progress == Progress::NotBegun && windows_[shard].columns() > 0;
}

std::size_t FloatLearner::lendable() const {
  std::size_t count = 0;
  for (std::size_t i = nextHere() + 1; i < shardCount_; ++i)
    count += canBeLent(i) ? 1 : 0;
  return count;
}

ShardTask FloatLearner::lend() {
  std::size_t last = shardCount_ - 1;
  while (!canBeLent(last))
    --last;
  shards_[last].progress = Progress::Lent;
  ShardTask task = taskOf(network_.parameters(), windows_[last], shards_[last].state);
  task.step = stepId_;
  task.shard = static_cast<std::int32_t>(last);
  task.scale = scale_;
  return task;
}

std::span<const float> FloatLearner::weights() const {
  return parametersAfterInputWeights(network_.parameters());
}

std::span<float> FloatLearner::accept(const ShardResult& result) {
  const auto index = static_cast<std::size_t>(result.shard);
  if (result.step != stepId_ || index >= shardCount_ || shards_[index].progress != Progress::Lent) return {};
  Shard& shard = shards_[index];
  shard.progress = Progress::Done;
  shard.loss = result.loss;
  shard.pass.state().assignFlat(network_.shape(), result.state);
  shard.gradient.setInputs(result.tokens, result.columns);
  return parametersAfterInputWeights(shard.gradient.values());
}

void FloatLearner::withdraw() {
  for (Shard& shard : shards_) {
    if (shard.progress == Progress::Lent) shard.progress = Progress::NotBegun;
  }
}

bool FloatLearner::waiting() const {
  return summed_ < shardCount_ && shards_[summed_].progress != Progress::Done && nextHere() == shardCount_;
}

bool FloatLearner::update(double learningRate) {
  if (!optimizer_.advance(network_.parameters().flat(), shards_.front().gradient.values().flat(), learningRate,
                          clippingFactor_))
    return false;
  for (std::size_t i = 0; i < shardCount_; ++i)
    std::swap(shards_[i].state, shards_[i].pass.state());
  return true;
}

Moments FloatLearner::moments() const {
  const bool allZero = optimizer_.steps() == 0;
  return {optimizer_.steps(), rowMajor(network_.shape(), optimizer_.firstMoment(), allZero),
          rowMajor(network_.shape(), optimizer_.secondMoment(), allZero)};
}

void FloatLearner::setMoments(Moments moments) {
  optimizer_.restore(moments.steps, flatOf(network_.shape(), moments.first), flatOf(network_.shape(), moments.second));
}

void FloatLearner::beginKeep(bool asCandidate) {
  copying_ = asCandidate ? &candidate_ : &kept_;
  copying_->settings = optimizer_.settings();
  copying_->steps = optimizer_.steps();
  copying_->count = 0;
}

bool FloatLearner::advanceKeep() {
  Copy& to = *copying_;
  const auto copy = [begin = to.count](const Vector<float>& from, Vector<float>& numbers) {
    if (numbers.size() != from.size()) numbers.resize(from.size());
    const Index count = std::min(kSliceNumbers, from.size() - begin);
    if (count > 0) std::copy_n(from.data() + begin, count, numbers.data() + begin);
  };
  copy(network_.parameters().flat(), to.parameters);
  copy(optimizer_.firstMoment(), to.firstMoment);
  copy(optimizer_.secondMoment(), to.secondMoment);
  to.count += kSliceNumbers;
  return to.count >= to.parameters.size();
}

void FloatLearner::restoreKept() {
  network_.parameters().flat() = kept_.parameters;
  optimizer_.setSettings(kept_.settings);
  optimizer_.restore(kept_.steps, kept_.firstMoment, kept_.secondMoment);
}

double trainingMemory(const NetworkShape& shape, Precision precision, double windowTokens, double shards) {
  const auto parameters = static_cast<double>(parameterCount(shape));
  const double perToken = precision == Precision::Float64
                              ? reference::numbersPerStep(shape)
                              : static_cast<double>(shape.layers) * LayerActivations::numbersPerToken(shape) +
                                    OutputActivations::numbersPerToken(shape);
  const double evaluated = 2 * evaluationTokens(parameters) * perToken;  // of training and of held-out data
  // Current, best and evaluated parameters, each with two moments; a snapshot, one in double, and what an evaluation of
  // training and held-out data packs; a checkpoint. Each shard's gradient and packed weights.
  const double numbers = (15 + 2 * shards) * parameters + perToken * windowTokens + evaluated;
  return numbers * (precision == Precision::Float64 ? 8 : 4);
}

}  // namespace rnn
