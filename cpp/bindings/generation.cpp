// Generation of text from a prompt.

#include "network.h"
#include "rnn/random.h"

namespace rnn::bindings {

using emscripten::val;

namespace {

std::vector<double> drawUniforms(int count, double seed) {
  Random random(static_cast<std::uint64_t>(seed));
  std::vector<double> uniforms(static_cast<std::size_t>(count));
  for (double& uniform : uniforms)
    uniform = random.uniform();
  return uniforms;
}

GenerationSettings settingsFrom(const GenerationChoices& choices) {
  GenerationSettings settings;
  settings.strategy = fromName<GenerationStrategy>(choices.strategy).value_or(GenerationStrategy::Sample);
  settings.sampling = {choices.temperature, choices.topK, choices.topP};
  settings.length = choices.length;
  settings.beamWidth = choices.beamWidth;
  settings.endId = choices.endId;
  return settings;
}

}  // namespace

GenerationJob::GenerationJob(const Network& network, const std::vector<TokenId>& prompt,
                             const GenerationSettings& settings, const std::vector<double>& uniforms)
    : network_(network), generator_(*network, prompt, settings, uniforms) {}

bool GenerationJob::advance() {
  if (!generator_.done()) generator_.advance();
  return generator_.done();
}

double GenerationJob::length() const {
  return static_cast<double>(generator_.length());
}

GeneratedObject GenerationJob::result() const {
  const Generation generated = generator_.result();
  std::vector<TokenId> ids;
  std::vector<double> probabilities;
  std::vector<std::int32_t> ends;
  for (const Alternatives& step : generated.alternatives) {
    ids.insert(ids.end(), step.ids.begin(), step.ids.end());
    probabilities.insert(probabilities.end(), step.probabilities.begin(), step.probabilities.end());
    ends.push_back(static_cast<std::int32_t>(ids.size()));
  }
  val result = val::object();
  result.set("ids", copied<Int32Array>(generated.ids));
  result.set("probabilities", copied<Float64Array>(generated.probabilities));
  result.set("alternativeIds", copied<Int32Array>(ids));
  result.set("alternativeProbabilities", copied<Float64Array>(probabilities));
  result.set("alternativeEnds", copied<Int32Array>(ends));
  result.set("logProbability", generated.logProbability);
  return GeneratedObject(result);
}

std::unique_ptr<GenerationJob> generatorOf(const Network& network, const Int32Array& prompt,
                                           const GenerationChoices& choices, const Float64Array& uniforms) {
  const auto given = numbersOf<double>(uniforms);
  return std::make_unique<GenerationJob>(network, numbersOf<TokenId>(prompt), settingsFrom(choices),
                                         given.empty() ? drawUniforms(choices.length, choices.seed) : given);
}

}  // namespace rnn::bindings
