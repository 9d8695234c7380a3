#include "rnn/step_dry_run.h"

#include <algorithm>

#include "rnn/network.h"

namespace rnn {
namespace {

/// Window number `chosen` (modulo their number) of the windows that truncated BPTT cuts a batch into.
Window windowOf(const Batch& batch, Index truncate, Index chosen) {
  const Index size = truncate > 0 ? truncate : batch.steps();
  const Index windows = (batch.steps() + size - 1) / size;
  const Index begin = chosen % windows * size;
  return {batch, begin, std::min(begin + size, batch.steps())};
}

/// The sequence and its window that the step trains on.
template <class S>
struct StepContext {
  const Parameters<S>& parameters;
  Dataset data;
  Batch batch;
  Window window;
  State<S> start;  ///< before the window
  double scale = 1;

  StepContext(const Trainer<S>& trainer, const Sequence& sequence, Index chosen)
      : parameters(trainer.parameters()),
        data{sequence},
        batch(data, {0}),
        window(windowOf(batch, trainer.settings().truncate, chosen)),
        start(State<S>::initial(parameters.shape(), data, batch)) {
    if (window.begin > 0) {
      NetworkActivations<S> before;
      forward(parameters, Window{batch, 0, window.begin}, start, before);
    }
    const auto targets = static_cast<double>(window.targetCount());
    if (trainer.settings().reduction == Reduction::Mean && targets > 0) scale = 1 / targets;
  }

  StepContext(const StepContext&) = delete;
};

/// The forward and backward pass of a window.
template <class S>
struct WindowPass {
  NetworkActivations<S> activations;
  State<S> state;  ///< after the last step
  double loss;     ///< scale · Σ L_t
  Parameters<S> gradient;

  WindowPass(const StepContext<S>& context, const Window& window, State<S> start)
      : state(std::move(start)), gradient(context.parameters.shape()) {
    loss = context.scale * forward(context.parameters, window, state, activations);
    backward(context.parameters, window, static_cast<S>(context.scale), activations, gradient);
  }
};

template <class S>
std::vector<double> numbers(const Parameters<S>& values, const ParameterInfo& entry) {
  const std::vector<S> rows = values.rowMajor(entry);
  return {rows.begin(), rows.end()};
}

/// The same of an optimizer's moment; empty if the rule has none.
template <class S>
std::vector<double> numbers(const NetworkShape& shape, const Vector<S>& flat, const ParameterInfo& entry) {
  if (flat.size() == 0) return {};
  Parameters<S> values(shape);
  values.flat() = flat;
  return numbers(values, entry);
}

/// The part of ∂L/∂h and ∂L/∂c at the window's last step that full BPTT would bring from the steps after the window.
template <class S>
void addTruncatedGradients(const StepContext<S>& context, StepDryRun& result) {
  if (context.window.end == context.batch.steps()) return;
  const Window rest{context.batch, context.window.begin, context.batch.steps()};
  const WindowPass<S> full(context, rest, context.start);
  const Index last = context.window.columns() - 1;
  const auto append = [&](const Matrix<S>& field, std::vector<double>& to) {
    if (field.size() == 0) return;
    for (const S value : field.col(last))
      to.push_back(static_cast<double>(value));
  };
  for (const LayerActivations<S>& layer : full.activations.layers) {
    append(layer.dHiddenFromNext, result.dHiddenBeyondWindow);
    append(layer.dCellFromNext, result.dCellBeyondWindow);
  }
}

/// The contributions of steps t … T−1 sum to the gradient of BPTT through the window that begins at t, from the state
/// after step t − 1. So the sums are gradients of the engine itself, and that from t = 0 is bit for bit the gradient.
template <class S>
void addPartialSums(const StepContext<S>& context, StepDryRun& result) {
  State<S> state = context.start;
  NetworkActivations<S> activations;
  for (Index t = context.window.begin; t < context.window.end; ++t) {
    const WindowPass<S> rest(context, Window{context.batch, t, context.window.end}, state);
    for (std::size_t k = 0; k < result.parameters.size(); ++k) {
      const std::vector<double> sum = numbers(rest.gradient, context.parameters.list()[k]);
      result.parameters[k].sums.insert(result.parameters[k].sums.end(), sum.begin(), sum.end());
    }
    forward(context.parameters, Window{context.batch, t, t + 1}, state, activations);
  }
}

template <class S>
void addContributions(const StepContext<S>& context, const WindowPass<S>& pass, StepDryRun& result) {
  for (std::size_t k = 0; k < result.parameters.size(); ++k) {
    std::vector<double>& all = result.parameters[k].contributions;
    for (Index t = 0; t < context.window.columns(); ++t) {
      const std::vector<double> one =
          contribution(context.parameters, context.window, pass.activations, context.parameters.list()[k], t);
      all.insert(all.end(), one.begin(), one.end());
    }
  }
}

template <class S>
void addUpdate(const Trainer<S>& trainer, const Parameters<S>& gradient, StepDryRun& result) {
  const TrainingSettings& settings = trainer.settings();
  const Optimizer<S>& before = trainer.optimizer();
  Optimizer<S> after = before;
  Parameters<S> clipped = gradient;
  Parameters<S> updated = trainer.parameters();
  result.gradientNorm = clipGlobalNorm(clipped.flat(), settings.clipNorm);
  result.clipFactor = clipFactor(result.gradientNorm, settings.clipNorm);
  result.learningRate = scheduledRate(settings.schedule, settings.learningRate, trainer.position().step);
  after.update(updated.flat(), clipped.flat(), result.learningRate);
  result.optimizerSteps = after.steps();
  for (const ParameterInfo& entry : updated.list()) {
    result.parameters.push_back({entry.name,
                                 entry.rows,
                                 entry.columns,
                                 entry.isBias(),
                                 numbers(trainer.parameters(), entry),
                                 {},
                                 {},
                                 numbers(gradient, entry),
                                 static_cast<double>(gradient.view(entry).norm()),
                                 numbers(clipped, entry),
                                 numbers(gradient.shape(), before.firstMoment(), entry),
                                 numbers(gradient.shape(), after.firstMoment(), entry),
                                 numbers(gradient.shape(), before.secondMoment(), entry),
                                 numbers(gradient.shape(), after.secondMoment(), entry),
                                 numbers(updated, entry)});
  }
}

}  // namespace

template <class S>
StepDryRun dryRunStep(const Trainer<S>& trainer, const Sequence& sequence, Index window) {
  const StepContext<S> context(trainer, sequence, window);
  const WindowPass<S> pass(context, context.window, context.start);
  StepDryRun result;
  result.begin = context.window.begin;
  result.end = context.window.end;
  result.trace = traceOf(context.parameters.shape(), pass.activations, pass.state, pass.loss, context.scale);
  addTruncatedGradients(context, result);
  addUpdate(trainer, pass.gradient, result);
  addContributions(context, pass, result);
  addPartialSums(context, result);
  return result;
}

template StepDryRun dryRunStep(const Trainer<float>&, const Sequence&, Index);
template StepDryRun dryRunStep(const Trainer<double>&, const Sequence&, Index);

}  // namespace rnn
