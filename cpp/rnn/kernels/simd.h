#pragma once

// Vectors of four floats, in the vector extensions that GCC and clang share: WebAssembly SIMD in the page, SSE or NEON
// natively. Only operations that are rounded once, so that all of them compute the same numbers; no fused multiply-add.

#include <cstdint>
#include <cstring>

namespace rnn::kernels {

using Float4 = float __attribute__((vector_size(16)));
using Int4 = std::int32_t __attribute__((vector_size(16)));

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
