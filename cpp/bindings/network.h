#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include "rnn/evaluation.h"
#include "rnn/generation.h"
#include "values.h"

namespace rnn::bindings {

/// A snapshot of a network's weights, for read-only calls while training goes on. web/engine has validated all
/// arguments.
class Network {
 public:
  template <class S>
  explicit Network(Parameters<S> weights) : weights_(std::move(weights)) {}

  /// `use(const Parameters<S>&)`, in the network's precision.
  template <class Use>
  auto read(Use use) const {
    return std::visit(use, weights_);
  }

 private:
  std::variant<Parameters<float>, Parameters<double>> weights_;
};

struct EvaluationResult {
  double tokens = 0;
  double meanLoss = 0;
  double bitsPerToken = 0;
  double perplexity = 0;
  double accuracy = 0;
};

/// A resumable evaluation of a snapshot.
class EvaluationJob {
 public:
  EvaluationJob(const Network& network, Dataset data);

  double total() const { return total_; }
  double done() const;
  /// Does a few milliseconds of it; true when all is done.
  bool advance();
  EvaluationResult result() const;

 private:
  const Evaluation& evaluation() const;

  Network network_;
  Dataset data_;
  double total_;
  std::variant<Evaluator<float>, Evaluator<double>> evaluator_;
};

/// The predictions at each position of a sequence, and the final state.
struct PredictionsResult {
  Int32Array ids{emscripten::val::undefined()};                    // most probable, T
  Float32Array probabilities{emscripten::val::undefined()};        // of those, T
  Float32Array targetProbabilities{emscripten::val::undefined()};  // T
  Float32Array losses{emscripten::val::undefined()};               // nats, T
  Float64Array finalHidden{emscripten::val::undefined()};          // layer by layer, L·H
  Float64Array finalCell{emscripten::val::undefined()};            // likewise, or empty
};

/// The outputs at each position of a sequence, and the final state.
struct OutputsResult {
  Float32Array probabilities{emscripten::val::undefined()};  // T × V
  Float32Array hidden{emscripten::val::undefined()};         // of the top layer, T × H
  Float64Array finalHidden{emscripten::val::undefined()};
  Float64Array finalCell{emscripten::val::undefined()};
};

/// rnn::Distribution after the last token of a sequence.
struct DistributionResult {
  Int32Array order{emscripten::val::undefined()};
  Float64Array logits{emscripten::val::undefined()};
  Float64Array scaled{emscripten::val::undefined()};
  Uint8Array kept{emscripten::val::undefined()};
  Float64Array exponentials{emscripten::val::undefined()};
  Float64Array probabilities{emscripten::val::undefined()};
  Float64Array cumulative{emscripten::val::undefined()};
  double maximum = 0;
  double sum = 0;
};

/// GenerationSettings, and a seed for the uniform numbers; the names are those of web/engine's GenerateArguments.
struct GenerationChoices {
  std::string strategy;
  int length = 0;
  double temperature = 1;
  int topK = 0;
  double topP = 1;
  int beamWidth = 1;
  int endId = kNoEndId;
  double seed = 0;
};

/// Resumable generation from a snapshot.
class GenerationJob {
 public:
  GenerationJob(const Network& network, const std::vector<TokenId>& prompt, const GenerationSettings& settings,
                const std::vector<double>& uniforms);

  /// Chooses one more token, or reads a window of the prompt; true when done.
  bool advance();
  /// Tokens chosen so far.
  double length() const;
  GeneratedObject result() const;

 private:
  Generation generation() const;

  Network network_;
  std::variant<Generator<float>, Generator<double>> generator_;
};

ParameterValuesList parametersOf(const Network& network);
std::unique_ptr<EvaluationJob> evaluatorOf(const Network& network, const PackedSequences& data);
PredictionsResult predictionsOf(const Network& network, const PackedSequences& one);
OutputsResult outputsOf(const Network& network, const PackedSequences& one);
DistributionResult distributionOf(const Network& network, const PackedSequences& one, double temperature, int topK,
                                  double topP);
/// Empty `uniforms`: drawn from the seed, one per token.
std::unique_ptr<GenerationJob> generatorOf(const Network& network, const Int32Array& prompt,
                                           const GenerationChoices& choices, const Float64Array& uniforms);

}  // namespace rnn::bindings
