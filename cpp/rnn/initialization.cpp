#include "rnn/initialization.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "rnn/cosine.h"

namespace rnn {
namespace {

using Numbers = std::vector<double>;

double gaussian(Random& random) {
  const double radius = std::sqrt(-2 * std::log(1 - random.uniform()));  // Box and Muller
  return radius * cosineOfTurns(random.uniform());
}

/// Makes column j of a square matrix, given one column after the other, orthogonal to those before it, and of length 1.
void orthonormalizeColumn(double* matrix, Index size, Index j) {
  double* current = matrix + j * size;
  const auto dot = [&](const double* other) {
    double sum = 0;
    for (Index row = 0; row < size; ++row)
      sum += other[row] * current[row];
    return sum;
  };
  // Twice is enough (Giraud et al. 2005): once leaves errors where the column was nearly a sum of those before.
  for (int pass = 0; pass < 2; ++pass) {
    for (const double* other = matrix; other < current; other += size) {
      const double part = dot(other);
      for (Index row = 0; row < size; ++row)
        current[row] -= part * other[row];
    }
  }
  const double length = std::sqrt(dot(current));
  for (Index row = 0; row < size; ++row)
    current[row] /= length;
}

void transpose(Numbers& square, Index size) {
  for (Index i = 0; i < size; ++i) {
    for (Index j = 0; j < i; ++j)
      std::swap(square[static_cast<std::size_t>(i * size + j)], square[static_cast<std::size_t>(j * size + i)]);
  }
}

/// The bound of the uniform numbers of an entry, of which each gate has `blockRows` rows; 0: all are 0.
double boundOf(const ParameterInfo& entry, Index blockRows, Index hiddenSize, Initialization kind) {
  if (kind == Initialization::PyTorch) return 1 / std::sqrt(static_cast<double>(hiddenSize));
  if (entry.isBias()) return 0;
  const auto fan = static_cast<double>(entry.columns);
  return kind == Initialization::Listing ? 1 / std::sqrt(fan) : std::sqrt(6 / (static_cast<double>(blockRows) + fan));
}

/// Multiply-adds that a random number takes as long as, stored in a matrix whose columns are far apart.
constexpr double kDraw = 16;
/// Rows that are drawn at once.
constexpr Index kRows = 16;

}  // namespace

// Orthogonal: Q of the QR decomposition of a Gaussian matrix whose R has a positive diagonal, by Gram and Schmidt:
// uniform over all orthogonal matrices (Mezzadri 2007).
Job initialization(Network& network, InitializationSettings settings, Random& random) {
  const NetworkShape shape = network.shape();
  const Index size = shape.hiddenSize;
  for (const ParameterInfo& entry : parameterLayout(shape)) {
    const bool isOrthogonal =
        settings.kind == Initialization::Orthogonal && entry.kind == ParameterKind::RecurrentWeights;
    const double bound = boundOf(entry, entry.layer == kOutputLayer ? entry.rows : size, size, settings.kind);
    const Index rows = entry.isBias() ? entry.rows : isOrthogonal ? size : kRows;
    for (Index first = 0; first < entry.rows; first += rows) {
      Numbers values;
      for (Index row = first; row < std::min(first + rows, entry.rows); ++row) {
        for (Index column = 0; column < entry.columns; ++column)
          values.push_back(isOrthogonal ? gaussian(random) : bound == 0 ? 0 : random.uniform(-bound, bound));
        co_yield static_cast<double>(entry.columns) * kDraw;
      }
      if (isOrthogonal) {
        transpose(values, size);
        for (Index j = 0; j < size; ++j) {
          orthonormalizeColumn(values.data(), size, j);
          co_yield 4 * static_cast<double>(size) * static_cast<double>(j);
        }
        transpose(values, size);
      }
      if (shape.cell == CellType::Lstm && entry.kind == ParameterKind::InputBias) {
        for (Index i = size; i < 2 * size; ++i)
          values[static_cast<std::size_t>(i)] += settings.forgetBias;
      }
      network.setRows(entry, first, values);
    }
  }
}

void initialize(Network& network, const InitializationSettings& settings, Random& random) {
  for (Job job = initialization(network, settings, random); !job.advance();) {
  }
}

}  // namespace rnn
