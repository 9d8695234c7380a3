#pragma once

#include "rnn/batch.h"
#include "rnn/kernels/product.h"
#include "rnn/settings.h"
#include "rnn/types.h"

namespace rnn {

/// The forward activations of one layer in one window, cached for the backward pass, and the gradients that the
/// backward pass computes from them. One column per token of the window, in packed order; only the first `columns`
/// ones are in use, since capacity never shrinks. Symbols and shapes: cells.h.
struct LayerActivations {
  Index columns = 0;  ///< N

  // Forward
  Matrix<float> inputProjection;  ///< W_ih x_t, but for the lowest layer, where it is a column of W_ih   G·H × N
  Matrix<float> gates;            ///< GRU r, z, n; LSTM i, f, g, o                                       G·H × N
  Matrix<float> recurrentN;       ///< block n of W_hh h_{t−1} + b_hh, GRU only                             H × N
  Matrix<float> previousHidden;   ///< h_{t−1}                                                              H × N
  Matrix<float> hidden;           ///< h_t                                                                  H × N
  Matrix<float> cell;             ///< c_t, LSTM only; before them c of the state before the window  H × (B + N)
  Matrix<float> cellTanh;         ///< tanh c_t, LSTM only                                                  H × N

  // Backward
  Matrix<float> dHiddenFromOutput;     ///< ∂L/∂h_t through the output layer, or the layer above, at step t   H × N
  Matrix<float> delta;                 ///< δ_t = ∂L/∂(W_ih x_t + b_ih)                                     G·H × N
  Matrix<float> dRecurrentProjection;  ///< ∂L/∂(W_hh h_{t−1} + b_hh) of a GRU; that of the others is δ_t   G·H × N

  // Of one time step, one column per sequence
  Matrix<float> recurrentProjection;  ///< W_hh h_{t−1}                                                     G·H × B
  Matrix<float> dHiddenFromNext;      ///< ∂L/∂h_t through h_{t+1}: 0 where the window or a sequence ends     H × B
  Matrix<float> dCellFromNext;        ///< ∂L/∂c_t through c_{t+1}, LSTM only                                 H × B

  // Kept for their capacity
  kernels::PackedMatrix inputWeights;
  kernels::PackedMatrix recurrentWeights;
  kernels::Scratch scratch;
  Vector<float> zeros;  ///< W_ih x_t of a token in no vocabulary, and the biases of a network without any   G·H

  void prepare(const NetworkShape& shape, const Window& window, bool isLowest) {
    columns = window.columns();
    const Index size = shape.hiddenSize;
    const Index gateRows = shape.gates() * size;
    const Index active = window.maxActive();
    if (!isLowest) reserveColumns(inputProjection, gateRows, columns);
    for (Matrix<float>* matrix : {&previousHidden, &hidden})
      reserveColumns(*matrix, size, columns);
    reserveColumns(recurrentProjection, gateRows, active);
    if (shape.cell != CellType::Rnn) reserveColumns(gates, gateRows, columns);
    if (shape.cell == CellType::Gru) reserveColumns(recurrentN, size, columns);
    if (shape.cell == CellType::Lstm) {
      reserveColumns(cell, size, active + columns);
      reserveColumns(cellTanh, size, columns);
    }
    if (zeros.size() != gateRows) zeros.setZero(gateRows);
  }

  /// Reserves the buffers of the backward pass.
  void prepareBackward(const NetworkShape& shape, const Window& window) {
    const Index size = shape.hiddenSize;
    const Index active = window.maxActive();
    reserveColumns(dHiddenFromOutput, size, columns);
    reserveColumns(delta, shape.gates() * size, columns);
    if (shape.cell == CellType::Gru) reserveColumns(dRecurrentProjection, shape.gates() * size, columns);
    reserveColumns(dHiddenFromNext, size, active);
    if (shape.cell == CellType::Lstm) reserveColumns(dCellFromNext, size, active);
  }

  /// The most numbers that are reserved per token, whichever the cell.
  static double numbersPerToken(const NetworkShape& shape) {
    return static_cast<double>((4 * shape.gates() + 7) * shape.hiddenSize);
  }
};

/// The columns of steps [begin, end) of a window, as a non-owning view.
inline MatrixView<float> columnsOf(Matrix<float>& matrix, const Window& window, Index begin, Index end) {
  return {matrix.data() + matrix.rows() * window.firstColumn(begin), matrix.rows(),
          window.firstColumn(end) - window.firstColumn(begin)};
}
inline MatrixView<const float> columnsOf(const Matrix<float>& matrix, const Window& window, Index begin, Index end) {
  return {matrix.data() + matrix.rows() * window.firstColumn(begin), matrix.rows(),
          window.firstColumn(end) - window.firstColumn(begin)};
}

}  // namespace rnn
