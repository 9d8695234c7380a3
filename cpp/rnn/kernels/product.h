#pragma once

// The matrix products that training spends most of its time in. For float matrices with several columns they are our
// own (panels.h), 1.5 to 2 times as fast as Eigen's; all others are Eigen's.

#include <optional>
#include <type_traits>

#include "rnn/kernels/panels.h"
#include "rnn/types.h"

namespace rnn::kernels {

/// The left matrix A of products A B, or Aᵀ B, such as W_hh at every time step, packed once into micro-panels where
/// that pays; else a non-owning view, so A must outlive it.
template <class S>
class PackedMatrix {
 public:
  /// `columns`: how many the widest B has.
  PackedMatrix(MatrixView<const S> a, Index columns, Transpose transpose = Transpose::No)
      : a_(a), transpose_(transpose) {
    if constexpr (std::is_same_v<S, float>) {
      // A matrix-vector product reads each number of A once, so packing gains nothing.
      if (columns > 1) panels_.emplace(ConstMatrixRef<float>(a), transpose);
    }
  }

  /// C ← A B, or C ← C + A B
  void multiply(const ConstMatrixRef<S>& b, MatrixRef<S> c, Accumulate accumulate = Accumulate::No) const {
    if constexpr (std::is_same_v<S, float>) {
      if (panels_) return panels_->multiply(b, c, accumulate);
    }
    if (transpose_ == Transpose::No) {
      eigenProduct(a_, b, c, accumulate);
    } else {
      eigenProduct(a_.transpose(), b, c, accumulate);
    }
  }

 private:
  template <class A>
  static void eigenProduct(const A& a, const ConstMatrixRef<S>& b, MatrixRef<S>& c, Accumulate accumulate) {
    if (accumulate == Accumulate::No) {
      c.noalias() = a * b;
    } else {
      c.noalias() += a * b;
    }
  }

  MatrixView<const S> a_;
  Transpose transpose_;
  std::optional<Panels> panels_;
};

/// C ← C + A Bᵀ, the sum of the outer products of A's columns with B's.
template <class S>
void addOuterProducts(const ConstMatrixRef<S>& a, const ConstMatrixRef<S>& b, MatrixRef<S> c) {
  if constexpr (std::is_same_v<S, float>) {
    addOuterProductsInPanels(a, b, c);
  } else {
    c.noalias() += a * b.transpose();
  }
}

}  // namespace rnn::kernels
