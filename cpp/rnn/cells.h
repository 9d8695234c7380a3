#pragma once

// The three cells: one time step of one layer for one sequence, forward beside backward, in one pass over its H units,
// four at a time (kernels/simd.h). The products with the weight matrices are in layer.cpp; a cell is what happens
// between them, unit by unit. In plain loops, with all that is around it: reference.cpp.
//
// Symbols and shapes, in all of rnn/:
//
//   T  time steps of a sequence        V  vocabulary size
//   B  sequences active at one step    H  hidden units
//   N  tokens of a window, all steps packed side by side: the columns of its matrices (batch.h)
//   G  blocks of H rows, one below the other: 1 in the RNN, 3 in the GRU (r, z, n), 4 in the LSTM (i, f, g, o)
//
//   x_t   input: one-hot token, V (layer 0), or h_t of the layer below, H        W_ih   G·H × V or G·H × H
//   h_t   hidden state, H                                                        W_hh   G·H × H
//   c_t   cell state of an LSTM, H                                               W_out  V × H
//   o_t   logits W_out h_t + b_out, V         p_t  softmax(o_t), V         y_t  one-hot target, V
//   a     W_ih x_t + b_ih, G·H                q    W_hh h_{t−1} + b_hh, G·H
//   L     scale · Σ_t L_t, the loss; L_t = −log(p_t · y_t). In a shape such as L·H, L is the number of layers.
//   δ_t   ∂L/∂a, G·H                          dX   ∂L/∂X, of the shape of X

#include "rnn/kernels/math.h"
#include "rnn/settings.h"

