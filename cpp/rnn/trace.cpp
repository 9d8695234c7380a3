#include "rnn/trace.h"

namespace rnn {
namespace {

/// The forward and backward pass of a whole sequence.
template <class S>
struct SequencePass {
  Dataset data;
  Batch batch;
  NetworkActivations<S> activations;
  State<S> state;
  double loss;
  double scale;

  Window window() const { return Window::whole(batch); }

  SequencePass(const Parameters<S>& parameters, const Sequence& sequence, Reduction reduction)
      : data{sequence}, batch(data, {0}), state(State<S>::initial(parameters.shape(), data, batch)) {
    const Index targets = window().targetCount();
    scale = reduction == Reduction::Mean && targets > 0 ? 1 / static_cast<double>(targets) : 1;
    loss = scale * forward(parameters, window(), state, activations);
    Parameters<S> gradient(parameters.shape());
    backward(parameters, window(), static_cast<S>(scale), activations, gradient);
  }
};

template <class Derived>
TraceField field(std::string name, Index layer, const Eigen::MatrixBase<Derived>& values) {
  TraceField result{std::move(name), layer, values.rows(), {}};
  result.values.resize(static_cast<std::size_t>(values.size()));
  Eigen::Map<Matrix<double>>(result.values.data(), values.rows(), values.cols()) = values.template cast<double>();
  return result;
}

template <class S>
Matrix<S> preActivation(const NetworkShape& shape, const LayerActivations<S>& layer) {
  const Index steps = layer.columns;
  const auto input = layer.inputProjection.leftCols(steps);
  const auto recurrent = layer.recurrentProjection.leftCols(steps);
  Matrix<S> sum = input + recurrent;
  if (shape.cell == CellType::Gru) {
    const Index size = shape.hiddenSize;
    const auto r = layer.gates.leftCols(steps).topRows(size);
    sum.bottomRows(size) = input.bottomRows(size) + r.cwiseProduct(recurrent.bottomRows(size));
  }
  return sum;
}

//   ∂L/∂c_t = (∂L/∂c_t through c_{t+1}) + ∂L/∂h_t ⊙ o ⊙ (1 − tanh² c_t), as in lstm_cell.h
template <class S>
Matrix<S> cellGradient(const LayerActivations<S>& layer) {
  const Index steps = layer.columns;
  const auto dHidden = (layer.dHiddenFromOutput.leftCols(steps) + layer.dHiddenFromNext.leftCols(steps)).array();
  const auto o = layer.gates.leftCols(steps).bottomRows(layer.hidden.rows()).array();
  const auto cellTanh = layer.cellTanh.leftCols(steps).array();
  return (layer.dCellFromNext.leftCols(steps).array() + dHidden * o * (S(1) - cellTanh.square())).matrix();
}

template <class S>
void addLayer(const NetworkShape& shape, const LayerActivations<S>& layer, Index k, std::vector<TraceField>& fields) {
  const auto add = [&](const char* name, const Matrix<S>& values) {
    if (values.size() > 0) fields.push_back(field(name, k, values.leftCols(layer.columns)));
  };
  add("inputProjection", layer.inputProjection);
  add("recurrentProjection", layer.recurrentProjection);
  add("preActivation", preActivation(shape, layer));
  add("gates", layer.gates);
  add("previousHidden", layer.previousHidden);
  add("hidden", layer.hidden);
  add("previousCell", layer.previousCell);
  add("cell", layer.cell);
  add("cellTanh", layer.cellTanh);
  add("dHiddenFromOutput", layer.dHiddenFromOutput);
  add("dHiddenFromNext", layer.dHiddenFromNext);
  add("dHidden", layer.dHiddenFromOutput.leftCols(layer.columns) + layer.dHiddenFromNext.leftCols(layer.columns));
  add("dCellFromNext", layer.dCellFromNext);
  if (shape.cell == CellType::Lstm) add("dCell", cellGradient(layer));
  add("delta", layer.delta);
  add("dRecurrentProjection", layer.dRecurrentProjection(shape.cell));
}

template <class S>
void addOutputLayer(const OutputActivations<S>& output, std::vector<TraceField>& fields) {
  const Index steps = output.columns;
  const Matrix<S> logits = output.logits.leftCols(steps);
  const Matrix<S> logProbabilities = logits.rowwise() - output.logNormalizer.head(steps).transpose();
  const Matrix<S> maximum = logits.colwise().maxCoeff();
  const Matrix<S> exponentials = (logits.rowwise() - maximum.row(0)).array().exp().matrix();
  fields.push_back(field("logits", kOutputLayer, logits));
  fields.push_back(field("maximum", kOutputLayer, maximum));
  fields.push_back(field("exponentials", kOutputLayer, exponentials));
  fields.push_back(field("exponentialSum", kOutputLayer, exponentials.colwise().sum()));
  fields.push_back(field("logProbabilities", kOutputLayer, logProbabilities));
  fields.push_back(field("probabilities", kOutputLayer, output.probabilities.leftCols(steps)));
  fields.push_back(field("losses", kOutputLayer, output.losses.head(steps).transpose()));
  fields.push_back(field("dLogits", kOutputLayer, output.dLogits.leftCols(steps)));
}

/// The two vectors whose outer product is the contribution of one step.
template <class S>
struct Factors {
  Vector<S> dOutput;  ///< the gradient with respect to the product of the parameter and its input
  Vector<S> input;    ///< 1 for a bias
};

/// x_t of a layer.
template <class S>
Vector<S> inputVector(const NetworkShape& shape, const Window& window, const NetworkActivations<S>& activations,
                      Index layer, Index t) {
  if (layer > 0) return activations.layers[static_cast<std::size_t>(layer - 1)].hidden.col(t);
  const TokenId id = window.inputs()[t];
  if (id == kUnknownToken) return Vector<S>::Zero(shape.vocabularySize);
  return Vector<S>::Unit(shape.vocabularySize, id);
}

template <class S>
Factors<S> factorsOf(const NetworkShape& shape, const Window& window, const NetworkActivations<S>& activations,
                     const ParameterInfo& entry, Index t) {
  const Vector<S> one = Vector<S>::Ones(1);
  const auto layer = [&]() -> const LayerActivations<S>& {
    return activations.layers[static_cast<std::size_t>(entry.layer)];
  };
  switch (entry.kind) {
    case ParameterKind::InputWeights:
      return {layer().delta.col(t), inputVector(shape, window, activations, entry.layer, t)};
    case ParameterKind::RecurrentWeights:
      return {layer().dRecurrentProjection(shape.cell).col(t), layer().previousHidden.col(t)};
    case ParameterKind::InputBias:
      return {layer().delta.col(t), one};
    case ParameterKind::RecurrentBias:
      return {layer().dRecurrentProjection(shape.cell).col(t), one};
    case ParameterKind::OutputWeights:
      return {activations.output.dLogits.col(t), activations.layers.back().hidden.col(t)};
    case ParameterKind::OutputBias:
      break;
  }
  return {activations.output.dLogits.col(t), one};
}

}  // namespace

template <class S>
Trace traceOf(const NetworkShape& shape, const NetworkActivations<S>& activations, const State<S>& state, double loss,
              double scale) {
  Trace result;
  result.steps = activations.output.columns;
  result.loss = loss;
  result.scale = scale;
  for (std::size_t k = 0; k < activations.layers.size(); ++k) {
    addLayer(shape, activations.layers[k], static_cast<Index>(k), result.fields);
  }
  addOutputLayer(activations.output, result.fields);
  for (const auto* layers : {&state.hidden, &state.cell}) {
    for (const Matrix<S>& layer : *layers)
      result.finalState.insert(result.finalState.end(), layer.data(), layer.data() + layer.size());
  }
  return result;
}

template <class S>
Trace trace(const Parameters<S>& parameters, const Sequence& sequence, Reduction reduction) {
  const SequencePass<S> pass(parameters, sequence, reduction);
  return traceOf(parameters.shape(), pass.activations, pass.state, pass.loss, pass.scale);
}

template <class S>
std::vector<double> contribution(const Parameters<S>& parameters, const Window& window,
                                 const NetworkActivations<S>& activations, const ParameterInfo& entry, Index t) {
  const Factors<S> factors = factorsOf(parameters.shape(), window, activations, entry, t);
  std::vector<double> values;
  values.reserve(static_cast<std::size_t>(entry.size()));
  for (Index row = 0; row < entry.rows; ++row) {
    for (Index column = 0; column < entry.columns; ++column) {
      values.push_back(static_cast<double>(factors.dOutput[row] * factors.input[column]));
    }
  }
  return values;
}

template <class S>
std::vector<double> contribution(const Parameters<S>& parameters, const Sequence& sequence, Reduction reduction,
                                 const std::string& name, Index t) {
  const ParameterInfo* entry = parameters.find(name);
  if (!entry) return {};
  const SequencePass<S> pass(parameters, sequence, reduction);
  return contribution(parameters, pass.window(), pass.activations, *entry, t);
}

template Trace trace(const Parameters<float>&, const Sequence&, Reduction);
template Trace trace(const Parameters<double>&, const Sequence&, Reduction);
template std::vector<double> contribution(const Parameters<float>&, const Sequence&, Reduction, const std::string&,
                                          Index);
template std::vector<double> contribution(const Parameters<double>&, const Sequence&, Reduction, const std::string&,
                                          Index);
template Trace traceOf(const NetworkShape&, const NetworkActivations<float>&, const State<float>&, double, double);
template Trace traceOf(const NetworkShape&, const NetworkActivations<double>&, const State<double>&, double, double);
template std::vector<double> contribution(const Parameters<float>&, const Window&, const NetworkActivations<float>&,
                                          const ParameterInfo&, Index);
template std::vector<double> contribution(const Parameters<double>&, const Window&, const NetworkActivations<double>&,
                                          const ParameterInfo&, Index);

}  // namespace rnn
