// Settings from JavaScript.

#include "rnn/settings.h"

#include "engine.h"

namespace rnn::bindings {

ModelSettings settingsFrom(const EngineSettings& given, Index vocabularySize) {
  const auto number = [&](const char* name) { return given[name].as<double>(); };
  const auto index = [&](const char* name) { return static_cast<Index>(number(name)); };
  const auto count = [&](const char* name) { return static_cast<std::int64_t>(number(name)); };
  const auto flag = [&](const char* name) { return given[name].as<bool>(); };
  // A name that C++ does not know, though web/engine does, aborts the module.
  const auto choose = [&]<class E>(const char* name, E& value) {
    value = fromName<E>(given[name].as<std::string>()).value();
  };

  ModelSettings settings;
  choose("precision", settings.precision);
  settings.seed = static_cast<std::uint64_t>(count("seed"));
  choose("cell", settings.shape.cell);
  choose("activation", settings.shape.activation);
  settings.shape.vocabularySize = vocabularySize;
  settings.shape.hiddenSize = index("hiddenSize");
  settings.shape.layers = index("layers");
  settings.shape.bias = flag("bias");
  choose("initialization", settings.initialization.kind);
  settings.initialization.forgetBias = number("forgetBias");

  TrainingSettings& training = settings.training;
  choose("optimizer", training.optimizer.type);
  training.optimizer.momentum = number("momentum");
  training.optimizer.decay = number("decay");
  training.optimizer.beta1 = number("beta1");
  training.optimizer.beta2 = number("beta2");
  training.optimizer.epsilon = number("epsilon");
  training.optimizer.weightDecay = number("weightDecay");
  choose("schedule", training.schedule.type);
  training.schedule.warmupSteps = count("warmupSteps");
  training.schedule.totalSteps = count("totalSteps");
  training.schedule.steadySteps = count("steadySteps");
  training.learningRate = number("learningRate");
  training.clipNorm = number("clipNorm");
  training.evaluateEvery = count("evaluateEvery");
  choose("reduction", training.reduction);
  training.batchSize = index("batchSize");
  training.truncate = index("truncate");
  training.movingWindows = flag("movingWindows");
  training.shuffle = flag("shuffle");
  training.shards = index("shards");
  return settings;
}

}  // namespace rnn::bindings
