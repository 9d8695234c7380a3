// Checkpoints, in and out.

#include <algorithm>
#include <array>
#include <bit>
#include <optional>

#include "engine.h"

namespace rnn::bindings {
namespace {

static_assert(sizeof(Random::State) == 8 * sizeof(std::uint32_t));

using RandomWords = std::array<std::uint32_t, 8>;

Random::State randomFrom(const std::vector<std::uint32_t>& words) {
  RandomWords halves{};
  std::ranges::copy(words, halves.begin());
  return std::bit_cast<Random::State>(halves);
}

Uint32Array wordsOf(const Random::State& state) {
  const auto halves = std::bit_cast<RandomWords>(state);
  return copied<Uint32Array>(halves.data(), halves.size());
}

}  // namespace

Checkpoint checkpointFrom(const CheckpointNumbers& numbers) {
  const auto loss = numbersOf<double>(numbers.lastRecordedLoss);
  Checkpoint checkpoint;
  checkpoint.parameters = numbersOf<double>(numbers.parameters);
  checkpoint.moments = {static_cast<std::int64_t>(numbers.optimizerSteps), numbersOf<double>(numbers.firstMoment),
                        numbersOf<double>(numbers.secondMoment)};
  checkpoint.position = {static_cast<std::int64_t>(numbers.epoch),
                         static_cast<std::int64_t>(numbers.step),
                         static_cast<std::int64_t>(numbers.sequencesSeen),
                         static_cast<std::int64_t>(numbers.tokensSeen),
                         static_cast<Index>(numbers.firstSequence),
                         static_cast<Index>(numbers.windowBegin),
                         numbers.evaluated,
                         loss.empty() ? std::nullopt : std::optional(loss.front()),
                         numbersOf<Index>(numbers.order),
                         {numbersOf<double>(numbers.hidden), numbersOf<double>(numbers.cell)}};
  checkpoint.random = randomFrom(numbersOf<std::uint32_t>(numbers.random));
  return checkpoint;
}

CheckpointNumbers Engine::checkpoint() {
  const Checkpoint checkpoint = checkpointOf(trainer_);
  const TrainingPosition& position = checkpoint.position;
  std::vector<double> loss;
  if (position.lastRecordedLoss) loss.push_back(*position.lastRecordedLoss);
  return {copied<Float64Array>(checkpoint.parameters),
          static_cast<double>(checkpoint.moments.steps),
          copied<Float64Array>(checkpoint.moments.first),
          copied<Float64Array>(checkpoint.moments.second),
          static_cast<double>(position.epoch),
          static_cast<double>(position.step),
          static_cast<double>(position.sequencesSeen),
          static_cast<double>(position.tokensSeen),
          static_cast<double>(position.firstSequence),
          static_cast<double>(position.windowBegin),
          position.evaluated,
          copied<Float64Array>(loss),
          convertedTo<Int32Array, std::int32_t>(position.order),
          copied<Float64Array>(position.state.hidden),
          copied<Float64Array>(position.state.cell),
          wordsOf(checkpoint.random)};
}

PackedSequences Engine::training() const {
  return packed(trainer_.training());
}

PackedSequences Engine::heldOut() const {
  return packed(trainer_.heldOut());
}

}  // namespace rnn::bindings
