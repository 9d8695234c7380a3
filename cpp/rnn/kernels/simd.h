#pragma once

// Vectors of four floats, in the vector extensions that GCC and clang share: WebAssembly SIMD in the page, SSE or NEON
// natively. Only operations that are rounded once, so that all of them compute the same numbers; no fused multiply-add,
// but in the build for relaxed SIMD, which a reader has to ask for (setting `arithmetic`).

#include <cstdint>
#include <cstring>

#include "rnn/types.h"

namespace rnn::kernels {

using Float4 = float __attribute__((vector_size(16)));
using Int4 = std::int32_t __attribute__((vector_size(16)));
using Double2 = double __attribute__((vector_size(16)));

inline Float4 load(const float* from) {
  Float4 values;
  std::memcpy(&values, from, sizeof values);
  return values;
}

inline void store(float* to, Float4 values) {
  std::memcpy(to, &values, sizeof values);
}

inline Float4 splat(float value) {
  return Float4{value, value, value, value};
}

/// a b + c. Rounded twice; with relaxed SIMD, once where the processor has an instruction for it.
inline Float4 multiplyAdd(Float4 a, Float4 b, Float4 c) {
#ifdef __wasm_relaxed_simd__
  return __builtin_wasm_relaxed_madd_f32x4(a, b, c);
#else
  return a * b + c;
#endif
}

/// Entry by entry `condition ? yes : no`; `condition` from a comparison of vectors. `select(a > b, a, b)` compiles to
/// one instruction, a maximum, and `select(a < b, a, b)` to a minimum.
inline Float4 select(Int4 condition, Float4 yes, Float4 no) {
  return condition ? yes : no;
}

/// |x|
inline Float4 abs(Float4 x) {
  return reinterpret_cast<Float4>(reinterpret_cast<Int4>(x) & 0x7FFFFFFF);
}

inline float sumOf(Float4 values) {
  return (values[0] + values[1]) + (values[2] + values[3]);
}

/// The largest of four; NaN counts as none.
inline float maxOf(Float4 values) {
  const auto larger = [](Float4 a, Float4 b) { return select(a > b, a, b); };
  const Float4 two = larger(values, __builtin_shufflevector(values, values, 2, 3, 2, 3));
  return larger(two, __builtin_shufflevector(two, two, 1, 1, 1, 1))[0];
}

/// Entries i … i + 3 of some arrays.
struct WholeLane {
  Index i;

  Float4 load(const float* from, float = 0) const { return kernels::load(from + i); }
  void store(float* to, Float4 values) const { kernels::store(to + i, values); }
};

/// The last entries of some arrays, fewer than four; the vector's others are 0, or `fill`, and never stored. The same
/// operations as on a whole vector, so the same numbers wherever an entry lies.
struct PartLane {
  Index i;
  Index count;

  // Not memcpy(): for a length that is no constant it is a call out of the module. Not inlined into the end of every
  // loop.
  [[gnu::noinline]] Float4 load(const float* from, float fill = 0) const {
    Float4 values = splat(fill);
    values[0] = from[i];
    if (count > 1) values[1] = from[i + 1];
    if (count > 2) values[2] = from[i + 2];
    return values;
  }
  [[gnu::noinline]] void store(float* to, Float4 values) const {
    to[i] = values[0];
    if (count > 1) to[i + 1] = values[1];
    if (count > 2) to[i + 2] = values[2];
  }
};

/// Calls with lanes that cover entries 0 … n − 1.
template <class Visit>
void forEachLane(Index n, const Visit& visit) {
  Index i = 0;
  for (; i + 4 <= n; i += 4)
    visit(WholeLane{i});
  if (i < n) visit(PartLane{i, n - i});
}

struct Float4x4 {
  Float4 rows[4];
};

inline Float4x4 transpose(const Float4x4& m) {
  const Float4 a = __builtin_shufflevector(m.rows[0], m.rows[1], 0, 4, 1, 5);
  const Float4 b = __builtin_shufflevector(m.rows[2], m.rows[3], 0, 4, 1, 5);
  const Float4 c = __builtin_shufflevector(m.rows[0], m.rows[1], 2, 6, 3, 7);
  const Float4 d = __builtin_shufflevector(m.rows[2], m.rows[3], 2, 6, 3, 7);
  return {{__builtin_shufflevector(a, b, 0, 1, 4, 5), __builtin_shufflevector(a, b, 2, 3, 6, 7),
           __builtin_shufflevector(c, d, 0, 1, 4, 5), __builtin_shufflevector(c, d, 2, 3, 6, 7)}};
}

}  // namespace rnn::kernels
