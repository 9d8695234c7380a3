#include "rnn/initialization.h"

#include <cmath>
#include <numbers>
#include <vector>

namespace rnn {
namespace {

using Numbers = std::vector<double>;

void addUniform(Index count, double bound, Random& random, Numbers& values) {
  for (Index i = 0; i < count; ++i)
    values.push_back(random.uniform(-bound, bound));
}

double gaussian(Random& random) {
  const double radius = std::sqrt(-2 * std::log(1 - random.uniform()));  // Box and Muller
  return radius * std::cos(2 * std::numbers::pi * random.uniform());
}

/// Subtracts from column j of a square matrix its parts along the columns before it, and returns its length.
double orthogonalizeColumn(Numbers& matrix, Index size, Index j) {
  const auto at = [&](Index row, Index column) -> double& {
    return matrix[static_cast<std::size_t>(row * size + column)];
  };
  const auto dot = [&](Index column) {
    double sum = 0;
    for (Index row = 0; row < size; ++row)
      sum += at(row, column) * at(row, j);
    return sum;
  };
  // Twice is enough (Giraud et al. 2005): once leaves errors where the column was nearly a sum of those before.
  for (int pass = 0; pass < 2; ++pass) {
    for (Index k = 0; k < j; ++k) {
      const double part = dot(k);
      for (Index row = 0; row < size; ++row)
        at(row, j) -= part * at(row, k);
    }
  }
  return std::sqrt(dot(j));
}

/// Q of the QR decomposition of a Gaussian matrix whose R has a positive diagonal, by Gram and Schmidt: uniform over
/// all orthogonal matrices (Mezzadri 2007).
void addOrthogonal(Index size, Random& random, Numbers& values) {
  Numbers matrix;
  for (Index i = 0; i < size * size; ++i)
    matrix.push_back(gaussian(random));
  for (Index j = 0; j < size; ++j) {
    const double length = orthogonalizeColumn(matrix, size, j);
    for (Index row = 0; row < size; ++row)
      matrix[static_cast<std::size_t>(row * size + j)] /= length;
  }
  values.insert(values.end(), matrix.begin(), matrix.end());
}

/// Draws the block of one gate, rows × columns, row by row.
void addBlock(const ParameterInfo& entry, Index rows, Index hiddenSize, Initialization kind, Random& random,
              Numbers& values) {
  const Index count = rows * entry.columns;
  const auto fan = static_cast<double>(entry.columns);
  switch (kind) {
    case Initialization::Listing:
      return addUniform(count, 1 / std::sqrt(fan), random, values);
    case Initialization::PyTorch:
      return addUniform(count, 1 / std::sqrt(static_cast<double>(hiddenSize)), random, values);
    case Initialization::Orthogonal:
      if (entry.kind == ParameterKind::RecurrentWeights) return addOrthogonal(rows, random, values);
      [[fallthrough]];
    case Initialization::Xavier:
      return addUniform(count, std::sqrt(6 / (static_cast<double>(rows) + fan)), random, values);
  }
}

}  // namespace

void initialize(Network& network, const InitializationSettings& settings, Random& random) {
  const NetworkShape shape = network.shape();
  const Index size = shape.hiddenSize;
  for (const ParameterInfo& entry : parameterLayout(shape)) {
    Numbers values;
    if (entry.isBias() && settings.kind != Initialization::PyTorch) {
      values.resize(static_cast<std::size_t>(entry.rows));
    } else {
      const Index blockRows = entry.layer == kOutputLayer ? entry.rows : size;
      for (Index row = 0; row < entry.rows; row += blockRows)
        addBlock(entry, blockRows, size, settings.kind, random, values);
    }
    if (shape.cell == CellType::Lstm && entry.kind == ParameterKind::InputBias) {
      for (Index i = size; i < 2 * size; ++i)
        values[static_cast<std::size_t>(i)] += settings.forgetBias;
    }
    network.setParameter(entry, values);
  }
}

}  // namespace rnn
