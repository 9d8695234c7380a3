#include "rnn/job.h"

namespace rnn {

// Where an exception of JavaScript, from a binding, has left resume() without a word, the coroutine still runs as far
// as anybody can tell: its frame is lost, and not freed a second time.
Job::~Job() {
  if (handle_ && !handle_.promise().running) handle_.destroy();
}

bool Job::advance(double operations) {
  promise_type& promise = handle_.promise();
  promise.left = operations;
  while (!handle_.done() && promise.left > 0) {
    if (!promise.part) {
      promise.running = true;
      handle_.resume();
      promise.running = false;
    } else {
      const bool done = promise.part->advance(promise.left);
      promise.left = promise.part->handle_.promise().left;
      if (done) promise.part = nullptr;
    }
  }
  return handle_.done();
}

}  // namespace rnn
