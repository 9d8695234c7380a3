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

struct GenerationSettings {
  GenerationStrategy strategy = GenerationStrategy::Sample;
  SamplingSettings sampling{};  ///< of Sample; the others take the network's shares as they are
  Index length = 0;             ///< tokens at most
  Index beamWidth = 1;          ///< of Beam, ≥ 1
  TokenId endId = kNoTarget;    ///< generation stops behind this token; kNoTarget = never
};

/// The most probable tokens at one step, at most eight, none with a share of 0.
struct Alternatives {
  std::vector<TokenId> ids;
  std::vector<double> shares;
};

/// A continuation, token by token.
struct Generation {
  std::vector<TokenId> ids;
  std::vector<double> probabilities;       ///< the share each token was chosen with
  std::vector<Alternatives> alternatives;  ///< what could have been chosen instead, from the same shares
  /// log p(ids | beginning) by the network itself, at temperature 1 and without filters, so that
  /// continuations of all strategies can be compared; nats.
  double logProbability = 0;
};

/// Continues a text, in parts that can be left and taken up again.
///
///   Sample   token t is the one that coins[t] picks from the shares; ends when the coins do
///   Greedy   the most probable token each time, of equals the lowest id
///   Beam     of all continuations of the beamWidth best ones keeps the beamWidth most probable, and in
///            the end gives the best. One that has ended keeps its place. No correction for length.
///            With beamWidth ≥ V^(length − 1) nothing is lost: the search is exhaustive.
///
/// An unknown token in the beginning is a step with a zero input; an empty beginning is one such step.
template <class S>
class Generator {
 public:
  /// coins: in [0, 1), one for each token, needed by Sample only.
  Generator(const NetworkShape& shape, std::span<const TokenId> beginning, const GenerationSettings& settings,
            std::vector<double> coins);

  bool done() const;
  /// Reads a piece of the beginning, or chooses one more token. The same parameters each time; not when
  /// done().
  void advance(const Parameters<S>& parameters);
  /// The best continuation so far.
  Generation result() const;

 private:
  /// A token chosen, after its predecessor.
  struct Node {
    Index parent;  ///< −1 for the first token
    TokenId id;
    double probability;
    Index alternatives;  ///< in alternatives_
  };
  /// A continuation that is followed.
  struct Hypothesis {
    Index node;             ///< its last token, or −1
    double logProbability;  ///< nats
    Index column;           ///< of the state and the logits; −1 when it has ended
  };
  struct Candidate {
    Index parent;  ///< in hypotheses_
    TokenId id;    ///< −1: the parent has ended and stays as it is
    double probability;
    double logProbability;
  };

  void readBeginning(const Parameters<S>& parameters);
  void extend();
  void addCandidates(Index parent, std::vector<Candidate>& candidates);
  void keepBest(std::vector<Candidate>& candidates) const;
  void follow(const std::vector<Candidate>& candidates);
  void stepNetwork(const Parameters<S>& parameters);
  std::span<const S> logitsOf(Index column) const;

  NetworkShape shape_;
  GenerationSettings settings_;
  std::vector<double> coins_;
  Batch beginning_;
  Index read_ = 0;    ///< steps of the beginning
  Index length_ = 0;  ///< tokens chosen
  State<S> state_;    ///< a column per hypothesis that has not ended
  NetworkRecord<S> record_;
  std::vector<Node> nodes_;
  std::vector<Alternatives> alternatives_;
  std::vector<Hypothesis> hypotheses_;  ///< best first
};

/// All at once.
template <class S>
Generation generate(const Parameters<S>& parameters, std::span<const TokenId> beginning,
                    const GenerationSettings& settings, std::vector<double> coins);

}  // namespace rnn
