#include "rnn/checkpoint.h"

#include <span>
#include <utility>

namespace rnn {

Checkpoint checkpointOf(Trainer& trainer) {
  trainer.finishUpdate();
  Checkpoint checkpoint;
  const Network& network = std::as_const(trainer).network();
  // Without growing: while it grows a vector is there twice, which a large network has no room for.
  checkpoint.parameters.reserve(static_cast<std::size_t>(parameterCount(network.shape())));
  for (const ParameterInfo& entry : parameterLayout(network.shape())) {
    const std::vector<double> values = network.parameter(entry);
    checkpoint.parameters.insert(checkpoint.parameters.end(), values.begin(), values.end());
  }
  checkpoint.moments = trainer.learner().moments();
  checkpoint.position = trainer.position();
  checkpoint.position.state = trainer.carriedState();
  checkpoint.random = trainer.random().state();
  return checkpoint;
}

void resume(Trainer& trainer, Checkpoint checkpoint) {
  Network& network = trainer.network();
  for (const ParameterInfo& entry : parameterLayout(network.shape())) {
    network.setParameter(entry,
                         std::span(checkpoint.parameters)
                             .subspan(static_cast<std::size_t>(entry.offset), static_cast<std::size_t>(entry.size())));
  }
  checkpoint.parameters = {};  // a large network's checkpoint takes as much memory as its training
  trainer.restore(std::move(checkpoint.moments), checkpoint.position, checkpoint.random);
}

}  // namespace rnn
