#include "rnn/step_dry_run.h"

#include <algorithm>
#include <cmath>

namespace rnn {

using reference::LayerStep;
using reference::Numbers;
using reference::State;
using reference::Step;

namespace {

/// The parts of a dry run, which share its operands.
class Runner {
 public:
  Runner(const StepDryRunInput& input, StepDryRun& result)
      : input_(input), result_(result), operations_(reference::operationsPerStep(input.weights.shape)) {}

  void prepare();
  Job forward(State& state);
  Job backward();
  Job backwardBeyondWindow(State state);
  Job update();

 private:
  const StepDryRunInput& input_;
  StepDryRun& result_;
  double operations_;  ///< of one time step
};

/// The window, of those that truncated BPTT cuts the sequence into; and the loss's scale.
void Runner::prepare() {
  const Index length = input_.sequence.length();
  const Index size = input_.truncate > 0 ? input_.truncate : length;
  const Index windows = (length + size - 1) / size;
  result_.begin = input_.window % windows * size;
  result_.end = std::min(result_.begin + size, length);
  const auto targets = input_.sequence.targets.begin();
  const auto ignored = std::count(targets + result_.begin, targets + result_.end, kIgnoredTarget);
  result_.trace.shape = input_.weights.shape;
  result_.trace.scale = lossScale(input_.reduction, result_.end - result_.begin - ignored);
  result_.learningRate = input_.learningRate;
  result_.optimizerSteps = input_.optimizerState.steps + 1;
}

/// To the end of the window, whose steps are kept.
Job Runner::forward(State& state) {
  const auto& [inputs, targets, hidden, cell] = input_.sequence;
  const auto begin = static_cast<std::size_t>(result_.begin);
  Trace& trace = result_.trace;
  trace.steps.resize(static_cast<std::size_t>(result_.end) - begin);
  Step before;
  for (std::size_t t = 0; t < begin + trace.steps.size(); ++t) {
    Step& step = t < begin ? before : trace.steps[t - begin];
    forwardStep(input_.weights, inputs[t], targets[t], state, step);
    if (t >= begin) trace.loss += trace.scale * step.loss;
    co_yield operations_;
  }
}

/// Backpropagation through the window, and what each step contributes to the gradient, added up from the last step on.
Job Runner::backward() {
  std::vector<Step>& steps = result_.trace.steps;
  const std::size_t T = steps.size();
  for (const ParameterInfo& entry : input_.weights.list) {
    const auto size = static_cast<std::size_t>(entry.size());
    ParameterDryRun parameter{entry.name, entry.rows, entry.columns, entry.isBias(), {}, {}, {}, {}, 0, {}, {}, {}, {},
                              {},         {}};
    parameter.before = input_.weights.numbers(entry);
    parameter.contributions.resize(T * size);
    parameter.sums.resize(T * size);
    result_.parameters.push_back(std::move(parameter));
    co_yield 2.0 * static_cast<double>(T * size);
  }
  co_yield reference::backward(input_.weights, steps, result_.trace.scale, 0, nullptr);
  for (std::size_t t = T; t-- > 0;) {
    for (std::size_t k = 0; k < result_.parameters.size(); ++k) {
      ParameterDryRun& parameter = result_.parameters[k];
      const std::vector<double> own = contribution(steps[t], input_.weights.list[k]);
      const std::size_t size = own.size();
      std::copy(own.begin(), own.end(), &parameter.contributions[t * size]);
      for (std::size_t i = 0; i < size; ++i)
        parameter.sums[t * size + i] = own[i] + (t + 1 < T ? parameter.sums[(t + 1) * size + i] : 0);
      co_yield 4.0 * static_cast<double>(size);
    }
  }
}

/// The part of ∂L/∂h and ∂L/∂c at the window's last step that full BPTT would bring from the steps after the window.
/// These may be many: only the state before every √n-th is kept, and the steps between are computed once more on the
/// way back.
Job Runner::backwardBeyondWindow(State state) {
  const auto& [inputs, targets, hidden, cell] = input_.sequence;
  const auto end = static_cast<std::size_t>(result_.end), T = inputs.size();
  const auto size = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(T - end))));
  std::vector<State> before;
  std::vector<Step> steps(size);
  for (std::size_t t = end; t < T; ++t) {
    if ((t - end) % size == 0) before.push_back(state);
    forwardStep(input_.weights, inputs[t], targets[t], state, steps.front());
    co_yield operations_;
  }
  Step next;
  for (; !before.empty(); before.pop_back()) {
    const std::size_t begin = end + (before.size() - 1) * size, stop = std::min(begin + size, T);
    for (std::size_t t = begin; t < stop; ++t) {
      forwardStep(input_.weights, inputs[t], targets[t], before.back(), steps[t - begin]);
      co_yield operations_;
    }
    for (std::size_t t = stop; t-- > begin;) {
      differentiateLoss(result_.trace.scale, steps[t - begin]);
      const Step* after = t + 1 < stop ? &steps[t + 1 - begin] : stop < T ? &next : nullptr;
      backwardStep(input_.weights, after, steps[t - begin]);
      co_yield operations_;
    }
    next = steps.front();
  }
  Step last = result_.trace.steps.back();
  backwardStep(input_.weights, &next, last);
  for (const LayerStep& s : last.layers) {
    std::copy(s.dHiddenFromNext.begin(), s.dHiddenFromNext.end(), std::back_inserter(result_.dHiddenBeyondWindow));
    std::copy(s.dCellFromNext.begin(), s.dCellFromNext.end(), std::back_inserter(result_.dCellBeyondWindow));
  }
}

