#pragma once

#include "rnn/batch.h"
#include "rnn/settings.h"
#include "rnn/types.h"

namespace rnn {

/// The forward activations of one layer in one window, cached for the backward pass, and the gradients that the
/// backward pass computes from them. One column per token of the window, in packed order; only the first `columns`
/// ones are in use, since capacity never shrinks. Symbols and shapes: cells.h.
template <class S>
struct LayerActivations {
  Index columns = 0;  ///< N

  // Forward
  Matrix<S> inputProjection;      ///< W_ih x_t + b_ih      G·H × N
  Matrix<S> recurrentProjection;  ///< W_hh h_{t−1} + b_hh  G·H × N
  Matrix<S> gates;                ///< GRU r, z, n; LSTM i, f, g, o; empty for the RNN  G·H × N
  Matrix<S> previousHidden;       ///< h_{t−1}              H × N
  Matrix<S> hidden;               ///< h_t                  H × N
  Matrix<S> previousCell;         ///< c_{t−1}, LSTM only   H × N
  Matrix<S> cell;                 ///< c_t                  H × N
  Matrix<S> cellTanh;             ///< tanh c_t             H × N

  // Backward. ∂L/∂h_t = dHiddenFromOutput + dHiddenFromNext.
  Matrix<S> dHiddenFromOutput;  ///< the part of ∂L/∂h_t through the output layer or the layer above at step t  H × N
  Matrix<S> dHiddenFromNext;    ///< the part of ∂L/∂h_t through h_{t+1}                                    H × N
  Matrix<S> dCellFromNext;      ///< the part of ∂L/∂c_t through c_{t+1}, LSTM only                         H × N
  Matrix<S> delta;              ///< δ_t = ∂L/∂(W_ih x_t + b_ih)                                          G·H × N
  Matrix<S> dRecurrentProjectionOfGru;  ///< ∂L/∂(W_hh h_{t−1} + b_hh) of a GRU                            G·H × N

  /// ∂L/∂(W_hh h_{t−1} + b_hh). RNN and LSTM add the two projections, so it is δ_t; a GRU multiplies the
  /// recurrent one by its reset gate first.
  const Matrix<S>& dRecurrentProjection(CellType cellType) const {
    return cellType == CellType::Gru ? dRecurrentProjectionOfGru : delta;
  }

  void prepare(const NetworkShape& shape, Index tokens) {
    columns = tokens;
    const Index size = shape.hiddenSize;
    const Index gateRows = shape.gates() * size;
    for (Matrix<S>* matrix : {&inputProjection, &recurrentProjection, &delta})
      reserveColumns(*matrix, gateRows, tokens);
    for (Matrix<S>* matrix : {&previousHidden, &hidden, &dHiddenFromOutput, &dHiddenFromNext})
      reserveColumns(*matrix, size, tokens);
    if (shape.cell != CellType::Rnn) reserveColumns(gates, gateRows, tokens);
    if (shape.cell == CellType::Gru) reserveColumns(dRecurrentProjectionOfGru, gateRows, tokens);
    if (shape.cell != CellType::Lstm) return;
    for (Matrix<S>* matrix : {&previousCell, &cell, &cellTanh, &dCellFromNext})
      reserveColumns(*matrix, size, tokens);
  }

  /// The most numbers that prepare() reserves per token, whichever the cell.
  static double numbersPerToken(const NetworkShape& shape) {
    return static_cast<double>((5 * shape.gates() + 8) * shape.hiddenSize);
  }
};

/// The columns of step t, one per sequence active at t, as a non-owning view; 0 rows where the cell has no such matrix.
template <class S>
MatrixView<S> columnsOf(Matrix<S>& matrix, const Window& window, Index t) {
  return {matrix.data() + matrix.rows() * window.firstColumn(t), matrix.rows(), window.batch.active(t)};
}
template <class S>
MatrixView<const S> columnsOf(const Matrix<S>& matrix, const Window& window, Index t) {
  return {matrix.data() + matrix.rows() * window.firstColumn(t), matrix.rows(), window.batch.active(t)};
}

}  // namespace rnn
