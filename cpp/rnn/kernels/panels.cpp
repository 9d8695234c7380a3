#include "rnn/kernels/panels.h"

#include <algorithm>

#include "rnn/kernels/simd.h"

namespace rnn::kernels {
namespace {

// A tile of C is kPanel × kStrip numbers: eight vectors, which with two of A and one of B fit into the sixteen
// registers of SSE, on which WebAssembly runs. Each number of A is used four times once loaded, each of B eight.
constexpr Index kPanel = 8;
constexpr Index kStrip = 4;
// Columns of B that meet one panel of A after the other: they stay in the first-level cache meanwhile.
constexpr Index kColumnsAtOnce = 32;
// Terms of a sum of outer products that are taken together, so that those columns and that panel are few enough.
constexpr Index kTermsAtOnce = 128;

struct Tile {
  Float4 upper[kStrip] = {};
  Float4 lower[kStrip] = {};
};

//   tile = Σ_k a_k ⊗ b_k        a_k: 8 numbers of A's panel, b_k: 4 of B, a column each
inline Tile multiplyTile(const float* a, const float* b, Index stride, Index depth) {
  Tile tile;
  const float* b0 = b;
  const float* b1 = b + stride;
  const float* b2 = b1 + stride;
  const float* b3 = b2 + stride;
  for (Index k = 0; k < depth; ++k, a += kPanel) {
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

/// One column of C. Four sums take turns, so that none waits for its own last addition.
inline Tile multiplyColumn(const float* a, const float* b, Index depth) {
  Tile sums;
  Index k = 0;
  for (; k + 4 <= depth; k += 4, a += 4 * kPanel) {
    for (Index i = 0; i < 4; ++i) {
      const Float4 s = splat(b[k + i]);
      sums.upper[i] += load(a + i * kPanel) * s;
      sums.lower[i] += load(a + i * kPanel + 4) * s;
    }
  }
  for (; k < depth; ++k, a += kPanel) {
    const Float4 s = splat(b[k]);
    sums.upper[0] += load(a) * s;
    sums.lower[0] += load(a + 4) * s;
  }
  sums.upper[0] = (sums.upper[0] + sums.upper[1]) + (sums.upper[2] + sums.upper[3]);
  sums.lower[0] = (sums.lower[0] + sums.lower[1]) + (sums.lower[2] + sums.lower[3]);
  return sums;
}

/// Writes the tile's first rows and columns.
inline void keep(const Tile& tile, Into into, Index rows, Index columns, float* c, Index stride) {
  for (Index j = 0; j < columns; ++j, c += stride) {
    if (rows == kPanel) {
      const bool add = into == Into::Add;
      store(c, add ? load(c) + tile.upper[j] : tile.upper[j]);
      store(c + 4, add ? load(c + 4) + tile.lower[j] : tile.lower[j]);
      continue;
    }
    float column[kPanel];
    store(column, tile.upper[j]);
    store(column + 4, tile.lower[j]);
    for (Index i = 0; i < rows; ++i)
      c[i] = into == Into::Add ? c[i] + column[i] : column[i];
  }
}

/// Copies up to eight rows of A, column by column, filled up with zeros to eight each.
void packRows(const float* a, Index stride, Index rows, Index depth, float* panel) {
  for (Index k = 0; k < depth; ++k, a += stride, panel += kPanel) {
    if (rows == kPanel) {
      store(panel, load(a));
      store(panel + 4, load(a + 4));
      continue;
    }
    std::fill(std::copy_n(a, rows, panel), panel + kPanel, 0.0F);
  }
}

/// Four columns of A as four rows of Aᵀ, from `panel` on.
inline void packFour(const float* a, Index stride, Index depth, float* panel) {
  Index k = 0;
  for (; k + 4 <= depth; k += 4, panel += 4 * kPanel) {
    const Float4x4 block =
        transpose({load(a + k), load(a + stride + k), load(a + 2 * stride + k), load(a + 3 * stride + k)});
    for (Index i = 0; i < 4; ++i)
      store(panel + i * kPanel, block.rows[i]);
  }
  for (; k < depth; ++k, panel += kPanel)
    store(panel, Float4{a[k], a[stride + k], a[2 * stride + k], a[3 * stride + k]});
}

/// Up to eight columns of A as rows of Aᵀ, filled up with zeros to eight.
void packColumns(const float* a, Index stride, Index columns, Index depth, float* panel) {
  Index column = 0;
  for (; column + 4 <= columns; column += 4)
    packFour(a + column * stride, stride, depth, panel + column);
  for (; column < kPanel; ++column) {
    for (Index k = 0; k < depth; ++k)
      panel[k * kPanel + column] = column < columns ? a[column * stride + k] : 0.0F;
  }
}

}  // namespace

Panels::Panels(const ConstMatrixRef<float>& a, Side side)
    : rows_(side == Side::AsItIs ? a.rows() : a.cols()), depth_(side == Side::AsItIs ? a.cols() : a.rows()) {
  const Index panels = (rows_ + kPanel - 1) / kPanel;
  numbers_ = std::make_unique_for_overwrite<float[]>(static_cast<std::size_t>(panels * kPanel * depth_));
  const Index stride = a.outerStride();
  for (Index row = 0; row < rows_; row += kPanel) {
    const Index rows = std::min(kPanel, rows_ - row);
    float* panel = numbers_.get() + row * depth_;
    if (side == Side::AsItIs) {
      packRows(a.data() + row, stride, rows, depth_, panel);
    } else {
      packColumns(a.data() + row * stride, stride, rows, depth_, panel);
    }
  }
}

void Panels::multiply(const ConstMatrixRef<float>& b, MatrixRef<float>& c, Into into) const {
  const Index stride = b.outerStride();
  for (Index begin = 0; begin < b.cols(); begin += kColumnsAtOnce) {
    const Index end = std::min(begin + kColumnsAtOnce, b.cols());
    for (Index row = 0; row < rows_; row += kPanel) {
      const float* a = numbers_.get() + row * depth_;
      const Index rows = std::min(kPanel, rows_ - row);
      Index column = begin;
      for (; column + kStrip <= end; column += kStrip) {
        const Tile tile = multiplyTile(a, b.data() + column * stride, stride, depth_);
        keep(tile, into, rows, kStrip, &c(row, column), c.outerStride());
      }
      for (; column < end; ++column) {
        const Tile tile = multiplyColumn(a, b.data() + column * stride, depth_);
        keep(tile, into, rows, 1, &c(row, column), c.outerStride());
      }
    }
  }
}

void addOuterProductsInPanels(const ConstMatrixRef<float>& a, const ConstMatrixRef<float>& b, MatrixRef<float>& c) {
  for (Index first = 0; first < a.cols(); first += kTermsAtOnce) {
    const Index terms = std::min(kTermsAtOnce, a.cols() - first);
    const Matrix<float> bTransposed = b.middleCols(first, terms).transpose();
    Panels(a.middleCols(first, terms)).multiply(bTransposed, c, Into::Add);
  }
}

}  // namespace rnn::kernels
