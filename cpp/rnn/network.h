#pragma once

// A network in one of two precisions, behind one interface: float, which the fast engine computes (float_network.h),
// and double, which reference.h computes in plain loops. Numbers cross in double, which holds every float.

#include <memory>
#include <span>
#include <vector>

#include "rnn/batch.h"
#include "rnn/parameters.h"
#include "rnn/reference.h"
#include "rnn/state.h"

namespace rnn {

/// Numbers of one layer after each token, H of them: its hidden state, its cell state (LSTM), or one of its gates, by
/// their order in cells.h.
struct UnitNumbers {
  enum class Kind { Hidden, Cell, Gate };
  Index layer;
  Kind kind = Kind::Hidden;
  Index gate = 0;
};

/// Reads sequences with fixed weights, window by window, and tells what the network predicts after each token of the
/// last window. A column is a token of that window, in packed order (batch.h).
class ForwardPass {
 public:
  virtual ~ForwardPass() = default;

  /// Begins with the initial states of a batch's sequences, and the weights as they are now.
  virtual void start(const Dataset& data, const Batch& batch) = 0;
  /// After each sequence's last step so far.
  virtual CarriedState state() const = 0;
  /// Goes on with these sequences only, in this order; one may be there more than once.
  virtual void selectSequences(std::span<const Index> sequences) = 0;

  /// Returns Σ_t L_t in nats.
  virtual double read(const Window& window) = 0;

  virtual TokenId mostProbable(Index column) const = 0;                   ///< of equally probable tokens the lowest
  virtual double loss(Index column) const = 0;                            ///< nats; 0 if the target is ignored
  virtual void logits(Index column, std::span<double> values) const = 0;  ///< V
  virtual void probabilities(Index column, std::span<double> values) const = 0;                    ///< V
  virtual void units(const UnitNumbers& which, Index column, std::span<double> values) const = 0;  ///< H
};

/// Weights to compute with. Arguments are valid (web/engine checks them).
class Network {
 public:
  virtual ~Network() = default;

  virtual const NetworkShape& shape() const = 0;
  virtual std::unique_ptr<Network> clone() const = 0;
  /// The weights in double, exactly.
  virtual reference::Network inDouble() const = 0;
  /// One entry's numbers, row by row.
  virtual std::vector<double> parameter(const ParameterInfo& entry) const = 0;
  void setParameter(const ParameterInfo& entry, std::span<const double> rowMajor) { setRows(entry, 0, rowMajor); }
  /// Some of its rows, from row `first` on.
  virtual void setRows(const ParameterInfo& entry, Index first, std::span<const double> rowMajor) = 0;
  /// The network must outlive it; its weights may change before a start().
  virtual std::unique_ptr<ForwardPass> forwardPass() const = 0;
};

}  // namespace rnn
