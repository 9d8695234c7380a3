#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "rnn/layer.h"
#include "rnn/learner.h"
#include "rnn/optimizer.h"
#include "rnn/output_layer.h"

namespace rnn {

/// The activations of one window, and after a backward pass their gradients.
struct NetworkActivations {
  std::vector<LayerActivations> layers;
  OutputActivations output;
};

/// Runs the network through a window, from `state` to `state`. Returns Σ_t L_t in nats.
double forward(const Parameters<float>& parameters, const Window& window, State& state,
               NetworkActivations& activations);

/// The forward and the backward pass of one window, in slices of some milliseconds. Where a slice ends depends on sizes
/// only, never on time: the gradient has the same bits however it is called.
class WindowPass {
 public:
  /// @param sliceWork multiplications in one slice, about: ten milliseconds on a fast computer, fifty on a slow phone
  explicit WindowPass(Index sliceWork = Index{1} << 28) : sliceWork_(sliceWork) {}

  /// Computes ∂(scale · Σ_t L_t)/∂θ, overwriting `gradient`. The arguments must outlive the pass; `start` is not
  /// changed.
  void begin(const Parameters<float>& parameters, const Window& window, const State& start, float scale,
             GradientBuffer& gradient);
  /// Does one slice; true when all is done.
  bool advance();

  double loss() const { return loss_; }
  const NetworkActivations& activations() const { return activations_; }
  /// After the window's last step; to be called when the pass is done.
  State& state() { return state_; }

 private:
  enum class Stage { Forward, Output, Backward, Done };

  LayerPass passOf(Index layer);
  Index stepsOfSlice(Index weights) const;
  void forwardSlice();
  void outputSlice();
  void backwardSlice();

  Index sliceWork_;
  const Parameters<float>* parameters_ = nullptr;
  std::optional<Window> window_;
  float scale_ = 1;
  GradientBuffer* gradient_ = nullptr;
  State state_;
  NetworkActivations activations_;
  Stage stage_ = Stage::Done;
  Index layer_ = 0;
  Index next_ =
      0;  // the step, or in the output layer the column, where the next slice begins; going back, where it ends
  double loss_ = 0;
  Index done_ = 0;  // multiplications in the present slice
};

class FloatNetwork final : public Network {
 public:
  explicit FloatNetwork(const NetworkShape& shape) : parameters_(shape) {}

  const Parameters<float>& parameters() const { return parameters_; }
  Parameters<float>& parameters() { return parameters_; }

  const NetworkShape& shape() const override { return parameters_.shape(); }
  std::unique_ptr<Network> clone() const override { return std::make_unique<FloatNetwork>(*this); }
  reference::Network inDouble() const override { return reference::Network(parameters_); }
  std::vector<double> parameter(const ParameterInfo& entry) const override;
  void setParameter(const ParameterInfo& entry, std::span<const double> rowMajor) override;
  std::unique_ptr<ForwardPass> forwardPass() const override;

 private:
  Parameters<float> parameters_;
};

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
  void update(double learningRate) override;
  void setOptimizer(const OptimizerSettings& settings) override { optimizer_.setSettings(settings); }
  Moments moments() const override;
  void setMoments(Moments moments) override;
  void keep() override;
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

  void setShardCount(std::size_t count);
  bool canBeLent(std::size_t shard) const;
  /// The one to be computed here next; shardCount_: none.
  std::size_t nextHere() const;
  void addFinished();

  FloatNetwork network_;
  Optimizer optimizer_;
  std::vector<Shard> shards_;
  std::size_t shardCount_ = 0;       // of the batch; the rest are kept for their capacity
  std::span<const Window> windows_;  // of the step, a shard each
  float scale_ = 1;
  std::int64_t stepId_ = 0;
  std::size_t summed_ = 0;  // the gradients of so many shards are in the first one's
  Vector<float> keptParameters_;
  std::optional<Optimizer> keptOptimizer_;
};

/// Bytes that training needs at most, and reading and evaluating the network beside it.
/// @param windowTokens of the largest window
/// @param shards of its batch
double trainingMemory(const NetworkShape& shape, Precision precision, double windowTokens, double shards);

}  // namespace rnn
