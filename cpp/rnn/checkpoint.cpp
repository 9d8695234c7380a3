#include "rnn/checkpoint.h"

namespace rnn {
namespace {

/// Numbers in the order of the flat buffer, as row-major ones, parameter by parameter.
template <class S>
std::vector<double> rowMajorOf(const NetworkShape& shape, const Vector<S>& flat) {
  std::vector<double> values;
  if (flat.size() == 0) return values;
  Parameters<S> named(shape);
  named.flat() = flat;
  values.reserve(static_cast<std::size_t>(flat.size()));
  for (const ParameterInfo& entry : named.list()) {
    const std::vector<S> rows = named.rowMajor(entry);
    values.insert(values.end(), rows.begin(), rows.end());
  }
  return values;
}

/// The inverse; no values give an empty parameter buffer.
template <class S>
Vector<S> flatOf(const NetworkShape& shape, const std::vector<double>& rowMajor) {
  if (rowMajor.empty()) return {};
  Parameters<S> named(shape);
  for (const ParameterInfo& entry : named.list()) {
    const auto begin = rowMajor.begin() + entry.offset;
    const std::vector<S> values(begin, begin + entry.size());
    named.setRowMajor(entry, values.data());
  }
  return named.flat();
}

/// H × B by columns is B × H by rows.
template <class S>
std::vector<double> numbersOf(const std::vector<Matrix<S>>& layers) {
  std::vector<double> numbers;
  for (const Matrix<S>& layer : layers)
    numbers.insert(numbers.end(), layer.data(), layer.data() + layer.size());
  return numbers;
}

template <class S>
std::vector<Matrix<S>> layersOf(const NetworkShape& shape, const std::vector<double>& numbers) {
  std::vector<Matrix<S>> layers;
  if (numbers.empty()) return layers;
  const Index size = static_cast<Index>(numbers.size()) / shape.layers;
  for (Index k = 0; k < shape.layers; ++k) {
    const Eigen::Map<const Matrix<double>> layer(numbers.data() + k * size, shape.hiddenSize, size / shape.hiddenSize);
    layers.push_back(layer.template cast<S>());
  }
  return layers;
}

}  // namespace

template <class S>
Checkpoint checkpointOf(const Trainer<S>& trainer) {
  const NetworkShape& shape = trainer.parameters().shape();
  const Optimizer<S>& optimizer = trainer.optimizer();
  const TrainingPosition<S>& now = trainer.position();
  Checkpoint checkpoint;
  checkpoint.parameters = rowMajorOf(shape, trainer.parameters().flat());
  checkpoint.optimizerSteps = optimizer.steps();
  checkpoint.firstMoment = rowMajorOf(shape, optimizer.firstMoment());
  checkpoint.secondMoment = rowMajorOf(shape, optimizer.secondMoment());
  checkpoint.position = {now.epoch,
                         now.step,
                         now.sequencesSeen,
                         now.tokensSeen,
                         now.firstSequence,
                         now.windowBegin,
                         now.evaluated,
                         now.lastRecordedLoss,
                         now.order,
                         {},
                         {}};
  if (now.windowBegin > 0) {
    checkpoint.position.hidden = numbersOf(now.state.hidden);
    checkpoint.position.cell = numbersOf(now.state.cell);
  }
  checkpoint.random = trainer.random().state();
  return checkpoint;
}

template <class S>
void resume(Trainer<S>& trainer, const Checkpoint& checkpoint) {
  const NetworkShape shape = trainer.parameters().shape();
  Parameters<S> parameters(shape);
  parameters.flat() = flatOf<S>(shape, checkpoint.parameters);
  Optimizer<S> optimizer = trainer.optimizer();
  optimizer.restore(checkpoint.optimizerSteps, flatOf<S>(shape, checkpoint.firstMoment),
                    flatOf<S>(shape, checkpoint.secondMoment));
  const Checkpoint::Position& saved = checkpoint.position;
  const TrainingPosition<S> position{
      saved.epoch,         saved.step,
      saved.sequencesSeen, saved.tokensSeen,
      saved.firstSequence, saved.windowBegin,
      saved.evaluated,     saved.lastRecordedLoss,
      saved.order,         State<S>{layersOf<S>(shape, saved.hidden), layersOf<S>(shape, saved.cell)}};
  trainer.restore(parameters, optimizer, position, checkpoint.random);
}

template Checkpoint checkpointOf(const Trainer<float>&);
template Checkpoint checkpointOf(const Trainer<double>&);
template void resume(Trainer<float>&, const Checkpoint&);
template void resume(Trainer<double>&, const Checkpoint&);

}  // namespace rnn
