#pragma once

#include <vector>

#include "rnn/batch.h"
#include "rnn/settings.h"
#include "rnn/types.h"

namespace rnn {

/// The recurrent state that is carried from window to window: h, and c of an LSTM, of each layer; H × B, one column per
/// sequence.
template <class S>
struct State {
  std::vector<Matrix<S>> hidden;
  std::vector<Matrix<S>> cell;

  /// Each sequence's initial state, zero where it has none.
  static State initial(const NetworkShape& shape, const Dataset& data, const Batch& batch);
  static State zero(const NetworkShape& shape, Index sequences);
};

}  // namespace rnn
