#pragma once

// From logits to a token, as pure functions. The uniform random number is an argument, so that every choice can be
// repeated and checked by hand.

#include <span>
#include <vector>

#include "rnn/types.h"

namespace rnn {

struct SamplingSettings {
  double temperature = 1;  ///< ≥ 0; 0 = only the most probable token, the limit towards 0
  Index topK = 0;          ///< keep the K most probable tokens; 0 = all
  double topP = 1;         ///< of those keep the nucleus: the fewest whose probabilities add up to P; ≥ 1 = all
};

/// From logits o to probabilities, with every intermediate. Vectors have length V and are indexed by token id, `order`
/// by rank.
///
///   scaled[i]        = o[i] / temperature
///   maximum          = max_i scaled[i]
///   exponentials[i]  = exp(scaled[i] − maximum)
///   sum              = Σ exponentials[i] over the kept tokens
///   probabilities[i] = exponentials[i] / sum if kept, else 0
///   cumulative[i]    = Σ probabilities of the tokens up to and including i in `order`
///
/// Rank 0 has the largest logit; of equal logits the lower id comes first, and NaN comes last. Top-k keeps exactly
/// min(K, V) tokens. Top-p (Holtzman et al. 2020) applies to the renormalized probabilities after top-k, and always
/// keeps one token.
struct Distribution {
  std::vector<double> scaled;  ///< at temperature 0 the limit: 0 for the largest logit, −∞ for others
  std::vector<std::uint8_t> kept;
  std::vector<double> exponentials;
  std::vector<double> probabilities;
  std::vector<double> cumulative;
  std::vector<TokenId> order;  ///< all ids, most probable first; the first keptCount are kept
  Index keptCount = 0;
  double maximum = 0;
  double sum = 0;
};

/// `logits`: at least one.
Distribution distribution(std::span<const double> logits, const SamplingSettings& settings);

/// Inverse-transform sampling: the first token in `order` whose cumulative probability exceeds `uniform`, a number in
/// [0, 1). 0 gives the most probable token.
TokenId sample(const Distribution& distribution, double uniform);

/// The index of the largest value; of equal ones the lowest. NaN counts as less than everything.
template <class S>
TokenId argmax(std::span<const S> values);

}  // namespace rnn
