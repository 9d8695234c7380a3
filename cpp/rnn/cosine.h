#pragma once

#include <cmath>
#include <numbers>

namespace rnn {

/// cos 2πx for 0 ≤ x ≤ 1, to the last digit or two. std::cos also takes arguments of any size, which makes it 3 KB of
/// WebAssembly.
inline double cosineOfTurns(double x) {
  const double quarter = std::floor(4 * x + 0.5);
  const double angle = 2 * std::numbers::pi * (x - quarter / 4);  // from the nearest quarter turn: at most π/4
  double cosine = 1;
  double sine = 1;  // sin(angle) / angle
  // Taylor's series, nested, from its last term:
  //   cos a = 1 − a²/(1·2) (1 − a²/(3·4) (1 − …))     sin a / a = 1 − a²/(2·3) (1 − a²/(4·5) (1 − …))
  for (double k = 20; k > 0; k -= 2) {
    cosine = 1 - cosine * angle * angle / (k * (k - 1));
    sine = 1 - sine * angle * angle / (k * (k + 1));
  }
  switch (static_cast<int>(quarter)) {
    case 1:
      return -sine * angle;
    case 2:
      return -cosine;
    case 3:
      return sine * angle;
    default:
      return cosine;
  }
}

}  // namespace rnn
