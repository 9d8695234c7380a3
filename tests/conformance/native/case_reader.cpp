#include "case_reader.h"

#include <cstdlib>
#include <functional>
#include <map>
#include <stdexcept>

namespace {

class Words {
 public:
  explicit Words(std::istream& input) : input_(input) {}

  std::string next() {
    std::string word;
    if (!(input_ >> word)) throw std::runtime_error("the case ends too early");
    return word;
  }

  double number() {
    const std::string word = next();
    char* end = nullptr;
    const double value = std::strtod(word.c_str(), &end);
    if (end != word.c_str() + word.size()) throw std::runtime_error("not a number: " + word);
    return value;
  }

  std::int64_t integer() { return static_cast<std::int64_t>(number()); }

  bool boolean() { return next() == "true"; }

  template <class T>
  std::vector<T> numbers(std::int64_t count) {
    std::vector<T> values(static_cast<std::size_t>(count));
    for (T& value : values)
      value = static_cast<T>(number());
    return values;
  }

  /// A choice by its name, such as "lstm".
  template <class E>
  E choice() {
    const std::string word = next();
    const auto found = rnn::fromName<E>(word);
    if (!found) throw std::runtime_error("not a choice: " + word);
    return *found;
  }

 private:
  std::istream& input_;
};

void readSetting(Words& words, Case& result) {
  rnn::NetworkShape& shape = result.shape;
  rnn::TrainingSettings& training = result.training;
  const std::map<std::string, std::function<void()>> setters{
      {"cell", [&] { shape.cell = words.choice<rnn::CellType>(); }},
      {"activation", [&] { shape.activation = words.choice<rnn::Activation>(); }},
      {"hiddenSize", [&] { shape.hiddenSize = words.integer(); }},
      {"layers", [&] { shape.layers = words.integer(); }},
      {"bias", [&] { shape.bias = words.boolean(); }},
      {"optimizer", [&] { training.optimizer.type = words.choice<rnn::OptimizerType>(); }},
      {"learningRate", [&] { training.learningRate = words.number(); }},
      {"momentum", [&] { training.optimizer.momentum = words.number(); }},
      {"decay", [&] { training.optimizer.decay = words.number(); }},
      {"beta1", [&] { training.optimizer.beta1 = words.number(); }},
      {"beta2", [&] { training.optimizer.beta2 = words.number(); }},
      {"epsilon", [&] { training.optimizer.epsilon = words.number(); }},
      {"weightDecay", [&] { training.optimizer.weightDecay = words.number(); }},
      {"clipNorm", [&] { training.clipNorm = words.number(); }},
      {"schedule", [&] { training.schedule.type = words.choice<rnn::ScheduleType>(); }},
      {"evaluateEvery", [&] { training.evaluateEvery = words.integer(); }},
      {"reduction", [&] { training.reduction = words.choice<rnn::Reduction>(); }},
      {"batchSize", [&] { training.batchSize = words.integer(); }},
      {"truncate", [&] { training.truncate = words.integer(); }},
  };
  const std::string name = words.next();
  const auto setter = setters.find(name);
  if (setter == setters.end()) throw std::runtime_error("unknown setting: " + name);
  setter->second();
}

void readParameter(Words& words, Case& result) {
  std::string name = words.next();
  const std::int64_t count = words.integer();
  result.parameters.emplace_back(std::move(name), words.numbers<double>(count));
}

void readSequence(Words& words, Case& result) {
  rnn::Sequence sequence;
  const std::int64_t steps = words.integer();
  sequence.inputs = words.numbers<rnn::TokenId>(steps);
  sequence.targets = words.numbers<rnn::TokenId>(steps);
  sequence.initialHidden = words.numbers<double>(words.integer());
  sequence.initialCell = words.numbers<double>(words.integer());
  result.sequences.push_back(std::move(sequence));
}

}  // namespace

Case readCase(std::istream& input) {
  Words words(input);
  Case result;
  result.isDouble = words.next() == "float64";
  const std::map<std::string, std::function<void()>> readers{
      {"setting", [&] { readSetting(words, result); }},
      {"vocabularySize", [&] { result.shape.vocabularySize = words.integer(); }},
      {"parameter", [&] { readParameter(words, result); }},
      {"sequence", [&] { readSequence(words, result); }},
      {"passes", [&] { result.passes = words.integer(); }},
      {"gradients", [&] { result.gradientOfEach = words.next() == "each"; }},
  };
  for (std::string word = words.next(); word != "end"; word = words.next()) {
    const auto reader = readers.find(word);
    if (reader == readers.end()) throw std::runtime_error("unknown word: " + word);
    reader->second();
  }
  return result;
}
