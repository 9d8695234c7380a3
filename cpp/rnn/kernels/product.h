#pragma once

// The products that training spends most of its time in. Those of a float matrix with several columns are our
// own (panels.h), half as fast again to twice as fast as Eigen's; all others are Eigen's.

#include <optional>
#include <type_traits>

#include "rnn/kernels/panels.h"
#include "rnn/types.h"

namespace rnn::kernels {

/// A matrix A on the left of products A B, or Aᵀ B, such as W_hh at every time step. Where that pays it is copied
/// once into the order in which the products read it; otherwise it is only looked at, and must outlive this.
template <class S>
class LeftFactor {
 public:
  /// `columns`: how many the widest B has.
  LeftFactor(MatrixView<const S> a, Index columns, Side side = Side::AsItIs) : a_(a), side_(side) {
    if constexpr (std::is_same_v<S, float>) {
      // A single column meets each number of A once: nothing could be gained by copying them.
      if (columns > 1) panels_.emplace(ConstMatrixRef<float>(a), side);
    }
  }

  /// C ← A B, or C ← C + A B
  void multiply(const ConstMatrixRef<S>& b, MatrixRef<S> c, Into into = Into::Replace) const {
    if constexpr (std::is_same_v<S, float>) {
      if (panels_) return panels_->multiply(b, c, into);
    }
    if (side_ == Side::AsItIs) {
      plainProduct(a_, b, c, into);
    } else {
      plainProduct(a_.transpose(), b, c, into);
    }
  }

 private:
  template <class A>
  static void plainProduct(const A& a, const ConstMatrixRef<S>& b, MatrixRef<S>& c, Into into) {
    if (into == Into::Replace) {
      c.noalias() = a * b;
    } else {
      c.noalias() += a * b;
    }
  }

  MatrixView<const S> a_;
  Side side_;
  std::optional<Panels> panels_;
};

/// C ← C + A Bᵀ: the outer products of A's columns with B's, all added up.
template <class S>
void addOuterProducts(const ConstMatrixRef<S>& a, const ConstMatrixRef<S>& b, MatrixRef<S> c) {
  if constexpr (std::is_same_v<S, float>) {
    addOuterProductsInPanels(a, b, c);
  } else {
    c.noalias() += a * b.transpose();
  }
}

}  // namespace rnn::kernels
