#pragma once

// From logits to a token: pure functions. Chance comes in as an argument, so that the same coin
// always gives the same token and every choice can be followed by hand.

#include <span>
#include <vector>

#include "rnn/types.h"

namespace rnn {

struct SamplingSettings {
  double temperature = 1;  ///< ≥ 0; towards 0 only the most probable token is left, at 0 exactly that
  Index topK = 0;          ///< keep the K most probable tokens; 0 = all
  double topP = 1;         ///< of those keep the nucleus, the fewest whose shares reach P together; ≥ 1 = all
};

/// How logits o become shares, every intermediate kept. Vectors have length V and are indexed by
/// token id, `order` by rank.
///
///   scaled[i]       = o[i] / temperature
///   maximum         = max_i scaled[i]
///   exponentials[i] = exp(scaled[i] − maximum)
///   sum             = Σ exponentials[i] over the kept tokens
///   shares[i]       = exponentials[i] / sum if kept, else 0
///   cumulative[i]   = shares of the tokens up to and including i in `order`, added up
///
/// Ranks fall from the largest logit to the smallest; of equal logits the lower id comes first, and
/// NaN comes last. Top-k keeps exactly min(K, V) tokens, so of a tie at the edge the lower ids. Top-p
/// (Holtzman et al. 2020) counts shares among what top-k left, and always keeps one token.
struct Distribution {
  std::vector<double> scaled;  ///< at temperature 0 the limit: 0 for the largest logit, −∞ for others
  std::vector<std::uint8_t> kept;
  std::vector<double> exponentials;
  std::vector<double> shares;
  std::vector<double> cumulative;
  std::vector<TokenId> order;  ///< all ids, most probable first; the kept ones are its beginning
  Index keptCount = 0;
  double maximum = 0;
  double sum = 0;
};

/// `logits`: at least one.
template <class S>
Distribution distribution(std::span<const S> logits, const SamplingSettings& settings);

/// The token in whose part of [0, 1) the coin falls, parts lying side by side in `order`: the first
/// whose cumulative share exceeds the coin. A coin of 0 is the most probable token.
TokenId sample(const Distribution& distribution, double coin);

/// The largest value's id; of equal ones the lowest. NaN counts as less than everything.
template <class S>
TokenId argmax(std::span<const S> values);

}  // namespace rnn
