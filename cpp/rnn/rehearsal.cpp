#include "rnn/rehearsal.h"

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

/// A sequence and the window of it that the step is about.
template <class S>
struct Scene {
  const Parameters<S>& parameters;
  Dataset data;
  Batch batch;
  Window window;
  State<S> start;  ///< carried to the window's begin
  double scale = 1;

  Scene(const Trainer<S>& trainer, const Sequence& sequence, Index chosen)
      : parameters(trainer.parameters()),
        data{sequence},
        batch(data, {0}),
        window(windowOf(batch, trainer.settings().truncate, chosen)),
        start(State<S>::initial(parameters.shape(), data, batch)) {
    if (window.begin > 0) {
      NetworkRecord<S> before;
      forward(parameters, Window{batch, 0, window.begin}, start, before);
    }
    const auto targets = static_cast<double>(window.targetCount());
    if (trainer.settings().reduction == Reduction::Mean && targets > 0) scale = 1 / targets;
  }

  Scene(const Scene&) = delete;
};

/// Forward and backward through part of a scene.
template <class S>
struct Pass {
  NetworkRecord<S> record;
  State<S> state;  ///< after the last step
  double loss;     ///< times the scale
  Parameters<S> gradient;

  Pass(const Scene<S>& scene, const Window& window, State<S> start)
      : state(std::move(start)), gradient(scene.parameters.shape()) {
    loss = scene.scale * forward(scene.parameters, window, state, record);
    backward(scene.parameters, window, static_cast<S>(scene.scale), record, gradient);
  }
};

template <class S>
std::vector<double> numbers(const Parameters<S>& values, const ParameterInfo& entry) {
  const std::vector<S> rows = values.rowMajor(entry);
  return {rows.begin(), rows.end()};
}

/// The same of an optimizer's average, which is empty where the rule has none.
template <class S>
std::vector<double> numbers(const Parameters<S>& form, const Vector<S>& flat, const ParameterInfo& entry) {
  if (flat.size() == 0) return {};
  Parameters<S> values(form.shape());
  values.flat() = flat;
  return numbers(values, entry);
}

template <class S>
Trace traceOf(const Scene<S>& scene, const Pass<S>& pass) {
  Trace trace;
  trace.steps = scene.window.columns();
  trace.loss = pass.loss;
  trace.scale = scene.scale;
  trace.fields = traceFields(scene.parameters.shape(), pass.record);
  for (const auto* state : {&pass.state.hidden, &pass.state.cell}) {
    for (const Matrix<S>& layer : *state)
      trace.finalState.insert(trace.finalState.end(), layer.data(), layer.data() + layer.size());
  }
  return trace;
}

/// ∂L/∂h and ∂L/∂c that full BPTT from the end of the sequence brings to the window's last step.
template <class S>
void addWhatIsCut(const Scene<S>& scene, Rehearsal& result) {
  if (scene.window.end == scene.batch.steps()) return;
  const Window rest{scene.batch, scene.window.begin, scene.batch.steps()};
  const Pass<S> full(scene, rest, scene.start);
  const Index last = scene.window.columns() - 1;
  const auto append = [&](const Matrix<S>& field, std::vector<double>& to) {
    if (field.size() == 0) return;
    for (const S value : field.col(last))
      to.push_back(static_cast<double>(value));
  };
  for (const LayerRecord<S>& layer : full.record.layers) {
    append(layer.hiddenFromFuture, result.cutHidden);
    append(layer.cellFromFuture, result.cutCell);
  }
}

/// The gradient of steps t … T−1 is that of BPTT through the window that begins at t, with the state
/// the steps before it left. So the sums are the engine's own gradients, the last one to the last bit.
template <class S>
void addSums(const Scene<S>& scene, Rehearsal& result) {
  State<S> state = scene.start;
  NetworkRecord<S> record;
  for (Index t = scene.window.begin; t < scene.window.end; ++t) {
    const Pass<S> rest(scene, Window{scene.batch, t, scene.window.end}, state);
    for (std::size_t k = 0; k < result.parameters.size(); ++k) {
      const std::vector<double> sum = numbers(rest.gradient, scene.parameters.list()[k]);
      result.parameters[k].sums.insert(result.parameters[k].sums.end(), sum.begin(), sum.end());
    }
    forward(scene.parameters, Window{scene.batch, t, t + 1}, state, record);
  }
}

template <class S>
void addContributions(const Scene<S>& scene, const Pass<S>& pass, Rehearsal& result) {
  for (std::size_t k = 0; k < result.parameters.size(); ++k) {
    std::vector<double>& all = result.parameters[k].contributions;
    for (Index t = 0; t < scene.window.columns(); ++t) {
      const std::vector<double> one =
          contribution(scene.parameters, scene.window, pass.record, scene.parameters.list()[k], t);
      all.insert(all.end(), one.begin(), one.end());
    }
  }
}

template <class S>
void addUpdate(const Trainer<S>& trainer, const Parameters<S>& gradient, Rehearsal& result) {
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
                                 entry.isVector,
                                 numbers(trainer.parameters(), entry),
                                 {},
                                 {},
                                 numbers(gradient, entry),
                                 static_cast<double>(gradient.view(entry).norm()),
                                 numbers(clipped, entry),
                                 numbers(gradient, before.first(), entry),
                                 numbers(gradient, after.first(), entry),
                                 numbers(gradient, before.second(), entry),
                                 numbers(gradient, after.second(), entry),
                                 numbers(updated, entry)});
  }
}

}  // namespace

template <class S>
Rehearsal rehearse(const Trainer<S>& trainer, const Sequence& sequence, Index window) {
  const Scene<S> scene(trainer, sequence, window);
  const Pass<S> pass(scene, scene.window, scene.start);
  Rehearsal result;
  result.begin = scene.window.begin;
  result.end = scene.window.end;
  result.trace = traceOf(scene, pass);
  addWhatIsCut(scene, result);
  addUpdate(trainer, pass.gradient, result);
  addContributions(scene, pass, result);
  addSums(scene, result);
  return result;
}

template Rehearsal rehearse(const Trainer<float>&, const Sequence&, Index);
template Rehearsal rehearse(const Trainer<double>&, const Sequence&, Index);

}  // namespace rnn
