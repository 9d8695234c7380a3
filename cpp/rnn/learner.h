#pragma once

#include <memory>
#include <span>
#include <vector>

#include "rnn/network.h"
#include "rnn/reference_optimizer.h"
#include "rnn/settings.h"

namespace rnn {

/// The moments of an optimizer, all parameters one after the other, each row by row; empty where its rule has none.
struct Moments {
  std::int64_t steps = 0;  ///< updates made
  std::vector<double> first;
  std::vector<double> second;
};

/// The same as the reference computes with it.
reference::OptimizerState momentsInDouble(const NetworkShape& shape, const Moments& moments);

struct ShardTask;
struct ShardResult;

/// The shards of a step as others can compute them, between Learner::begin() and the end of advance(), which computes
/// those that nobody has been given.
class ShardLender {
 public:
  virtual ~ShardLender() = default;

  /// How many can be given away: neither begun here nor the one to be computed here next.
  virtual std::size_t lendable() const = 0;
  /// Gives one of them away.
  virtual ShardTask lend() = 0;
  /// What a helper needs beside, the same for all shards of a step: the parameters behind W_ih of the lowest layer.
  virtual std::span<const float> weights() const = 0;
  /// A lent shard has come back. Returns where the gradient of the parameters behind W_ih has to be put before the next
  /// advance(); empty, without effect, if nobody waits for it any more.
  virtual std::span<float> accept(const ShardResult& result) = 0;
  /// Those that have not come back are computed here.
  virtual void withdraw() = 0;
  /// Whether nothing is left to do here until a lent shard comes back.
  virtual bool waiting() const = 0;
};

/// What a Trainer needs of a network: the gradient of a window, and an update. A batch may be cut into shards, whose
/// gradients are summed in their order: the sum has the same bits wherever and in whatever order they were computed.
class Learner {
 public:
  /// With weights that are still to be set.
  static std::unique_ptr<Learner> create(const NetworkShape& shape, Precision precision,
                                         const OptimizerSettings& settings);
  virtual ~Learner() = default;

  virtual Network& network() = 0;
  virtual const Network& network() const = 0;

  /// Begins with the initial states of the sequences of a batch, a shard each.
  virtual void start(const Dataset& data, std::span<const Batch> shards) = 0;
  /// Goes on from these states, a shard each.
  virtual void setState(std::span<const CarriedState> shards) = 0;
  virtual std::vector<CarriedState> state() const = 0;

  /// Begins the forward and backward pass of a window of each shard, for the gradient of scale · Σ L_t. Abandons one
  /// that is under way. The windows must outlive it.
  virtual void begin(std::span<const Window> shards, double scale) = 0;
  /// Does some milliseconds of it. True when all is done.
  virtual bool advance() = 0;
  /// Of the step in progress, where shards can be lent.
  virtual ShardLender* lender() { return nullptr; }
  /// Σ L_t of all shards, nats.
  virtual double loss() const = 0;
  /// The gradient with respect to one parameter, row by row, before clip().
  virtual std::vector<double> gradient(const ParameterInfo& entry) const = 0;
  /// The norm of the gradient over all parameters together. Where it is above the limit, update() takes the gradient
  /// clipped to it; no limit: 0.
  virtual double clip(double limit) = 0;
  /// Some milliseconds of one update. True when all is done: then the state is that behind the window. Until then the
  /// weights and the optimizer are in between.
  virtual bool update(double learningRate) = 0;

  /// Another rule starts with zero moments; other hyperparameters of the same rule keep them.
  virtual void setOptimizer(const OptimizerSettings& settings) = 0;
  virtual Moments moments() const = 0;
  virtual void setMoments(Moments moments) = 0;

  /// Begins to keep a copy of the weights and the optimizer: in place of the one to go back to or, as a candidate,
  /// beside it.
  virtual void beginKeep(bool asCandidate) = 0;
  /// Some milliseconds of it. True when it is whole; until then weights and optimizer must not change.
  virtual bool advanceKeep() = 0;
  /// The candidate, which is whole, is the one to go back to.
  virtual void acceptCandidate() = 0;
  /// Back to the copy, which is whole.
  virtual void restoreKept() = 0;
};

}  // namespace rnn
