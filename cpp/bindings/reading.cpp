// What the network says: evaluations, predictions, distributions.

#include <type_traits>

#include "network.h"
#include "rnn/sampling.h"

namespace rnn::bindings {
namespace {

std::variant<Evaluator<float>, Evaluator<double>> evaluatorFor(const Network& network, const Dataset& data) {
  using Either = std::variant<Evaluator<float>, Evaluator<double>>;
  return network.read([&]<class S>(const Parameters<S>&) -> Either { return Evaluator<S>(data); });
}

std::int64_t targetsIn(const Dataset& data) {
  std::int64_t targets = 0;
  for (const Sequence& sequence : data) {
    targets += sequence.length() - std::ranges::count(sequence.targets, kNoTarget);
  }
  return targets;
}

}  // namespace

EvaluationJob::EvaluationJob(const Network& network, Dataset data)
    : network_(network),
      data_(std::move(data)),
      total_(static_cast<double>(targetsIn(data_))),
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
  const Prediction said =
      network.read([&](const auto& parameters) { return predict(parameters, unpacked(one).front()); });
  return {copied<Int32Array>(said.mostProbable),
          convertedTo<Float32Array, float>(said.probability),
          convertedTo<Float32Array, float>(said.targetProbability),
          convertedTo<Float32Array, float>(said.loss),
          copied<Float64Array>(said.finalState.hidden),
          copied<Float64Array>(said.finalState.cell)};
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
            copied<Float64Array>(result.shares),
            copied<Float64Array>(result.cumulative),
            result.maximum,
            result.sum};
  });
}

}  // namespace rnn::bindings
