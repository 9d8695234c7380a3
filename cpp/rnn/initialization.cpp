#include "rnn/initialization.h"

#include <cmath>
#include <numbers>

#include <Eigen/QR>

namespace rnn {
namespace {

using Block = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Block uniformBlock(Index rows, Index columns, double bound, Random& random) {
  Block block(rows, columns);
  for (double& value : block.reshaped<Eigen::RowMajor>())
    value = random.uniform(-bound, bound);
  return block;
}

/// Q of the QR decomposition of a Gaussian matrix, signs taken from R's diagonal: uniform over all
/// orthogonal matrices (Mezzadri 2007).
Block orthogonalBlock(Index size, Random& random) {
  Block gaussian(size, size);
  for (double& value : gaussian.reshaped<Eigen::RowMajor>()) {
    const double radius = std::sqrt(-2 * std::log(1 - random.uniform()));  // Box and Muller
    value = radius * std::cos(2 * std::numbers::pi * random.uniform());
  }
  const Eigen::HouseholderQR<Matrix<double>> qr(gaussian);
  const Vector<double> signs = qr.matrixQR().diagonal().unaryExpr([](double r) { return r < 0 ? -1.0 : 1.0; });
  return Matrix<double>(qr.householderQ()) * signs.asDiagonal();
}

Block drawBlock(const ParameterInfo& entry, Index rows, Index hiddenSize, Initialization kind, Random& random) {
  const auto fan = static_cast<double>(entry.columns);
  switch (kind) {
    case Initialization::Listing:
      return uniformBlock(rows, entry.columns, 1 / std::sqrt(fan), random);
    case Initialization::PyTorch:
      return uniformBlock(rows, entry.columns, 1 / std::sqrt(static_cast<double>(hiddenSize)), random);
    case Initialization::Orthogonal:
      if (entry.kind == ParameterKind::RecurrentWeights) return orthogonalBlock(rows, random);
      [[fallthrough]];
    case Initialization::Xavier:
      break;
  }
  const double bound = std::sqrt(6 / (static_cast<double>(rows) + fan));
  return uniformBlock(rows, entry.columns, bound, random);
}

}  // namespace

template <class S>
void initialize(Parameters<S>& parameters, const InitializationSettings& settings, Random& random) {
  const NetworkShape& shape = parameters.shape();
  parameters.flat().setZero();
  for (const ParameterInfo& entry : parameters.list()) {
    if (entry.isBias() && settings.kind != Initialization::PyTorch) continue;
    const Index blockRows = entry.layer == kOutputLayer ? entry.rows : shape.hiddenSize;
    for (Index row = 0; row < entry.rows; row += blockRows) {
      parameters.view(entry).middleRows(row, blockRows) =
          drawBlock(entry, blockRows, shape.hiddenSize, settings.kind, random).template cast<S>();
    }
  }
  if (shape.cell != CellType::Lstm || !shape.bias) return;
  for (Index k = 0; k < shape.layers; ++k) {
    parameters.layer(k).inputBias.segment(shape.hiddenSize, shape.hiddenSize).array() +=
        static_cast<S>(settings.forgetBias);
  }
}

template void initialize(Parameters<float>&, const InitializationSettings&, Random&);
template void initialize(Parameters<double>&, const InitializationSettings&, Random&);

}  // namespace rnn
