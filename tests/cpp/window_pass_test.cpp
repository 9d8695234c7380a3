// Where the slices of a window end.

#include <gtest/gtest.h>

#include <cstdint>

#include "rnn/window_pass.h"

namespace rnn {
namespace {

// 512 LSTM units and 1024 sequences: 2 · 4 · 512² · 1024 multiplications of a time step backward are 2³¹, which no
// Index of WebAssembly holds.
TEST(StepsPerSlice, IsRightWhereAStepHasMoreMultiplicationsThanAnIndexHolds) {
  EXPECT_EQ(stepsPerSlice(1 << 28, std::int64_t{2} * 4 * 512 * 512 * 1024), 1);
  EXPECT_EQ(stepsPerSlice(1 << 28, std::int64_t{1} << 40), 1);
  EXPECT_EQ(stepsPerSlice(1 << 28, 1 << 20), 256);
  EXPECT_EQ(stepsPerSlice(1 << 28, 0), 1 << 28);
}

}  // namespace
}  // namespace rnn
