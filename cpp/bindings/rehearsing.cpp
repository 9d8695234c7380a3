// One optimizer step worked through and not taken.

#include "engine.h"
#include "rnn/rehearsal.h"

namespace rnn::bindings {

using emscripten::val;

namespace {

/// [layers, H], or null where nothing is cut off.
val cutOff(const std::vector<double>& numbers, const NetworkShape& shape) {
  if (numbers.empty()) return val::null();
  val result = val::object();
  result.set("values", copied<Float64Array>(numbers));
  result.set("shape", shapeOf(shape.layers, shape.hiddenSize, false));
  return result;
}

val parameterObject(const ParameterRehearsal& parameter) {
  val result = val::object();
  result.set("name", parameter.name);
  result.set("shape", shapeOf(parameter.rows, parameter.columns, parameter.isVector));
  result.set("norm", parameter.norm);
  const auto set = [&](const char* name, const std::vector<double>& numbers) {
    result.set(name, copied<Float64Array>(numbers));
  };
  set("before", parameter.before);
  set("contributions", parameter.contributions);
  set("sums", parameter.sums);
  set("gradient", parameter.gradient);
  set("clipped", parameter.clipped);
  set("firstBefore", parameter.firstBefore);
  set("firstAfter", parameter.firstAfter);
  set("secondBefore", parameter.secondBefore);
  set("secondAfter", parameter.secondAfter);
  set("after", parameter.after);
  return result;
}

val rehearsalObject(const Rehearsal& rehearsal, const NetworkShape& shape) {
  val result = val::object();
  result.set("begin", static_cast<double>(rehearsal.begin));
  result.set("end", static_cast<double>(rehearsal.end));
  result.set("trace", traceObject(rehearsal.trace, shape));
  result.set("cutHidden", cutOff(rehearsal.cutHidden, shape));
  result.set("cutCell", cutOff(rehearsal.cutCell, shape));
  result.set("gradientNorm", rehearsal.gradientNorm);
  result.set("clipFactor", rehearsal.clipFactor);
  result.set("learningRate", rehearsal.learningRate);
  result.set("optimizerSteps", static_cast<double>(rehearsal.optimizerSteps));
  val parameters = val::array();
  for (const ParameterRehearsal& parameter : rehearsal.parameters) {
    parameters.call<void>("push", parameterObject(parameter));
  }
  result.set("parameters", parameters);
  return result;
}

}  // namespace

RehearsalObject Engine::rehearse(const PackedSequences& one, int window) const {
  return use([&](const auto& trainer) {
    const Rehearsal rehearsal = rnn::rehearse(trainer, unpacked(one).front(), window);
    return RehearsalObject(rehearsalObject(rehearsal, trainer.parameters().shape()));
  });
}

}  // namespace rnn::bindings
