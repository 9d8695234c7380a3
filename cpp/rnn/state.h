#pragma once

#include <span>
#include <vector>

#include "rnn/batch.h"
#include "rnn/settings.h"
#include "rnn/types.h"

namespace rnn {

/// The recurrent state of B sequences that is carried from window to window, in double, which holds every float: h, and
/// c of an LSTM. Layer by layer, sequence by sequence, H numbers each.
struct CarriedState {
  std::vector<double> hidden;
  std::vector<double> cell;

  /// Each sequence's initial state, zero where it has none.
  static CarriedState initial(const NetworkShape& shape, const Dataset& data, const Batch& batch);
  static CarriedState zero(const NetworkShape& shape, Index sequences);
  /// Where the H numbers of a layer of sequence b begin, of so many sequences.
  static Index placeOf(const NetworkShape& shape, Index sequences, Index layer, Index b) {
    return (layer * sequences + b) * shape.hiddenSize;
  }
};

/// The same as the engine computes with it: H × B for each layer, one column per sequence.
struct State {
  std::vector<Matrix<float>> hidden;
  std::vector<Matrix<float>> cell;

  void assign(const NetworkShape& shape, const CarriedState& state);
  /// As CarriedState::initial().
  void start(const NetworkShape& shape, const Dataset& data, const Batch& batch);
  CarriedState carried() const;

  /// As it travels to a helper and back: h of all layers, then c.
  std::vector<float> flat() const;
  void assignFlat(const NetworkShape& shape, std::span<const float> numbers);
};

}  // namespace rnn
