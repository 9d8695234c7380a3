#include "rnn/evaluation.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace rnn {
namespace {

// Wide enough for large products, small enough to stay in the cache and in a phone's memory.
constexpr Index kSequencesAtOnce = 32;
constexpr Index kStepsAtOnce = 64;
// Multiply-adds in one window of an Evaluator: a few milliseconds.
constexpr Index kWorkAtOnce = Index{1} << 25;

template <class S>
TokenId mostProbable(const ReadoutRecord<S>& record, Index column) {
  Index best = 0;
  record.logits.col(column).maxCoeff(&best);
  return static_cast<TokenId>(best);
}

/// The state after the last step of a window of one sequence.
template <class S>
FinalState stateAfter(const Window& window, const NetworkRecord<S>& record) {
  FinalState state;
  const auto append = [&](const Matrix<S>& from, std::vector<double>& to) {
    if (from.size() == 0) return;
    const auto last = from.col(window.columns() - 1);
    to.insert(to.end(), last.begin(), last.end());
  };
  for (const LayerRecord<S>& layer : record.layers) {
    append(layer.hidden, state.hidden);
    append(layer.cell, state.cell);
  }
  return state;
}

/// The columns of a window, one after the other.
template <class S>
void appendColumns(const Window& window, const Matrix<S>& from, std::vector<S>& to) {
  to.insert(to.end(), from.data(), from.data() + from.rows() * window.columns());
}

}  // namespace

std::vector<Index> allOf(const Dataset& data) {
  std::vector<Index> all(data.size());
  std::iota(all.begin(), all.end(), Index{0});
  return all;
}

template <class S>
void Evaluator<S>::beginBatch(const NetworkShape& shape, const Dataset& data) {
  const auto last = std::min(first_ + kSequencesAtOnce, static_cast<Index>(all_.size()));
  batch_.emplace(data, std::vector<Index>(all_.begin() + first_, all_.begin() + last));
  begin_ = 0;
  state_ = State<S>::initial(shape, data, *batch_);
}

template <class S>
void Evaluator<S>::advance(const Parameters<S>& parameters, const Dataset& data) {
  if (!batch_) beginBatch(parameters.shape(), data);
  const Index stepWork = batch_->active(begin_) * parameters.flat().size();
  const Index steps = std::clamp<Index>(kWorkAtOnce / stepWork, 1, kStepsAtOnce);
  const Window window{*batch_, begin_, std::min(begin_ + steps, batch_->steps())};
  count(window, forward(parameters, window, state_, record_));
  begin_ = window.end;
  if (begin_ < batch_->steps()) return;
  first_ += batch_->sequences();
  batch_.reset();
}

template <class S>
void Evaluator<S>::count(const Window& window, double loss) {
  result_.totalLoss += loss;
  result_.tokens += window.targetCount();
  for (Index column = 0; column < window.columns(); ++column) {
    const TokenId target = window.targets()[column];
    result_.correct += target != kNoTarget && target == mostProbable(record_.readout, column);
  }
}

template <class S>
Evaluation evaluate(const Parameters<S>& parameters, const Dataset& data) {
  Evaluator<S> evaluator(data);
  while (!evaluator.done())
    evaluator.advance(parameters, data);
  return evaluator.result();
}

template <class S>
Prediction predict(const Parameters<S>& parameters, const Sequence& sequence) {
  Prediction result;
  NetworkRecord<S> record;
  const Dataset data{sequence};
  const Batch batch(data, {0});
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  forEachWindow(
      parameters, data, batch, kStepsAtOnce, record, [&](const Window& window, const NetworkRecord<S>& now, double) {
        const ReadoutRecord<S>& readout = now.readout;
        for (Index column = 0; column < window.columns(); ++column) {
          const TokenId best = mostProbable(readout, column);
          const TokenId target = window.targets()[column];
          const bool asked = target != kNoTarget;
          result.mostProbable.push_back(best);
          result.probability.push_back(readout.probabilities(best, column));
          result.targetProbability.push_back(asked ? static_cast<double>(readout.probabilities(target, column))
                                                   : kNone);
          result.loss.push_back(asked ? static_cast<double>(readout.losses[column]) : kNone);
        }
        result.finalState = stateAfter(window, now);
      });
  return result;
}

template <class S>
Outputs<S> outputs(const Parameters<S>& parameters, const Sequence& sequence) {
  Outputs<S> result;
  NetworkRecord<S> record;
  const Dataset data{sequence};
  const Batch batch(data, {0});
  forEachWindow(parameters, data, batch, kStepsAtOnce, record,
                [&](const Window& window, const NetworkRecord<S>& now, double) {
                  appendColumns(window, now.readout.logits, result.logits);
                  appendColumns(window, now.readout.probabilities, result.probabilities);
                  appendColumns(window, now.layers.back().hidden, result.hidden);
                  result.finalState = stateAfter(window, now);
                });
  return result;
}

template class Evaluator<float>;
template class Evaluator<double>;
template Evaluation evaluate(const Parameters<float>&, const Dataset&);
template Evaluation evaluate(const Parameters<double>&, const Dataset&);
template Prediction predict(const Parameters<float>&, const Sequence&);
template Prediction predict(const Parameters<double>&, const Sequence&);
template Outputs<float> outputs(const Parameters<float>&, const Sequence&);
template Outputs<double> outputs(const Parameters<double>&, const Sequence&);

}  // namespace rnn
