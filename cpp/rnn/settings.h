#pragma once

// What a network is and how it is trained, as plain values. Ranges are checked where settings enter
// (web/engine/engine-settings.js); here they are taken as valid.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "rnn/types.h"

namespace rnn {

enum class CellType { Rnn, Gru, Lstm };
/// Listing: the tutorial's variant. Forward it is the identity, backward it multiplies by 1 − h²,
/// the derivative of a tanh that is not there; its gradients are therefore wrong, and kept so.
enum class Activation { Tanh, Relu, Identity, Listing };
enum class Initialization { Listing, PyTorch, Xavier, Orthogonal };
enum class OptimizerType { Sgd, Momentum, Nesterov, RmsProp, Adagrad, Adam, AdamW };
enum class ScheduleType { Constant, Halving, Cosine, InverseSqrt };
enum class Reduction { Sum, Mean };
enum class Precision { Float32, Float64 };

/// The names settings have in files and in JavaScript, in the order of the enumerators.
template <class E>
struct Names;
template <>
struct Names<CellType> {
  static constexpr std::array<std::string_view, 3> list{"rnn", "gru", "lstm"};
};
template <>
struct Names<Activation> {
  static constexpr std::array<std::string_view, 4> list{"tanh", "relu", "identity", "listing"};
};
template <>
struct Names<Initialization> {
  static constexpr std::array<std::string_view, 4> list{"listing", "pytorch", "xavier", "orthogonal"};
};
template <>
struct Names<OptimizerType> {
  static constexpr std::array<std::string_view, 7> list{"sgd",     "momentum", "nesterov", "rmsprop",
                                                        "adagrad", "adam",     "adamw"};
};
template <>
struct Names<ScheduleType> {
  static constexpr std::array<std::string_view, 4> list{"constant", "halving", "cosine", "inverseSqrt"};
};
template <>
struct Names<Reduction> {
  static constexpr std::array<std::string_view, 2> list{"sum", "mean"};
};
template <>
struct Names<Precision> {
  static constexpr std::array<std::string_view, 2> list{"float32", "float64"};
};

template <class E>
std::string_view nameOf(E value) {
  return Names<E>::list[static_cast<std::size_t>(value)];
}

/// The enumerator of that name, or nothing.
template <class E>
std::optional<E> fromName(std::string_view name) {
  for (std::size_t i = 0; i < Names<E>::list.size(); ++i) {
    if (Names<E>::list[i] == name) return static_cast<E>(i);
  }
  return std::nullopt;
}

struct NetworkShape {
  CellType cell = CellType::Rnn;
  Activation activation = Activation::Tanh;  ///< of the Rnn cell; GRU and LSTM have their own
  Index vocabularySize = 0;                  ///< V
  Index hiddenSize = 0;                      ///< H
  Index layers = 1;                          ///< L
  bool bias = true;

  bool operator==(const NetworkShape&) const = default;

  /// G: how many blocks of H rows the cell's matrices have.
  Index gates() const { return cell == CellType::Rnn ? 1 : cell == CellType::Gru ? 3 : 4; }
};

struct InitializationSettings {
  Initialization kind = Initialization::PyTorch;
  double forgetBias = 0;  ///< added to the forget part of an LSTM's bias_ih
};

struct OptimizerSettings {
  OptimizerType type = OptimizerType::Adam;
  double momentum = 0.9;
  double decay = 0.99;  ///< RMSProp's α
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double weightDecay = 0.01;  ///< of AdamW

  bool operator==(const OptimizerSettings&) const = default;
};

struct ScheduleSettings {
  ScheduleType type = ScheduleType::Constant;
  std::int64_t warmupSteps = 0;
  std::int64_t totalSteps = 10000;
  std::int64_t steadySteps = 2000;

  bool operator==(const ScheduleSettings&) const = default;
};

struct TrainingSettings {
  OptimizerSettings optimizer;
  ScheduleSettings schedule;
  double learningRate = 0.01;
  double clipNorm = 0;             ///< limit of the global gradient norm; 0 = none
  std::int64_t evaluateEvery = 5;  ///< epochs between two recorded evaluations; 0 = none but by recordLosses()
  Reduction reduction = Reduction::Mean;
  Index batchSize = 1;  ///< sequences per optimizer step; 0 = all
  Index truncate = 0;   ///< steps per BPTT window; 0 = whole sequences
  /// Whether the first window of an epoch is a shorter one, another length each time, so that the gradient is not cut
  /// at the same places for ever.
  bool movingWindows = false;
  bool shuffle = false;
  /// Into how many parts a batch is cut whose gradients are computed apart, side by side where there are workers for
  /// it, and summed in order: the result depends on this number alone, not on the number of workers. At most one per
  /// sequence.
  Index shards = 1;

  bool operator==(const TrainingSettings&) const = default;
};

/// All settings of an engine, as web/engine/engine-settings.js lists them, and V.
struct ModelSettings {
  NetworkShape shape;
  InitializationSettings initialization;
  TrainingSettings training;
  std::uint64_t seed = 1;  ///< 0 … 2³² − 1
  Precision precision = Precision::Float32;
};

}  // namespace rnn
