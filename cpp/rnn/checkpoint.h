#pragma once

// All that changes while a network is trained, as plain numbers: what a model file has to keep beside the settings and
// the data to resume training bit for bit. The file's format is web/engine/model-file's.

#include <vector>

#include "rnn/trainer.h"

namespace rnn {

/// In double whatever the network's precision: a double holds every float exactly.
struct Checkpoint {
  std::vector<double> parameters;  ///< in the order of parameterLayout(), each row-major
  Moments moments;
  TrainingPosition position;
  Random::State random{};
};

/// Completes an update that is in progress before.
Checkpoint checkpointOf(Trainer& trainer);

/// Continues from a checkpoint of a trainer with the same settings and data. Sizes are taken as valid: web/engine
/// checks them.
void resume(Trainer& trainer, Checkpoint checkpoint);

}  // namespace rnn
