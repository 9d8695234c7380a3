#include "rnn/layer.h"

#include "rnn/elman_cell.h"
#include "rnn/gru_cell.h"
#include "rnn/kernels/product.h"
#include "rnn/lstm_cell.h"

namespace rnn {

using kernels::Accumulate;
using kernels::PackedMatrix;
using kernels::Transpose;

namespace {

//   W_ih x_t + b_ih for all steps at once. In layer 0 x_t is one-hot, so W_ih x_t is a column of W_ih.
template <class S>
void projectInput(const LayerParameters<const S>& p, const LayerInput<S>& input, LayerActivations<S>& activations) {
  auto projection = activations.inputProjection.leftCols(activations.columns);
  if (input.hidden) {
    const PackedMatrix<S> inputWeights(p.inputWeights, activations.columns);
    inputWeights.multiply(input.hidden->leftCols(activations.columns), projection);
  } else {
    for (Index column = 0; column < activations.columns; ++column) {
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

/// h_{t−1} (and c_{t−1}) of the sequences active at t: at the window's first step the carried state, then the
/// activations of step t − 1.
template <class S>
void copyPreviousState(const Window& window, Index t, const LayerState<S>& state, LayerActivations<S>& activations) {
  const Index active = window.batch.active(t);
  const bool first = t == window.begin;
  auto hidden = columnsOf(activations.previousHidden, window, t);
  if (first) {
    hidden = state.hidden.leftCols(active);
  } else {
    hidden = columnsOf(activations.hidden, window, t - 1).leftCols(active);
  }
  if (!state.cell) return;
  auto cell = columnsOf(activations.previousCell, window, t);
  if (first) {
    cell = state.cell->leftCols(active);
  } else {
    cell = columnsOf(activations.cell, window, t - 1).leftCols(active);
  }
}

/// Saves the state of the sequences whose last step in this window is t. They are the last columns: the longest
/// sequences come first.
template <class S>
void saveFinalState(const Window& window, Index t, LayerActivations<S>& activations, LayerState<S>& state) {
  const Index continuing = t + 1 < window.end ? window.batch.active(t + 1) : 0;
  const Index ending = window.batch.active(t) - continuing;
  if (ending == 0) return;
  state.hidden.middleCols(continuing, ending) = columnsOf(activations.hidden, window, t).rightCols(ending);
  if (!state.cell) return;
  state.cell->middleCols(continuing, ending) = columnsOf(activations.cell, window, t).rightCols(ending);
}

template <class S>
void cellForward(const NetworkShape& shape, const Window& window, Index t, LayerActivations<S>& activations) {
  const auto read = [&](const Matrix<S>& matrix) { return columnsOf(matrix, window, t); };
  const auto write = [&](Matrix<S>& matrix) { return columnsOf(matrix, window, t); };
  ForwardStep<S> step{read(activations.inputProjection), read(activations.recurrentProjection),
                      read(activations.previousHidden),  read(activations.previousCell),
                      write(activations.gates),          write(activations.hidden),
                      write(activations.cell),           write(activations.cellTanh)};
  switch (shape.cell) {
    case CellType::Rnn:
      return elmanForward(shape.activation, step);
    case CellType::Gru:
      return gruForward(step);
    case CellType::Lstm:
      return lstmForward(step);
  }
}

/// Sequences whose last step in this window is t have no step t + 1 to receive a gradient from.
template <class S>
void zeroGradientAtSequenceEnd(const Window& window, Index t, LayerActivations<S>& activations) {
  const Index continuing = t + 1 < window.end ? window.batch.active(t + 1) : 0;
  const Index ending = window.batch.active(t) - continuing;
  columnsOf(activations.dHiddenFromNext, window, t).rightCols(ending).setZero();
  if (activations.dCellFromNext.size() == 0) return;
  columnsOf(activations.dCellFromNext, window, t).rightCols(ending).setZero();
}

/// Memory that one step of BPTT needs beside the activations.
template <class S>
struct Temporaries {
  Matrix<S> dHidden;              // ∂L/∂h_t                                                      H × B
  Matrix<S> dHiddenBeforeWindow;  // the gradients with respect to the state before the window,  H × B
  Matrix<S> dCellBeforeWindow;    // discarded: truncated BPTT                                    H × B
};

/// From ∂L/∂h_t (temporaries.dHidden) the gradients of step t and those that step t − 1 receives without W_hh.
template <class S>
void cellBackward(const NetworkShape& shape, const Window& window, Index t, Temporaries<S>& temporaries,
                  LayerActivations<S>& activations) {
  const Index active = window.batch.active(t);
  const auto read = [&](const Matrix<S>& matrix) { return columnsOf(matrix, window, t); };
  const auto write = [&](Matrix<S>& matrix) { return columnsOf(matrix, window, t); };
  const auto writePrevious = [&](Matrix<S>& matrix, Matrix<S>& discarded) -> MatrixView<S> {
    const bool inWindow = t > window.begin && matrix.size() > 0;
    return {inWindow ? columnsOf(matrix, window, t - 1).data() : discarded.data(), shape.hiddenSize, active};
  };
  temporaries.dHiddenBeforeWindow.resize(shape.hiddenSize, active);
  temporaries.dCellBeforeWindow.resize(shape.hiddenSize, active);
  BackwardStep<S> step{MatrixView<const S>(temporaries.dHidden.data(), shape.hiddenSize, active),
                       read(activations.dCellFromNext),
                       read(activations.recurrentProjection),
                       read(activations.gates),
                       read(activations.previousHidden),
                       read(activations.hidden),
                       read(activations.previousCell),
                       read(activations.cellTanh),
                       write(activations.delta),
                       write(activations.dRecurrentProjectionOfGru),
                       writePrevious(activations.dHiddenFromNext, temporaries.dHiddenBeforeWindow),
                       writePrevious(activations.dCellFromNext, temporaries.dCellBeforeWindow)};
  switch (shape.cell) {
    case CellType::Rnn:
      return elmanBackward(shape.activation, step);
    case CellType::Gru:
      return gruBackward(step);
    case CellType::Lstm:
      return lstmBackward(step);
  }
}

//   dW_hh = Σ_t ∂L/∂(W_hh h_{t−1} + b_hh) h_{t−1}ᵀ    db_hh = Σ_t ∂L/∂(W_hh h_{t−1} + b_hh)
//   dW_ih = Σ_t δ_t x_tᵀ                              db_ih = Σ_t δ_t
// Over all steps and sequences at once: a sum of outer products is a matrix product. A one-hot x_t adds δ_t to one
// column of dW_ih. In RNN and LSTM ∂L/∂(W_hh h_{t−1} + b_hh) is δ_t.
template <class S>
void addWeightGradients(const NetworkShape& shape, const LayerInput<S>& input, const LayerActivations<S>& activations,
                        LayerParameters<S>& gradient) {
  const auto delta = activations.delta.leftCols(activations.columns);
  const auto dRecurrentProjection = activations.dRecurrentProjection(shape.cell).leftCols(activations.columns);
  kernels::addOuterProducts<S>(dRecurrentProjection, activations.previousHidden.leftCols(activations.columns),
                               gradient.recurrentWeights);
  if (input.hidden) {
    kernels::addOuterProducts<S>(delta, input.hidden->leftCols(activations.columns), gradient.inputWeights);
  } else {
    for (Index column = 0; column < activations.columns; ++column) {
      const TokenId id = input.ids[column];
      if (id != kUnknownToken) gradient.inputWeights.col(id) += delta.col(column);
    }
  }
  if (gradient.inputBias.size() == 0) return;
  addColumns<S>(delta, gradient.inputBias);
  addColumns<S>(dRecurrentProjection, gradient.recurrentBias);
}

/// The most sequences active at one step: those of the first.
Index maxActive(const Window& window) {
  return window.begin < window.end ? window.batch.active(window.begin) : 0;
}

}  // namespace

template <class S>
void forwardLayer(const NetworkShape& shape, const LayerParameters<const S>& p, const Window& window,
                  const LayerInput<S>& input, LayerState<S> state, LayerActivations<S>& activations) {
  activations.prepare(shape, window.columns());
  projectInput(p, input, activations);
  const PackedMatrix<S> recurrentWeights(p.recurrentWeights, maxActive(window));
  for (Index t = window.begin; t < window.end; ++t) {
    copyPreviousState(window, t, state, activations);
    //   W_hh h_{t−1} + b_hh
    auto recurrentProjection = columnsOf(activations.recurrentProjection, window, t);
    recurrentWeights.multiply(columnsOf(activations.previousHidden, window, t), recurrentProjection);
    if (p.recurrentBias.size() > 0) recurrentProjection.colwise() += p.recurrentBias;
    cellForward(shape, window, t, activations);
    saveFinalState(window, t, activations, state);
  }
}

template <class S>
void backwardLayer(const NetworkShape& shape, const LayerParameters<const S>& p, const Window& window,
                   const LayerInput<S>& input, LayerActivations<S>& activations, LayerParameters<S> gradient,
                   Matrix<S>* dHiddenBelow) {
  const PackedMatrix<S> recurrentWeights(p.recurrentWeights, maxActive(window), Transpose::Yes);
  Temporaries<S> temporaries;
  for (Index t = window.end - 1; t >= window.begin; --t) {
    zeroGradientAtSequenceEnd(window, t, activations);
    //   ∂L/∂h_t = W_outᵀ (p_t − y_t) + W_hhᵀ δ_{t+1}
    // The first term is dHiddenFromOutput (output_layer.cpp; below the top layer W_ihᵀ δ_t of the layer above), the
    // second dHiddenFromNext, computed below when the loop was at t + 1.
    temporaries.dHidden =
        columnsOf(activations.dHiddenFromOutput, window, t) + columnsOf(activations.dHiddenFromNext, window, t);
    cellBackward(shape, window, t, temporaries, activations);  // δ_t
    if (t == window.begin) break;
    //   W_hhᵀ ∂L/∂(W_hh h_{t−1} + b_hh), for step t − 1; plus the direct path z_t ⊙ ∂L/∂h_t of the GRU,
    // which cellBackward has put there
    recurrentWeights.multiply(columnsOf(activations.dRecurrentProjection(shape.cell), window, t),
                              columnsOf(activations.dHiddenFromNext, window, t - 1).leftCols(window.batch.active(t)),
                              shape.cell == CellType::Gru ? Accumulate::Yes : Accumulate::No);
  }
  addWeightGradients(shape, input, activations, gradient);
  if (!dHiddenBelow) return;
  //   W_ihᵀ δ_t, for the layer below
  const PackedMatrix<S> inputWeights(p.inputWeights, activations.columns, Transpose::Yes);
  inputWeights.multiply(activations.delta.leftCols(activations.columns), dHiddenBelow->leftCols(activations.columns));
}

template void forwardLayer(const NetworkShape&, const LayerParameters<const float>&, const Window&,
                           const LayerInput<float>&, LayerState<float>, LayerActivations<float>&);
template void forwardLayer(const NetworkShape&, const LayerParameters<const double>&, const Window&,
                           const LayerInput<double>&, LayerState<double>, LayerActivations<double>&);
template void backwardLayer(const NetworkShape&, const LayerParameters<const float>&, const Window&,
                            const LayerInput<float>&, LayerActivations<float>&, LayerParameters<float>, Matrix<float>*);
template void backwardLayer(const NetworkShape&, const LayerParameters<const double>&, const Window&,
                            const LayerInput<double>&, LayerActivations<double>&, LayerParameters<double>,
                            Matrix<double>*);

}  // namespace rnn
