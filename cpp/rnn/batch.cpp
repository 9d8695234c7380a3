#include "rnn/batch.h"

#include <algorithm>
#include <numeric>

#include "rnn/stable_sort.h"

namespace rnn {

void sortByLength(const Dataset& data, std::vector<Index>& sequences) {
  const auto length = [&](Index i) { return data[static_cast<std::size_t>(i)].length(); };
  stableSort(sequences, [&](Index a, Index b) { return length(a) > length(b); });
}

void Batch::assign(const Dataset& data, std::span<const Index> chosen) {
  chosen_.assign(chosen.begin(), chosen.end());
  sortByLength(data, chosen_);
  inputs_.clear();
  targets_.clear();
  stepOffsets_.clear();
  const auto at = [&](Index i) -> const Sequence& { return data[static_cast<std::size_t>(i)]; };
  const Index steps = chosen_.empty() ? 0 : at(chosen_.front()).length();
  std::size_t tokens = 0;
  for (const Index index : chosen_)
    tokens += at(index).inputs.size();
  inputs_.reserve(tokens);
  targets_.reserve(tokens);
  stepOffsets_.reserve(static_cast<std::size_t>(steps) + 1);
  stepOffsets_.push_back(0);
  for (Index t = 0; t < steps; ++t) {
    for (const Index index : chosen_) {
      const Sequence& sequence = at(index);
      if (sequence.length() <= t) break;
      inputs_.push_back(sequence.inputs[static_cast<std::size_t>(t)]);
      targets_.push_back(sequence.targets[static_cast<std::size_t>(t)]);
    }
    stepOffsets_.push_back(static_cast<Index>(inputs_.size()));
  }
}

void Batch::assignPacked(Index sequences, std::span<const std::int32_t> active, std::span<const TokenId> inputs,
                         std::span<const TokenId> targets) {
  chosen_.resize(static_cast<std::size_t>(sequences));
  std::iota(chosen_.begin(), chosen_.end(), Index{0});
  inputs_.assign(inputs.begin(), inputs.end());
  targets_.assign(targets.begin(), targets.end());
  stepOffsets_.assign(1, 0);
  for (const std::int32_t count : active)
    stepOffsets_.push_back(stepOffsets_.back() + count);
}

namespace {

Index countTargets(const TokenId* targets, Index count) {
  return count - std::count(targets, targets + count, kIgnoredTarget);
}

}  // namespace

Index Window::targetCount() const {
  return countTargets(targets(), columns());
}

std::int64_t targetCount(const Dataset& data) {
  std::int64_t count = 0;
  for (const Sequence& sequence : data)
    count += countTargets(sequence.targets.data(), sequence.length());
  return count;
}

std::vector<Index> allOf(const Dataset& data) {
  std::vector<Index> all(data.size());
  std::iota(all.begin(), all.end(), Index{0});
  return all;
}

}  // namespace rnn
