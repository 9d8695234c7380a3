#include "rnn/generation.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace rnn {
namespace {

constexpr Index kPromptWindow = 64;
constexpr Index kAlternatives = 8;

/// Sequences of one token each, without targets.
Batch oneStepBatch(const std::vector<TokenId>& ids) {
  Dataset data;
  for (const TokenId id : ids)
    data.push_back({{id}, {kIgnoredTarget}, {}, {}});
  return {data, allOf(data)};
}

Batch promptBatch(std::span<const TokenId> prompt) {
  if (prompt.empty()) return oneStepBatch({kUnknownToken});
  const Sequence sequence{{prompt.begin(), prompt.end()}, std::vector<TokenId>(prompt.size(), kIgnoredTarget), {}, {}};
  return {{sequence}, {0}};
}

Alternatives alternativesOf(const Distribution& distribution) {
  Alternatives result;
  const Index count = std::min(distribution.keptCount, kAlternatives);
  for (Index rank = 0; rank < count; ++rank) {
    const TokenId id = distribution.order[static_cast<std::size_t>(rank)];
    const double probability = distribution.probabilities[static_cast<std::size_t>(id)];
    if (!(probability > 0)) break;
    result.ids.push_back(id);
    result.probabilities.push_back(probability);
  }
  return result;
}

/// log softmax(o)[i] of the unfiltered distribution at temperature 1; −∞ where it is undefined.
double logProbabilityOf(const Distribution& plain, TokenId id) {
  const double value = plain.scaled[static_cast<std::size_t>(id)] - plain.maximum - std::log(plain.sum);
  return std::isnan(value) ? -std::numeric_limits<double>::infinity() : value;
}

template <class S>
Matrix<S> gathered(const Matrix<S>& matrix, const std::vector<Index>& columns) {
  Matrix<S> result(matrix.rows(), static_cast<Index>(columns.size()));
  for (Index j = 0; j < result.cols(); ++j)
    result.col(j) = matrix.col(columns[static_cast<std::size_t>(j)]);
  return result;
}

}  // namespace

template <class S>
Generator<S>::Generator(const NetworkShape& shape, std::span<const TokenId> prompt, const GenerationSettings& settings,
                        std::vector<double> uniforms)
    : shape_(shape),
      settings_(settings),
      uniforms_(std::move(uniforms)),
      prompt_(promptBatch(prompt)),
      state_(State<S>::zero(shape, 1)),
      hypotheses_{{-1, 0, 0}} {
  if (settings_.strategy == GenerationStrategy::Sample) {
    settings_.length = std::min(settings_.length, static_cast<Index>(uniforms_.size()));
  }
}

template <class S>
bool Generator<S>::done() const {
  const bool allEnded = std::ranges::all_of(hypotheses_, [](const Hypothesis& h) { return h.column < 0; });
  return length_ >= settings_.length || allEnded;
}

template <class S>
void Generator<S>::advance(const Parameters<S>& parameters) {
  if (read_ < prompt_.steps()) return readPrompt(parameters);
  if (length_ > 0) stepNetwork(parameters);
  extend();
}

template <class S>
void Generator<S>::readPrompt(const Parameters<S>& parameters) {
  const Index end = std::min(read_ + kPromptWindow, prompt_.steps());
  forward(parameters, {prompt_, read_, end}, state_, activations_);
  const Index last = end - read_ - 1;
  read_ = end;
  if (end == prompt_.steps()) activations_.output.logits.col(0) = activations_.output.logits.col(last).eval();
}

template <class S>
std::span<const S> Generator<S>::logitsOf(Index column) const {
  return {activations_.output.logits.col(column).data(), static_cast<std::size_t>(shape_.vocabularySize)};
}

/// One step of the network for the last tokens of all hypotheses that have not ended.
template <class S>
void Generator<S>::stepNetwork(const Parameters<S>& parameters) {
  std::vector<TokenId> ids;
  for (const Hypothesis& hypothesis : hypotheses_) {
    if (hypothesis.column >= 0) ids.push_back(nodes_[static_cast<std::size_t>(hypothesis.node)].id);
  }
  const Batch batch = oneStepBatch(ids);
  forward(parameters, Window::whole(batch), state_, activations_);
}

template <class S>
void Generator<S>::extend() {
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < hypotheses_.size(); ++i)
    addCandidates(static_cast<Index>(i), candidates);
  if (settings_.strategy == GenerationStrategy::Beam) keepBest(candidates);
  follow(candidates);
  ++length_;
}

