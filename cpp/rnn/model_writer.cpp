#include "rnn/dataset_tensors.h"
#include "rnn/json_text.h"
#include "rnn/model_file.h"
#include "rnn/safetensors.h"
#include "rnn/tensor_io.h"

namespace rnn {
namespace {

template <class S>
void addParameters(TensorCollector& tensors, const std::string& prefix, const Parameters<S>& parameters) {
  for (const ParameterInfo& entry : parameters.list()) {
    tensors.add(prefix + entry.name, parameters.rowMajor(entry), shapeOf(entry));
  }
}

template <class S>
void addMoments(TensorCollector& tensors, const std::string& prefix, const NetworkShape& shape,
                const Vector<S>& moment) {
  if (moment.size() == 0) return;
  Parameters<S> named(shape);
  named.flat() = moment;
  addParameters(tensors, prefix, named);
}

/// H × B by columns is B × H by rows.
template <class S>
void addState(TensorCollector& tensors, const std::string& name, const std::vector<Matrix<S>>& layers) {
  for (std::size_t k = 0; k < layers.size(); ++k) {
    const Matrix<S>& layer = layers[k];
    const std::vector<S> values(layer.data(), layer.data() + layer.size());
    tensors.add(name + std::to_string(k), values, {extent(layer.cols()), extent(layer.rows())});
  }
}

void addHistory(TensorCollector& tensors, const std::vector<EvaluationRecord>& history) {
  std::vector<double> rows;
  for (const EvaluationRecord& record : history) {
    const auto epoch = static_cast<double>(record.epoch);
    const auto step = static_cast<double>(record.step);
    rows.insert(rows.end(),
                {epoch, step, record.trainingLoss, record.heldOutLoss, record.learningRate, record.halved ? 1.0 : 0.0});
  }
  tensors.add("history", rows, {history.size(), 6});
}

template <class S>
std::string positionText(const Checkpoint<S>& checkpoint) {
  const TrainingPosition<S>& position = checkpoint.position;
  return jsonText(JsonObject{{"epoch", position.epoch},
                             {"step", position.step},
                             {"sequencesSeen", position.sequencesSeen},
                             {"tokensSeen", position.tokensSeen},
                             {"firstSequence", std::int64_t{position.firstSequence}},
                             {"windowBegin", std::int64_t{position.windowBegin}},
                             {"evaluated", position.evaluated},
                             {"optimizerSteps", checkpoint.optimizer.steps()}});
}

template <class S>
void addCheckpoint(TensorCollector& tensors, const Checkpoint<S>& checkpoint) {
  const NetworkShape& shape = checkpoint.parameters.shape();
  const TrainingPosition<S>& position = checkpoint.position;
  addParameters(tensors, "", checkpoint.parameters);
  addMoments(tensors, "optimizer.first.", shape, checkpoint.optimizer.firstMoment());
  addMoments(tensors, "optimizer.second.", shape, checkpoint.optimizer.secondMoment());
  if (position.windowBegin > 0) {
    addState(tensors, "state.hidden_l", position.state.hidden);
    addState(tensors, "state.cell_l", position.state.cell);
  }
  tensors.addList("training.order", std::vector<std::int64_t>(position.order.begin(), position.order.end()));
  if (position.lastRecordedLoss) {
    tensors.add("training.last_recorded_loss", std::vector<double>{*position.lastRecordedLoss}, {});
  }
  tensors.addList("random.state", std::vector<std::uint64_t>(checkpoint.random.begin(), checkpoint.random.end()));
  tensors.contents.metadata["training"] = positionText(checkpoint);
}

}  // namespace

std::vector<std::byte> writeModel(const ModelFile& model) {
  TensorCollector tensors;
  std::visit([&](const auto& checkpoint) { addCheckpoint(tensors, checkpoint); }, model.checkpoint);
  addDataset(tensors, "training.", model.training, model.settings.shape);
  addDataset(tensors, "held_out.", model.heldOut, model.settings.shape);
  addHistory(tensors, model.history);

  auto& metadata = tensors.contents.metadata;
  metadata["format"] = "rnn-playground";
  metadata["version"] = "1";
  metadata["vocabularySize"] = std::to_string(model.settings.shape.vocabularySize);
  metadata["settings"] = settingsText(model.settings);
  if (!model.tokens.empty()) metadata["tokens"] = jsonText(std::span(model.tokens));
  if (!model.meta.empty()) metadata["meta"] = model.meta;
  return safetensors::serialize(tensors.contents);
}

}  // namespace rnn
