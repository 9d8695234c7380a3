#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "rnn/network.h"
#include "rnn/sampling.h"

namespace rnn {

enum class GenerationStrategy { Sample, Greedy, Beam };
template <>
struct Names<GenerationStrategy> {
  static constexpr std::array<std::string_view, 3> list{"sample", "greedy", "beam"};
};

/// GenerationSettings::endId: generation does not stop at any token.
inline constexpr TokenId kNoEndId = -1;

struct GenerationSettings {
  GenerationStrategy strategy = GenerationStrategy::Sample;
  SamplingSettings sampling{};  ///< of Sample; the others use temperature 1 and all tokens
  Index length = 0;             ///< tokens at most
  Index beamWidth = 1;          ///< of Beam, ≥ 1
  TokenId endId = kNoEndId;     ///< generation stops after this token
};

/// The most probable tokens at one step: at most eight, of probability > 0.
struct Alternatives {
  std::vector<TokenId> ids;
  std::vector<double> probabilities;
};

/// A continuation, token by token.
struct Generation {
  std::vector<TokenId> ids;
  std::vector<double> probabilities;       ///< of each token in the distribution it was chosen from
  std::vector<Alternatives> alternatives;  ///< the most probable tokens of the same distribution
  /// log p(ids | prompt) at temperature 1 and without filters, so that continuations of all strategies can be compared;
  /// nats.
  double logProbability = 0;
};

/// Continues a prompt; resumable, so work can be done in slices.
///
///   Sample   token t is sampled with uniforms[t]; stops when the uniforms run out
///   Greedy   the most probable token each time, of equals the lowest id
///   Beam     beam search: of all extensions of the beamWidth best hypotheses keeps the beamWidth most probable, and
///            gives the best in the end. A hypothesis that has ended stays in the beam. No length normalization.
///            With beamWidth ≥ V^(length − 1) the search is exhaustive.
///
/// An out-of-vocabulary token in the prompt is a step with a zero input; an empty prompt is one such step.
class Generator {
 public:
  /// The network must outlive it; its weights stay as they are.
  /// @param uniforms random numbers in [0, 1), one per token, needed by Sample only
  Generator(const Network& network, std::span<const TokenId> prompt, const GenerationSettings& settings,
            std::vector<double> uniforms);

  bool done() const;
  /// Some milliseconds, or one step of the network for all hypotheses: reads a window of the prompt, or goes on with
  /// the choice of one more token. Not when done().
  void advance();
  /// Tokens chosen so far.
  Index length() const { return length_; }
  /// The best continuation so far.
  Generation result() const;

 private:
  /// A chosen token, linked to its predecessor.
  struct Node {
    Index parent;  ///< −1 for the first token
    TokenId id;
    double probability;
    Index alternatives;  ///< in alternatives_
  };
  /// A continuation in the beam.
  struct Hypothesis {
    Index node;             ///< its last token, or −1
    double logProbability;  ///< nats
    Index column;           ///< of the state and the logits; −1 when it has ended
  };
  struct Candidate {
    Index parent;  ///< in hypotheses_
    TokenId id;    ///< −1: the parent has ended and stays in the beam
    double probability;
    double logProbability;
  };

  void readPrompt();
  void extend();
  void forgetPruned();
  void addCandidates(Index parent, std::vector<Candidate>& candidates);
  void keepBest(std::vector<Candidate>& candidates) const;
  void follow(const std::vector<Candidate>& candidates);
  void stepNetwork();
  std::vector<double> logitsOf(Index column) const;

  std::size_t vocabularySize_;
  Index parameterCount_;
  GenerationSettings settings_;
  std::vector<double> uniforms_;
  Batch prompt_;
  Index read_ = 0;                     ///< steps of the prompt
  Index length_ = 0;                   ///< tokens chosen so far
  std::unique_ptr<ForwardPass> pass_;  ///< a sequence per hypothesis that has not ended
  Index lastColumn_ = 0;               ///< of the prompt's last token, in the window that was read last
  std::vector<Node> nodes_;
  std::vector<Alternatives> alternatives_;
  std::vector<Hypothesis> hypotheses_;  ///< best first
  std::vector<Candidate> candidates_;   ///< for the next token, of the hypotheses before extended_
  Index extended_ = 0;
  std::size_t enoughNodes_ = 4096;  ///< when there are so many, those that no hypothesis goes back to are forgotten
};

/// All at once.
Generation generate(const Network& network, std::span<const TokenId> prompt, const GenerationSettings& settings,
                    std::vector<double> uniforms);

}  // namespace rnn