/// Clipping, and the optimizer's update.
Job Runner::update() {
  double squares = 0;
  for (ParameterDryRun& parameter : result_.parameters) {
    const auto size = static_cast<std::ptrdiff_t>(parameter.before.size());
    parameter.gradient.assign(parameter.sums.begin(), parameter.sums.begin() + size);
    double own = 0;
    for (const double g : parameter.gradient)
      own += g * g;
    parameter.norm = std::sqrt(own);
    squares += own;
    co_yield 2.0 * static_cast<double>(size);
  }
  result_.gradientNorm = std::sqrt(squares);
  result_.clipFactor = reference::clippingFactor(result_.gradientNorm, input_.clipNorm);
  const reference::UpdateRule rule(input_.optimizer, input_.learningRate, result_.optimizerSteps);
  const auto& [steps, firstMoment, secondMoment] = input_.optimizerState;
  for (std::size_t k = 0; k < result_.parameters.size(); ++k) {
    ParameterDryRun& parameter = result_.parameters[k];
    const ParameterInfo& entry = input_.weights.list[k];
    if (firstMoment) parameter.firstMomentBefore = firstMoment->numbers(entry);
    if (secondMoment) parameter.secondMomentBefore = secondMoment->numbers(entry);
    parameter.after = parameter.before;
    parameter.firstMomentAfter = parameter.firstMomentBefore;
    parameter.secondMomentAfter = parameter.secondMomentBefore;
    parameter.clipped = parameter.gradient;
    for (std::size_t i = 0; i < parameter.after.size(); ++i) {
      double none = 0;
      parameter.clipped[i] *= result_.clipFactor;
      rule(parameter.clipped[i], parameter.after[i], firstMoment ? parameter.firstMomentAfter[i] : none,
           secondMoment ? parameter.secondMomentAfter[i] : none);
      if (i % 1000 == 999) co_yield 20.0 * 1000;
    }
  }
}

}  // namespace

Job dryRunStep(StepDryRunInput input, StepDryRun& result) {
  Runner runner(input, result);
  runner.prepare();
  State state = initialState(input.weights, input.sequence);
  co_yield runner.forward(state);
  co_yield runner.backward();
  if (result.end < input.sequence.length()) {
    co_yield runner.backwardBeyondWindow(state);
  }
  co_yield runner.update();
}

StepDryRun dryRunStep(StepDryRunInput input) {
  StepDryRun result;
  dryRunStep(std::move(input), result).finish();
  return result;
}

}  // namespace rnn
