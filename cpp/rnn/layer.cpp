// Where the hot loops of a layer are: steps of a window, and in each the sequences that are active. The same in plain
// loops, with every formula: reference.cpp.

#include "rnn/layer.h"

#include <utility>

#include "rnn/cells.h"

namespace rnn {

using kernels::Accumulate;
using kernels::Transpose;

namespace {

float* columnOrNull(Matrix<float>& matrix, Index column) {
  return matrix.size() > 0 ? matrix.data() + column * matrix.rows() : nullptr;
}

/// The column of `cell` with c_{t−1} of sequence b; those of the state before the window come first.
Index previousCellColumn(const Window& window, Index t, Index b) {
  return t == window.begin ? b : window.maxActive() + window.firstColumn(t - 1) + b;
}

/// W_ih x_t: a column of the product, or, x_t being one-hot, of W_ih; zero for a token in no vocabulary.
const float* inputColumn(const LayerPass& pass, Index column, const float* zeros) {
  if (pass.below) return pass.activations.inputProjection.col(column).data();
  const TokenId id = pass.window.inputs()[column];
  return id == kUnknownToken ? zeros : pass.parameters.inputWeights.col(id).data();
}

void cellForward(const LayerPass& pass, Index t) {
  LayerActivations& now = pass.activations;
  const Index size = pass.shape.hiddenSize;
  const bool bias = pass.shape.bias;
  for (Index b = 0; b < pass.window.batch.active(t); ++b) {
    const Index column = pass.window.firstColumn(t) + b;
    const ForwardColumn s{inputColumn(pass, column, now.zeros.data()),
                          bias ? pass.parameters.inputBias.data() : now.zeros.data(),
                          now.recurrentProjection.col(b).data(),
                          bias ? pass.parameters.recurrentBias.data() : now.zeros.data(),
                          now.previousHidden.col(column).data(),
                          columnOrNull(now.cell, previousCellColumn(pass.window, t, b)),
                          columnOrNull(now.gates, column),
                          columnOrNull(now.recurrentN, column),
                          now.hidden.col(column).data(),
                          columnOrNull(now.cell, pass.window.maxActive() + column),
                          columnOrNull(now.cellTanh, column)};
    if (pass.shape.cell == CellType::Rnn) elmanForward(pass.shape.activation, s, size);
    if (pass.shape.cell == CellType::Gru) gruForward(s, size);
    if (pass.shape.cell == CellType::Lstm) lstmForward(s, size);
  }
}

void cellBackward(const LayerPass& pass, Index t) {
  LayerActivations& now = pass.activations;
  const Index size = pass.shape.hiddenSize;
  for (Index b = 0; b < pass.window.batch.active(t); ++b) {
    const Index column = pass.window.firstColumn(t) + b;
    const BackwardColumn s{now.dHiddenFromOutput.col(column).data(),
                           now.dHiddenFromNext.col(b).data(),
                           columnOrNull(now.dCellFromNext, b),
                           columnOrNull(now.gates, column),
                           columnOrNull(now.recurrentN, column),
                           now.previousHidden.col(column).data(),
                           now.hidden.col(column).data(),
                           columnOrNull(now.cell, previousCellColumn(pass.window, t, b)),
                           columnOrNull(now.cellTanh, column),
                           now.delta.col(column).data(),
                           columnOrNull(now.dRecurrentProjection, column)};
    if (pass.shape.cell == CellType::Rnn) elmanBackward(pass.shape.activation, s, size);
    if (pass.shape.cell == CellType::Gru) gruBackward(s, size);
    if (pass.shape.cell == CellType::Lstm) lstmBackward(s, size);
  }
}

/// Copies `count` columns, which are contiguous in both.
void copyColumns(const Matrix<float>& from, Index first, Index count, Matrix<float>& to, Index toFirst) {
  const float* values = from.data() + first * from.rows();
  float* copies = to.data() + toFirst * to.rows();
  kernels::forEachLane(count * from.rows(), [&](const auto& at) { at.store(copies, at.load(values)); });
}

/// h_t, c_t of the sequences whose last step in this window is t, into the carried state; h_t of the others is h_{t−1}
/// of the next step. The longest sequences come first, so those that end are the last columns.
void storeLastStates(const LayerPass& pass, Index t, Matrix<float>& hidden, Matrix<float>* cell) {
  LayerActivations& now = pass.activations;
  const Window& window = pass.window;
  const Index active = window.batch.active(t);
  const Index continuing = t + 1 < window.end ? window.batch.active(t + 1) : 0;
  const Index first = window.firstColumn(t);
  if (continuing > 0) copyColumns(now.hidden, first, continuing, now.previousHidden, window.firstColumn(t + 1));
  if (continuing == active) return;
  copyColumns(now.hidden, first + continuing, active - continuing, hidden, continuing);
  if (cell) copyColumns(now.cell, window.maxActive() + first + continuing, active - continuing, *cell, continuing);
}

/// ∂L/∂(W_hh h_{t−1} + b_hh). RNN and LSTM add the two projections, so it is δ_t; a GRU multiplies the recurrent one by
/// its reset gate first.
const Matrix<float>& dRecurrentProjection(const LayerPass& pass) {
  return pass.shape.cell == CellType::Gru ? pass.activations.dRecurrentProjection : pass.activations.delta;
}

//   dW_hh = Σ_t ∂L/∂(W_hh h_{t−1} + b_hh) h_{t−1}ᵀ    db_hh = Σ_t ∂L/∂(W_hh h_{t−1} + b_hh)
//   dW_ih = Σ_t δ_t x_tᵀ                              db_ih = Σ_t δ_t
// Over all steps and sequences at once: a sum of outer products is a matrix product. A one-hot x_t adds δ_t to one
// column of dW_ih.
void computeWeightGradients(const LayerPass& pass, Index begin, Index end, GradientBuffer& buffer) {
  LayerActivations& now = pass.activations;
  const Window& window = pass.window;
  const Accumulate accumulate = end == window.end ? Accumulate::No : Accumulate::Yes;
  LayerParameters<float> gradient = buffer.values().layer(pass.layer);
  const auto delta = columnsOf(std::as_const(now.delta), window, begin, end);
  const auto recurrent = columnsOf(dRecurrentProjection(pass), window, begin, end);
  kernels::outerProducts(recurrent, columnsOf(std::as_const(now.previousHidden), window, begin, end),
                         gradient.recurrentWeights, accumulate, now.scratch);
  if (pass.below) {
    kernels::outerProducts(delta, columnsOf(*pass.below, window, begin, end), gradient.inputWeights, accumulate,
                           now.scratch);
  } else {
    buffer.addInputs(window.inputs() + window.firstColumn(begin), delta);
  }
  if (!pass.shape.bias) return;
  kernels::sumColumns(delta, gradient.inputBias, accumulate, now.scratch);
  if (pass.shape.cell == CellType::Gru) {
    kernels::sumColumns(recurrent, gradient.recurrentBias, accumulate, now.scratch);
  } else {
    gradient.recurrentBias = gradient.inputBias;
  }
}

}  // namespace

void forwardLayer(const LayerPass& pass, Index begin, Index end, Matrix<float>& hidden, Matrix<float>* cell) {
  LayerActivations& now = pass.activations;
  const Window& window = pass.window;
  const Index active = window.maxActive();
  if (begin == window.begin) {
    now.prepare(pass.shape, window, !pass.below);
    copyColumns(hidden, 0, active, now.previousHidden, 0);
    if (cell) copyColumns(*cell, 0, active, now.cell, 0);
    now.recurrentWeights.assign(pass.parameters.recurrentWeights, Transpose::No, active, now.columns);
    if (pass.below) now.inputWeights.assign(pass.parameters.inputWeights, Transpose::No, now.columns, now.columns);
  }
  //   W_ih x_t for all steps at once
  if (pass.below)
    now.inputWeights.multiply(columnsOf(*pass.below, window, begin, end),
                              columnsOf(now.inputProjection, window, begin, end));
  for (Index t = begin; t < end; ++t) {
    //   W_hh h_{t−1}, and then, with b_ih and b_hh, h_t and c_t
    now.recurrentWeights.multiply(
        columnsOf(std::as_const(now.previousHidden), window, t, t + 1),
        {now.recurrentProjection.data(), now.recurrentProjection.rows(), window.batch.active(t)});
    cellForward(pass, t);
    storeLastStates(pass, t, hidden, cell);
  }
}

void backwardLayer(const LayerPass& pass, Index begin, Index end, GradientBuffer& gradient,
                   Matrix<float>* dHiddenBelow) {
  LayerActivations& now = pass.activations;
  const Window& window = pass.window;
  if (end == window.end) {
    // At a sequence's last step nothing comes from the next one. Going back, active(t) only grows: a column is first
    // written at its sequence's last step.
    now.dHiddenFromNext.leftCols(window.maxActive()).setZero();
    if (pass.shape.cell == CellType::Lstm) now.dCellFromNext.leftCols(window.maxActive()).setZero();
    now.recurrentWeights.assign(pass.parameters.recurrentWeights, Transpose::Yes, window.maxActive(), now.columns);
    if (dHiddenBelow) now.inputWeights.assign(pass.parameters.inputWeights, Transpose::Yes, now.columns, now.columns);
  }
  for (Index t = end - 1; t >= begin; --t) {
    //   ∂L/∂h_t = W_outᵀ (p_t − y_t) + W_hhᵀ ∂L/∂(W_hh h_t + b_hh)
    // The first term is dHiddenFromOutput (output_layer.cpp; below the top layer W_ihᵀ δ_t of the layer above), the
    // second dHiddenFromNext, computed below when the loop was at t + 1. A cell adds them, and makes δ_t of the sum.
    cellBackward(pass, t);
    if (t == window.begin) break;
    now.recurrentWeights.multiply(columnsOf(dRecurrentProjection(pass), window, t, t + 1),
                                  {now.dHiddenFromNext.data(), now.dHiddenFromNext.rows(), window.batch.active(t)},
                                  pass.shape.cell == CellType::Gru ? Accumulate::Yes : Accumulate::No);
  }
  computeWeightGradients(pass, begin, end, gradient);
  if (!dHiddenBelow) return;
  //   W_ihᵀ δ_t, for the layer below
  now.inputWeights.multiply(columnsOf(std::as_const(now.delta), window, begin, end),
                            columnsOf(*dHiddenBelow, window, begin, end));
}

}  // namespace rnn
