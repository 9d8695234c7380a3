// Runs one conformance case through the engine as native code: the case comes in on stdin
// (case_reader.h), the results go out on stdout as JSON. Gradients are those of the fast engine; those of the page,
// which the reference computes, are compared through the WebAssembly. Whether they are right is decided in run.mjs, for
// this engine and for the WebAssembly alike.

#include <algorithm>
#include <cmath>
#include <exception>
#include <iostream>
#include <stdexcept>

#include "case_reader.h"
#include "json_writer.h"
#include "rnn/evaluation.h"
#include "rnn/trainer.h"

namespace {

void setParameters(rnn::Network& network, const Case& given) {
  for (const auto& [name, values] : given.parameters) {
    const auto layout = rnn::parameterLayout(network.shape());
    const auto entry = std::ranges::find(layout, name, &rnn::ParameterInfo::name);
    if (entry == layout.end() || entry->size() != static_cast<std::int64_t>(values.size())) {
      throw std::runtime_error("the engine has no parameter " + name + " of that size");
    }
    network.setParameter(*entry, values);
  }
}

/// `numbersOf(entry)` of each parameter, by name.
template <class NumbersOf>
void writeParameters(JsonWriter& json, const rnn::NetworkShape& shape, const NumbersOf& numbersOf) {
  json.open('{');
  for (const rnn::ParameterInfo& entry : rnn::parameterLayout(shape)) {
    json.key(entry.name);
    json.numbers(numbersOf(entry));
  }
  json.close('}');
}

/// One list of numbers, an entry per sequence.
void writeOfEach(JsonWriter& json, const std::string& name, const std::vector<std::vector<double>>& numbers) {
  json.key(name);
  json.open('[');
  for (const std::vector<double>& one : numbers)
    json.numbers(one);
  json.close(']');
}

//   log p_t = o_t − m − log Σ_v exp(o_t[v] − m), m the largest logit
std::vector<double> logProbabilities(const std::vector<double>& logits, std::size_t vocabularySize) {
  std::vector<double> result;
  for (auto first = logits.begin(); first != logits.end(); first += static_cast<std::ptrdiff_t>(vocabularySize)) {
    const auto last = first + static_cast<std::ptrdiff_t>(vocabularySize);
    const double maximum = *std::max_element(first, last);
    double sum = 0;
    for (auto o = first; o != last; ++o)
      sum += std::exp(*o - maximum);
    for (auto o = first; o != last; ++o)
      result.push_back(*o - maximum - std::log(sum));
  }
  return result;
}

void writeForward(JsonWriter& json, const rnn::Network& network, const Case& given) {
  std::vector<std::vector<double>> hidden, logProbabilitiesOfEach, finalCells;
  for (const rnn::Sequence& sequence : given.sequences) {
    const rnn::Outputs all = rnn::outputs(network, sequence);
    hidden.push_back(all.hidden);
    logProbabilitiesOfEach.push_back(
        logProbabilities(all.logits, static_cast<std::size_t>(given.shape.vocabularySize)));
    finalCells.push_back(all.finalState.cell);
  }
  writeOfEach(json, "hidden", hidden);
  writeOfEach(json, "logProbabilities", logProbabilitiesOfEach);
  if (given.shape.cell == rnn::CellType::Lstm) writeOfEach(json, "finalCell", finalCells);
  json.key("meanLoss");
  json.number(rnn::evaluate(network, given.sequences).meanLoss());
}

/// Writes the gradient of scale · Σ L_t as training computes it.
void writeGradient(JsonWriter& json, rnn::Learner& learner, const rnn::Dataset& data, double scale) {
  const std::vector<rnn::Batch> batches{rnn::Batch(data, rnn::allOf(data))};
  const std::vector<rnn::Window> windows{rnn::Window::whole(batches.front())};
  learner.start(data, batches);
  learner.begin(windows, scale);
  while (!learner.advance())
    continue;
  writeParameters(json, learner.network().shape(),
                  [&](const rnn::ParameterInfo& entry) { return learner.gradient(entry); });
}

void writeGradients(JsonWriter& json, rnn::Learner& learner, const Case& given) {
  json.key("gradients");
  json.open('[');
  if (given.gradientOfEach) {
    for (const rnn::Sequence& sequence : given.sequences)
      writeGradient(json, learner, {sequence}, 1);
  } else {
    const auto targets = std::max<std::int64_t>(1, rnn::targetCount(given.sequences));
    writeGradient(json, learner, given.sequences, 1 / static_cast<double>(targets));
  }
  json.close(']');
}

void trainAndWrite(JsonWriter& json, rnn::Trainer& trainer, const Case& given) {
  std::vector<double> stepLosses;
  while (trainer.position().epoch < given.passes) {
    const rnn::StepReport report = trainer.step();
    if (report.diverged) throw std::runtime_error("training diverged at step " + std::to_string(stepLosses.size()));
    stepLosses.push_back(report.loss);
  }
  std::vector<double> evaluations;
  std::vector<double> halvedRates;
  for (const rnn::EvaluationRecord& record : trainer.takeRecords()) {
    evaluations.push_back(record.trainingLoss);
    if (record.halved) halvedRates.push_back(record.learningRate);
  }
  json.key("stepLosses");
  json.numbers(stepLosses);
  json.key("evaluations");
  json.numbers(evaluations);
  json.key("learningRatesAfterHalving");
  json.numbers(halvedRates);
}

void run(const Case& given, std::ostream& output) {
  const auto precision = given.isDouble ? rnn::Precision::Float64 : rnn::Precision::Float32;
  rnn::Trainer trainer(given.shape, {}, given.training, 1, given.sequences, {}, precision);
  setParameters(trainer.network(), given);
  const auto learner = rnn::Learner::create(given.shape, precision, given.training.optimizer);
  setParameters(learner->network(), given);
  JsonWriter json(output);
  json.open('{');
  writeForward(json, learner->network(), given);
  writeGradients(json, *learner, given);
  trainAndWrite(json, trainer, given);
  json.key("parametersAfter");
  writeParameters(json, given.shape,
                  [&](const rnn::ParameterInfo& entry) { return std::as_const(trainer).network().parameter(entry); });
  json.key("predict");
  json.open('[');
  for (const rnn::Sequence& sequence : given.sequences) {
    json.numbers(rnn::predict(std::as_const(trainer).network(), sequence).mostProbable);
  }
  json.close(']');
  json.close('}');
}

}  // namespace

int main() {
  try {
    const Case given = readCase(std::cin);
    run(given, std::cout);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
