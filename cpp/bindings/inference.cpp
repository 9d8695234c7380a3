// Evaluations, predictions and distributions.

#include <span>

#include "network.h"
#include "rnn/sampling.h"

namespace rnn::bindings {

EvaluationJob::EvaluationJob(const Network& network, Dataset data)
    : network_(network),
      data_(std::move(data)),
      total_(static_cast<double>(targetCount(data_))),
      evaluator_(*network_, data_) {}

double EvaluationJob::done() const {
  return static_cast<double>(evaluator_.result().tokens);
}

bool EvaluationJob::advance() {
  if (!evaluator_.done()) evaluator_.advance();
  return evaluator_.done();
}

EvaluationResult EvaluationJob::result() const {
  const Evaluation& all = evaluator_.result();
  return {static_cast<double>(all.tokens), all.meanLoss(), all.bitsPerToken(), all.perplexity(), all.accuracy()};
}

std::unique_ptr<EvaluationJob> evaluatorOf(const Network& network, const PackedSequences& data) {
  return std::make_unique<EvaluationJob>(network, unpacked(data));
}

ParameterValuesList parametersOf(const Network& network) {
  return parameterValues(*network);
}

PredictionsResult predictionsOf(const Network& network, const PackedSequences& one) {
  const Prediction prediction = predict(*network, unpacked(one).front());
  return {copied<Int32Array>(prediction.mostProbable),
          convertedTo<Float32Array, float>(prediction.probability),
          convertedTo<Float32Array, float>(prediction.targetProbability),
          convertedTo<Float32Array, float>(prediction.loss),
          copied<Float64Array>(prediction.finalState.hidden),
          copied<Float64Array>(prediction.finalState.cell)};
}

OutputsResult outputsOf(const Network& network, const PackedSequences& one) {
  const Outputs all = outputs(*network, unpacked(one).front());
  return {convertedTo<Float32Array, float>(all.probabilities), convertedTo<Float32Array, float>(all.hidden),
          copied<Float64Array>(all.finalState.hidden), copied<Float64Array>(all.finalState.cell)};
}

DistributionResult distributionOf(const Network& network, const PackedSequences& one, double temperature, int topK,
                                  double topP) {
  const Outputs all = outputs(*network, unpacked(one).front());
  const std::span logits = std::span(all.logits).last(static_cast<std::size_t>(network->shape().vocabularySize));
  const Distribution result = distribution(logits, {temperature, topK, topP});
  return {copied<Int32Array>(result.order),
          copied<Float64Array>(logits.data(), logits.size()),
          copied<Float64Array>(result.scaled),
          copied<Uint8Array>(result.kept),
          copied<Float64Array>(result.exponentials),
          copied<Float64Array>(result.probabilities),
          copied<Float64Array>(result.cumulative),
          result.maximum,
          result.sum};
}

}  // namespace rnn::bindings
