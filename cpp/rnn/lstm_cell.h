#pragma once

#include "rnn/cells.h"

namespace rnn {

/// Long short-term memory with a forget gate (Hochreiter and Schmidhuber 1997; Gers et al. 2000),
/// gates in PyTorch's order. With a = (W_ih x_t + b_ih) + (W_hh h_{t−1} + b_hh) in blocks i, f, g, o:
///
///   i_t = σ(a_i)   f_t = σ(a_f)   g_t = tanh(a_g)   o_t = σ(a_o)
///   c_t = f_t ⊙ c_{t−1} + i_t ⊙ g_t
///   h_t = o_t ⊙ tanh(c_t)
template <class S>
void lstmForward(ForwardStep<S>& step) {
  const Index size = step.hidden.rows();
  auto i = step.gates.topRows(size).array();
  auto f = step.gates.middleRows(size, size).array();
  auto g = step.gates.middleRows(2 * size, size).array();
  auto o = step.gates.bottomRows(size).array();

  step.gates = step.inputProjection + step.recurrentProjection;
  step.gates.topRows(2 * size).array() = sigmoid(step.gates.topRows(2 * size).array());
  g = g.tanh();
  o = sigmoid(o);
  step.cell.array() = f * step.previousCell.array() + i * g;
  step.cellTanh.array() = step.cell.array().tanh();
  step.hidden.array() = o * step.cellTanh.array();
}

/// With dh = ∂L/∂h_t, and δ = ∂L/∂a:
///
///   ∂L/∂c = (∂L/∂c_t through c_{t+1}) + dh ⊙ o ⊙ (1 − tanh² c_t)
///   δ_i = ∂L/∂c ⊙ g ⊙ i (1 − i)         δ_f = ∂L/∂c ⊙ c_{t−1} ⊙ f (1 − f)
///   δ_g = ∂L/∂c ⊙ i ⊙ (1 − g²)          δ_o = dh ⊙ tanh(c_t) ⊙ o (1 − o)
///   ∂L/∂c_{t−1} = ∂L/∂c ⊙ f
template <class S>
void lstmBackward(BackwardStep<S>& step) {
  const Index size = step.dHidden.rows();
  const auto dh = step.dHidden.array();
  const auto i = step.gates.topRows(size).array();
  const auto f = step.gates.middleRows(size, size).array();
  const auto g = step.gates.middleRows(2 * size, size).array();
  const auto o = step.gates.bottomRows(size).array();
  const auto cellTanh = step.cellTanh.array();
  auto dc = step.dPreviousCell.array();  // ∂L/∂c_t, until the last line makes it ∂L/∂c_{t−1}

  dc = step.dCellFromNext.array() + dh * o * (S(1) - cellTanh.square());
  step.delta.topRows(size).array() = dc * g * i * (S(1) - i);
  step.delta.middleRows(size, size).array() = dc * step.previousCell.array() * f * (S(1) - f);
  step.delta.middleRows(2 * size, size).array() = dc * i * (S(1) - g.square());
  step.delta.bottomRows(size).array() = dh * cellTanh * o * (S(1) - o);
  dc *= f;
}

}  // namespace rnn
