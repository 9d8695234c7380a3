#pragma once

// Gradients and what they are made of: resumable jobs, computed in double by the reference from a copy of the weights.
// Each is advanced slice by slice until advance() returns true; then it has its result.

#include <memory>
#include <string>

#include "network.h"
#include "result_job.h"
#include "rnn/gradient.h"
#include "rnn/gradient_check.h"
#include "rnn/influence.h"
#include "rnn/step_dry_run.h"
#include "rnn/trace.h"

namespace rnn::bindings {

/// Copies a trace into `result`, which becomes what web/engine/types.js describes, and frees its steps.
Job moveTrace(Trace& trace, emscripten::val result);

/// Every intermediate of one sequence.
using TraceJob = ResultJob<TraceObject>;
/// The contribution of one step to the gradient of one parameter.
using ContributionJob = ResultJob<Float64Array>;
/// The gradient of the loss of a data set.
using GradientsJob = ResultJob<ParameterValuesList>;

class GradientCheckJob {
 public:
  GradientCheckJob(const reference::Network& network, Dataset data, Index truncate, Index sample, std::uint64_t seed);

  double total() const { return static_cast<double>(check_.total()); }
  double done() const { return static_cast<double>(check_.done()); }
  bool advance() { return check_.advance(); }
  ParameterCheckList result() const;

 private:
  std::vector<ParameterInfo> list_;
  GradientCheck check_;
};

/// Influence and gradient flow: SingleOutputGradient of rnn/influence.h.
class SingleOutputGradientJob {
 public:
  SingleOutputGradientJob(reference::Network network, Sequence sequence)
      : gradient_(std::move(network), std::move(sequence)) {}

  bool advance() { return gradient_.advance(); }
  void backpropagateLogit(int position, int token) { gradient_.backpropagateLogit(position, token); }
  void backpropagateLoss(int position) { gradient_.backpropagateLoss(position); }
  void release() { gradient_.release(); }
  Float64Array norms() const { return copied<Float64Array>(gradient_.norms()); }

 private:
  SingleOutputGradient gradient_;
};

// `reduction` is "sum" or "mean".
std::unique_ptr<TraceJob> traceOf(const Network& network, const PackedSequences& one, const std::string& reduction);
std::unique_ptr<ContributionJob> contributionOf(const Network& network, const PackedSequences& one,
                                                const std::string& reduction, const std::string& name, int t);
std::unique_ptr<GradientsJob> gradientsOf(const Network& network, const PackedSequences& data,
                                          const std::string& reduction);
std::unique_ptr<GradientCheckJob> gradientCheckOf(const Network& network, const PackedSequences& data, int truncate,
                                                  int sample, double seed);
std::unique_ptr<SingleOutputGradientJob> singleOutputGradientOf(const Network& network, const PackedSequences& one);

}  // namespace rnn::bindings
