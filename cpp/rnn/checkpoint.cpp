#include "rnn/checkpoint.h"

#include <utility>

namespace rnn {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// The numbers of a flat buffer with each parameter row-major; nothing from an empty one.
template <class S>
std::vector<double> rowMajorOf(const NetworkShape& shape, const Vector<S>& flat) {
  std::vector<double> numbers(static_cast<std::size_t>(flat.size()));
  if (numbers.empty()) return numbers;
  for (const ParameterInfo& entry : parameterLayout(shape)) {
    Eigen::Map<RowMajor>(numbers.data() + entry.offset, entry.rows, entry.columns) =
        Eigen::Map<const Matrix<S>>(flat.data() + entry.offset, entry.rows, entry.columns).template cast<double>();
  }
  return numbers;
}

/// The inverse. The numbers are freed: a large network's checkpoint takes as much memory as its training.
template <class S>
Vector<S> takeFlat(const NetworkShape& shape, std::vector<double>& numbers) {
  const std::vector<double> taken = std::exchange(numbers, {});
  Vector<S> flat(static_cast<Index>(taken.size()));
  if (taken.empty()) return flat;
  for (const ParameterInfo& entry : parameterLayout(shape)) {
    Eigen::Map<Matrix<S>>(flat.data() + entry.offset, entry.rows, entry.columns) =
        Eigen::Map<const RowMajor>(taken.data() + entry.offset, entry.rows, entry.columns).template cast<S>();
  }
  return flat;
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
void resume(Trainer<S>& trainer, Checkpoint checkpoint) {
  Parameters<S>& parameters = trainer.parameters();
  const NetworkShape shape = parameters.shape();
  parameters.flat() = takeFlat<S>(shape, checkpoint.parameters);
  Optimizer<S> optimizer = trainer.optimizer();
  Vector<S> firstMoment = takeFlat<S>(shape, checkpoint.firstMoment);
  Vector<S> secondMoment = takeFlat<S>(shape, checkpoint.secondMoment);
  optimizer.restore(checkpoint.optimizerSteps, std::move(firstMoment), std::move(secondMoment));
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
template void resume(Trainer<float>&, Checkpoint);
template void resume(Trainer<double>&, Checkpoint);

}  // namespace rnn
