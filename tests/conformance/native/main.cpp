// Runs one conformance case through the engine as native code: the case comes in on stdin
// (case_reader.h), the results go out on stdout as JSON. Whether they are right is decided in run.mjs,
// for this engine and for the WebAssembly alike.

#include <algorithm>
#include <exception>
#include <iostream>
#include <stdexcept>

#include "case_reader.h"
#include "json_writer.h"
#include "rnn/evaluation.h"
#include "rnn/gradient.h"
#include "rnn/trace.h"
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

const std::vector<double>& field(const rnn::Trace& trace, const std::string& name, rnn::Index layer) {
  const auto found = std::find_if(trace.fields.begin(), trace.fields.end(),
                                  [&](const rnn::TraceField& one) { return one.name == name && one.layer == layer; });
  if (found == trace.fields.end()) throw std::runtime_error("the trace has no field " + name);
  return found->values;
}

/// One list of traces' numbers, an entry per sequence.
template <class Pick>
void writeOfEach(JsonWriter& json, const std::string& name, const std::vector<rnn::Trace>& traces, Pick pick) {
  json.key(name);
  json.open('[');
  for (const rnn::Trace& one : traces)
    json.numbers(pick(one));
  json.close(']');
}

template <class S>
void writeForward(JsonWriter& json, const rnn::Trainer<S>& trainer, const Case& given) {
  std::vector<rnn::Trace> traces;
  for (const rnn::Sequence& sequence : given.sequences) {
    traces.push_back(rnn::trace(trainer.parameters(), sequence, rnn::Reduction::Sum));
  }
  writeOfEach(json, "hidden", traces,
              [&](const rnn::Trace& one) { return field(one, "hidden", given.shape.layers - 1); });
  writeOfEach(json, "logProbabilities", traces,
              [](const rnn::Trace& one) { return field(one, "logProbabilities", -1); });
  if (given.shape.cell == rnn::CellType::Lstm) {
    const auto hiddenCount = given.shape.layers * given.shape.hiddenSize;  // before the cells in finalState
    writeOfEach(json, "finalCell", traces, [&](const rnn::Trace& one) {
      return std::vector<double>(one.finalState.begin() + hiddenCount, one.finalState.end());
    });
  }
  json.key("meanLoss");
  json.number(rnn::evaluate(trainer.parameters(), given.sequences).meanLoss());
}

template <class S>
void writeGradients(JsonWriter& json, const rnn::Trainer<S>& trainer, const Case& given) {
  json.key("gradients");
  json.open('[');
  if (given.gradientOfEach) {
    for (const rnn::Sequence& sequence : given.sequences) {
      writeParameters(json, rnn::lossGradient(trainer.parameters(), {sequence}, rnn::Reduction::Sum).gradient);
    }
  } else {
    writeParameters(json, rnn::lossGradient(trainer.parameters(), given.sequences, rnn::Reduction::Mean).gradient);
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