template <class S>
void Generator<S>::addCandidates(Index parent, std::vector<Candidate>& candidates) {
  const Hypothesis& hypothesis = hypotheses_[static_cast<std::size_t>(parent)];
  if (hypothesis.column < 0) {
    candidates.push_back({parent, -1, 0, hypothesis.logProbability});
    return;
  }
  const auto logits = logitsOf(hypothesis.column);
  const Distribution plain = distribution(logits, {});
  const auto add = [&](TokenId id, const Distribution& from) {
    candidates.push_back({parent, id, from.probabilities[static_cast<std::size_t>(id)],
                          hypothesis.logProbability + logProbabilityOf(plain, id)});
  };
  switch (settings_.strategy) {
    case GenerationStrategy::Sample: {
      const Distribution drawn = distribution(logits, settings_.sampling);
      add(sample(drawn, uniforms_[static_cast<std::size_t>(length_)]), drawn);
      alternatives_.push_back(alternativesOf(drawn));
      return;
    }
    case GenerationStrategy::Greedy:
      add(plain.order.front(), plain);
      break;
    case GenerationStrategy::Beam:
      // Beyond the beamWidth best of its own, no token of this hypothesis can be among the best of all.
      for (Index rank = 0; rank < std::min(settings_.beamWidth, shape_.vocabularySize); ++rank) {
        add(plain.order[static_cast<std::size_t>(rank)], plain);
      }
      break;
  }
  alternatives_.push_back(alternativesOf(plain));
}

/// Keeps the beamWidth most probable, best first; of equals the one with the better parent, then with the better token.
template <class S>
void Generator<S>::keepBest(std::vector<Candidate>& candidates) const {
  std::ranges::stable_sort(candidates, std::greater<>(), &Candidate::logProbability);
  const auto width = static_cast<std::size_t>(settings_.beamWidth);
  if (candidates.size() > width) candidates.resize(width);
}

template <class S>
void Generator<S>::follow(const std::vector<Candidate>& candidates) {
  // addCandidates has appended the alternatives of each hypothesis that has not ended, in order.
  std::vector<Index> alternativesOfParent(hypotheses_.size(), -1);
  auto next = static_cast<Index>(alternatives_.size());
  for (std::size_t i = hypotheses_.size(); i-- > 0;) {
    if (hypotheses_[i].column >= 0) alternativesOfParent[i] = --next;
  }
  std::vector<Hypothesis> followed;
  std::vector<Index> columns;
  for (const Candidate& candidate : candidates) {
    const auto parent = static_cast<std::size_t>(candidate.parent);
    if (candidate.id < 0) {
      followed.push_back(hypotheses_[parent]);
      continue;
    }
    const bool ends = candidate.id == settings_.endId;
    followed.push_back({static_cast<Index>(nodes_.size()), candidate.logProbability,
                        ends ? Index{-1} : static_cast<Index>(columns.size())});
    nodes_.push_back({hypotheses_[parent].node, candidate.id, candidate.probability, alternativesOfParent[parent]});
    if (!ends) columns.push_back(hypotheses_[parent].column);
  }
  for (Matrix<S>& hidden : state_.hidden)
    hidden = gathered(hidden, columns);
  for (Matrix<S>& cell : state_.cell)
    cell = gathered(cell, columns);
  hypotheses_ = std::move(followed);
}

template <class S>
Generation Generator<S>::result() const {
  Generation generation;
  const Hypothesis& best = hypotheses_.front();
  generation.logProbability = best.logProbability;
  for (Index i = best.node; i >= 0; i = nodes_[static_cast<std::size_t>(i)].parent) {
    const Node& node = nodes_[static_cast<std::size_t>(i)];
    generation.ids.push_back(node.id);
    generation.probabilities.push_back(node.probability);
    generation.alternatives.push_back(alternatives_[static_cast<std::size_t>(node.alternatives)]);
  }
  std::ranges::reverse(generation.ids);
  std::ranges::reverse(generation.probabilities);
  std::ranges::reverse(generation.alternatives);
  return generation;
}

template <class S>
Generation generate(const Parameters<S>& parameters, std::span<const TokenId> prompt,
                    const GenerationSettings& settings, std::vector<double> uniforms) {
  Generator<S> generator(parameters.shape(), prompt, settings, std::move(uniforms));
  while (!generator.done())
    generator.advance(parameters);
  return generator.result();
}

template class Generator<float>;
template class Generator<double>;
template Generation generate(const Parameters<float>&, std::span<const TokenId>, const GenerationSettings&,
                             std::vector<double>);
template Generation generate(const Parameters<double>&, std::span<const TokenId>, const GenerationSettings&,
                             std::vector<double>);

}  // namespace rnn
