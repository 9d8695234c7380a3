#include "rnn/trace.h"

#include <cmath>

namespace rnn {

using reference::LayerStep;
using reference::Numbers;
using reference::Step;

namespace {

struct LayerField {
  const char* name;
  Numbers LayerStep::* values;
  bool isGradient = false;
};

constexpr LayerField kLayerFields[] = {
    {"inputProjection", &LayerStep::inputProjection},
    {"recurrentProjection", &LayerStep::recurrentProjection},
    {"preActivation", &LayerStep::preActivation},
    {"gates", &LayerStep::gates},
    {"previousHidden", &LayerStep::previousHidden},
    {"hidden", &LayerStep::hidden},
    {"previousCell", &LayerStep::previousCell},
    {"cell", &LayerStep::cell},
    {"cellTanh", &LayerStep::cellTanh},
    {"dHiddenFromOutput", &LayerStep::dHiddenFromOutput, true},
    {"dHiddenFromNext", &LayerStep::dHiddenFromNext, true},
    {"dHidden", &LayerStep::dHidden, true},
    {"dCellFromNext", &LayerStep::dCellFromNext, true},
    {"dCell", &LayerStep::dCell, true},
    {"delta", &LayerStep::delta, true},
    {"dRecurrentProjection", &LayerStep::dRecurrentProjection, true},
};

struct OutputField {
  const char* name;
  Numbers (*values)(const Step&);
  bool isScalar = false;
};

//   ln p_t = o_t − m − ln Σ_v exp(o_t[v] − m)
Numbers logProbabilities(const Step& step) {
  Numbers result = step.logits;
  const double logSum = std::log(step.exponentialSum);
  for (double& o : result)
    o = o - step.maximum - logSum;
  return result;
}

const OutputField kOutputFields[] = {
    {"logits", [](const Step& step) { return step.logits; }},
    {"maximum", [](const Step& step) { return Numbers{step.maximum}; }, true},
    {"exponentials", [](const Step& step) { return step.exponentials; }},
    {"exponentialSum", [](const Step& step) { return Numbers{step.exponentialSum}; }, true},
    {"logProbabilities", logProbabilities},
    {"probabilities", [](const Step& step) { return step.probabilities; }},
    {"losses", [](const Step& step) { return Numbers{step.loss}; }, true},
    {"dLogits", [](const Step& step) { return step.dLogits; }},
};

/// The two vectors whose outer product is the contribution of one step.
struct Factors {
  const Numbers& dOutput;  ///< the gradient with respect to the product of the parameter and its input
  Numbers input;           ///< 1 for a bias
};

/// x_t of a layer.
Numbers inputOf(const LayerStep& layer, Index size) {
  if (!layer.below.empty()) return layer.below;
  Numbers oneHot(static_cast<std::size_t>(size));
  if (layer.token != kUnknownToken) oneHot[static_cast<std::size_t>(layer.token)] = 1;
  return oneHot;
}

Factors factorsOf(const Step& step, const ParameterInfo& entry) {
  const auto layer = [&]() -> const LayerStep& { return step.layers[static_cast<std::size_t>(entry.layer)]; };
  switch (entry.kind) {
    case ParameterKind::InputWeights:
      return {layer().delta, inputOf(layer(), entry.columns)};
    case ParameterKind::RecurrentWeights:
      return {layer().dRecurrentProjection, layer().previousHidden};
    case ParameterKind::InputBias:
      return {layer().delta, {1}};
    case ParameterKind::RecurrentBias:
      return {layer().dRecurrentProjection, {1}};
    case ParameterKind::OutputWeights:
      return {step.dLogits, step.layers.back().hidden};
    case ParameterKind::OutputBias:
      break;
  }
  return {step.dLogits, {1}};
}

}  // namespace

std::vector<TraceField> Trace::fields() const {
  std::vector<TraceField> list;
  if (steps.empty()) return list;
  const auto add = [&](TraceField field) {
    field.rows = static_cast<Index>(field.at(steps.front()).size());
    if (field.rows > 0) list.push_back(field);  // another cell's
  };
  for (Index k = 0; k < shape.layers; ++k) {
    for (const auto& [name, values, isGradient] : kLayerFields)
      add({.name = name, .layer = k, .isGradient = isGradient, .ofLayer = values});
  }
  for (const auto& [name, values, isScalar] : kOutputFields)
    add({.name = name, .layer = kOutputLayer, .isScalar = isScalar, .ofOutput = values});
  return list;
}

std::vector<double> Trace::valuesOf(const TraceField& field) const {
  std::vector<double> values;
  for (const Step& step : steps) {
    const Numbers now = field.at(step);
    values.insert(values.end(), now.begin(), now.end());
  }
  return values;
}

std::vector<double> contribution(const Step& step, const ParameterInfo& entry) {
  const Factors factors = factorsOf(step, entry);
  std::vector<double> values;
  values.reserve(static_cast<std::size_t>(entry.size()));
  for (const double d : factors.dOutput) {
    for (const double x : factors.input)
      values.push_back(d * x);
  }
  return values;
}

Job releaseSteps(std::vector<Step>& steps) {
  for (; !steps.empty(); steps.pop_back())
    co_yield 5000.0 * static_cast<double>(steps.back().layers.size());
}

double lossScale(Reduction reduction, std::int64_t targets) {
  return reduction == Reduction::Mean && targets > 0 ? 1 / static_cast<double>(targets) : 1;
}

Job trace(const reference::Network& network, const Sequence& sequence, Reduction reduction, Trace& result) {
  result.shape = network.shape;
  result.scale = lossScale(reduction, targetCount({sequence}));
  result.loss = 0;
  std::vector<Step>& steps = result.steps;
  steps.resize(sequence.inputs.size());
  reference::State state = initialState(network, sequence);
  co_yield forward(network, sequence, state, steps);
  for (const Step& step : steps)
    result.loss += result.scale * step.loss;
  co_yield backward(network, steps, result.scale, 0, nullptr);
}

Trace trace(const reference::Network& network, const Sequence& sequence, Reduction reduction) {
  Trace result;
  trace(network, sequence, reduction, result).finish();
  return result;
}

}  // namespace rnn
