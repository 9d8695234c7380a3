// Gradients, their contributions, norms and checks.

#include <algorithm>
#include <iterator>
#include <string_view>

#include "network.h"
#include "rnn/gradient.h"
#include "rnn/influence.h"
#include "rnn/trace.h"

namespace rnn::bindings {

using emscripten::val;

namespace {

Reduction reductionFrom(const std::string& name) {
  return fromName<Reduction>(name).value_or(Reduction::Sum);
}

Parameters<double> inDouble(const Network& network) {
  return network.read([](const auto& parameters) { return parameters.template cast<double>(); });
}

/// The fields of a trace that are gradients: they stand in `backward` of their layer.
constexpr std::string_view kGradients[] = {
    "dHiddenFromOutput", "dHiddenFromNext", "dHidden", "dCellFromNext", "dCell", "delta", "dRecurrentProjection"};

/// Sets a field in the object of its layer: an activation there, a gradient in its `backward`.
void setField(const val& layer, const TraceField& field, const val& numbers) {
  const bool isGradient = std::find(std::begin(kGradients), std::end(kGradients), field.name) != std::end(kGradients);
  val owner = isGradient ? layer["backward"] : layer;
  owner.set(field.name, numbers);
}

/// Whether the field is a single number per step by definition, so a vector over time; not because V or H is 1.
bool isPerStep(const TraceField& field) {
  return field.name == "losses" || field.name == "maximum" || field.name == "exponentialSum";
}

val numbersOf(const TraceField& field, Index steps) {
  val numbers = val::object();
  numbers.set("values", copied<Float64Array>(field.values));
  numbers.set("shape", shapeOf(steps, field.rows, isPerStep(field)));
  return numbers;
}

val emptyLayers(Index count) {
  val layers = val::array();
  for (Index k = 0; k < count; ++k) {
    val layer = val::object();
    layer.set("backward", val::object());
    layers.call<void>("push", layer);
  }
  return layers;
}

}  // namespace

TraceObject traceObject(const Trace& trace, const NetworkShape& shape) {
  val result = val::object();
  val layers = emptyLayers(shape.layers);
  for (const TraceField& field : trace.fields) {
    val layer = field.layer == kOutputLayer ? result : layers[static_cast<int>(field.layer)];
    setField(layer, field, numbersOf(field, trace.steps));
  }
  result.set("T", static_cast<double>(trace.steps));
  result.set("V", static_cast<double>(shape.vocabularySize));
  result.set("H", static_cast<double>(shape.hiddenSize));
  result.set("layers", static_cast<double>(shape.layers));
  result.set("layersData", layers);
  result.set("loss", trace.loss);
  result.set("scale", trace.scale);
  return TraceObject(result);
}

TraceObject traceOf(const Network& network, const PackedSequences& one, const std::string& reduction) {
  return network.read([&](const auto& parameters) {
    return traceObject(trace(parameters, unpacked(one).front(), reductionFrom(reduction)), parameters.shape());
  });
}

Float64Array contributionOf(const Network& network, const PackedSequences& one, const std::string& reduction,
                            const std::string& name, int t) {
  return network.read([&](const auto& parameters) {
    return copied<Float64Array>(contribution(parameters, unpacked(one).front(), reductionFrom(reduction), name, t));
  });
}

ParameterValuesList gradientsOf(const Network& network, const PackedSequences& data, const std::string& reduction) {
  return network.read([&](const auto& parameters) {
    return parameterValues(lossGradient(parameters, unpacked(data), reductionFrom(reduction)).gradient);
  });
}

Float64Array influenceOf(const Network& network, const PackedSequences& one, int position, int target) {
  return network.read([&](const auto& parameters) {
    return copied<Float64Array>(inputGradientNorms(parameters, unpacked(one).front(), position, target));
  });
}

Float64Array gradientFlowOf(const Network& network, const PackedSequences& one, int position) {
  return network.read([&](const auto& parameters) {
    return copied<Float64Array>(gradientNormsByLag(parameters, unpacked(one).front(), position));
  });
}

std::unique_ptr<GradientCheckJob> gradientCheckOf(const Network& network, const PackedSequences& data, int truncate,
                                                  int sample, double seed) {
  return std::make_unique<GradientCheckJob>(inDouble(network), unpacked(data), truncate, sample,
                                            static_cast<std::uint64_t>(seed));
}

GradientCheckJob::GradientCheckJob(const Parameters<double>& parameters, const Dataset& data, Index truncate,
                                   Index sample, std::uint64_t seed)
    : list_(parameters.list()), check_(parameters, data, truncate, sample, seed) {}

bool GradientCheckJob::advance(int entries) {
  check_.advance(entries);
  return check_.done() == check_.total();
}

ParameterCheckList GradientCheckJob::result() const {
  val list = val::array();
  const std::vector<CheckedParameter> checked = check_.result();
  for (std::size_t i = 0; i < checked.size(); ++i) {
    const CheckedParameter& one = checked[i];
    val entry = val::object();
    entry.set("name", one.name);
    entry.set("shape", shapeOf(list_[i].rows, list_[i].columns, list_[i].isBias()));
    entry.set("worstRelativeError", one.worstRelativeError);
    entry.set("worstIndex", one.indices.empty() ? -1.0 : static_cast<double>(one.worstIndex));
    entry.set("analytic", copied<Float64Array>(one.analytic));
    entry.set("numeric", copied<Float64Array>(one.numeric));
    entry.set("relativeErrors", copied<Float64Array>(one.relativeErrors));
    entry.set("indices", convertedTo<Int32Array, std::int32_t>(one.indices));
    list.call<void>("push", entry);
  }
  return ParameterCheckList(list);
}

}  // namespace rnn::bindings
