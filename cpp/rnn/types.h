#pragma once

// Matrices are column-major (Eigen's default), one column per token of a sequence. S is float in the engine; the tests
// also keep weights in double.

#include <cstdint>
#include <type_traits>

#include <Eigen/Core>

namespace rnn {

using Index = Eigen::Index;
using TokenId = std::int32_t;

/// Out-of-vocabulary input: its one-hot vector is all zero.
inline constexpr TokenId kUnknownToken = -1;
/// Ignored target: a position that counts in no loss, gradient or accuracy (PyTorch's ignore_index).
inline constexpr TokenId kIgnoredTarget = -1;

template <class S>
using Matrix = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>;
template <class S>
using Vector = Eigen::Matrix<S, Eigen::Dynamic, 1>;

/// A non-owning view of a flat buffer as a matrix or vector; read-only when S is const.
template <class S>
using MatrixView = Eigen::Map<
    std::conditional_t<std::is_const_v<S>, const Matrix<std::remove_const_t<S>>, Matrix<std::remove_const_t<S>>>>;
template <class S>
using VectorView = Eigen::Map<
    std::conditional_t<std::is_const_v<S>, const Vector<std::remove_const_t<S>>, Vector<std::remove_const_t<S>>>>;

/// Gives a matrix capacity for at least `columns` columns. It never shrinks, so that sequences of different lengths do
/// not reallocate at every step; contents are lost when it grows.
template <class S>
void reserveColumns(Matrix<S>& matrix, Index rows, Index columns) {
  if (matrix.rows() != rows || matrix.cols() < columns) matrix.resize(rows, columns);
}

}  // namespace rnn
