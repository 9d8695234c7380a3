#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rnn/settings.h"
#include "rnn/types.h"

namespace rnn {

enum class ParameterKind { InputWeights, RecurrentWeights, InputBias, RecurrentBias, OutputWeights, OutputBias };

/// ParameterInfo::layer of W_out and b_out.
inline constexpr Index kOutputLayer = -1;

/// One named matrix or vector inside the flat buffer.
struct ParameterInfo {
  std::string name;  ///< PyTorch's: weight_ih_l0, weight_hh_l0, bias_ih_l0, … and weight_out, bias_out
  ParameterKind kind;
  Index layer;  ///< 0 … L−1, or kOutputLayer
  Index rows;
  Index columns;  ///< 1 for a bias
  /// Of its first number in the flat buffer. In 64 bits, as sizes are: the WebAssembly's Index has 32, too few for the
  /// networks whose memory is only computed, to refuse them.
  std::int64_t offset;

  std::int64_t size() const { return std::int64_t{rows} * columns; }
  /// Biases have one dimension in files and in JavaScript; here they are a column.
  bool isBias() const {
    return kind == ParameterKind::InputBias || kind == ParameterKind::RecurrentBias ||
           kind == ParameterKind::OutputBias;
  }
};

/// The parameters of one layer; G·H rows each, gates one below the other in PyTorch's order (GRU r, z, n; LSTM i, f, g,
/// o). Biases are empty in a network without biases.
template <class S>
struct LayerParameters {
  MatrixView<S> inputWeights;      ///< W_ih, the listing's U: G·H × V in layer 0, else G·H × H
  MatrixView<S> recurrentWeights;  ///< W_hh, the listing's W: G·H × H
  VectorView<S> inputBias;         ///< b_ih
  VectorView<S> recurrentBias;     ///< b_hh
};

/// The parameters of the output layer, from hidden states to logits.
template <class S>
struct OutputParameters {
  MatrixView<S> weights;  ///< W_out, the listing's V: V × H
  VectorView<S> bias;     ///< b_out, or empty
};

/// Leaves a buffer uninitialized: whoever asks for it writes every number before it is read. A network of millions is
/// set in slices, since memory that nobody has touched yet takes many times as long to be written.
struct Unset {};

/// All parameters of a network in one flat buffer with named views into it, so that an optimizer,
/// clipping, a snapshot and a checkpoint are one loop each. Gradients have the same form.
template <class S>
class Parameters {
 public:
  /// All zero.
  explicit Parameters(const NetworkShape& shape);
  Parameters(const NetworkShape& shape, Unset);

  const NetworkShape& shape() const { return shape_; }
  Vector<S>& flat() { return values_; }
  const Vector<S>& flat() const { return values_; }

  const std::vector<ParameterInfo>& list() const { return list_; }
  /// The entry of that name, or null.
  const ParameterInfo* find(std::string_view name) const;

  LayerParameters<S> layer(Index layer);
  LayerParameters<const S> layer(Index layer) const;
  OutputParameters<S> outputLayer();
  OutputParameters<const S> outputLayer() const;
  /// One entry as a matrix, rows × columns.
  MatrixView<S> view(const ParameterInfo& entry);
  MatrixView<const S> view(const ParameterInfo& entry) const;

  /// One entry's numbers in row-major order, as in numpy, PyTorch and safetensors; in double, which holds every float.
  std::vector<double> rowMajor(const ParameterInfo& entry) const;
  /// From entry.size() numbers in row-major order.
  void setRowMajor(const ParameterInfo& entry, const double* values) { setRows(entry, 0, entry.rows, values); }
  /// The same of some rows of an entry.
  void setRows(const ParameterInfo& entry, Index first, Index rows, const double* values);

  /// The same numbers in another precision.
  template <class T>
  Parameters<T> cast() const {
    Parameters<T> result(shape_);
    result.flat() = values_.template cast<T>();
    return result;
  }

 private:
  Index indexOfLayer(Index layer) const { return layer * (shape_.bias ? 4 : 2); }

  NetworkShape shape_;
  std::vector<ParameterInfo> list_;
  Vector<S> values_;
};

/// How many numbers a network of this shape has.
std::int64_t parameterCount(const NetworkShape& shape);
/// Name, size and place of each parameter of a network of this shape: layer by layer, then the output layer.
std::vector<ParameterInfo> parameterLayout(const NetworkShape& shape);

}  // namespace rnn
