#pragma once

// Gradients and what they are made of: resumable jobs, computed in double by the reference from a copy of the weights.
// Each is advanced slice by slice until advance() returns true; then it has its result.

#include <memory>
#include <string>

#include "network.h"
#include "rnn/gradient.h"
#include "rnn/gradient_check.h"
#include "rnn/influence.h"
#include "rnn/step_dry_run.h"
#include "rnn/trace.h"

namespace rnn::bindings {

/// Copies a trace into `result`, which becomes what web/engine/types.js describes, and frees its steps.
Job moveTrace(Trace& trace, emscripten::val result);

/// Every intermediate of one sequence.
class TraceJob {
 public:
  TraceJob(reference::Network network, Sequence sequence, Reduction reduction);

  bool advance() { return job_.advance(); }
  TraceObject result() const { return TraceObject(result_); }

 private:
  Job run();

  Tracer tracer_;
  emscripten::val result_ = emscripten::val::object();
  Job job_;
};

/// The contribution of one step to the gradient of one parameter.
class ContributionJob {
 public:
  ContributionJob(reference::Network network, Sequence sequence, Reduction reduction, const ParameterInfo& entry,
                  Index t);

  bool advance() { return job_.advance(); }
  Float64Array result() const { return copied<Float64Array>(result_); }

 private:
  Job run(ParameterInfo entry, std::size_t t);

  Tracer tracer_;
  std::vector<double> result_;
  Job job_;
};

/// The gradient of the loss of a data set.
class GradientsJob {
 public:
  GradientsJob(reference::Network network, Dataset data, Reduction reduction);

  bool advance() { return job_.advance(); }
  ParameterValuesList result() const { return ParameterValuesList(result_); }

 private:
  Job run();

  LossGradient gradient_;
  emscripten::val result_ = emscripten::val::array();
  Job job_;
};

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

/// The dry run of one optimizer step.
class StepDryRunJob {
 public:
  explicit StepDryRunJob(StepDryRunInput input);

  bool advance() { return job_.advance(); }
  StepDryRunObject result() const { return StepDryRunObject(result_); }

 private:
  Job run();

  StepDryRunner dryRun_;
  emscripten::val result_ = emscripten::val::object();
  Job job_;
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
