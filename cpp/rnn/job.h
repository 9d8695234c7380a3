#pragma once

// Long work in slices, so that a worker answers messages in between.

#include <coroutine>
#include <exception>
#include <utility>

#include "rnn/types.h"

namespace rnn {

/// Multiply-adds of one slice: a few milliseconds. Work is counted rather than timed, so that no result and no test
/// depends on a clock.
inline constexpr double kSliceOperations = 1 << 22;
/// Parameters of one slice of an update, of a norm, of a sum of two gradients: some numbers from memory, a root and a
/// division each take as long as some eight multiply-adds. A multiple of four, so that only the last slice ends within
/// a vector.
inline constexpr Index kSliceNumbers = 1 << 19;

/// A coroutine that says by `co_yield operations` how much it has done, and pauses there once a slice is full. By
/// `co_yield job` it does another job before it goes on, which shares its slices.
class Job {
 public:
  struct promise_type {
    double left = 0;      // operations of the present slice
    Job* part = nullptr;  // that is done before it goes on
    bool running = false;

    struct Pause {
      bool goesOn;
      bool await_ready() const noexcept { return goesOn; }
      void await_suspend(std::coroutine_handle<>) const noexcept {}
      void await_resume() const noexcept {}
    };

    Job get_return_object() { return Job(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    std::suspend_always final_suspend() const noexcept { return {}; }
    Pause yield_value(double operations) {
      left -= operations;
      return {left > 0};
    }
    Pause yield_value(Job&& job) {
      part = &job;  // it lives in the coroutine until that goes on
      return {false};
    }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };

  Job(Job&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Job& operator=(Job&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Job();

  /// Does a slice of the work; true when all is done.
  bool advance(double operations = kSliceOperations);

  /// All at once.
  void finish() {
    while (!advance()) {
    }
  }

 private:
  explicit Job(std::coroutine_handle<promise_type> handle) : handle_(handle) {}

  std::coroutine_handle<promise_type> handle_;
};

}  // namespace rnn
