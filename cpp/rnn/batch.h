#pragma once

#include <vector>

#include "rnn/settings.h"
#include "rnn/types.h"

namespace rnn {

/// One sentence, or one stream of a long text: at step t the network reads inputs[t] and is asked
/// for targets[t]. Ids are 0 … V−1; kUnknownToken and kNoTarget are allowed.
struct Sequence {
  std::vector<TokenId> inputs;
  std::vector<TokenId> targets;       ///< as many as inputs
  std::vector<double> initialHidden;  ///< layer by layer, L·H numbers; empty = zero
  std::vector<double> initialCell;    ///< likewise, of an LSTM

  Index length() const { return static_cast<Index>(inputs.size()); }
};

using Dataset = std::vector<Sequence>;

/// Sequences of different lengths, packed step by step: the tokens of step 0 of all sequences, then
/// those of step 1 of all that have one, and so on. The longest stand first, so the sequences alive
/// at step t are the first active(t) ones, and nothing is padded: what is not there can be in no
/// loss, no gradient and no statistic. (PyTorch calls this layout a PackedSequence.)
class Batch {
 public:
  /// Packs data[chosen[0]], data[chosen[1]], …; sequences of equal length keep that order.
  Batch(const Dataset& data, std::vector<Index> chosen);

  Index sequences() const { return static_cast<Index>(chosen_.size()); }
  Index steps() const { return static_cast<Index>(stepOffsets_.size()) - 1; }
  /// The packed column where step t begins; firstColumn(steps()) is the number of all tokens.
  Index firstColumn(Index t) const { return stepOffsets_[static_cast<std::size_t>(t)]; }
  Index active(Index t) const { return firstColumn(t + 1) - firstColumn(t); }
  /// Which sequence of the data set stands at place b.
  Index sequenceAt(Index b) const { return chosen_[static_cast<std::size_t>(b)]; }

  const TokenId* inputs() const { return inputs_.data(); }
  const TokenId* targets() const { return targets_.data(); }

 private:
  std::vector<Index> chosen_;
  std::vector<Index> stepOffsets_;
  std::vector<TokenId> inputs_;
  std::vector<TokenId> targets_;
};

/// Steps [begin, end) of a batch: what one BPTT window covers. Columns of a window count from 0.
struct Window {
  const Batch& batch;
  Index begin;
  Index end;

  static Window whole(const Batch& batch) { return {batch, 0, batch.steps()}; }

  Index columns() const { return batch.firstColumn(end) - batch.firstColumn(begin); }
  Index firstColumn(Index t) const { return batch.firstColumn(t) - batch.firstColumn(begin); }
  const TokenId* inputs() const { return batch.inputs() + batch.firstColumn(begin); }
  const TokenId* targets() const { return batch.targets() + batch.firstColumn(begin); }
  /// Tokens that are asked for: those with a target.
  Index targetCount() const;
};

/// What the network remembers between two windows: h, and for an LSTM c, per layer H × B with a
/// column per sequence.
template <class S>
struct State {
  std::vector<Matrix<S>> hidden;
  std::vector<Matrix<S>> cell;

  /// The state before the first step: each sequence's own, zero where it names none.
  static State initial(const NetworkShape& shape, const Dataset& data, const Batch& batch);
  static State zero(const NetworkShape& shape, Index sequences);
};

}  // namespace rnn
