#pragma once

#include "rnn/batch.h"
#include "rnn/settings.h"
#include "rnn/types.h"

namespace rnn {

/// Everything one layer computes for one window, kept: the backward pass needs it, and the trace
/// shows it. Each matrix has a column per token of the window, in the window's packed order; use
/// the first `columns` ones (room is only ever added).
template <class S>
struct LayerRecord {
  Index columns = 0;

  // Forward
  Matrix<S> inputProjection;      ///< W_ih x_t + b_ih      G·H × N
  Matrix<S> recurrentProjection;  ///< W_hh h_{t−1} + b_hh  G·H × N
  Matrix<S> gates;                ///< GRU r, z, n; LSTM i, f, g, o; absent for RNN  G·H × N
  Matrix<S> previousHidden;       ///< h_{t−1}              H × N
  Matrix<S> hidden;               ///< h_t                  H × N
  Matrix<S> previousCell;         ///< c_{t−1}, LSTM only   H × N
  Matrix<S> cell;                 ///< c_t                  H × N
  Matrix<S> cellTanh;             ///< tanh c_t             H × N

  // Backward
  Matrix<S> hiddenFromOutput;  ///< the part of ∂L/∂h_t through this step's output or the layer above
  Matrix<S> hiddenFromFuture;  ///< the part through h_{t+1}
  Matrix<S> cellFromFuture;    ///< the part of ∂L/∂c_t through c_{t+1}, LSTM only
  Matrix<S> delta;             ///< δ_t = ∂L/∂(W_ih x_t + b_ih)        G·H × N
  Matrix<S> deltaRecurrent;    ///< ∂L/∂(W_hh h_{t−1} + b_hh), where it differs (GRU)

  void prepare(const NetworkShape& shape, Index tokens) {
    columns = tokens;
    const Index size = shape.hiddenSize;
    const Index gateRows = shape.gates() * size;
    for (Matrix<S>* matrix : {&inputProjection, &recurrentProjection, &delta})
      reserveColumns(*matrix, gateRows, tokens);
    for (Matrix<S>* matrix : {&previousHidden, &hidden, &hiddenFromOutput, &hiddenFromFuture})
      reserveColumns(*matrix, size, tokens);
    if (shape.cell != CellType::Rnn) reserveColumns(gates, gateRows, tokens);
    if (shape.cell == CellType::Gru) reserveColumns(deltaRecurrent, gateRows, tokens);
    if (shape.cell != CellType::Lstm) return;
    for (Matrix<S>* matrix : {&previousCell, &cell, &cellTanh, &cellFromFuture})
      reserveColumns(*matrix, size, tokens);
  }

  /// ∂L/∂(W_hh h_{t−1} + b_hh): the same as δ unless something stands between the two (GRU's r).
  const Matrix<S>& recurrentDelta(CellType cellType) const {
    return cellType == CellType::Gru ? deltaRecurrent : delta;
  }
};

/// The columns of one step t inside a record: a column per sequence alive at t.
template <class S>
MatrixView<S> columnsOf(Matrix<S>& matrix, const Window& window, Index t) {
  return {matrix.data() + matrix.rows() * window.firstColumn(t), matrix.rows(), window.batch.active(t)};
}
template <class S>
MatrixView<const S> columnsOf(const Matrix<S>& matrix, const Window& window, Index t) {
  return {matrix.data() + matrix.rows() * window.firstColumn(t), matrix.rows(), window.batch.active(t)};
}

}  // namespace rnn
