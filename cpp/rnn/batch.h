#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rnn/settings.h"
#include "rnn/types.h"

namespace rnn {

/// One sentence, or one stream of a long text: at step t the network reads inputs[t] and is to predict targets[t].
/// Ids are 0 … V−1, or kUnknownToken and kIgnoredTarget.
struct Sequence {
  std::vector<TokenId> inputs;
  std::vector<TokenId> targets;       ///< as many as inputs
  std::vector<double> initialHidden;  ///< h_0, layer by layer: L·H numbers; empty = zero
  std::vector<double> initialCell;    ///< c_0 of an LSTM, likewise

  Index length() const { return static_cast<Index>(inputs.size()); }
};

using Dataset = std::vector<Sequence>;

/// Sorts sequences by falling length; those of equal length keep their order.
void sortByLength(const Dataset& data, std::vector<Index>& sequences);
/// The indices of all sequences, 0 … n−1.
std::vector<Index> allOf(const Dataset& data);
/// How many targets there are that are not ignored.
std::int64_t targetCount(const Dataset& data);

/// Sequences of different lengths, packed step by step: the tokens of step 0 of all sequences, then those of step 1 of
/// all that are long enough, and so on. The longest sequences come first, so the ones active at step t are the first
/// active(t), and there is no padding. (PyTorch's PackedSequence.)
class Batch {
 public:
  Batch() = default;
  Batch(const Dataset& data, const std::vector<Index>& chosen) { assign(data, chosen); }
  /// Packs data[chosen[0]], data[chosen[1]], …; sequences of equal length keep that order. Keeps its memory.
  void assign(const Dataset& data, std::span<const Index> chosen);
  /// The same, but packs no tokens yet: of long sequences one window at a time has to be, by pack().
  void choose(const Dataset& data, std::span<const Index> chosen);
  /// Packs the tokens of steps [begin, end) of what was chosen from `data`, in place of those packed before, if they
  /// are others.
  void pack(const Dataset& data, Index begin, Index end);
  /// From tokens that are packed already, active[t] of them at step t. The sequences are numbered 0 … sequences − 1 and
  /// belong to no Dataset.
  void assignPacked(Index sequences, std::span<const std::int32_t> active, std::span<const TokenId> inputs,
                    std::span<const TokenId> targets);

  Index sequences() const { return static_cast<Index>(chosen_.size()); }
  Index steps() const { return static_cast<Index>(stepOffsets_.size()) - 1; }
  /// The packed column where step t begins; firstColumn(steps()) is the number of all tokens.
  Index firstColumn(Index t) const { return stepOffsets_[static_cast<std::size_t>(t)]; }
  Index active(Index t) const { return firstColumn(t + 1) - firstColumn(t); }
  /// The index in the data set of sequence b of the batch.
  Index sequenceAt(Index b) const { return chosen_[static_cast<std::size_t>(b)]; }

  /// Those of step t and after, as far as they are packed.
  const TokenId* inputs(Index t) const { return inputs_.data() + (firstColumn(t) - firstPacked_); }
  const TokenId* targets(Index t) const { return targets_.data() + (firstColumn(t) - firstPacked_); }

 private:
  std::vector<Index> chosen_;
  std::vector<Index> stepOffsets_;
  std::vector<TokenId> inputs_;
  std::vector<TokenId> targets_;
  Index firstPacked_ = 0;  ///< column
};

/// Steps [begin, end) of a batch, over which one truncated BPTT runs. Columns count from 0 at `begin`.
struct Window {
  const Batch& batch;
  Index begin;
  Index end;

  static Window whole(const Batch& batch) { return {batch, 0, batch.steps()}; }

  Index columns() const { return batch.firstColumn(end) - batch.firstColumn(begin); }
  Index firstColumn(Index t) const { return batch.firstColumn(t) - batch.firstColumn(begin); }
  const TokenId* inputs() const { return batch.inputs(begin); }
  const TokenId* targets() const { return batch.targets(begin); }
  /// The most sequences active at one step: those of the first.
  Index maxActive() const { return begin < end ? batch.active(begin) : 0; }
  /// Targets that are not ignored.
  Index targetCount() const;
};

}  // namespace rnn