namespace rnn {

/// What a cell reads and writes at one step of one sequence. Pointers to H or G·H numbers.
struct ForwardColumn {
  const float* input;           ///< W_ih x_t        G·H
  const float* inputBias;       ///< b_ih            G·H
  const float* recurrent;       ///< W_hh h_{t−1}    G·H
  const float* recurrentBias;   ///< b_hh            G·H
  const float* previousHidden;  ///< h_{t−1}
  const float* previousCell;    ///< c_{t−1}, LSTM
  float* gates;                 ///< GRU r, z, n; LSTM i, f, g, o
  float* recurrentN;            ///< q_n of a GRU
  float* hidden;                ///< h_t
  float* cell;                  ///< c_t, LSTM
  float* cellTanh;              ///< tanh c_t, LSTM
};

struct BackwardColumn {
  const float* dHiddenFromOutput;  ///< ∂L/∂h_t by way of the output layer, or of the layer above
  float* dHiddenFromNext;  ///< ∂L/∂h_t by way of h_{t+1}; a GRU leaves z ⊙ ∂L/∂h_t, which reaches h_{t−1} past W_hh
  float* dCellFromNext;    ///< in: ∂L/∂c_t by way of c_{t+1}; out: ∂L/∂c_{t−1}; LSTM
  const float* gates;      ///< this and the next five as in ForwardColumn
  const float* recurrentN;
  const float* previousHidden;
  const float* hidden;
  const float* previousCell;
  const float* cellTanh;
  float* delta;                 ///< δ_t                              G·H
  float* dRecurrentProjection;  ///< ∂L/∂q of a GRU; others have δ_t  G·H
};

// --- the vanilla RNN (Elman 1990) -----------------------------------------------------------------------------------

//   h_t = f(a + q)
//
//   tanh                f(x) = tanh x
//   relu                f(x) = max(x, 0)
//   identity, listing   f(x) = x
inline void elmanForward(Activation f, const ForwardColumn& s, Index size) {
  using namespace kernels;
  forEachLane(size, [&](const auto& at) {
    const Float4 sum = (at.load(s.input) + at.load(s.inputBias)) + (at.load(s.recurrent) + at.load(s.recurrentBias));
    if (f == Activation::Tanh) return at.store(s.hidden, tanh(sum));
    // Not `sum > 0`: a NaN stays one, so that training notices.
    if (f == Activation::Relu) return at.store(s.hidden, select(sum < Float4{}, Float4{}, sum));
    at.store(s.hidden, sum);
  });
}

//   δ_t = f′ ⊙ ∂L/∂h_t, with f′ written in terms of h = f(a + q)
//
//   tanh      f′ = 1 − h²
//   relu      f′ = 1 where h > 0, else 0 (so 0 at the kink, as PyTorch takes it)
//   identity  f′ = 1
//   listing   the factor 1 − h², though f is the identity: the tutorial's mistake, kept on purpose
inline void elmanBackward(Activation f, const BackwardColumn& s, Index size) {
  using namespace kernels;
  forEachLane(size, [&](const auto& at) {
    const Float4 dHidden = at.load(s.dHiddenFromOutput) + at.load(s.dHiddenFromNext);
    const Float4 h = at.load(s.hidden);
    if (f == Activation::Identity) return at.store(s.delta, dHidden);
    if (f == Activation::Relu) return at.store(s.delta, select(h > Float4{}, dHidden, Float4{}));
    at.store(s.delta, (1.0F - h * h) * dHidden);
  });
}

// --- GRU (Cho et al. 2014, with PyTorch's reset gate: after the product W_hh h) --------------------------------------

//   r = σ(a_r + q_r)   z = σ(a_z + q_z)   n = tanh(a_n + r ⊙ q_n)
//   h_t = (1 − z) ⊙ n + z ⊙ h_{t−1}
inline void gruForward(const ForwardColumn& s, Index size) {
  using namespace kernels;
  forEachLane(size, [&](const auto& at) {
    const auto a = [&](Index block) { return at.load(s.input + block * size) + at.load(s.inputBias + block * size); };
    const auto q = [&](Index block) {
      return at.load(s.recurrent + block * size) + at.load(s.recurrentBias + block * size);
    };
    const Float4 r = sigmoid(a(0) + q(0));
    const Float4 z = sigmoid(a(1) + q(1));
    const Float4 qn = q(2);
    const Float4 n = tanh(a(2) + r * qn);
    at.store(s.gates, r);
    at.store(s.gates + size, z);
    at.store(s.gates + 2 * size, n);
    at.store(s.recurrentN, qn);
    at.store(s.hidden, (1.0F - z) * n + z * at.load(s.previousHidden));
  });
}

//   δ_n = ∂L/∂h ⊙ (1 − z) ⊙ (1 − n²)           ∂L/∂q_n = δ_n ⊙ r
//   δ_z = ∂L/∂h ⊙ (h_{t−1} − n) ⊙ z (1 − z)    ∂L/∂q_z = δ_z
//   δ_r = δ_n ⊙ q_n ⊙ r (1 − r)                ∂L/∂q_r = δ_r
//   ∂L/∂h_{t−1} = z ⊙ ∂L/∂h + W_hhᵀ ∂L/∂q      (the second term: layer.cpp)
inline void gruBackward(const BackwardColumn& s, Index size) {
  using namespace kernels;
  forEachLane(size, [&](const auto& at) {
    const Float4 dHidden = at.load(s.dHiddenFromOutput) + at.load(s.dHiddenFromNext);
    const Float4 r = at.load(s.gates), z = at.load(s.gates + size), n = at.load(s.gates + 2 * size);
    const Float4 deltaN = dHidden * (1.0F - z) * (1.0F - n * n);
    const Float4 deltaZ = dHidden * (at.load(s.previousHidden) - n) * z * (1.0F - z);
    const Float4 deltaR = deltaN * at.load(s.recurrentN) * r * (1.0F - r);
    at.store(s.delta, deltaR);
    at.store(s.delta + size, deltaZ);
    at.store(s.delta + 2 * size, deltaN);
    at.store(s.dRecurrentProjection, deltaR);
    at.store(s.dRecurrentProjection + size, deltaZ);
    at.store(s.dRecurrentProjection + 2 * size, deltaN * r);
    at.store(s.dHiddenFromNext, dHidden * z);
  });
}

// --- LSTM (Hochreiter and Schmidhuber 1997, with Gers' forget gate) --------------------------------------------------

//   i = σ(a_i + q_i)   f = σ(a_f + q_f)   g = tanh(a_g + q_g)   o = σ(a_o + q_o)
//   c_t = f ⊙ c_{t−1} + i ⊙ g
//   h_t = o ⊙ tanh c_t
inline void lstmForward(const ForwardColumn& s, Index size) {
  using namespace kernels;
  forEachLane(size, [&](const auto& at) {
    const auto sum = [&](Index block) {
      return (at.load(s.input + block * size) + at.load(s.inputBias + block * size)) +
             (at.load(s.recurrent + block * size) + at.load(s.recurrentBias + block * size));
    };
    const Float4 i = sigmoid(sum(0)), f = sigmoid(sum(1)), g = tanh(sum(2)), o = sigmoid(sum(3));
    const Float4 c = f * at.load(s.previousCell) + i * g;
    const Float4 cTanh = tanh(c);
    at.store(s.gates, i);
    at.store(s.gates + size, f);
    at.store(s.gates + 2 * size, g);
    at.store(s.gates + 3 * size, o);
    at.store(s.cell, c);
    at.store(s.cellTanh, cTanh);
    at.store(s.hidden, o * cTanh);
  });
}

//   ∂L/∂c = (∂L/∂c_t by way of c_{t+1}) + ∂L/∂h ⊙ o ⊙ (1 − tanh² c_t)
//   δ_i = ∂L/∂c ⊙ g ⊙ i (1 − i)         δ_f = ∂L/∂c ⊙ c_{t−1} ⊙ f (1 − f)
//   δ_g = ∂L/∂c ⊙ i ⊙ (1 − g²)          δ_o = ∂L/∂h ⊙ tanh c_t ⊙ o (1 − o)
//   ∂L/∂c_{t−1} = ∂L/∂c ⊙ f             ∂L/∂h_{t−1} = W_hhᵀ δ_t (layer.cpp)
inline void lstmBackward(const BackwardColumn& s, Index size) {
  using namespace kernels;
  forEachLane(size, [&](const auto& at) {
    const Float4 dHidden = at.load(s.dHiddenFromOutput) + at.load(s.dHiddenFromNext);
    const Float4 i = at.load(s.gates), f = at.load(s.gates + size), g = at.load(s.gates + 2 * size),
                 o = at.load(s.gates + 3 * size);
    const Float4 cTanh = at.load(s.cellTanh);
    const Float4 dCell = at.load(s.dCellFromNext) + dHidden * o * (1.0F - cTanh * cTanh);
    at.store(s.delta, dCell * g * i * (1.0F - i));
    at.store(s.delta + size, dCell * at.load(s.previousCell) * f * (1.0F - f));
    at.store(s.delta + 2 * size, dCell * i * (1.0F - g * g));
    at.store(s.delta + 3 * size, dHidden * cTanh * o * (1.0F - o));
    at.store(s.dCellFromNext, dCell * f);
  });
}

}  // namespace rnn
