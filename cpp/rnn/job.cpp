#include "rnn/job.h"

namespace rnn {

Job::~Job() {
  if (handle_) handle_.destroy();
}

bool Job::advance(double operations) {
  promise_type& promise = handle_.promise();
  promise.left = operations;
  while (!handle_.done() && promise.left > 0) {
    if (!promise.part) {
      handle_.resume();
    } else {
      const bool done = promise.part->advance(promise.left);
      promise.left = promise.part->handle_.promise().left;
      if (done) promise.part = nullptr;
    }
  }
  return handle_.done();
}

}  // namespace rnn
