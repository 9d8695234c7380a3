#pragma once

namespace rnn {

// e^x and tanh x in double, to the last digit or two, the same bits everywhere. Those of the C library are as exact,
// but their tables and code are 3 KB of WebAssembly. In float: kernels/math.h.

double exp(double x);
double tanh(double x);

}  // namespace rnn
