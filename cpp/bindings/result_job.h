#pragma once

#include <emscripten/val.h>

#include <utility>

#include "rnn/job.h"

namespace rnn::bindings {

/// A job whose result is an object or array of JavaScript, as web/engine/types.js describes it, that the job fills.
template <class Result>
class ResultJob {
 public:
  ResultJob(emscripten::val result, Job job) : result_(std::move(result)), job_(std::move(job)) {}

  bool advance() { return job_.advance(); }
  Result result() const { return Result(result_); }

 private:
  emscripten::val result_;
  Job job_;
};

}  // namespace rnn::bindings
