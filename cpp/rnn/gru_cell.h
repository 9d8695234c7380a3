#pragma once

#include "rnn/cells.h"

namespace rnn {

/// The gated recurrent unit (Cho et al. 2014) as PyTorch computes it: the reset gate multiplies the recurrent
/// projection. With input = W_ih x_t + b_ih and recurrent = W_hh h_{t−1} + b_hh, each in blocks r, z, n:
///
///   r_t = σ(input_r + recurrent_r)
///   z_t = σ(input_z + recurrent_z)
///   n_t = tanh(input_n + r_t ⊙ recurrent_n)
///   h_t = (1 − z_t) ⊙ n_t + z_t ⊙ h_{t−1}
template <class S>
void gruForward(ForwardStep<S>& step) {
  const Index size = step.hidden.rows();
  const auto input = step.inputProjection.array();
  const auto recurrent = step.recurrentProjection.array();
  auto r = step.gates.topRows(size).array();
  auto z = step.gates.middleRows(size, size).array();
  auto n = step.gates.bottomRows(size).array();

  r = sigmoid(input.topRows(size) + recurrent.topRows(size));
  z = sigmoid(input.middleRows(size, size) + recurrent.middleRows(size, size));
  n = (input.bottomRows(size) + r * recurrent.bottomRows(size)).tanh();
  step.hidden.array() = (S(1) - z) * n + z * step.previousHidden.array();
}

/// With dh = ∂L/∂h_t, and δ_r, δ_z, δ_n the derivatives with respect to the arguments of σ, σ, tanh above:
///
///   δ_n = dh ⊙ (1 − z) ⊙ (1 − n²)
///   δ_z = dh ⊙ (h_{t−1} − n) ⊙ z (1 − z)
///   δ_r = δ_n ⊙ recurrent_n ⊙ r (1 − r)
///   ∂L/∂input = δ_t = [δ_r, δ_z, δ_n]        ∂L/∂recurrent = [δ_r, δ_z, δ_n ⊙ r]
///   ∂L/∂h_{t−1} = z ⊙ dh + W_hhᵀ ∂L/∂recurrent        (the second term: layer.cpp)
template <class S>
void gruBackward(BackwardStep<S>& step) {
  const Index size = step.dHidden.rows();
  const auto dh = step.dHidden.array();
  const auto r = step.gates.topRows(size).array();
  const auto z = step.gates.middleRows(size, size).array();
  const auto n = step.gates.bottomRows(size).array();
  const auto recurrentN = step.recurrentProjection.bottomRows(size).array();
  auto deltaR = step.delta.topRows(size).array();
  auto deltaZ = step.delta.middleRows(size, size).array();
  auto deltaN = step.delta.bottomRows(size).array();

  deltaN = dh * (S(1) - z) * (S(1) - n.square());
  deltaZ = dh * (step.previousHidden.array() - n) * z * (S(1) - z);
  deltaR = deltaN * recurrentN * r * (S(1) - r);
  step.dRecurrentProjection.topRows(2 * size) = step.delta.topRows(2 * size);
  step.dRecurrentProjection.bottomRows(size).array() = deltaN * r;
  step.dPreviousHidden.array() = dh * z;
}

}  // namespace rnn
