#include "rnn/kernels/panels.h"

#include <algorithm>

#include "rnn/kernels/simd.h"

namespace rnn::kernels {
namespace {

// Names as in BLIS. A tile of C has MR × NR numbers: eight vectors, which with two of A and one of B fit into the
// sixteen registers of SSE, on which WebAssembly runs. Each number of A is used NR times once loaded, each of B MR
// times.
constexpr Index MR = 8;
constexpr Index NR = 4;
// Columns of B that are multiplied by one micro-panel of A after the other, and stay in the first-level cache
// meanwhile.
constexpr Index NC = 32;
// Terms of a sum of outer products that are taken together, so that the block of B and the micro-panel fit that cache.
constexpr Index KC = 128;

struct Tile {
  Float4 upper[NR] = {};
  Float4 lower[NR] = {};
};

//   tile = Σ_k a_k ⊗ b_k        a_k: MR numbers of A's micro-panel, b_k: NR of B, one per column
inline Tile multiplyTile(const float* a, const float* b, Index stride, Index depth) {
  Tile tile;
  const float* b0 = b;
  const float* b1 = b + stride;
  const float* b2 = b1 + stride;
  const float* b3 = b2 + stride;
  for (Index k = 0; k < depth; ++k, a += MR) {
    const Float4 upper = load(a);
    const Float4 lower = load(a + 4);
    const Float4 s0 = splat(b0[k]);
    tile.upper[0] += upper * s0;
    tile.lower[0] += lower * s0;
    const Float4 s1 = splat(b1[k]);
    tile.upper[1] += upper * s1;
    tile.lower[1] += lower * s1;
    const Float4 s2 = splat(b2[k]);
    tile.upper[2] += upper * s2;
    tile.lower[2] += lower * s2;
    const Float4 s3 = splat(b3[k]);
    tile.upper[3] += upper * s3;
    tile.lower[3] += lower * s3;
  }
  return tile;
}

/// One column of C. Four independent sums hide the latency of the addition.
inline Tile multiplyColumn(const float* a, const float* b, Index depth) {
  Tile sums;
  Index k = 0;
  for (; k + 4 <= depth; k += 4, a += 4 * MR) {
    for (Index i = 0; i < 4; ++i) {
      const Float4 s = splat(b[k + i]);
      sums.upper[i] += load(a + i * MR) * s;
      sums.lower[i] += load(a + i * MR + 4) * s;
    }
  }
  for (; k < depth; ++k, a += MR) {
    const Float4 s = splat(b[k]);
    sums.upper[0] += load(a) * s;
    sums.lower[0] += load(a + 4) * s;
  }
  sums.upper[0] = (sums.upper[0] + sums.upper[1]) + (sums.upper[2] + sums.upper[3]);
  sums.lower[0] = (sums.lower[0] + sums.lower[1]) + (sums.lower[2] + sums.lower[3]);
  return sums;
}

/// Stores or accumulates the tile's first rows and columns.
inline void storeTile(const Tile& tile, Accumulate accumulate, Index rows, Index columns, float* c, Index stride) {
  for (Index j = 0; j < columns; ++j, c += stride) {
    if (rows == MR) {
      const bool add = accumulate == Accumulate::Yes;
      store(c, add ? load(c) + tile.upper[j] : tile.upper[j]);
      store(c + 4, add ? load(c + 4) + tile.lower[j] : tile.lower[j]);
      continue;
    }
    float column[MR];
    store(column, tile.upper[j]);
    store(column + 4, tile.lower[j]);
    for (Index i = 0; i < rows; ++i)
      c[i] = accumulate == Accumulate::Yes ? c[i] + column[i] : column[i];
  }
}

/// Packs up to MR rows of A, column by column, padded with zeros.
void packRows(const float* a, Index stride, Index rows, Index depth, float* panel) {
  for (Index k = 0; k < depth; ++k, a += stride, panel += MR) {
    if (rows == MR) {
      store(panel, load(a));
      store(panel + 4, load(a + 4));
      continue;
    }
    std::fill(std::copy_n(a, rows, panel), panel + MR, 0.0F);
  }
}

/// Packs four columns of A as four rows of Aᵀ, from `panel` on.
inline void packFour(const float* a, Index stride, Index depth, float* panel) {
  Index k = 0;
  for (; k + 4 <= depth; k += 4, panel += 4 * MR) {
    const Float4x4 block =
        transpose({load(a + k), load(a + stride + k), load(a + 2 * stride + k), load(a + 3 * stride + k)});
    for (Index i = 0; i < 4; ++i)
      store(panel + i * MR, block.rows[i]);
  }
  for (; k < depth; ++k, panel += MR)
    store(panel, Float4{a[k], a[stride + k], a[2 * stride + k], a[3 * stride + k]});
}

/// Packs up to MR columns of A as rows of Aᵀ, padded with zeros.
void packColumns(const float* a, Index stride, Index columns, Index depth, float* panel) {
  Index column = 0;
  for (; column + 4 <= columns; column += 4)
    packFour(a + column * stride, stride, depth, panel + column);
  for (; column < MR; ++column) {
    for (Index k = 0; k < depth; ++k)
      panel[k * MR + column] = column < columns ? a[column * stride + k] : 0.0F;
  }
}

}  // namespace

Panels::Panels(const ConstMatrixRef<float>& a, Transpose transpose)
    : rows_(transpose == Transpose::No ? a.rows() : a.cols()),
      depth_(transpose == Transpose::No ? a.cols() : a.rows()) {
  const Index panels = (rows_ + MR - 1) / MR;
  packed_ = std::make_unique_for_overwrite<float[]>(static_cast<std::size_t>(panels * MR * depth_));
  const Index stride = a.outerStride();
  for (Index row = 0; row < rows_; row += MR) {
    const Index rows = std::min(MR, rows_ - row);
    float* panel = packed_.get() + row * depth_;
    if (transpose == Transpose::No) {
      packRows(a.data() + row, stride, rows, depth_, panel);
    } else {
      packColumns(a.data() + row * stride, stride, rows, depth_, panel);
    }
  }
}

void Panels::multiply(const ConstMatrixRef<float>& b, MatrixRef<float>& c, Accumulate accumulate) const {
  const Index stride = b.outerStride();
  for (Index begin = 0; begin < b.cols(); begin += NC) {
    const Index end = std::min(begin + NC, b.cols());
    for (Index row = 0; row < rows_; row += MR) {
      const float* a = packed_.get() + row * depth_;
      const Index rows = std::min(MR, rows_ - row);
      Index column = begin;
      for (; column + NR <= end; column += NR) {
        const Tile tile = multiplyTile(a, b.data() + column * stride, stride, depth_);
        storeTile(tile, accumulate, rows, NR, &c(row, column), c.outerStride());
      }
      for (; column < end; ++column) {
        const Tile tile = multiplyColumn(a, b.data() + column * stride, depth_);
        storeTile(tile, accumulate, rows, 1, &c(row, column), c.outerStride());
      }
    }
  }
}

void addOuterProductsInPanels(const ConstMatrixRef<float>& a, const ConstMatrixRef<float>& b, MatrixRef<float>& c) {
  for (Index first = 0; first < a.cols(); first += KC) {
    const Index terms = std::min(KC, a.cols() - first);
    const Matrix<float> bTransposed = b.middleCols(first, terms).transpose();
    Panels(a.middleCols(first, terms)).multiply(bTransposed, c, Accumulate::Yes);
  }
}

}  // namespace rnn::kernels
