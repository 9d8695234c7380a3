// Shards of a step that are computed in other modules: out, and in again.

#include "shards.h"

#include <algorithm>

namespace rnn::bindings {

using emscripten::val;

namespace {

/// One copy, straight to where the numbers belong.
void copyInto(std::span<float> to, const Float32Array& from) {
  val(emscripten::typed_memory_view(to.size(), to.data())).call<void>("set", from);
}

}  // namespace

int Engine::lendableShards(double untilEpoch) {
  constexpr double kMost = 9e15;  // "no limit" is infinite
  const ShardLender* lender = trainer_.beginStepToLend(static_cast<std::int64_t>(std::min(untilEpoch, kMost)));
  return lender ? static_cast<int>(lender->lendable()) : 0;
}

ShardTaskNumbers Engine::lendShard() {
  const ShardTask task = trainer_.lender()->lend();
  return {static_cast<double>(task.step),    task.shard,
          static_cast<double>(task.scale),   copied<Int32Array>(task.active),
          copied<Int32Array>(task.inputs),   copied<Int32Array>(task.targets),
          copied<Float32Array>(task.state),  copied<Int32Array>(task.tokens),
          copied<Float32Array>(task.columns)};
}

Float32Array Engine::shardWeights() {
  const std::span<const float> weights = trainer_.lender()->weights();
  return copied<Float32Array>(weights.data(), weights.size());
}

bool Engine::returnShard(const ShardResultNumbers& numbers) {
  ShardLender* lender = trainer_.lender();
  if (!lender) return false;
  const std::span<float> gradient = lender->accept(
      {static_cast<std::int64_t>(numbers.step), numbers.shard, numbers.loss, numbersOf<TokenId>(numbers.tokens),
       numbersOf<float>(numbers.columns), numbersOf<float>(numbers.state)});
  if (gradient.empty()) return false;
  copyInto(gradient, numbers.gradient);
  return true;
}

void Engine::withdrawShards() {
  if (ShardLender* lender = trainer_.lender()) lender->withdraw();
}

bool Engine::waitsForShards() {
  const ShardLender* lender = trainer_.lender();
  return lender && lender->waiting();
}

std::unique_ptr<ShardHelper> ShardHelper::create(const EngineSettings& given, int vocabularySize) {
  return std::make_unique<ShardHelper>(settingsFrom(given, vocabularySize).shape);
}

void ShardHelper::setWeights(const Float32Array& weights) {
  copyInto(helper_.weights(), weights);
}

ShardResultNumbers ShardHelper::compute(const ShardTaskNumbers& numbers) {
  const ShardResult result = helper_.compute(
      {static_cast<std::int64_t>(numbers.step), numbers.shard, static_cast<float>(numbers.scale),
       numbersOf<std::int32_t>(numbers.active), numbersOf<TokenId>(numbers.inputs), numbersOf<TokenId>(numbers.targets),
       numbersOf<float>(numbers.state), numbersOf<TokenId>(numbers.tokens), numbersOf<float>(numbers.columns)});
  const std::span<const float> gradient = helper_.gradient();
  return {numbers.step,
          numbers.shard,
          result.loss,
          copied<Int32Array>(result.tokens),
          copied<Float32Array>(result.columns),
          copied<Float32Array>(gradient.data(), gradient.size()),
          copied<Float32Array>(result.state)};
}

}  // namespace rnn::bindings
