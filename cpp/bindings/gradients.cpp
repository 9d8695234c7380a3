#include "gradients.h"

namespace rnn::bindings {

using emscripten::typed_memory_view;
using emscripten::val;

namespace {

Reduction reductionFrom(const std::string& name) {
  return fromName<Reduction>(name).value_or(Reduction::Sum);
}

reference::Network inDouble(const Network& network) {
  return network->inDouble();
}

/// Sets `owner[field.name]`: an activation in the object of its layer, a gradient in its `backward`.
void setField(const val& layer, const TraceField& field, const val& numbers) {
  val owner = field.isGradient ? layer["backward"] : layer;
  owner.set(field.name, numbers);
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

/// Numbers copied to JavaScript at once.
constexpr std::size_t kChunk = 1 << 14;

/// Multiply-adds that copying a number takes as long as, into memory that nobody has touched yet.
constexpr double kCopy = 16;

/// A field at all steps into a typed array, chunk by chunk: it may be large.
Job copyField(const Trace& trace, const TraceField& field, val values) {
  reference::Numbers chunk;
  std::size_t copied = 0;
  for (std::size_t t = 0; t < trace.steps.size(); ++t) {
    const reference::Numbers now = field.at(trace.steps[t]);
    chunk.insert(chunk.end(), now.begin(), now.end());
    co_yield static_cast<double>(now.size() + 30) * kCopy;
    if (chunk.size() < kChunk && t + 1 < trace.steps.size()) continue;
    values.call<void>("set", val(typed_memory_view(chunk.size(), chunk.data())), static_cast<double>(copied));
    copied += chunk.size();
    chunk.clear();
  }
}

}  // namespace

Job moveTrace(Trace& trace, val result) {
  const NetworkShape& shape = trace.shape;
  const auto T = static_cast<Index>(trace.steps.size());
  const val layers = emptyLayers(shape.layers);
  for (const TraceField& field : trace.fields()) {
    const val values = val::global("Float64Array").new_(static_cast<double>(T * field.rows));
    val numbers = val::object();
    numbers.set("values", values);
    numbers.set("shape", shapeOf(T, field.rows, field.isScalar));
    setField(field.layer == kOutputLayer ? result : layers[static_cast<int>(field.layer)], field, numbers);
    co_yield copyField(trace, field, values);
  }
  result.set("T", static_cast<double>(T));
  result.set("V", static_cast<double>(shape.vocabularySize));
  result.set("H", static_cast<double>(shape.hiddenSize));
  result.set("layers", static_cast<double>(shape.layers));
  result.set("layersData", layers);
  result.set("loss", trace.loss);
  result.set("scale", trace.scale);
  co_yield releaseSteps(trace.steps);
}

namespace {

Job traceInto(val result, reference::Network network, Sequence sequence, Reduction reduction) {
  Trace trace;
  co_yield rnn::trace(network, sequence, reduction, trace);
  co_yield moveTrace(trace, result);
}

Job contributionInto(val result, reference::Network network, Sequence sequence, Reduction reduction,
                     ParameterInfo entry, std::size_t t) {
  Trace trace;
  co_yield rnn::trace(network, sequence, reduction, trace);
  const std::vector<double> numbers = contribution(trace.steps[t], entry);
  result.call<void>("set", val(typed_memory_view(numbers.size(), numbers.data())));
  co_yield releaseSteps(trace.steps);
}

Job gradientsInto(val result, reference::Network network, Dataset data, Reduction reduction) {
  LossGradient loss{.gradient = reference::Network(network.shape)};
  co_yield differentiate(network, data, reduction, 0, loss);
  for (const ParameterInfo& entry : loss.gradient.list) {
    val one = val::object();
    one.set("name", entry.name);
    one.set("shape", shapeOf(entry.rows, entry.columns, entry.isBias()));
    one.set("values", copied<Float64Array>(loss.gradient.numbers(entry)));
    result.call<void>("push", one);
    co_yield static_cast<double>(entry.size()) * kCopy;
  }
}

}  // namespace

std::unique_ptr<TraceJob> traceOf(const Network& network, const PackedSequences& one, const std::string& reduction) {
  const val result = val::object();
  return std::make_unique<TraceJob>(
      result, traceInto(result, inDouble(network), unpacked(one).front(), reductionFrom(reduction)));
}

std::unique_ptr<ContributionJob> contributionOf(const Network& network, const PackedSequences& one,
                                                const std::string& reduction, const std::string& name, int t) {
  reference::Network weights = inDouble(network);
  const ParameterInfo entry = *weights.find(name);
  const val result = val::global("Float64Array").new_(static_cast<double>(entry.size()));
  return std::make_unique<ContributionJob>(
      result, contributionInto(result, std::move(weights), unpacked(one).front(), reductionFrom(reduction), entry,
                               static_cast<std::size_t>(t)));
}

std::unique_ptr<GradientsJob> gradientsOf(const Network& network, const PackedSequences& data,
                                          const std::string& reduction) {
  const val result = val::array();
  return std::make_unique<GradientsJob>(
      result, gradientsInto(result, inDouble(network), unpacked(data), reductionFrom(reduction)));
}

std::unique_ptr<SingleOutputGradientJob> singleOutputGradientOf(const Network& network, const PackedSequences& one) {
  return std::make_unique<SingleOutputGradientJob>(inDouble(network), unpacked(one).front());
}

std::unique_ptr<GradientCheckJob> gradientCheckOf(const Network& network, const PackedSequences& data, int truncate,
                                                  int sample, double seed) {
  return std::make_unique<GradientCheckJob>(inDouble(network), unpacked(data), truncate, sample,
                                            static_cast<std::uint64_t>(seed));
}

GradientCheckJob::GradientCheckJob(const reference::Network& network, Dataset data, Index truncate, Index sample,
                                   std::uint64_t seed)
    : list_(network.list), check_(network, std::move(data), truncate, sample, seed) {}

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
