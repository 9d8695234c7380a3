#include "rnn/trace.h"

namespace rnn {
namespace {

/// A sequence run forward and backward, whole.
template <class S>
struct Run {
  Dataset data;
  Batch batch;
  NetworkRecord<S> record;
  State<S> state;
  double loss;
  double scale;

  Window window() const { return Window::whole(batch); }

  Run(const Parameters<S>& parameters, const Sequence& sequence, Reduction reduction)
      : data{sequence}, batch(data, {0}), state(State<S>::initial(parameters.shape(), data, batch)) {
    const Index targets = window().targetCount();
    scale = reduction == Reduction::Mean && targets > 0 ? 1 / static_cast<double>(targets) : 1;
    loss = scale * forward(parameters, window(), state, record);
    Parameters<S> gradient(parameters.shape());
    backward(parameters, window(), static_cast<S>(scale), record, gradient);
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
Matrix<S> preActivation(const NetworkShape& shape, const LayerRecord<S>& layer) {
  const Index steps = layer.columns;
  const auto i = layer.inputProjection.leftCols(steps);
  const auto q = layer.recurrentProjection.leftCols(steps);
  Matrix<S> sum = i + q;
  if (shape.cell == CellType::Gru) {
    const Index size = shape.hiddenSize;
    const auto r = layer.gates.leftCols(steps).topRows(size);
    sum.bottomRows(size) = i.bottomRows(size) + r.cwiseProduct(q.bottomRows(size));
  }
  return sum;
}

//   ∂L/∂c_t, both parts (lstm_cell.h)
template <class S>
Matrix<S> cellGradient(const LayerRecord<S>& layer) {
  const Index steps = layer.columns;
  const auto dHidden = (layer.hiddenFromOutput.leftCols(steps) + layer.hiddenFromFuture.leftCols(steps)).array();
  const auto o = layer.gates.leftCols(steps).bottomRows(layer.hidden.rows()).array();
  const auto cellTanh = layer.cellTanh.leftCols(steps).array();
  return (layer.cellFromFuture.leftCols(steps).array() + dHidden * o * (S(1) - cellTanh.square())).matrix();
}

template <class S>
void addLayer(const NetworkShape& shape, const LayerRecord<S>& layer, Index k, std::vector<TraceField>& fields) {
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
  add("hiddenFromOutput", layer.hiddenFromOutput);
  add("hiddenFromFuture", layer.hiddenFromFuture);
  add("dHidden", layer.hiddenFromOutput.leftCols(layer.columns) + layer.hiddenFromFuture.leftCols(layer.columns));
  add("cellFromFuture", layer.cellFromFuture);
  if (shape.cell == CellType::Lstm) add("dCell", cellGradient(layer));
  add("delta", layer.delta);
  add("deltaRecurrent", layer.recurrentDelta(shape.cell));
}

template <class S>
void addReadout(const ReadoutRecord<S>& readout, std::vector<TraceField>& fields) {
  const Index steps = readout.columns;
  const Matrix<S> logits = readout.logits.leftCols(steps);
  const Matrix<S> logProbabilities = logits.rowwise() - readout.logNormalizer.head(steps).transpose();
  const Matrix<S> maximum = logits.colwise().maxCoeff();
  const Matrix<S> exponentials = (logits.rowwise() - maximum.row(0)).array().exp().matrix();
  fields.push_back(field("logits", -1, logits));
  fields.push_back(field("maximum", -1, maximum));
  fields.push_back(field("exponentials", -1, exponentials));
  fields.push_back(field("exponentialSum", -1, exponentials.colwise().sum()));
  fields.push_back(field("logProbabilities", -1, logProbabilities));
  fields.push_back(field("probabilities", -1, readout.probabilities.leftCols(steps)));
  fields.push_back(field("losses", -1, readout.losses.head(steps).transpose()));
  fields.push_back(field("dLogits", -1, readout.dLogits.leftCols(steps)));
}

/// What stands on the left and on the right of the outer product.
template <class S>
struct Factors {
  Vector<S> delta;
  Vector<S> source;  ///< of length 1, a one, for a bias
};

template <class S>
Vector<S> inputVector(const NetworkShape& shape, const Window& window, const NetworkRecord<S>& record, Index layer,
                      Index t) {
  if (layer > 0) return record.layers[static_cast<std::size_t>(layer - 1)].hidden.col(t);
  const TokenId id = window.inputs()[t];
  if (id == kUnknownToken) return Vector<S>::Zero(shape.vocabularySize);
  return Vector<S>::Unit(shape.vocabularySize, id);
}

template <class S>
Factors<S> factorsOf(const NetworkShape& shape, const Window& window, const NetworkRecord<S>& record,
                     const std::string& name, Index t) {
  const Vector<S> one = Vector<S>::Ones(1);
  if (name == "weight_out") return {record.readout.dLogits.col(t), record.layers.back().hidden.col(t)};
  if (name == "bias_out") return {record.readout.dLogits.col(t), one};
  const auto layer = static_cast<Index>(std::stol(name.substr(name.rfind("_l") + 2)));
  const LayerRecord<S>& at = record.layers[static_cast<std::size_t>(layer)];
  const auto& deltaRecurrent = at.recurrentDelta(shape.cell);
  if (name.starts_with("weight_ih")) return {at.delta.col(t), inputVector(shape, window, record, layer, t)};
  if (name.starts_with("weight_hh")) return {deltaRecurrent.col(t), at.previousHidden.col(t)};
  if (name.starts_with("bias_ih")) return {at.delta.col(t), one};
  return {deltaRecurrent.col(t), one};
}

}  // namespace

template <class S>
Trace trace(const Parameters<S>& parameters, const Sequence& sequence, Reduction reduction) {
  const Run<S> run(parameters, sequence, reduction);
  Trace result;
  result.steps = run.batch.steps();
  result.loss = run.loss;
  result.scale = run.scale;
  result.fields = traceFields(parameters.shape(), run.record);
  for (const auto* state : {&run.state.hidden, &run.state.cell}) {
    for (const Matrix<S>& layer : *state) {
      result.finalState.insert(result.finalState.end(), layer.data(), layer.data() + layer.size());
    }
  }
  return result;
}

template <class S>
std::vector<TraceField> traceFields(const NetworkShape& shape, const NetworkRecord<S>& record) {
  std::vector<TraceField> fields;
  for (std::size_t k = 0; k < record.layers.size(); ++k) {
    addLayer(shape, record.layers[k], static_cast<Index>(k), fields);
  }
  addReadout(record.readout, fields);
  return fields;
}

template <class S>
std::vector<double> contribution(const Parameters<S>& parameters, const Window& window, const NetworkRecord<S>& record,
                                 const ParameterInfo& entry, Index t) {
  const Factors<S> factors = factorsOf(parameters.shape(), window, record, entry.name, t);
  std::vector<double> values;
  values.reserve(static_cast<std::size_t>(entry.size()));
  for (Index row = 0; row < entry.rows; ++row) {
    for (Index column = 0; column < entry.columns; ++column) {
      values.push_back(static_cast<double>(factors.delta[row] * factors.source[column]));
    }
  }
  return values;
}

template <class S>
std::vector<double> contribution(const Parameters<S>& parameters, const Sequence& sequence, Reduction reduction,
                                 const std::string& name, Index t) {
  const ParameterInfo* entry = parameters.find(name);
  if (!entry) return {};
  const Run<S> run(parameters, sequence, reduction);
  return contribution(parameters, run.window(), run.record, *entry, t);
}

template Trace trace(const Parameters<float>&, const Sequence&, Reduction);
template Trace trace(const Parameters<double>&, const Sequence&, Reduction);
template std::vector<double> contribution(const Parameters<float>&, const Sequence&, Reduction, const std::string&,
                                          Index);
template std::vector<double> contribution(const Parameters<double>&, const Sequence&, Reduction, const std::string&,
                                          Index);
template std::vector<TraceField> traceFields(const NetworkShape&, const NetworkRecord<float>&);
template std::vector<TraceField> traceFields(const NetworkShape&, const NetworkRecord<double>&);
template std::vector<double> contribution(const Parameters<float>&, const Window&, const NetworkRecord<float>&,
                                          const ParameterInfo&, Index);
template std::vector<double> contribution(const Parameters<double>&, const Window&, const NetworkRecord<double>&,
                                          const ParameterInfo&, Index);

}  // namespace rnn
