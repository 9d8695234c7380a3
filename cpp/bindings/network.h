#pragma once

#include <memory>
#include <utility>

#include "rnn/evaluation.h"
#include "rnn/generation.h"
#include "values.h"

namespace rnn::bindings {

/// A snapshot of a network's weights, for read-only calls while training goes on; jobs share it. web/engine has
/// validated all arguments.
class Network {
 public:
  explicit Network(std::shared_ptr<const rnn::Network> network) : network_(std::move(network)) {}

  const rnn::Network& operator*() const { return *network_; }
  const rnn::Network* operator->() const { return network_.get(); }

 private:
  std::shared_ptr<const rnn::Network> network_;
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
  EvaluationJob(const EvaluationJob&) = delete;

  double total() const { return total_; }
  double done() const;
  /// Does a few milliseconds of it; true when all is done.
  bool advance();
  EvaluationResult result() const;

 private:
  Network network_;
  Dataset data_;
  double total_;
  Evaluator evaluator_;
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

/// What the units of one layer hold at each position of a sequence, and the final state.
struct UnitActivityResult {
  Float32Array values{emscripten::val::undefined()};  // T × H
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

  /// Generator::advance(); true when done.
  bool advance();
  /// Tokens chosen so far.
  double length() const;
  /// The alternatives of all tokens are in a row each; those of token t end before alternativeEnds[t].
  GeneratedObject result() const;

 private:
  Network network_;
  Generator generator_;
};

ParameterValuesList parametersOf(const Network& network);
std::unique_ptr<EvaluationJob> evaluatorOf(const Network& network, const PackedSequences& data);
PredictionsResult predictionsOf(const Network& network, const PackedSequences& one);
OutputsResult outputsOf(const Network& network, const PackedSequences& one);
/// `kind` is that of rnn::UnitNumbers: 0 hidden state, 1 cell state, 2 the gate.
UnitActivityResult unitActivityOf(const Network& network, const PackedSequences& one, int layer, int kind, int gate);
DistributionResult distributionOf(const Network& network, const PackedSequences& one, double temperature, int topK,
                                  double topP);
/// Empty `uniforms`: drawn from the seed, one per token.
std::unique_ptr<GenerationJob> generatorOf(const Network& network, const Int32Array& prompt,
                                           const GenerationChoices& choices, const Float64Array& uniforms);

}  // namespace rnn::bindings
