// The products of rnn/kernels against sums written out in double.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "rnn/kernels/product.h"
#include "rnn/random.h"

namespace rnn::kernels {
namespace {

// Around the sizes of a tile (8 × 4), of a group of columns (32) and of a group of terms (128).
const std::vector<Index> kSizes{0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 16, 17, 31, 33, 40, 100};

Matrix<float> randomMatrix(Index rows, Index columns, Random& random) {
  return Matrix<float>::NullaryExpr(rows, columns, [&] { return static_cast<float>(random.uniform(-1, 1)); });
}

/// Σ_k a(row, k) b(k, column) in double, and how far single precision may be from it.
struct Sum {
  double value = 0;
  double tolerance = 0;
};

Sum sumOf(const Matrix<float>& a, const Matrix<float>& b, Index row, Index column, double start) {
  Sum sum{start, std::abs(start)};
  for (Index k = 0; k < a.cols(); ++k) {
    const double term = static_cast<double>(a(row, k)) * static_cast<double>(b(k, column));
    sum.value += term;
    sum.tolerance += std::abs(term);
  }
  sum.tolerance *= static_cast<double>(a.cols() + 1) * std::numeric_limits<float>::epsilon();
  return sum;
}

void expectProduct(const Matrix<float>& c, const Matrix<float>& a, const Matrix<float>& b, const Matrix<float>& start) {
  for (Index row = 0; row < c.rows(); ++row) {
    for (Index column = 0; column < c.cols(); ++column) {
      const Sum expected = sumOf(a, b, row, column, static_cast<double>(start(row, column)));
      ASSERT_NEAR(c(row, column), expected.value, expected.tolerance)
          << a.rows() << " x " << a.cols() << " x " << b.cols() << " at " << row << ", " << column;
    }
  }
}

template <class Check>
void forAllShapes(const Check& check) {
  for (const Index rows : kSizes) {
    for (const Index depth : kSizes) {
      for (const Index columns : kSizes)
        check(rows, depth, columns);
    }
  }
}

MatrixView<const float> viewOf(const Matrix<float>& matrix) {
  return {matrix.data(), matrix.rows(), matrix.cols()};
}

MatrixView<float> writable(Matrix<float>& matrix) {
  return {matrix.data(), matrix.rows(), matrix.cols()};
}

void product(const Matrix<float>& a, Transpose transpose, const Matrix<float>& b, Matrix<float>& c,
             Accumulate accumulate) {
  PackedMatrix factor;
  factor.assign(viewOf(a), transpose, b.cols(), b.cols());
  factor.multiply(viewOf(b), writable(c), accumulate);
}

TEST(PackedMatrix, MultipliesMatricesOfEveryShape) {
  Random random(1);
  forAllShapes([&](Index rows, Index depth, Index columns) {
    const Matrix<float> a = randomMatrix(rows, depth, random);
    const Matrix<float> b = randomMatrix(depth, columns, random);
    Matrix<float> c = Matrix<float>::Constant(rows, columns, std::numeric_limits<float>::quiet_NaN());
    product(a, Transpose::No, b, c, Accumulate::No);
    expectProduct(c, a, b, Matrix<float>::Zero(rows, columns));
  });
}

TEST(PackedMatrix, TransposesAndAccumulates) {
  Random random(2);
  forAllShapes([&](Index rows, Index depth, Index columns) {
    const Matrix<float> a = randomMatrix(depth, rows, random);
    const Matrix<float> b = randomMatrix(depth, columns, random);
    const Matrix<float> start = randomMatrix(rows, columns, random);
    Matrix<float> c = start;
    product(a, Transpose::Yes, b, c, Accumulate::Yes);
    expectProduct(c, a.transpose(), b, start);
  });
}

TEST(PackedMatrix, MultipliesNarrowerMatricesThanItWasPackedFor) {
  Random random(3);
  const Matrix<float> a = randomMatrix(20, 13, random);
  PackedMatrix factor;
  factor.assign(viewOf(a), Transpose::No, 9, 1000);
  for (Index columns = 0; columns <= 9; ++columns) {
    const Matrix<float> b = randomMatrix(13, columns, random);
    Matrix<float> c(20, columns);
    factor.multiply(viewOf(b), writable(c));
    expectProduct(c, a, b, Matrix<float>::Zero(20, columns));
  }
}

// A matrix of this size is packed where it is multiplied by many columns, and stays where it is for one.
TEST(PackedMatrix, GivesAColumnTheSameBitsAloneAndAmongOthers) {
  Random random(8);
  const Matrix<float> a = randomMatrix(100, 99, random);
  const Matrix<float> b = randomMatrix(99, 37, random);
  Matrix<float> together(100, 37);
  product(a, Transpose::No, b, together, Accumulate::No);
  expectProduct(together, a, b, Matrix<float>::Zero(100, 37));
  for (Index column = 0; column < b.cols(); ++column) {
    Matrix<float> alone(100, 1);
    product(a, Transpose::No, b.col(column), alone, Accumulate::No);
    EXPECT_EQ(alone, Matrix<float>(together.col(column))) << column;
  }
}

TEST(PackedMatrix, TransposesAndAccumulatesALargeOne) {
  Random random(9);
  const Matrix<float> a = randomMatrix(131, 99, random);
  for (const Index columns : {1, 2, 3, 4, 37}) {
    const Matrix<float> b = randomMatrix(131, columns, random);
    const Matrix<float> start = randomMatrix(99, columns, random);
    Matrix<float> c = start;
    product(a, Transpose::Yes, b, c, Accumulate::Yes);
    expectProduct(c, a.transpose(), b, start);
  }
}

TEST(PackedMatrix, KeepsNaNInItsOwnRow) {
  Matrix<float> a = Matrix<float>::Ones(11, 5);
  a(9, 2) = std::numeric_limits<float>::quiet_NaN();
  Matrix<float> c(11, 6);
  product(a, Transpose::No, Matrix<float>::Ones(5, 6), c, Accumulate::No);
  for (Index row = 0; row < 11; ++row)
    EXPECT_EQ(c.row(row).array().isNaN().all(), row == 9);
  EXPECT_EQ(c.topRows(9), Matrix<float>::Constant(9, 6, 5));
}

TEST(OuterProducts, AddUpForEveryShape) {
  Random random(5);
  forAllShapes([&](Index rows, Index terms, Index columns) {
    const Matrix<float> a = randomMatrix(rows, terms, random);
    const Matrix<float> b = randomMatrix(columns, terms, random);
    const Matrix<float> start = randomMatrix(rows, columns, random);
    Matrix<float> c = start;
    Scratch scratch;
    outerProducts(viewOf(a), viewOf(b), writable(c), Accumulate::Yes, scratch);
    expectProduct(c, a, b.transpose(), start);
  });
}

TEST(OuterProducts, AddUpForLongSums) {
  Random random(6);
  for (const Index terms : {0, 1, 127, 128, 129, 300}) {
    const Matrix<float> a = randomMatrix(110, terms, random);
    const Matrix<float> b = randomMatrix(37, terms, random);
    Matrix<float> c = Matrix<float>::Constant(110, 37, 7);
    Scratch scratch;
    outerProducts(viewOf(a), viewOf(b), writable(c), Accumulate::No, scratch);
    expectProduct(c, a, b.transpose(), Matrix<float>::Zero(110, 37));
    Vector<float> sum = Vector<float>::Constant(110, 7);
    sumColumns(viewOf(a), {sum.data(), 110}, Accumulate::No, scratch);
    Matrix<float> ones = Matrix<float>::Ones(terms, 1);
    expectProduct(sum, a, ones, Matrix<float>::Zero(110, 1));
  }
}

// A compiler that fused multiplications with additions, or took the terms in another order, would change the bits.
TEST(Products, AreTheSameNativelyAndAsWebAssembly) {
  Random random(7);
  const Matrix<float> a = randomMatrix(9, 50, random);
  const Matrix<float> b = randomMatrix(50, 7, random);
  Matrix<float> c(9, 7);
  product(a, Transpose::No, b, c, Accumulate::No);
  EXPECT_EQ(c(0, 0), -0x1.2154a6p+1F);
  EXPECT_EQ(c(8, 3), 0x1.98a682p-1F);
  EXPECT_EQ(c(4, 6), 0x1.25aa2cp+0F);
  Matrix<float> gradient = Matrix<float>::Zero(9, 50);
  Scratch scratch;
  outerProducts(viewOf(c), viewOf(b), writable(gradient), Accumulate::Yes, scratch);
  EXPECT_EQ(gradient(0, 0), -0x1.a597e6p+0F);
  EXPECT_EQ(gradient(8, 49), -0x1.7430d4p+0F);
}

}  // namespace
}  // namespace rnn::kernels
