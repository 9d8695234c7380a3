#pragma once

#include "rnn/cells.h"

namespace rnn {

/// The gated recurrent unit (Cho et al. 2014) as PyTorch computes it: the reset gate acts after the
/// hidden product. With i = W_ih x_t + b_ih and q = W_hh h_{t−1} + b_hh, each in blocks r, z, n:
///
///   r_t = σ(i_r + q_r)
///   z_t = σ(i_z + q_z)
///   n_t = tanh(i_n + r_t ⊙ q_n)
///   h_t = (1 − z_t) ⊙ n_t + z_t ⊙ h_{t−1}
template <class S>
void gruForward(ForwardStep<S>& step) {
  const Index size = step.hidden.rows();
  const auto i = step.inputProjection.array();
  const auto q = step.recurrentProjection.array();
  auto r = step.gates.topRows(size).array();
  auto z = step.gates.middleRows(size, size).array();
  auto n = step.gates.bottomRows(size).array();

  r = sigmoid(i.topRows(size) + q.topRows(size));
  z = sigmoid(i.middleRows(size, size) + q.middleRows(size, size));
  n = (i.bottomRows(size) + r * q.bottomRows(size)).tanh();
  step.hidden.array() = (S(1) - z) * n + z * step.previousHidden.array();
}

/// With dh = ∂L/∂h_t, and δ the derivative by the sum inside each gate's function:
///
///   δ_n = dh ⊙ (1 − z) ⊙ (1 − n²)
///   δ_z = dh ⊙ (h_{t−1} − n) ⊙ z (1 − z)
///   δ_r = δ_n ⊙ q_n ⊙ r (1 − r)
///   ∂L/∂i = [δ_r, δ_z, δ_n],   ∂L/∂q = [δ_r, δ_z, δ_n ⊙ r]
///   ∂L/∂h_{t−1} = dh ⊙ z + W_hhᵀ ∂L/∂q        (the second term: layer.cpp)
template <class S>
void gruBackward(BackwardStep<S>& step) {
  const Index size = step.dHidden.rows();
  const auto dh = step.dHidden.array();
  const auto r = step.gates.topRows(size).array();
  const auto z = step.gates.middleRows(size, size).array();
  const auto n = step.gates.bottomRows(size).array();
  const auto qn = step.recurrentProjection.bottomRows(size).array();
  auto deltaR = step.delta.topRows(size).array();
  auto deltaZ = step.delta.middleRows(size, size).array();
  auto deltaN = step.delta.bottomRows(size).array();

  deltaN = dh * (S(1) - z) * (S(1) - n.square());
  deltaZ = dh * (step.previousHidden.array() - n) * z * (S(1) - z);
  deltaR = deltaN * qn * r * (S(1) - r);
  step.deltaRecurrent.topRows(2 * size) = step.delta.topRows(2 * size);
  step.deltaRecurrent.bottomRows(size).array() = deltaN * r;
  step.dPreviousHidden.array() = dh * z;
}

}  // namespace rnn
