#include "rnn/layer.h"

#include "rnn/elman_cell.h"
#include "rnn/gru_cell.h"
#include "rnn/kernels/product.h"
#include "rnn/lstm_cell.h"

namespace rnn {

using kernels::Into;
using kernels::LeftFactor;
using kernels::Side;

namespace {

/// The columns of step t, or an empty matrix where the cell has no such field.
template <class S>
MatrixView<S> stepOf(Matrix<S>& field, const Window& window, Index t) {
  if (field.size() == 0) return {nullptr, 0, 0};
  return columnsOf(field, window, t);
}
template <class S>
MatrixView<const S> stepOf(const Matrix<S>& field, const Window& window, Index t) {
  if (field.size() == 0) return {nullptr, 0, 0};
  return columnsOf(field, window, t);
}

//   W_ih x_t: x_t is one-hot, so the product is the column of W_ih that belongs to the token
template <class S>
void projectInput(const LayerParameters<const S>& p, const LayerInput<S>& input, LayerRecord<S>& record) {
  auto projection = record.inputProjection.leftCols(record.columns);
  if (input.hidden) {
    const LeftFactor<S> inputWeights(p.inputWeights, record.columns);
    inputWeights.multiply(input.hidden->leftCols(record.columns), projection);
  } else {
    for (Index column = 0; column < record.columns; ++column) {
      const TokenId id = input.ids[column];
      if (id == kUnknownToken) {
        projection.col(column).setZero();
      } else {
        projection.col(column) = p.inputWeights.col(id);
      }
    }
  }
  if (p.inputBias.size() > 0) projection.colwise() += p.inputBias;
}

/// h_{t−1} (and c_{t−1}) of the sequences alive at t: from the state before the window at its first
/// step, from the step before otherwise.
template <class S>
void takePrevious(const Window& window, Index t, const LayerState<S>& state, LayerRecord<S>& record) {
  const Index alive = window.batch.active(t);
  const bool first = t == window.begin;
  auto hidden = columnsOf(record.previousHidden, window, t);
  if (first) {
    hidden = state.hidden.leftCols(alive);
  } else {
    hidden = columnsOf(record.hidden, window, t - 1).leftCols(alive);
  }
  if (!state.cell) return;
  auto cell = columnsOf(record.previousCell, window, t);
  if (first) {
    cell = state.cell->leftCols(alive);
  } else {
    cell = columnsOf(record.cell, window, t - 1).leftCols(alive);
  }
}

/// Keeps the state of the sequences whose last step in this window is t.
template <class S>
void keepState(const Window& window, Index t, LayerRecord<S>& record, LayerState<S>& state) {
  const Index goOn = t + 1 < window.end ? window.batch.active(t + 1) : 0;
  const Index stop = window.batch.active(t) - goOn;
  if (stop == 0) return;
  state.hidden.middleCols(goOn, stop) = columnsOf(record.hidden, window, t).rightCols(stop);
  if (!state.cell) return;
  state.cell->middleCols(goOn, stop) = columnsOf(record.cell, window, t).rightCols(stop);
}

template <class S>
void cellForward(const NetworkShape& shape, const Window& window, Index t, LayerRecord<S>& record) {
  const auto read = [&](const Matrix<S>& field) { return stepOf(field, window, t); };
  const auto at = [&](Matrix<S>& field) { return stepOf(field, window, t); };
  ForwardStep<S> step{read(record.inputProjection),
                      read(record.recurrentProjection),
                      read(record.previousHidden),
                      read(record.previousCell),
                      at(record.gates),
                      at(record.hidden),
                      at(record.cell),
                      at(record.cellTanh)};
  switch (shape.cell) {
    case CellType::Rnn:
      return elmanForward(shape.activation, step);
    case CellType::Gru:
      return gruForward(step);
    case CellType::Lstm:
      return lstmForward(step);
  }
}

/// The sequences that stop at t have no future; the others got theirs from step t + 1.
template <class S>
void clearFuture(const Window& window, Index t, LayerRecord<S>& record) {
  const Index goOn = t + 1 < window.end ? window.batch.active(t + 1) : 0;
  const Index stop = window.batch.active(t) - goOn;
  columnsOf(record.hiddenFromFuture, window, t).rightCols(stop).setZero();
  if (record.cellFromFuture.size() == 0) return;
  columnsOf(record.cellFromFuture, window, t).rightCols(stop).setZero();
}

/// Room for what one step of BPTT needs beside the record.
template <class S>
struct Scratch {
  Matrix<S> dHidden;       // ∂L/∂h_t                     H × B
  Matrix<S> beforeWindow;  // what would flow further back, and is cut off
  Matrix<S> cellBeforeWindow;
};

template <class S>
void cellBackward(const NetworkShape& shape, const Window& window, Index t, Scratch<S>& scratch,
                  LayerRecord<S>& record) {
  const Index alive = window.batch.active(t);
  const auto read = [&](const Matrix<S>& field) { return stepOf(field, window, t); };
  const auto at = [&](Matrix<S>& field) { return stepOf(field, window, t); };
  const auto before = [&](Matrix<S>& field, Matrix<S>& cut) -> MatrixView<S> {
    const bool inWindow = t > window.begin && field.size() > 0;
    return {inWindow ? columnsOf(field, window, t - 1).data() : cut.data(), shape.hiddenSize, alive};
  };
  scratch.dHidden = at(record.hiddenFromOutput) + at(record.hiddenFromFuture);
  scratch.beforeWindow.resize(shape.hiddenSize, alive);
  scratch.cellBeforeWindow.resize(shape.hiddenSize, alive);
  BackwardStep<S> step{MatrixView<const S>(scratch.dHidden.data(), shape.hiddenSize, alive),
                       read(record.cellFromFuture),
                       read(record.recurrentProjection),
                       read(record.gates),
                       read(record.previousHidden),
                       read(record.hidden),
                       read(record.previousCell),
                       read(record.cellTanh),
                       at(record.delta),
                       at(record.deltaRecurrent),
                       before(record.hiddenFromFuture, scratch.beforeWindow),
                       before(record.cellFromFuture, scratch.cellBeforeWindow)};
  switch (shape.cell) {
    case CellType::Rnn:
      return elmanBackward(shape.activation, step);
    case CellType::Gru:
      return gruBackward(step);
    case CellType::Lstm:
      return lstmBackward(step);
  }
}

//   dW_hh = Σ_t ∂L/∂q_t ⊗ h_{t−1}    db_hh = Σ_t ∂L/∂q_t      (q_t = W_hh h_{t−1} + b_hh)
//   dW_ih = Σ_t δ_t ⊗ x_t            db_ih = Σ_t δ_t
// All steps at once: the sums over t are matrix products.
template <class S>
void addWeightGradients(const NetworkShape& shape, const LayerInput<S>& input, const LayerRecord<S>& record,
                        LayerParameters<S>& gradient) {
  const auto delta = record.delta.leftCols(record.columns);
  const auto deltaRecurrent = record.recurrentDelta(shape.cell).leftCols(record.columns);
  kernels::addOuterProducts<S>(deltaRecurrent, record.previousHidden.leftCols(record.columns),
                               gradient.recurrentWeights);
  if (input.hidden) {
    kernels::addOuterProducts<S>(delta, input.hidden->leftCols(record.columns), gradient.inputWeights);
  } else {
    for (Index column = 0; column < record.columns; ++column) {
      const TokenId id = input.ids[column];
      if (id != kUnknownToken) gradient.inputWeights.col(id) += delta.col(column);
    }
  }
  if (gradient.inputBias.size() == 0) return;
  addColumns<S>(delta, gradient.inputBias);
  addColumns<S>(deltaRecurrent, gradient.recurrentBias);
}

/// How many sequences are alive at the first step, where they are the most.
Index widestStep(const Window& window) {
  return window.begin < window.end ? window.batch.active(window.begin) : 0;
}

}  // namespace

template <class S>
void forwardLayer(const NetworkShape& shape, const LayerParameters<const S>& p, const Window& window,
                  const LayerInput<S>& input, LayerState<S> state, LayerRecord<S>& record) {
  record.prepare(shape, window.columns());
  projectInput(p, input, record);
  const LeftFactor<S> recurrentWeights(p.recurrentWeights, widestStep(window));
  for (Index t = window.begin; t < window.end; ++t) {
    takePrevious(window, t, state, record);
    auto recurrent = columnsOf(record.recurrentProjection, window, t);
    recurrentWeights.multiply(columnsOf(record.previousHidden, window, t), recurrent);
    if (p.recurrentBias.size() > 0) recurrent.colwise() += p.recurrentBias;
    cellForward(shape, window, t, record);
    keepState(window, t, record, state);
  }
}

template <class S>
void backwardLayer(const NetworkShape& shape, const LayerParameters<const S>& p, const Window& window,
                   const LayerInput<S>& input, LayerRecord<S>& record, LayerParameters<S> gradient,
                   Matrix<S>* belowFromOutput) {
  const LeftFactor<S> recurrentWeights(p.recurrentWeights, widestStep(window), Side::Transposed);
  Scratch<S> scratch;
  for (Index t = window.end - 1; t >= window.begin; --t) {
    clearFuture(window, t, record);
    cellBackward(shape, window, t, scratch, record);
    if (t == window.begin) break;
    //   ∂L/∂h_{t−1} (from the future) = W_hhᵀ ∂L/∂q_t, beside what the GRU's z lets pass directly
    recurrentWeights.multiply(columnsOf(record.recurrentDelta(shape.cell), window, t),
                              columnsOf(record.hiddenFromFuture, window, t - 1).leftCols(window.batch.active(t)),
                              shape.cell == CellType::Gru ? Into::Add : Into::Replace);
  }
  addWeightGradients(shape, input, record, gradient);
  if (!belowFromOutput) return;
  const LeftFactor<S> inputWeights(p.inputWeights, record.columns, Side::Transposed);
  inputWeights.multiply(record.delta.leftCols(record.columns), belowFromOutput->leftCols(record.columns));
}

template void forwardLayer(const NetworkShape&, const LayerParameters<const float>&, const Window&,
                           const LayerInput<float>&, LayerState<float>, LayerRecord<float>&);
template void forwardLayer(const NetworkShape&, const LayerParameters<const double>&, const Window&,
                           const LayerInput<double>&, LayerState<double>, LayerRecord<double>&);
template void backwardLayer(const NetworkShape&, const LayerParameters<const float>&, const Window&,
                            const LayerInput<float>&, LayerRecord<float>&, LayerParameters<float>, Matrix<float>*);
template void backwardLayer(const NetworkShape&, const LayerParameters<const double>&, const Window&,
                            const LayerInput<double>&, LayerRecord<double>&, LayerParameters<double>, Matrix<double>*);

}  // namespace rnn
