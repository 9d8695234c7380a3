#pragma once

// A saved model: one safetensors file with all that is needed to resume training bit for bit. L layers, H hidden units,
// V tokens, n sequences of N tokens together, B sequences in the current batch; matrices are written row by row.
//
//   weight_ih_l0, …, bias_out     F32 or F64   PyTorch's names and shapes (biases one-dimensional)
//   optimizer.first.NAME          likewise     moments of each parameter, if the rule has them
//   optimizer.second.NAME
//   state.hidden_l{k}             likewise     B × H, in the middle of a truncated pass only
//   state.cell_l{k}                            likewise, of an LSTM
//   random.state                  U64          4
//   training.order                I64          n, or 0 between two epochs
//   training.last_recorded_loss   F64          no dimension; absent before the first evaluation
//   training.inputs, .targets     I32          N, sequence after sequence; −1 is no token
//   training.lengths              I64          n
//   training.initial_hidden       F64          n × L·H, if any sequence has one; .initial_cell likewise
//   held_out.…                                 the same for the held-out sequences
//   history                       F64          evaluations × 6: epoch, step, training loss, held-out
//                                              loss, learning rate, whether it was halved
//
// __metadata__: format "rnn-playground", version "1", vocabularySize, settings and training (JSON
// objects), tokens (a JSON list of V strings, optional) and meta (data of the application,
// optional).

#include <cstddef>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "rnn/file_error.h"
#include "rnn/model_settings.h"
#include "rnn/trainer.h"

namespace rnn {

/// The part of a model that has the network's precision.
template <class S>
struct Checkpoint {
  Parameters<S> parameters;
  Optimizer<S> optimizer;
  TrainingPosition<S> position;
  Random::State random;
};

struct ModelFile {
  ModelSettings settings;
  std::vector<std::string> tokens;  ///< V, or none
  std::string meta;                 ///< the application's own; UTF-8
  Dataset training;
  Dataset heldOut;
  std::vector<EvaluationRecord> history;  ///< the application's, oldest first
  std::variant<Checkpoint<float>, Checkpoint<double>> checkpoint;
};

std::vector<std::byte> writeModel(const ModelFile& model);

/// Everything is validated before anything is returned: a model that was read can be trained without further checks.
std::variant<ModelFile, FileError> readModel(std::span<const std::byte> file);

template <class S>
Checkpoint<S> checkpointOf(const Trainer<S>& trainer) {
  return {trainer.parameters(), trainer.optimizer(), trainer.position(), trainer.random().state()};
}

/// A trainer that resumes where the model was saved. S must be the model's precision.
template <class S>
Trainer<S> resume(const ModelFile& model) {
  Trainer<S> trainer(model.settings.shape, model.settings.initialization, model.settings.training,
                     static_cast<std::uint64_t>(model.settings.seed), model.training, model.heldOut);
  const auto& checkpoint = std::get<Checkpoint<S>>(model.checkpoint);
  trainer.restore(checkpoint.parameters, checkpoint.optimizer, checkpoint.position, checkpoint.random);
  return trainer;
}

}  // namespace rnn
