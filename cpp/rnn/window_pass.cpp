#include "rnn/window_pass.h"

#include <algorithm>

namespace rnn {
namespace {

LayerPass layerPass(const Parameters<float>& parameters, const Window& window, NetworkActivations& activations,
                    Index layer) {
  return {parameters.shape(),
          layer,
          parameters.layer(layer),
          window,
          layer == 0 ? nullptr : &activations.layers[static_cast<std::size_t>(layer - 1)].hidden,
          activations.layers[static_cast<std::size_t>(layer)]};
}

Matrix<float>* cellOf(State& state, Index layer) {
  return state.cell.empty() ? nullptr : &state.cell[static_cast<std::size_t>(layer)];
}

}  // namespace

double forward(const Parameters<float>& parameters, const Window& window, State& state,
               NetworkActivations& activations) {
  activations.layers.resize(static_cast<std::size_t>(parameters.shape().layers));
  for (Index k = 0; k < parameters.shape().layers; ++k)
    forwardLayer(layerPass(parameters, window, activations, k), window.begin, window.end,
                 state.hidden[static_cast<std::size_t>(k)], cellOf(state, k));
  activations.output.prepare(parameters.shape().vocabularySize, window.columns());
  return forwardOutputLayer(parameters.outputLayer(), window.targets(), activations.layers.back().hidden, 0,
                            window.columns(), activations.output);
}

// --- forward and backward, in slices --------------------------------------------------------------------------------

void WindowPass::begin(const Parameters<float>& parameters, const Window& window, const State& start, float scale,
                       GradientBuffer& gradient) {
  parameters_ = &parameters;
  window_.emplace(window);
  scale_ = scale;
  gradient_ = &gradient;
  gradient.beginWindow();
  state_ = start;
  activations_.layers.resize(static_cast<std::size_t>(parameters.shape().layers));
  activations_.output.prepare(parameters.shape().vocabularySize, window.columns());
  stage_ = Stage::Forward;
  layer_ = 0;
  next_ = window.begin;
  loss_ = 0;
}

LayerPass WindowPass::passOf(Index layer) {
  return layerPass(*parameters_, *window_, activations_, layer);
}

Index WindowPass::stepsOfSlice(std::int64_t weights) const {
  return stepsPerSlice(sliceWork_, weights * window_->maxActive());
}

bool WindowPass::advance() {
  for (done_ = 0; stage_ != Stage::Done && done_ < sliceWork_;) {
    if (stage_ == Stage::Forward) {
      forwardSlice();
    } else if (stage_ == Stage::Output) {
      outputSlice();
    } else {
      backwardSlice();
    }
  }
  return stage_ == Stage::Done;
}

void WindowPass::forwardSlice() {
  const LayerPass pass = passOf(layer_);
  const std::int64_t weights =
      pass.parameters.recurrentWeights.size() + (layer_ > 0 ? pass.parameters.inputWeights.size() : 0);
  const Index end = std::min(next_ + stepsOfSlice(weights), window_->end);
  forwardLayer(pass, next_, end, state_.hidden[static_cast<std::size_t>(layer_)], cellOf(state_, layer_));
  done_ += weights * (window_->firstColumn(end) - window_->firstColumn(next_));
  next_ = end;
  if (end < window_->end) return;
  next_ = window_->begin;
  if (++layer_ < parameters_->shape().layers) return;
  stage_ = Stage::Output;
  next_ = 0;
}

void WindowPass::outputSlice() {
  LayerActivations& top = activations_.layers.back();
  top.prepareBackward(parameters_->shape(), *window_);
  const OutputParameters<const float> parameters = parameters_->outputLayer();
  const std::int64_t weights = 3 * parameters.weights.size();
  const Index end = std::min(next_ + stepsPerSlice(sliceWork_, weights), window_->columns());
  loss_ += forwardOutputLayer(parameters, window_->targets(), top.hidden, next_, end, activations_.output);
  backwardOutputLayer(parameters, window_->targets(), scale_, top.hidden, next_, end, activations_.output,
                      gradient_->values().outputLayer(), top.dHiddenFromOutput);
  done_ += weights * (end - next_);
  next_ = end;
  if (end < window_->columns()) return;
  stage_ = Stage::Backward;
  layer_ = parameters_->shape().layers - 1;
  next_ = window_->end;
}

void WindowPass::backwardSlice() {
  const LayerPass pass = passOf(layer_);
  LayerActivations* below = layer_ > 0 ? &activations_.layers[static_cast<std::size_t>(layer_ - 1)] : nullptr;
  if (below) below->prepareBackward(parameters_->shape(), *window_);
  const std::int64_t weights =
      2 * (pass.parameters.recurrentWeights.size() + (below ? pass.parameters.inputWeights.size() : 0));
  const Index begin = std::max(next_ - stepsOfSlice(weights), window_->begin);
  backwardLayer(pass, begin, next_, *gradient_, below ? &below->dHiddenFromOutput : nullptr);
  done_ += weights * (window_->firstColumn(next_) - window_->firstColumn(begin));
  next_ = begin;
  if (begin > window_->begin) return;
  next_ = window_->end;
  if (--layer_ < 0) stage_ = Stage::Done;
}

}  // namespace rnn
