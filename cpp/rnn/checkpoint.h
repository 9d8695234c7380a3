#pragma once

// All that changes while a network is trained, as plain numbers: what a model file has to keep beside the settings and
// the data to resume training bit for bit. The file's format is web/engine/model-file's.

#include <cstdint>
#include <optional>
#include <vector>

#include "rnn/trainer.h"

namespace rnn {

/// In double whatever the network's precision: a double holds every float exactly. L layers, H hidden units, B
/// sequences in the current batch.
struct Checkpoint {
  /// TrainingPosition, with the carried state as numbers.
  struct Position {
    std::int64_t epoch = 0;
    std::int64_t step = 0;
    std::int64_t sequencesSeen = 0;
    std::int64_t tokensSeen = 0;
    Index firstSequence = 0;
    Index windowBegin = 0;
    bool evaluated = false;
    std::optional<double> lastRecordedLoss;
    std::vector<Index> order;
    /// h before the window at windowBegin: L·B·H numbers, layer by layer, in a layer sequence by sequence. Empty at
    /// windowBegin 0, where each sequence starts from its own initial state.
    std::vector<double> hidden;
    std::vector<double> cell;  ///< c of an LSTM, likewise
  };

  std::vector<double> parameters;  ///< in the order of parameterLayout(), each row-major
  std::int64_t optimizerSteps = 0;
  std::vector<double> firstMoment;   ///< as the parameters; empty where the update rule has none
  std::vector<double> secondMoment;  ///< likewise
  Position position;
  Random::State random{};
};

template <class S>
Checkpoint checkpointOf(const Trainer<S>& trainer);

/// Continues from a checkpoint of a trainer with the same settings and data. Sizes are taken as valid: web/engine
/// checks them.
template <class S>
void resume(Trainer<S>& trainer, Checkpoint checkpoint);

}  // namespace rnn
