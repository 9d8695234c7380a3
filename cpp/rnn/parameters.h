#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rnn/settings.h"
#include "rnn/types.h"

namespace rnn {

/// One named matrix or vector inside the flat buffer.
struct ParameterInfo {
  std::string name;  ///< PyTorch's: weight_ih_l0, weight_hh_l0, bias_ih_l0, … and weight_out, bias_out
  Index rows;
  Index columns;  ///< 1 for a bias
  Index offset;   ///< of its first number in the flat buffer
  bool isVector;  ///< a bias: one dimension outside, a column here

  Index size() const { return rows * columns; }
};

/// The parameters of one layer; G·H rows each, gates one below the other in PyTorch's order
/// (GRU r, z, n; LSTM i, f, g, o). Biases are empty when the network has none.
template <class S>
struct LayerParameters {
  MatrixView<S> inputWeights;      ///< W_ih, the listing's U: G·H × V in layer 0, else G·H × H
  MatrixView<S> recurrentWeights;  ///< W_hh, the listing's W: G·H × H
  VectorView<S> inputBias;         ///< b_ih
  VectorView<S> recurrentBias;     ///< b_hh
};

/// The layer that turns hidden states into logits.
template <class S>
struct ReadoutParameters {
  MatrixView<S> weights;  ///< W_out, the listing's V: V × H
  VectorView<S> bias;     ///< b_out, or empty
};

/// All parameters of a network in one flat buffer with named views into it, so that an optimizer,
/// clipping, a snapshot and a checkpoint are one loop each. Gradients have the same form.
template <class S>
class Parameters {
 public:
  /// All zero.
  explicit Parameters(const NetworkShape& shape);

  const NetworkShape& shape() const { return shape_; }
  Vector<S>& flat() { return values_; }
  const Vector<S>& flat() const { return values_; }

  const std::vector<ParameterInfo>& list() const { return list_; }
  /// The entry of that name, or null.
  const ParameterInfo* find(std::string_view name) const;

  LayerParameters<S> layer(Index layer);
  LayerParameters<const S> layer(Index layer) const;
  ReadoutParameters<S> readout();
  ReadoutParameters<const S> readout() const;
  MatrixView<S> view(const ParameterInfo& entry);
  MatrixView<const S> view(const ParameterInfo& entry) const;

  /// One entry's numbers row by row, the order of the world outside (numpy, PyTorch, safetensors).
  std::vector<S> rowMajor(const ParameterInfo& entry) const;
  /// Takes entry.size() numbers, row by row.
  void setRowMajor(const ParameterInfo& entry, const S* values);

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

/// Where each parameter of a network of this shape lies: layer by layer, then the readout.
std::vector<ParameterInfo> parameterLayout(const NetworkShape& shape);

}  // namespace rnn
