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

template <class S>
void setParameters(rnn::Trainer<S>& trainer, const Case& given) {
  for (const auto& [name, values] : given.parameters) {
    const rnn::ParameterInfo* entry = trainer.parameters().find(name);
    if (!entry || entry->size() != static_cast<rnn::Index>(values.size())) {
      throw std::runtime_error("the engine has no parameter " + name + " of that size");
    }
    const std::vector<S> converted(values.begin(), values.end());
    trainer.parameters().setRowMajor(*entry, converted.data());
  }
}

template <class S>
void writeParameters(JsonWriter& json, const rnn::Parameters<S>& parameters) {
  json.open('{');
  for (const rnn::ParameterInfo& entry : parameters.list()) {
    json.key(entry.name);
    json.numbers(parameters.rowMajor(entry));
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

template <class S>
void writeForward(JsonWriter& json, const rnn::Trainer<S>& trainer, const Case& given) {
  std::vector<std::vector<double>> hidden, logProbabilitiesOfEach, finalCells;
  for (const rnn::Sequence& sequence : given.sequences) {
    const rnn::Outputs<S> all = rnn::outputs(trainer.parameters(), sequence);
    hidden.emplace_back(all.hidden.begin(), all.hidden.end());
    logProbabilitiesOfEach.push_back(
        logProbabilities({all.logits.begin(), all.logits.end()}, static_cast<std::size_t>(given.shape.vocabularySize)));
    finalCells.push_back(all.finalState.cell);
  }
  writeOfEach(json, "hidden", hidden);
  writeOfEach(json, "logProbabilities", logProbabilitiesOfEach);
  if (given.shape.cell == rnn::CellType::Lstm) writeOfEach(json, "finalCell", finalCells);
  json.key("meanLoss");
  json.number(rnn::evaluate(trainer.parameters(), given.sequences).meanLoss());
}

/// The gradient that training computes; scaled by 1, or by 1 / targets.
template <class S>
rnn::Parameters<S> gradientOf(const rnn::Parameters<S>& parameters, const rnn::Dataset& data, double scale) {
  rnn::Parameters<S> gradient(parameters.shape());
  rnn::NetworkActivations<S> activations;
  const rnn::Batch batch(data, rnn::allOf(data));
  rnn::forEachWindow(parameters, data, batch, batch.steps(), activations,
                     [&](const rnn::Window& window, rnn::NetworkActivations<S>& now, double) {
                       rnn::backward(parameters, window, static_cast<S>(scale), now, gradient);
                     });
  return gradient;
}

template <class S>
void writeGradients(JsonWriter& json, const rnn::Trainer<S>& trainer, const Case& given) {
  json.key("gradients");
  json.open('[');
  if (given.gradientOfEach) {
    for (const rnn::Sequence& sequence : given.sequences) {
      writeParameters(json, gradientOf(trainer.parameters(), {sequence}, 1));
    }
  } else {
    const auto targets = std::max<std::int64_t>(1, rnn::targetCount(given.sequences));
    writeParameters(json, gradientOf(trainer.parameters(), given.sequences, 1 / static_cast<double>(targets)));
  }
  json.close(']');
}

template <class S>
void trainAndWrite(JsonWriter& json, rnn::Trainer<S>& trainer, const Case& given) {
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

template <class S>
void run(const Case& given, std::ostream& output) {
  rnn::Trainer<S> trainer(given.shape, {}, given.training, 1, given.sequences, {});
  setParameters(trainer, given);
  JsonWriter json(output);
  json.open('{');
  writeForward(json, trainer, given);
  writeGradients(json, trainer, given);
  trainAndWrite(json, trainer, given);
  json.key("parametersAfter");
  writeParameters(json, trainer.parameters());
  json.key("predict");
  json.open('[');
  for (const rnn::Sequence& sequence : given.sequences) {
    json.numbers(rnn::predict(trainer.parameters(), sequence).mostProbable);
  }
  json.close(']');
  json.close('}');
}

}  // namespace

int main() {
  try {
    const Case given = readCase(std::cin);
    given.isDouble ? run<double>(given, std::cout) : run<float>(given, std::cout);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
