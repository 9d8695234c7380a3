#include "rnn/float_network.h"

#include <algorithm>

#include "rnn/evaluation.h"
#include "rnn/sampling.h"
#include "rnn/shard.h"

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

Index WindowPass::stepsOfSlice(Index weights) const {
  return std::max<Index>(1, sliceWork_ / std::max<Index>(1, weights * window_->maxActive()));
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
  const Index weights =
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
  const Index columns = std::max<Index>(1, sliceWork_ / (3 * parameters.weights.size()));
  const Index end = std::min(next_ + columns, window_->columns());
  loss_ += forwardOutputLayer(parameters, window_->targets(), top.hidden, next_, end, activations_.output);
  backwardOutputLayer(parameters, window_->targets(), scale_, top.hidden, next_, end, activations_.output,
                      gradient_->values().outputLayer(), top.dHiddenFromOutput);
  done_ += 3 * parameters.weights.size() * (end - next_);
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
  const Index weights =
      2 * (pass.parameters.recurrentWeights.size() + (below ? pass.parameters.inputWeights.size() : 0));
  const Index begin = std::max(next_ - stepsOfSlice(weights), window_->begin);
  backwardLayer(pass, begin, next_, *gradient_, below ? &below->dHiddenFromOutput : nullptr);
  done_ += weights * (window_->firstColumn(next_) - window_->firstColumn(begin));
  next_ = begin;
  if (begin > window_->begin) return;
  next_ = window_->end;
  if (--layer_ < 0) stage_ = Stage::Done;
}

// --- reading --------------------------------------------------------------------------------------------------------

namespace {

class FloatForwardPass final : public ForwardPass {
 public:
  explicit FloatForwardPass(const Parameters<float>& parameters) : parameters_(parameters) {}

  void start(const Dataset& data, const Batch& batch) override { state_.start(parameters_.shape(), data, batch); }
  CarriedState state() const override { return state_.carried(); }

  void selectSequences(std::span<const Index> sequences) override {
    for (auto* layers : {&state_.hidden, &state_.cell}) {
      for (Matrix<float>& layer : *layers) {
        Matrix<float> selected(layer.rows(), static_cast<Index>(sequences.size()));
        for (Index j = 0; j < selected.cols(); ++j)
          selected.col(j) = layer.col(sequences[static_cast<std::size_t>(j)]);
        layer = std::move(selected);
      }
    }
  }

  double read(const Window& window) override { return forward(parameters_, window, state_, activations_); }

  TokenId mostProbable(Index column) const override {
    const Matrix<float>& logits = activations_.output.logits;
    return argmax(std::span(logits.col(column).data(), static_cast<std::size_t>(logits.rows())));
  }
  double loss(Index column) const override { return activations_.output.losses[column]; }
  void logits(Index column, std::span<double> to) const override { copy(activations_.output.logits, column, to); }
  void probabilities(Index column, std::span<double> to) const override {
    copy(activations_.output.probabilities, column, to);
  }
  void hidden(Index column, std::span<double> to) const override {
    copy(activations_.layers.back().hidden, column, to);
  }

 private:
  static void copy(const Matrix<float>& from, Index column, std::span<double> to) {
    std::copy_n(from.col(column).data(), from.rows(), to.begin());
  }

  const Parameters<float>& parameters_;
  State state_;
  NetworkActivations activations_;
};

std::vector<double> rowMajor(const NetworkShape& shape, const Vector<float>& flat) {
  if (flat.size() == 0) return {};
  Parameters<float> values(shape);
  values.flat() = flat;
  std::vector<double> all;
  for (const ParameterInfo& entry : values.list()) {
    const std::vector<float> one = values.rowMajor(entry);
    all.insert(all.end(), one.begin(), one.end());
  }
  return all;
}

Vector<float> flatOf(const NetworkShape& shape, const std::vector<double>& rowMajor) {
  if (rowMajor.empty()) return {};
  const std::vector<float> values(rowMajor.begin(), rowMajor.end());
  Parameters<float> result(shape);
  for (const ParameterInfo& entry : result.list())
    result.setRowMajor(entry, values.data() + entry.offset);
  return result.flat();
}

}  // namespace

std::vector<double> FloatNetwork::parameter(const ParameterInfo& entry) const {
  const std::vector<float> values = parameters_.rowMajor(entry);
  return {values.begin(), values.end()};
}

void FloatNetwork::setParameter(const ParameterInfo& entry, std::span<const double> rowMajor) {
  const std::vector<float> values(rowMajor.begin(), rowMajor.end());
  parameters_.setRowMajor(entry, values.data());
}

std::unique_ptr<ForwardPass> FloatNetwork::forwardPass() const {
  return std::make_unique<FloatForwardPass>(parameters_);
}

// --- learning -------------------------------------------------------------------------------------------------------

FloatLearner::FloatLearner(const NetworkShape& shape, const OptimizerSettings& settings)
    : network_(shape), optimizer_(settings, network_.parameters().flat().size()) {}

void FloatLearner::setShardCount(std::size_t count) {
  shardCount_ = count;
  while (shards_.size() < count)
    shards_.emplace_back(network_.shape());
}

void FloatLearner::start(const Dataset& data, std::span<const Batch> shards) {
  setShardCount(shards.size());
  for (std::size_t i = 0; i < shardCount_; ++i)
    shards_[i].state.start(network_.shape(), data, shards[i]);
}

void FloatLearner::setState(std::span<const CarriedState> shards) {
  setShardCount(shards.size());
  for (std::size_t i = 0; i < shardCount_; ++i)
    shards_[i].state.assign(network_.shape(), shards[i]);
}

