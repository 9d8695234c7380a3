// The dry run of one optimizer step.

#include <optional>

#include "engine.h"
#include "gradients.h"
#include "rnn/optimizer.h"

namespace rnn::bindings {

using emscripten::val;

namespace {

/// [layers, H], or null if there are no steps after the window.
val gradientBeyondWindow(const std::vector<double>& numbers, const NetworkShape& shape) {
  if (numbers.empty()) return val::null();
  val result = val::object();
  result.set("values", copied<Float64Array>(numbers));
  result.set("shape", shapeOf(shape.layers, shape.hiddenSize, false));
  return result;
}

val parameterObject(const ParameterDryRun& parameter) {
  val result = val::object();
  result.set("name", parameter.name);
  result.set("shape", shapeOf(parameter.rows, parameter.columns, parameter.isBias));
  result.set("norm", parameter.norm);
  const auto set = [&](const char* name, const std::vector<double>& numbers) {
    result.set(name, copied<Float64Array>(numbers));
  };
  set("before", parameter.before);
  set("contributions", parameter.contributions);
  set("sums", parameter.sums);
  set("gradient", parameter.gradient);
  set("clipped", parameter.clipped);
  set("firstMomentBefore", parameter.firstMomentBefore);
  set("firstMomentAfter", parameter.firstMomentAfter);
  set("secondMomentBefore", parameter.secondMomentBefore);
  set("secondMomentAfter", parameter.secondMomentAfter);
  set("after", parameter.after);
  return result;
}

Job dryRunInto(val result, StepDryRunInput input) {
  StepDryRun dryRun;
  co_yield rnn::dryRunStep(std::move(input), dryRun);
  const NetworkShape shape = dryRun.trace.shape;
  result.set("begin", static_cast<double>(dryRun.begin));
  result.set("end", static_cast<double>(dryRun.end));
  result.set("dHiddenBeyondWindow", gradientBeyondWindow(dryRun.dHiddenBeyondWindow, shape));
  result.set("dCellBeyondWindow", gradientBeyondWindow(dryRun.dCellBeyondWindow, shape));
  result.set("gradientNorm", dryRun.gradientNorm);
  result.set("clipFactor", dryRun.clipFactor);
  result.set("learningRate", dryRun.learningRate);
  result.set("optimizerSteps", static_cast<double>(dryRun.optimizerSteps));
  const val parameters = val::array();
  for (const ParameterDryRun& parameter : dryRun.parameters) {
    parameters.call<void>("push", parameterObject(parameter));
    co_yield 2.0 * static_cast<double>(parameter.contributions.size());
  }
  result.set("parameters", parameters);
  const val trace = val::object();
  co_yield moveTrace(dryRun.trace, trace);
  result.set("trace", trace);
}

}  // namespace

std::unique_ptr<StepDryRunJob> Engine::dryRunStep(const PackedSequences& one, int window) {
  trainer_.finishUpdate();
  const Learner& learner = trainer_.learner();
  const TrainingSettings& settings = trainer_.settings();
  StepDryRunInput input{learner.network().inDouble(),
                        momentsInDouble(learner.network().shape(), learner.moments()),
                        settings.optimizer,
                        scheduledRate(settings.schedule, settings.learningRate, trainer_.position().step),
                        settings.clipNorm,
                        settings.reduction,
                        settings.truncate,
                        unpacked(one).front(),
                        window};
  const val result = val::object();
  return std::make_unique<StepDryRunJob>(result, dryRunInto(result, std::move(input)));
}

}  // namespace rnn::bindings
