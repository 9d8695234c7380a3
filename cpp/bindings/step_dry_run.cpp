// The dry run of one optimizer step.

#include "rnn/step_dry_run.h"
#include "engine.h"

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

val stepDryRunObject(const StepDryRun& dryRun, const NetworkShape& shape) {
  val result = val::object();
  result.set("begin", static_cast<double>(dryRun.begin));
  result.set("end", static_cast<double>(dryRun.end));
  result.set("trace", traceObject(dryRun.trace, shape));
  result.set("dHiddenBeyondWindow", gradientBeyondWindow(dryRun.dHiddenBeyondWindow, shape));
  result.set("cutCell", gradientBeyondWindow(dryRun.dCellBeyondWindow, shape));
  result.set("gradientNorm", dryRun.gradientNorm);
  result.set("clipFactor", dryRun.clipFactor);
  result.set("learningRate", dryRun.learningRate);
  result.set("optimizerSteps", static_cast<double>(dryRun.optimizerSteps));
  val parameters = val::array();
  for (const ParameterDryRun& parameter : dryRun.parameters) {
    parameters.call<void>("push", parameterObject(parameter));
  }
  result.set("parameters", parameters);
  return result;
}

}  // namespace

StepDryRunObject Engine::dryRunStep(const PackedSequences& one, int window) const {
  return use([&](const auto& trainer) {
    const StepDryRun dryRun = rnn::dryRunStep(trainer, unpacked(one).front(), window);
    return StepDryRunObject(stepDryRunObject(dryRun, trainer.parameters().shape()));
  });
}

}  // namespace rnn::bindings