std::vector<CarriedState> FloatLearner::state() const {
  std::vector<CarriedState> states;
  for (std::size_t i = 0; i < shardCount_; ++i)
    states.push_back(shards_[i].state.carried());
  return states;
}

void FloatLearner::begin(std::span<const Window> shards, double scale) {
  windows_ = shards;
  scale_ = static_cast<float>(scale);
  ++stepId_;
  summed_ = 0;
  for (Shard& shard : shards_)
    shard.progress = Progress::NotBegun;
}

std::size_t FloatLearner::nextHere() const {
  std::size_t next = 0;
  while (next < shardCount_ && (shards_[next].progress == Progress::Lent || shards_[next].progress == Progress::Done))
    ++next;
  return next;
}

bool FloatLearner::advance() {
  const std::size_t next = nextHere();
  if (next < shardCount_) {
    Shard& shard = shards_[next];
    if (shard.progress == Progress::NotBegun)
      shard.pass.begin(network_.parameters(), windows_[next], shard.state, scale_, shard.gradient);
    shard.progress = Progress::Here;
    if (shard.pass.advance()) {
      shard.progress = Progress::Done;
      shard.loss = shard.pass.loss();
    }
  }
  addFinished();
  return summed_ == shardCount_;
}

/// Always in the order of the shards, whoever was ready first.
void FloatLearner::addFinished() {
  for (; summed_ < shardCount_ && shards_[summed_].progress == Progress::Done; ++summed_) {
    if (summed_ > 0) shards_.front().gradient.add(shards_[summed_].gradient);
  }
}

double FloatLearner::loss() const {
  double sum = 0;
  for (std::size_t i = 0; i < shardCount_; ++i)
    sum += shards_[i].loss;
  return sum;
}

std::vector<double> FloatLearner::gradient(const ParameterInfo& entry) const {
  const std::vector<float> values = shards_.front().gradient.values().rowMajor(entry);
  return {values.begin(), values.end()};
}

double FloatLearner::clip(double limit) {
  GradientBuffer& gradient = shards_.front().gradient;
  const double norm = gradient.norm();
  const double factor = reference::clippingFactor(norm, limit);
  if (factor < 1) gradient.scale(static_cast<float>(factor));
  return norm;
}

bool FloatLearner::canBeLent(std::size_t shard) const {
  return shards_[shard].progress == Progress::NotBegun && windows_[shard].columns() > 0;
}

std::size_t FloatLearner::lendable() const {
  std::size_t count = 0;
  for (std::size_t i = nextHere() + 1; i < shardCount_; ++i)
    count += canBeLent(i) ? 1 : 0;
  return count;
}

ShardTask FloatLearner::lend() {
  std::size_t last = shardCount_ - 1;
  while (!canBeLent(last))
    --last;
  shards_[last].progress = Progress::Lent;
  ShardTask task = taskOf(network_.parameters(), windows_[last], shards_[last].state);
  task.step = stepId_;
  task.shard = static_cast<std::int32_t>(last);
  task.scale = scale_;
  return task;
}

std::span<const float> FloatLearner::weights() const {
  return behindInputWeights(network_.parameters());
}

std::span<float> FloatLearner::accept(const ShardResult& result) {
  const auto index = static_cast<std::size_t>(result.shard);
  if (result.step != stepId_ || index >= shardCount_ || shards_[index].progress != Progress::Lent) return {};
  Shard& shard = shards_[index];
  shard.progress = Progress::Done;
  shard.loss = result.loss;
  shard.pass.state().assignFlat(network_.shape(), result.state);
  shard.gradient.setInputs(result.tokens, result.columns);
  return behindInputWeights(shard.gradient.values());
}

void FloatLearner::withdraw() {
  for (Shard& shard : shards_) {
    if (shard.progress == Progress::Lent) shard.progress = Progress::NotBegun;
  }
}

bool FloatLearner::waiting() const {
  return summed_ < shardCount_ && nextHere() == shardCount_;
}

void FloatLearner::update(double learningRate) {
  optimizer_.update(network_.parameters().flat(), shards_.front().gradient.values().flat(), learningRate);
  for (std::size_t i = 0; i < shardCount_; ++i)
    std::swap(shards_[i].state, shards_[i].pass.state());
}

Moments FloatLearner::moments() const {
  return {optimizer_.steps(), rowMajor(network_.shape(), optimizer_.firstMoment()),
          rowMajor(network_.shape(), optimizer_.secondMoment())};
}

void FloatLearner::setMoments(Moments moments) {
  optimizer_.restore(moments.steps, flatOf(network_.shape(), moments.first), flatOf(network_.shape(), moments.second));
}

void FloatLearner::keep() {
  keptParameters_ = network_.parameters().flat();
  keptOptimizer_ = optimizer_;
}

void FloatLearner::restoreKept() {
  network_.parameters().flat() = keptParameters_;
  optimizer_ = *keptOptimizer_;
}

double trainingMemory(const NetworkShape& shape, Precision precision, double windowTokens, double shards) {
  const ParameterInfo last = parameterLayout(shape).back();
  const auto parameters = static_cast<double>(last.offset + last.size());
  const double perToken = static_cast<double>(shape.layers) * LayerActivations::numbersPerToken(shape) +
                          OutputActivations::numbersPerToken(shape);
  const double evaluated = 2 * evaluationTokens(parameters) * perToken;  // of training and of held-out data
  // Current and best parameters, each with two moments; packed weights; a snapshot, and one in double. Each shard's
  // gradient.
  const double numbers = (10 + shards) * parameters + perToken * windowTokens + evaluated;
  return numbers * (precision == Precision::Float64 ? 8 : 4);
}

}  // namespace rnn
