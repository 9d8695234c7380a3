#pragma once

// The few type names everything in rnn/ is written in. S is the scalar: float to train, double to
// check. Matrices are column-major (Eigen's default): a column holds one token of one sequence.

#include <cstdint>
#include <type_traits>

#include <Eigen/Core>

namespace rnn {

using Index = Eigen::Index;
using TokenId = std::int32_t;

/// An input that is in no vocabulary. Its one-hot vector is zero: the network steps, unmoved by it.
inline constexpr TokenId kUnknownToken = -1;
/// A position nothing is asked of: it counts in no loss, no gradient and no accuracy.
inline constexpr TokenId kNoTarget = -1;

template <class S>
using Matrix = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>;
template <class S>
using Vector = Eigen::Matrix<S, Eigen::Dynamic, 1>;

/// A block of somebody else's columns, to write to or only to read.
template <class S>
using MatrixRef = Eigen::Ref<Matrix<S>>;
template <class S>
using ConstMatrixRef = Eigen::Ref<const Matrix<S>>;

/// A matrix laid over a flat buffer; read-only when S is const.
template <class S>
using MatrixView = Eigen::Map<
    std::conditional_t<std::is_const_v<S>, const Matrix<std::remove_const_t<S>>, Matrix<std::remove_const_t<S>>>>;
template <class S>
using VectorView = Eigen::Map<
    std::conditional_t<std::is_const_v<S>, const Vector<std::remove_const_t<S>>, Vector<std::remove_const_t<S>>>>;

/// Makes room for at least `columns` columns without ever shrinking, so that sentences of different
/// lengths do not reallocate at every step. Contents are lost when it grows.
template <class S>
void reserveColumns(Matrix<S>& matrix, Index rows, Index columns) {
  if (matrix.rows() != rows || matrix.cols() < columns) matrix.resize(rows, columns);
}

/// Adds the columns of a matrix to a vector, one by one: as they lie in memory, not row by row across all of it.
template <class S>
void addColumns(const ConstMatrixRef<S>& matrix, VectorView<S>& sum) {
  for (Index column = 0; column < matrix.cols(); ++column)
    sum += matrix.col(column);
}

}  // namespace rnn
