#pragma once

#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "rnn/float_network.h"
#include "rnn/learner.h"
#include "rnn/optimizer.h"
#include "rnn/window_pass.h"

namespace rnn {

/// Trains a FloatNetwork: a window of each shard through a WindowPass, their gradients summed in order, clipped, and
/// one update.
class FloatLearner final : public Learner, public ShardLender {
 public:
  FloatLearner(const NetworkShape& shape, const OptimizerSettings& settings);

  FloatNetwork& network() override { return network_; }
  const FloatNetwork& network() const override { return network_; }

  void start(const Dataset& data, std::span<const Batch> shards) override;
  void setState(std::span<const CarriedState> shards) override;
  std::vector<CarriedState> state() const override;
  void begin(std::span<const Window> shards, double scale) override;
  bool advance() override;
  ShardLender* lender() override { return this; }
  double loss() const override;
  std::vector<double> gradient(const ParameterInfo& entry) const override;
  double clip(double limit) override;
  bool update(double learningRate) override;
  void setOptimizer(const OptimizerSettings& settings) override { optimizer_.setSettings(settings); }
  Moments moments() const override;
  void setMoments(Moments moments) override;
  void beginKeep(bool asCandidate) override;
  bool advanceKeep() override;
  void acceptCandidate() override { std::swap(kept_, candidate_); }
  void restoreKept() override;

  std::size_t lendable() const override;
  ShardTask lend() override;
  std::span<const float> weights() const override;
  std::span<float> accept(const ShardResult& result) override;
  void withdraw() override;
  bool waiting() const override;

 private:
  enum class Progress { NotBegun, Here, Lent, Done };

  struct Shard {
    explicit Shard(const NetworkShape& shape) : gradient(shape) {}

    State state;  // before the window
    WindowPass pass;
    GradientBuffer gradient;
    Progress progress = Progress::NotBegun;
    double loss = 0;  // once it is done
  };

  struct Copy {
    Vector<float> parameters;
    Vector<float> firstMoment;
    Vector<float> secondMoment;
    OptimizerSettings settings;
    std::int64_t steps = 0;
    Index count = 0;  // so many of the parameters and of their moments are there
  };

  void setShardCount(std::size_t count);
  bool canBeLent(std::size_t shard) const;
  /// The one to be computed here next; shardCount_: none.
  std::size_t nextHere() const;
  bool addFinished();

  FloatNetwork network_;
  Optimizer optimizer_;
  std::vector<Shard> shards_;
  std::size_t shardCount_ = 0;       // of the batch; the rest are kept for their capacity
  std::span<const Window> windows_;  // of the step, a shard each
  float scale_ = 1;
  std::int64_t stepId_ = 0;
  std::size_t summed_ = 0;    // the gradients of so many shards are in the first one's
  float clippingFactor_ = 1;  // of this sum, in its update
  Copy kept_;
  Copy candidate_;
  Copy* copying_ = nullptr;  // which of the two is being made
};

/// Bytes that training needs at most, and reading and evaluating the network beside it.
/// @param windowTokens of the largest window
/// @param shards of its batch
double trainingMemory(const NetworkShape& shape, Precision precision, double windowTokens, double shards);

}  // namespace rnn
