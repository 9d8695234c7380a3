// The network writing on from a beginning.

#include "network.h"
#include "rnn/random.h"

namespace rnn::bindings {

using emscripten::val;

namespace {

std::vector<double> drawnCoins(int count, double seed) {
  Random random(static_cast<std::uint64_t>(seed));
  std::vector<double> coins(static_cast<std::size_t>(count));
  for (double& coin : coins) {
    coin = random.uniform();
  }
  return coins;
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

std::variant<Generator<float>, Generator<double>> generatorFor(const Network& network,
                                                               const std::vector<TokenId>& beginning,
                                                               const GenerationSettings& settings,
                                                               const std::vector<double>& coins) {
  using Either = std::variant<Generator<float>, Generator<double>>;
  return network.read([&]<class S>(const Parameters<S>& parameters) -> Either {
    return Generator<S>(parameters.shape(), beginning, settings, coins);
  });
}

}  // namespace

GenerationJob::GenerationJob(const Network& network, const std::vector<TokenId>& beginning,
                             const GenerationSettings& settings, const std::vector<double>& coins)
    : network_(network), generator_(generatorFor(network, beginning, settings, coins)) {}

bool GenerationJob::advance() {
  return network_.read([&]<class S>(const Parameters<S>& parameters) {
    auto& generator = std::get<Generator<S>>(generator_);
    if (!generator.done()) generator.advance(parameters);
    return generator.done();
  });
}

Generation GenerationJob::generation() const {
  return std::visit([](const auto& generator) { return generator.result(); }, generator_);
}

double GenerationJob::length() const {
  return static_cast<double>(generation().ids.size());
}

GeneratedObject GenerationJob::result() const {
  const Generation written = generation();
  val alternatives = val::array();
  for (const Alternatives& step : written.alternatives) {
    val entry = val::object();
    entry.set("ids", copied<Int32Array>(step.ids));
    entry.set("shares", copied<Float64Array>(step.shares));
    alternatives.call<void>("push", entry);
  }
  val result = val::object();
  result.set("ids", copied<Int32Array>(written.ids));
  result.set("probabilities", copied<Float64Array>(written.probabilities));
  result.set("alternatives", alternatives);
  result.set("logProbability", written.logProbability);
  return GeneratedObject(result);
}

std::unique_ptr<GenerationJob> generatorOf(const Network& network, const Int32Array& beginning,
                                           const GenerationChoices& choices, const Float64Array& coins) {
  const auto given = numbersOf<double>(coins);
  return std::make_unique<GenerationJob>(network, numbersOf<TokenId>(beginning), settingsFrom(choices),
                                         given.empty() ? drawnCoins(choices.length, choices.seed) : given);
}

}  // namespace rnn::bindings
