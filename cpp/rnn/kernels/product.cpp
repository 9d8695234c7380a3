#include "rnn/kernels/product.h"

#include <algorithm>
#include <new>
#include <type_traits>

#include "rnn/kernels/simd.h"

namespace rnn::kernels {
namespace {

using ConstView = MatrixView<const float>;
using View = MatrixView<float>;

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
// Numbers that the first-level cache holds: a matrix of fewer is not packed.
constexpr Index kSmall = 12 * 1024;
// A matrix that is multiplied by fewer columns than this is not packed either.
constexpr Index kFewColumns = 16;

/// 4 R rows and C columns of a product.
template <Index R, Index C>
struct Tile {
  Float4 sums[R][C] = {};
};

/// Where the numbers of a tile come from: A's rows 4r … 4r + 3 at `a + (r / 2) · panelStride + (r % 2) · 4`, its
/// columns `aStep` apart; B's columns `bStride` apart, the terms of each `bStep` apart.
struct Factors {
  const float* a;
  Index panelStride;
  Index aStep;
  const float* b;
  Index bStride;
  Index bStep;
  bool packed = false;  ///< A is in micro-panels, the last one padded
};

//   tile = Σ_k a_k ⊗ b_k        a_k: 4 R numbers of A's column k, b_k: C numbers of B, one per column
template <Index R, Index C>
inline Tile<R, C> multiplyTile(const Factors& f, Index depth) {
  Tile<R, C> tile;
  const float* a = f.a;
  const float* b = f.b;
  for (Index k = 0; k < depth; ++k, a += f.aStep, b += f.bStep) {
    Float4 column[R];
    for (Index r = 0; r < R; ++r)
      column[r] = load(a + (r / 2) * f.panelStride + (r % 2) * 4);
    for (Index c = 0; c < C; ++c) {
      const Float4 s = splat(b[c * f.bStride]);
      for (Index r = 0; r < R; ++r)
        tile.sums[r][c] = multiplyAdd(column[r], s, tile.sums[r][c]);
    }
  }
  return tile;
}

//   tile = Aᵀ b for 4 R columns of A. The terms k = 0, 4, 8, … are one sum, k = 1, 5, 9, … another, and so on.
template <Index R>
inline Tile<R, 1> multiplyTransposedTile(const float* a, Index stride, const float* b, Index depth) {
  Float4 sums[4 * R] = {};
  const auto add = [&](const auto& at) __attribute__((always_inline)) {
    const Float4 column = at.load(b);
    for (Index row = 0; row < 4 * R; ++row)
      sums[row] = multiplyAdd(at.load(a + row * stride), column, sums[row]);
  };
  Index k = 0;
  for (; k + 4 <= depth; k += 4)
    add(WholeLane{k});
  if (k < depth) add(PartLane{k, depth - k});
  Tile<R, 1> tile;
  for (Index r = 0; r < R; ++r) {
    const Float4x4 parts = transpose({sums[4 * r], sums[4 * r + 1], sums[4 * r + 2], sums[4 * r + 3]});
    tile.sums[r][0] = (parts.rows[0] + parts.rows[1]) + (parts.rows[2] + parts.rows[3]);
  }
  return tile;
}

/// Stores or accumulates rows [first, end) of the tile, the first at `c`; of one with more than four rows, all.
template <Index R, Index C>
inline void storeTile(const Tile<R, C>& tile, Accumulate accumulate, Index first, Index end, float* c, Index stride) {
  const bool add = accumulate == Accumulate::Yes;
  for (Index j = 0; j < C; ++j, c += stride) {
    if (R == 1 && end - first < 4) {
      const Float4 column = tile.sums[0][j];
      for (Index i = first; i < end; ++i)
        c[i - first] = add ? c[i - first] + column[i] : column[i];
      continue;
    }
    for (Index r = 0; r < R; ++r)
      store(c + 4 * r, add ? load(c + 4 * r) + tile.sums[r][j] : tile.sums[r][j]);
  }
}

/// Calls with the number of the columns, if there are any, fewer than NR.
template <class Visit>
inline void forFewColumns(Index begin, Index end, const Visit& visit) {
  if (end - begin == 3) visit(begin, std::integral_constant<Index, 3>{});
  if (end - begin == 2) visit(begin, std::integral_constant<Index, 2>{});
  if (end - begin == 1) visit(begin, std::integral_constant<Index, 1>{});
}

/// How many vectors of rows a tile of C columns has: so many that the sums hide the latency of the addition.
template <Index C>
constexpr Index kTallest = C >= 3 ? 2 : 8 / C;

// --- tiles of a product ---------------------------------------------------------------------------------------------

/// Rows [0, rows) of a product by tiles of 4 R rows, then by lower ones: calls with the first row of each, and which of
/// its rows are new. The last tile ends with the last row, if the rows of A are contiguous: it computes some rows a
/// second time, but never reads beyond A. Micro-panels are padded, so that there it begins where the one before ends.
template <Index R, class Visit>
inline void forRows(Index begin, Index rows, bool padded, const Visit& visit) {
  Index row = begin;
  for (; row + 4 * R <= rows; row += 4 * R)
    visit(row, std::integral_constant<Index, R>{}, Index{0}, 4 * R);
  if constexpr (R > 1) {
    forRows<R / 2>(row, rows, padded, visit);
  } else {
    const Index first = padded ? row : rows - 4;
    if (row < rows) visit(first, std::integral_constant<Index, 1>{}, row - first, rows - first);
  }
}

/// As forRows(), for the tiles of a single column, which have eight vectors of rows at most. The rows are split evenly:
/// a tile below four vectors is bound by the latency of the addition and takes as long as one of four.
template <class Visit>
inline void forEvenRows(Index rows, bool padded, const Visit& visit) {
  constexpr Index kMost = kTallest<1>;
  Index row = 0;
  for (Index vectors = rows / 4; vectors > 0; vectors = (rows - row) / 4) {
    const Index tiles = (vectors + kMost - 1) / kMost;
    Index height = (vectors + tiles - 1) / tiles;
    // In micro-panels of two vectors a tile begins with a panel.
    if (padded && tiles > 1) height += height % 2;
    const auto visitOfHeight = [&]<Index R>(const auto& self, std::integral_constant<Index, R> most) {
      if constexpr (R > 1) {
        if (height < R) return self(self, std::integral_constant<Index, R - 1>{});
      }
      visit(row, most, Index{0}, 4 * R);
    };
    visitOfHeight(visitOfHeight, std::integral_constant<Index, kMost>{});
    row += 4 * height;
  }
  forRows<1>(row, rows, padded, visit);
}

/// Fewer than four rows: number by number, in the same order.
void multiplyFewRows(const Factors& f, Index depth, Accumulate accumulate, View c) {
  for (Index column = 0; column < c.cols(); ++column) {
    for (Index row = 0; row < c.rows(); ++row) {
      float sum = 0;
      for (Index k = 0; k < depth; ++k)
        sum += f.a[k * f.aStep + row] * f.b[column * f.bStride + k * f.bStep];
      c(row, column) = accumulate == Accumulate::Yes ? c(row, column) + sum : sum;
    }
  }
}

/// The same for one column: c ← A b.
void multiplyColumn(Factors f, Index depth, Accumulate accumulate, float* c, Index rows) {
  const float* a = f.a;
  forEvenRows(rows, f.packed, [&](Index row, auto vectors, Index first, Index end) {
    f.a = a + row / MR * f.panelStride + row % MR;
    storeTile(multiplyTile<vectors, 1>(f, depth), accumulate, first, end, c + row + first, 0);
  });
}

/// C ← Σ_k a_k ⊗ b_k, with A where it is, or in micro-panels.
[[gnu::noinline]] void multiplyTiles(const Factors& f, Index depth, Accumulate accumulate, View c) {
  if (c.rows() < 4 && !f.packed) return multiplyFewRows(f, depth, accumulate, c);
  const auto multiply = [&](Index row, auto vectors, Index first, Index end, Index column, auto columns) {
    const float* a = f.a + row / MR * f.panelStride + row % MR;
    const auto tile = multiplyTile<vectors, columns>(
        {a, f.panelStride, f.aStep, f.b + column * f.bStride, f.bStride, f.bStep, f.packed}, depth);
    storeTile(tile, accumulate, first, end, &c(row + first, column), c.rows());
  };
  for (Index begin = 0; begin < c.cols(); begin += NC) {
    const Index end = std::min(begin + NC, c.cols());
    const Index whole = end - (end - begin) % NR;
    forRows<kTallest<NR>>(0, c.rows(), f.packed, [&](Index row, auto vectors, Index first, Index last) {
      for (Index column = begin; column < whole; column += NR)
        multiply(row, vectors, first, last, column, std::integral_constant<Index, NR>{});
    });
    forFewColumns(whole, end, [&](Index column, auto columns) {
      if constexpr (columns == 1) {
        Factors one = f;
        one.b += column * f.bStride;
        multiplyColumn(one, depth, accumulate, &c(0, column), c.rows());
      } else {
        forRows<kTallest<columns>>(0, c.rows(), f.packed, [&](Index row, auto vectors, Index first, Index last) {
          multiply(row, vectors, first, last, column, columns);
        });
      }
    });
  }
}

/// C ← Aᵀ B for fewer than four columns of A.
void multiplyFewColumnsTransposed(ConstView a, ConstView b, View c, Accumulate accumulate) {
  for (Index column = 0; column < c.cols(); ++column) {
    for (Index row = 0; row < c.rows(); ++row) {
      Float4 sum{};
      forEachLane(a.rows(),
                  [&](const auto& lane) { sum += lane.load(a.col(row).data()) * lane.load(b.col(column).data()); });
      c(row, column) = accumulate == Accumulate::Yes ? c(row, column) + sumOf(sum) : sumOf(sum);
    }
  }
}

/// C ← Aᵀ B
void multiplyTransposedInPlace(ConstView a, ConstView b, View c, Accumulate accumulate) {
  if (c.rows() < 4) return multiplyFewColumnsTransposed(a, b, c, accumulate);
  for (Index column = 0; column < c.cols(); ++column) {
    forRows<1>(0, c.rows(), false, [&](Index row, auto vectors, Index first, Index end) {
      const auto tile = multiplyTransposedTile<vectors>(a.col(row).data(), a.rows(), b.col(column).data(), a.rows());
      storeTile(tile, accumulate, first, end, &c(row + first, column), c.rows());
    });
  }
}

// --- outer products of few terms -------------------------------------------------------------------------------------

// Of so few terms a tile would take longer to set up than to multiply.
constexpr Index kFewTerms = 5;

//   C ← Σ_k a_k ⊗ b_k for K terms, which stay in registers for eight rows of A while all columns of C are written. The
// last eight rows may overlap those before, whose numbers are computed a second time.
template <Index K>
[[gnu::noinline]] void multiplyFewTerms(ConstView a, ConstView b, View c) {
  for (Index next = 0; next < c.rows(); next += MR) {
    const Index row = std::min(next, c.rows() - MR);
    Float4 terms[K][2];
    for (Index k = 0; k < K; ++k)
      for (Index r = 0; r < 2; ++r)
        terms[k][r] = load(a.data() + k * a.rows() + row + 4 * r);
    float* to = c.data() + row;
    for (Index column = 0; column < c.cols(); ++column, to += c.rows()) {
      Float4 sums[2] = {};
      for (Index k = 0; k < K; ++k) {
        const Float4 s = splat(b.data()[k * b.rows() + column]);
        for (Index r = 0; r < 2; ++r)
          sums[r] = multiplyAdd(terms[k][r], s, sums[r]);
      }
      store(to, sums[0]);
      store(to + 4, sums[1]);
    }
  }
}

/// The same for so many terms as there are: K at most.
template <Index K>
void multiplyFewTermsOf(ConstView a, ConstView b, View c) {
  if constexpr (K > 1) {
    if (a.cols() < K) return multiplyFewTermsOf<K - 1>(a, b, c);
  }
  multiplyFewTerms<K>(a, b, c);
}

// --- packing ---------------------------------------------------------------------------------------------------------

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

/// Packs four columns of A as four rows of Aᵀ, `to` apart by `step`.
inline void packFour(const float* a, Index stride, Index depth, float* to, Index step) {
  Index k = 0;
  for (; k + 4 <= depth; k += 4, to += 4 * step) {
    const Float4x4 block =
        transpose({load(a + k), load(a + stride + k), load(a + 2 * stride + k), load(a + 3 * stride + k)});
    for (Index i = 0; i < 4; ++i)
      store(to + i * step, block.rows[i]);
  }
  for (; k < depth; ++k, to += step)
    store(to, Float4{a[k], a[stride + k], a[2 * stride + k], a[3 * stride + k]});
}

/// Packs up to MR columns of A as rows of Aᵀ, padded with zeros.
void packColumns(const float* a, Index stride, Index columns, Index depth, float* panel) {
  Index column = 0;
  for (; column + 4 <= columns; column += 4)
    packFour(a + column * stride, stride, depth, panel + column, MR);
  for (; column < MR; ++column) {
    for (Index k = 0; k < depth; ++k)
      panel[k * MR + column] = column < columns ? a[column * stride + k] : 0.0F;
  }
}

Index packedSize(Index rows, Index depth) {
  return (rows + MR - 1) / MR * MR * depth;
}

/// Packs A, or its transpose, into `panels`.
void pack(ConstView a, Transpose transpose, float* panels) {
  const Index rows = transpose == Transpose::No ? a.rows() : a.cols();
  const Index depth = transpose == Transpose::No ? a.cols() : a.rows();
  for (Index row = 0; row < rows; row += MR) {
    float* panel = panels + row * depth;
    if (transpose == Transpose::No) {
      packRows(a.data() + row, a.rows(), std::min(MR, rows - row), depth, panel);
    } else {
      packColumns(a.col(row).data(), a.rows(), std::min(MR, rows - row), depth, panel);
    }
  }
}

}  // namespace

float* Scratch::reserve(Index count) {
  if (count > capacity_) {
    values_ = std::make_unique_for_overwrite<float[]>(static_cast<std::size_t>(count));
    capacity_ = count;
  }
  return values_.get();
}

void PackedMatrix::assign(ConstView a, Transpose transpose, Index columns, Index allColumns) {
  new (&a_) ConstView(a.data(), a.rows(), a.cols());  // how Eigen moves a map to other numbers
  transpose_ = transpose;
  panels_ = nullptr;
  const bool isTransposed = transpose == Transpose::Yes;
  // Where A is, its rows are read as fast as if packed, but Aᵀ's only one column of B at a time.
  if (columns < NR || (!isTransposed && (a.size() <= kSmall || allColumns < kFewColumns))) return;
  float* panels = scratch_.reserve(packedSize(isTransposed ? a.cols() : a.rows(), isTransposed ? a.rows() : a.cols()));
  pack(a, transpose, panels);
  panels_ = panels;
}

void PackedMatrix::multiply(ConstView b, View c, Accumulate accumulate) const {
  if (panels_) {
    multiplyTiles({panels_, MR * b.rows(), MR, b.data(), b.rows(), 1, true}, b.rows(), accumulate, c);
  } else if (transpose_ == Transpose::Yes) {
    multiplyTransposedInPlace(a_, b, c, accumulate);
  } else {
    const Factors factors{a_.data(), MR, a_.rows(), b.data(), b.rows(), 1};
    if (c.cols() == 1 && c.rows() >= 4) return multiplyColumn(factors, a_.cols(), accumulate, c.data(), c.rows());
    multiplyTiles(factors, a_.cols(), accumulate, c);
  }
}

void outerProducts(ConstView a, ConstView b, View c, Accumulate accumulate, Scratch& scratch) {
  if (a.cols() == 0 && accumulate == Accumulate::No) c.setZero();
  if (a.cols() > 0 && a.cols() <= kFewTerms && a.rows() >= MR && accumulate == Accumulate::No)
    return multiplyFewTermsOf<kFewTerms>(a, b, c);
  for (Index first = 0; first < a.cols(); first += KC) {
    const Index terms = std::min(KC, a.cols() - first);
    const Accumulate add = first > 0 ? Accumulate::Yes : accumulate;
    if ((a.rows() + b.rows()) * terms <= kSmall) {
      multiplyTiles({a.col(first).data(), MR, a.rows(), b.col(first).data(), 1, b.rows()}, terms, add, c);
      continue;
    }
    // Bᵀ, so that the terms of a column are contiguous, and A in micro-panels.
    float* transposed = scratch.reserve(b.rows() * terms + packedSize(a.rows(), terms));
    float* panels = transposed + b.rows() * terms;
    MatrixView<float>(transposed, terms, b.rows()) = b.middleCols(first, terms).transpose();
    pack({a.col(first).data(), a.rows(), terms}, Transpose::No, panels);
    multiplyTiles({panels, MR * terms, MR, transposed, terms, 1, true}, terms, add, c);
  }
}

void sumColumns(ConstView a, VectorView<float> sum, Accumulate accumulate, Scratch& scratch) {
  if (a.cols() > 0 && a.cols() <= KC && accumulate == Accumulate::No) {
    return forEachLane(a.rows(), [&](const auto& at) {
      Float4 block = at.load(a.data());
      for (Index column = 1; column < a.cols(); ++column)
        block += at.load(a.col(column).data());
      at.store(sum.data(), block);
    });
  }
  if (accumulate == Accumulate::No) sum.setZero();
  float* lost = scratch.reserve(a.rows());
  std::fill_n(lost, a.rows(), 0.0F);
  for (Index first = 0; first < a.cols(); first += KC) {
    const Index end = std::min(first + KC, a.cols());
    forEachLane(a.rows(), [&](const auto& at) {
      Float4 block = at.load(a.col(first).data());
      for (Index column = first + 1; column < end; ++column)
        block += at.load(a.col(column).data());
      // Kahan's summation: what a block loses when it is added comes back with the next one.
      const Float4 add = block - at.load(lost);
      const Float4 before = at.load(sum.data());
      const Float4 total = before + add;
      at.store(lost, (total - before) - add);
      at.store(sum.data(), total);
    });
  }
}

}  // namespace rnn::kernels
