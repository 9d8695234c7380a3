#pragma once

// The matrix products that training spends most of its time in.
//
// Each number of A B is the sum of its terms in their order, in one accumulator, however many columns B has and whether
// A is packed or not: a token's hidden state has the same bits alone, in a batch, and in one window or many. Aᵀ B,
// which only the backward pass needs, may differ in the last bits between fewer columns than four and more.

#include <memory>

#include "rnn/types.h"

namespace rnn::kernels {

enum class Transpose { No, Yes };
/// Whether a product is added to C (β = 1 in BLAS) or replaces it (β = 0).
enum class Accumulate { No, Yes };

/// Floats that are overwritten before they are read. Capacity never shrinks, so that nothing is allocated in a training
/// step after the first.
class Scratch {
 public:
  float* reserve(Index count);

 private:
  std::unique_ptr<float[]> values_;
  Index capacity_ = 0;
};

/// The left matrix A of products A B, or Aᵀ B, such as W_hh at every time step. A large one is packed into micro-panels
/// of MR = 8 rows, as in GotoBLAS and BLIS: the columns of a micro-panel are contiguous, so that a product reads it
/// from front to back. A small one stays where it is, and must outlive the products.
class PackedMatrix {
 public:
  /// @param columns of the widest B
  /// @param allColumns of all B together: packing pays where A is used often enough
  void assign(MatrixView<const float> a, Transpose transpose, Index columns, Index allColumns);

  /// C ← A B, or C ← C + A B
  void multiply(MatrixView<const float> b, MatrixView<float> c, Accumulate accumulate = Accumulate::No) const;

 private:
  MatrixView<const float> a_{nullptr, 0, 0};
  Transpose transpose_ = Transpose::No;
  const float* panels_ = nullptr;  // or null: not packed
  Scratch scratch_;
};

/// C ← A Bᵀ, or C ← C + A Bᵀ: the sum of the outer products of A's columns with B's. In blocks of 128 terms, each
/// summed before it is added to C, so that long sums keep their digits. `scratch` may be shared with other calls.
void outerProducts(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c, Accumulate accumulate,
                   Scratch& scratch);

/// sum ← the sum of A's columns, or sum + it; in blocks likewise, the blocks by Kahan's summation.
void sumColumns(MatrixView<const float> a, VectorView<float> sum, Accumulate accumulate, Scratch& scratch);

}  // namespace rnn::kernels
