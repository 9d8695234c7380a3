#pragma once

#include <memory>

#include "engine.h"
#include "rnn/shard.h"

namespace rnn::bindings {

/// rnn::ShardTask, field by field.
struct ShardTaskNumbers {
  double step = 0;
  int shard = 0;
  double scale = 1;
  Int32Array active{emscripten::val::undefined()};
  Int32Array inputs{emscripten::val::undefined()};
  Int32Array targets{emscripten::val::undefined()};
  Float32Array state{emscripten::val::undefined()};
  Int32Array tokens{emscripten::val::undefined()};
  Float32Array columns{emscripten::val::undefined()};
};

/// rnn::ShardResult, field by field, and the gradient of the parameters behind W_ih of the lowest layer.
struct ShardResultNumbers {
  double step = 0;
  int shard = 0;
  double loss = 0;
  Int32Array tokens{emscripten::val::undefined()};
  Float32Array columns{emscripten::val::undefined()};
  Float32Array gradient{emscripten::val::undefined()};
  Float32Array state{emscripten::val::undefined()};
};

/// In the module of a helper.
class ShardHelper {
 public:
  explicit ShardHelper(const NetworkShape& shape) : helper_(shape) {}

  static std::unique_ptr<ShardHelper> create(const EngineSettings& settings, int vocabularySize);
  /// As from Engine::shardWeights(), before the first shard of each step.
  void setWeights(const Float32Array& weights);
  ShardResultNumbers compute(const ShardTaskNumbers& task);

 private:
  rnn::ShardHelper helper_;
};

}  // namespace rnn::bindings
