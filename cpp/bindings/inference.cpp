// Evaluations, predictions and distributions.

#include <type_traits>

#include "network.h"
#include "rnn/sampling.h"

namespace rnn::bindings {
namespace {

using AnyEvaluator = std::variant<Evaluator<float>, Evaluator<double>>;

AnyEvaluator evaluatorFor(const Network& network, const Dataset& data) {
  return network.read([&]<class S>(const Parameters<S>&) -> AnyEvaluator { return Evaluator<S>(data); });
}

}  // namespace

EvaluationJob::EvaluationJob(const Network& network, Dataset data)
    : network_(network),
      data_(std::move(data)),
      total_(static_cast<double>(targetCount(data_))),
      evaluator_(evaluatorFor(network, data_)) {}

const Evaluation& EvaluationJob::evaluation() const {
  return std::visit([](const auto& evaluator) -> const Evaluation& { return evaluator.result(); }, evaluator_);
}

double EvaluationJob::done() const {
  return static_cast<double>(evaluation().tokens);
}

bool EvaluationJob::advance() {
  return network_.read([&]<class S>(const Parameters<S>& parameters) {
    auto& evaluator = std::get<Evaluator<S>>(evaluator_);
    if (!evaluator.done()) evaluator.advance(parameters, data_);
    return evaluator.done();
  });
}

EvaluationResult EvaluationJob::result() const {
  const Evaluation& all = evaluation();
  return {static_cast<double>(all.tokens), all.meanLoss(), all.bitsPerToken(), all.perplexity(), all.accuracy()};
}

std::unique_ptr<EvaluationJob> evaluatorOf(const Network& network, const PackedSequences& data) {
  return std::make_unique<EvaluationJob>(network, unpacked(data));
}

ParameterValuesList parametersOf(const Network& network) {
  return network.read([](const auto& parameters) { return parameterValues(parameters); });
}

PredictionsResult predictionsOf(const Network& network, const PackedSequences& one) {
  const Prediction prediction =
      network.read([&](const auto& parameters) { return predict(parameters, unpacked(one).front()); });
  return {copied<Int32Array>(prediction.mostProbable),
          convertedTo<Float32Array, float>(prediction.probability),
          convertedTo<Float32Array, float>(prediction.targetProbability),
          convertedTo<Float32Array, float>(prediction.loss),
          copied<Float64Array>(prediction.finalState.hidden),
          copied<Float64Array>(prediction.finalState.cell)};
}

OutputsResult outputsOf(const Network& network, const PackedSequences& one) {
  return network.read([&](const auto& parameters) -> OutputsResult {
    const auto all = outputs(parameters, unpacked(one).front());
    return {convertedTo<Float32Array, float>(all.probabilities), convertedTo<Float32Array, float>(all.hidden),
            copied<Float64Array>(all.finalState.hidden), copied<Float64Array>(all.finalState.cell)};
  });
}

DistributionResult distributionOf(const Network& network, const PackedSequences& one, double temperature, int topK,
                                  double topP) {
  return network.read([&]<class S>(const Parameters<S>& parameters) -> DistributionResult {
    const Outputs<S> all = outputs(parameters, unpacked(one).front());
    const auto size = static_cast<std::size_t>(parameters.shape().vocabularySize);
    const std::vector<S> logits(all.logits.end() - static_cast<std::ptrdiff_t>(size), all.logits.end());
    const Distribution result = distribution(std::span<const S>(logits), {temperature, topK, topP});
    return {copied<Int32Array>(result.order),
            float64(logits),
            copied<Float64Array>(result.scaled),
            copied<Uint8Array>(result.kept),
            copied<Float64Array>(result.exponentials),
            copied<Float64Array>(result.probabilities),
            copied<Float64Array>(result.cumulative),
            result.maximum,
            result.sum};
  });
}

}  // namespace rnn::bindings
