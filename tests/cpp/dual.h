#pragma once

#include <cmath>

namespace rnn::testing {

/// a + b ε with ε² = 0: a number together with its derivative by one chosen variable. Computing
/// with it gives the derivative exactly, step by step forward, with nothing of backpropagation in it.
struct Dual {
  double value = 0;
  double derivative = 0;

  Dual() = default;
  Dual(double a) : value(a) {}  // NOLINT: a plain number is a dual one whose derivative is zero
  Dual(double a, double b) : value(a), derivative(b) {}
};

inline Dual operator+(Dual x, Dual y) {
  return {x.value + y.value, x.derivative + y.derivative};
}
inline Dual operator-(Dual x, Dual y) {
  return {x.value - y.value, x.derivative - y.derivative};
}
inline Dual operator*(Dual x, Dual y) {
  return {x.value * y.value, x.derivative * y.value + x.value * y.derivative};
}
inline Dual operator/(Dual x, Dual y) {
  return {x.value / y.value, (x.derivative * y.value - x.value * y.derivative) / (y.value * y.value)};
}
inline Dual& operator+=(Dual& x, Dual y) {
  return x = x + y;
}

inline Dual exp(Dual x) {
  return {std::exp(x.value), std::exp(x.value) * x.derivative};
}
inline Dual log(Dual x) {
  return {std::log(x.value), x.derivative / x.value};
}
inline Dual tanh(Dual x) {
  const double y = std::tanh(x.value);
  return {y, (1 - y * y) * x.derivative};
}

inline double valueOf(double x) {
  return x;
}
inline double valueOf(Dual x) {
  return x.value;
}

}  // namespace rnn::testing
