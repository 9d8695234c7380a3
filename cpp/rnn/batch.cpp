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
  choose(data, chosen);
  pack(data, 0, steps());
}

void Batch::choose(const Dataset& data, std::span<const Index> chosen) {
  chosen_.assign(chosen.begin(), chosen.end());
  inputs_.clear();
  sortByLength(data, chosen_);
  const auto lengthOf = [&](Index b) { return data[static_cast<std::size_t>(sequenceAt(b))].length(); };
  Index active = sequences();
  const Index steps = active == 0 ? 0 : lengthOf(0);
  stepOffsets_.resize(static_cast<std::size_t>(steps) + 1);
  Index* offset = stepOffsets_.data();
  *offset = 0;
  for (Index t = 0; t < steps; ++t, ++offset) {
    while (lengthOf(active - 1) <= t)
      --active;
    offset[1] = *offset + active;
  }
}

void Batch::pack(const Dataset& data, Index begin, Index end) {
  const Index first = firstColumn(begin);
  const auto columns = static_cast<std::size_t>(firstColumn(end) - first);
  if (first == firstPacked_ && columns == inputs_.size()) return;  // packed already
  firstPacked_ = first;
  inputs_.resize(columns);
  targets_.resize(inputs_.size());
  TokenId* input = inputs_.data();
  TokenId* target = targets_.data();
  for (Index t = begin; t < end; ++t) {
    const Index count = active(t);
    for (Index b = 0; b < count; ++b) {
      const Sequence& sequence = data[static_cast<std::size_t>(sequenceAt(b))];
      *input++ = sequence.inputs[static_cast<std::size_t>(t)];
      *target++ = sequence.targets[static_cast<std::size_t>(t)];
    }
  }
}

void Batch::assignPacked(Index sequences, std::span<const std::int32_t> active, std::span<const TokenId> inputs,
                         std::span<const TokenId> targets) {
  chosen_.resize(static_cast<std::size_t>(sequences));
  std::iota(chosen_.begin(), chosen_.end(), Index{0});
  inputs_.assign(inputs.begin(), inputs.end());
  targets_.assign(targets.begin(), targets.end());
  firstPacked_ = 0;
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
