#include "rnn/sampling.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "rnn/exponential.h"
#include "rnn/stable_sort.h"

namespace rnn {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// A strict order of ids by falling value, ties by rising id, NaN last.
template <class S>
auto byRank(std::span<const S> values) {
  return [values](TokenId a, TokenId b) {
    const S left = values[static_cast<std::size_t>(a)];
    const S right = values[static_cast<std::size_t>(b)];
    if (std::isnan(left) || std::isnan(right)) {
      return std::isnan(left) == std::isnan(right) ? a < b : std::isnan(right);
    }
    return left != right ? left > right : a < b;
  };
}

std::vector<TokenId> allIds(std::span<const double> values) {
  std::vector<TokenId> ids(values.size());
  std::iota(ids.begin(), ids.end(), 0);
  return ids;
}

/// Fills scaled, maximum and exponentials. The difference to the largest logit is taken before the
/// division, so that a tiny temperature overflows to e^−∞ = 0 and not to ∞ − ∞.
void exponentiate(std::span<const double> logits, double temperature, Distribution& result) {
  const double largest = logits[static_cast<std::size_t>(result.order.front())];
  for (const double logit : logits) {
    const double below = logit - largest;
    const double atZero = below < 0 ? -kInfinity : below;
    result.scaled.push_back(temperature > 0 ? logit / temperature : atZero);
    result.exponentials.push_back(exp(temperature > 0 ? below / temperature : atZero));
  }
  result.maximum = result.scaled[static_cast<std::size_t>(result.order.front())];
}

/// How many of the first `candidates` tokens in `order` have the fraction p of their total probability.
Index nucleus(const Distribution& result, Index candidates, double p) {
  const auto exponential = [&](Index rank) {
    return result.exponentials[static_cast<std::size_t>(result.order[static_cast<std::size_t>(rank)])];
  };
  double total = 0;
  for (Index rank = 0; rank < candidates; ++rank)
    total += exponential(rank);
  double reached = exponential(0);
  Index count = 1;
  while (count < candidates && reached < p * total)
    reached += exponential(count++);
  return count;
}

void normalize(Distribution& result) {
  const std::size_t size = result.order.size();
  const auto keptCount = static_cast<std::size_t>(result.keptCount);
  result.kept.assign(size, 0);
  result.probabilities.assign(size, 0);
  result.cumulative.resize(size);
  for (std::size_t rank = 0; rank < keptCount; ++rank) {
    result.sum += result.exponentials[static_cast<std::size_t>(result.order[rank])];
  }
  double cumulative = 0;
  for (std::size_t rank = 0; rank < size; ++rank) {
    const auto id = static_cast<std::size_t>(result.order[rank]);
    if (rank < keptCount) {
      result.kept[id] = 1;
      result.probabilities[id] = result.exponentials[id] / result.sum;
      cumulative += result.probabilities[id];
    }
    result.cumulative[id] = cumulative;
  }
}

}  // namespace

Distribution distribution(std::span<const double> logits, const SamplingSettings& settings) {
  Distribution result;
  result.order = allIds(logits);
  stableSort(result.order, byRank(logits));
  exponentiate(logits, settings.temperature, result);

  const auto all = static_cast<Index>(logits.size());
  result.keptCount = settings.topK > 0 ? std::min(settings.topK, all) : all;
  if (settings.temperature <= 0) result.keptCount = 1;
  if (settings.topP < 1) result.keptCount = nucleus(result, result.keptCount, settings.topP);
  normalize(result);
  return result;
}

TokenId sample(const Distribution& distribution, double uniform) {
  const auto cumulative = [&](TokenId id) { return distribution.cumulative[static_cast<std::size_t>(id)]; };
  const std::span kept(distribution.order.data(), static_cast<std::size_t>(distribution.keptCount));
  // Rounding may leave the last cumulative probability just below 1; above it the last kept token is taken.
  const double total = cumulative(kept.back());
  const auto found =
      std::ranges::find_if(kept, [&](double reached) { return reached > uniform || reached >= total; }, cumulative);
  return found == kept.end() ? kept.back() : *found;  // not found: the probabilities are NaN
}

template <class S>
TokenId argmax(std::span<const S> values) {
  const auto before = byRank(values);
  TokenId best = 0;
  for (TokenId id = 1; id < static_cast<TokenId>(values.size()); ++id) {
    if (before(id, best)) best = id;
  }
  return best;
}

template TokenId argmax(std::span<const float>);
template TokenId argmax(std::span<const double>);

}  // namespace rnn
