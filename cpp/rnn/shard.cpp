#include "rnn/shard.h"

#include <algorithm>
#include <functional>

#include "rnn/stable_sort.h"

namespace rnn {

std::span<float> parametersAfterInputWeights(Parameters<float>& parameters) {
  const auto first = static_cast<std::size_t>(parameters.layer(0).inputWeights.size());
  return std::span(parameters.flat().data(), static_cast<std::size_t>(parameters.flat().size())).subspan(first);
}

std::span<const float> parametersAfterInputWeights(const Parameters<float>& parameters) {
  const auto first = static_cast<std::size_t>(parameters.layer(0).inputWeights.size());
  return std::span(parameters.flat().data(), static_cast<std::size_t>(parameters.flat().size())).subspan(first);
}

std::vector<float> inputColumns(const Parameters<float>& parameters, std::span<const TokenId> tokens) {
  const MatrixView<const float> weights = parameters.layer(0).inputWeights;
  std::vector<float> columns;
  columns.reserve(tokens.size() * static_cast<std::size_t>(weights.rows()));
  for (const TokenId id : tokens)
    columns.insert(columns.end(), weights.col(id).data(), weights.col(id).data() + weights.rows());
  return columns;
}

ShardTask taskOf(const Parameters<float>& parameters, const Window& window, const State& state) {
  ShardTask task;
  for (Index t = window.begin; t < window.end; ++t)
    task.active.push_back(static_cast<std::int32_t>(window.batch.active(t)));
  task.inputs.assign(window.inputs(), window.inputs() + window.columns());
  task.targets.assign(window.targets(), window.targets() + window.columns());
  task.state = state.flat();
  task.tokens = task.inputs;
  stableSort(task.tokens, std::less());
  task.tokens.erase(std::unique(task.tokens.begin(), task.tokens.end()), task.tokens.end());
  std::erase(task.tokens, kUnknownToken);
  task.columns = inputColumns(parameters, task.tokens);
  return task;
}

ShardResult ShardHelper::compute(const ShardTask& task) {
  MatrixView<float> inputWeights = parameters_.layer(0).inputWeights;
  const float* next = task.columns.data();
  for (const TokenId id : task.tokens) {
    std::copy_n(next, inputWeights.rows(), inputWeights.col(id).data());
    next += inputWeights.rows();
  }
  state_.assignFlat(parameters_.shape(), task.state);
  batch_.assignPacked(state_.hidden.front().cols(), task.active, task.inputs, task.targets);
  pass_.begin(parameters_, Window::whole(batch_), state_, task.scale, gradient_);
  while (!pass_.advance()) {
  }
  const std::vector<TokenId>& tokens = gradient_.tokens();
  return {task.step, task.shard, pass_.loss(), tokens, inputColumns(gradient_.values(), tokens), pass_.state().flat()};
}

}  // namespace rnn
