#include "rnn/generation.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "rnn/job.h"
#include "rnn/stable_sort.h"

namespace rnn {
namespace {

// Steps of the prompt that are read at once, at most, and multiply-adds of them: some milliseconds.
constexpr Index kPromptWindow = 64;
constexpr std::int64_t kPromptWork = std::int64_t{1} << 25;
constexpr Index kAlternatives = 8;
// Multiply-adds that take as long as a token of the vocabulary does in the distributions of one hypothesis: two
// exponentials, and its share of sorting.
constexpr double kOperationsPerToken = 200;

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

}  // namespace

Generator::Generator(const Network& network, std::span<const TokenId> prompt, const GenerationSettings& settings,
                     std::vector<double> uniforms)
    : vocabularySize_(static_cast<std::size_t>(network.shape().vocabularySize)),
      parameterCount_(static_cast<Index>(parameterCount(network.shape()))),
      settings_(settings),
      uniforms_(std::move(uniforms)),
      prompt_(promptBatch(prompt)),
      pass_(network.forwardPass()),
      hypotheses_{{-1, 0, 0}} {
  pass_->start({{}}, prompt_);
  if (settings_.strategy == GenerationStrategy::Sample) {
    settings_.length = std::min(settings_.length, static_cast<Index>(uniforms_.size()));
  }
}

bool Generator::done() const {
  const bool allEnded = std::ranges::all_of(hypotheses_, [](const Hypothesis& h) { return h.column < 0; });
  return length_ >= settings_.length || allEnded;
}

void Generator::advance() {
  if (read_ < prompt_.steps()) return readPrompt();
  if (length_ > 0 && extended_ == 0) stepNetwork();
  extend();
}

void Generator::readPrompt() {
  const auto steps = static_cast<Index>(std::clamp<std::int64_t>(kPromptWork / parameterCount_, 1, kPromptWindow));
  const Index end = std::min(read_ + steps, prompt_.steps());
  pass_->read({prompt_, read_, end});
  lastColumn_ = end - read_ - 1;
  read_ = end;
}

std::vector<double> Generator::logitsOf(Index column) const {
  std::vector<double> logits(vocabularySize_);
  pass_->logits(column + lastColumn_, logits);
  return logits;
}

/// One step of the network for the last tokens of all hypotheses that have not ended.
void Generator::stepNetwork() {
  std::vector<TokenId> ids;
  for (const Hypothesis& hypothesis : hypotheses_) {
    if (hypothesis.column >= 0) ids.push_back(nodes_[static_cast<std::size_t>(hypothesis.node)].id);
  }
  const Batch batch = oneStepBatch(ids);
  pass_->read(Window::whole(batch));
  lastColumn_ = 0;
}

/// Some of the hypotheses; once all of them are extended, they are followed.
void Generator::extend() {
  double left = kSliceOperations;
  while (extended_ < static_cast<Index>(hypotheses_.size()) && left > 0) {
    addCandidates(extended_++, candidates_);
    left -= kOperationsPerToken * static_cast<double>(vocabularySize_);
  }
  if (extended_ < static_cast<Index>(hypotheses_.size())) return;
  if (settings_.strategy == GenerationStrategy::Beam) keepBest(candidates_);
  follow(candidates_);
  candidates_.clear();
  extended_ = 0;
  ++length_;
  if (nodes_.size() >= enoughNodes_) forgetPruned();
}

void Generator::addCandidates(Index parent, std::vector<Candidate>& candidates) {
  const Hypothesis& hypothesis = hypotheses_[static_cast<std::size_t>(parent)];
  if (hypothesis.column < 0) {
    candidates.push_back({parent, -1, 0, hypothesis.logProbability});
    return;
  }
  const std::vector<double> logits = logitsOf(hypothesis.column);
  const Distribution plain = distribution(std::span<const double>(logits), {});
  const auto add = [&](TokenId id, const Distribution& from) {
    candidates.push_back({parent, id, from.probabilities[static_cast<std::size_t>(id)],
                          hypothesis.logProbability + logProbabilityOf(plain, id)});
  };
  switch (settings_.strategy) {
    case GenerationStrategy::Sample: {
      const Distribution drawn = distribution(std::span<const double>(logits), settings_.sampling);
      add(sample(drawn, uniforms_[static_cast<std::size_t>(length_)]), drawn);
      alternatives_.push_back(alternativesOf(drawn));
      return;
    }
    case GenerationStrategy::Greedy:
      add(plain.order.front(), plain);
      break;
    case GenerationStrategy::Beam:
      // Beyond the beamWidth best of its own, no token of this hypothesis can be among the best of all.
      for (Index rank = 0; rank < std::min(settings_.beamWidth, static_cast<Index>(vocabularySize_)); ++rank) {
        add(plain.order[static_cast<std::size_t>(rank)], plain);
      }
      break;
  }
  alternatives_.push_back(alternativesOf(plain));
}

/// Keeps the beamWidth most probable, best first; of equals the one with the better parent, then with the better token.
void Generator::keepBest(std::vector<Candidate>& candidates) const {
  stableSort(candidates, [](const Candidate& a, const Candidate& b) { return a.logProbability > b.logProbability; });
  const auto width = static_cast<std::size_t>(settings_.beamWidth);
  if (candidates.size() > width) candidates.resize(width);
}

void Generator::follow(const std::vector<Candidate>& candidates) {
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
  pass_->selectSequences(columns);
  hypotheses_ = std::move(followed);
}

/// Without it a wide beam would keep every token that it has ever considered. Twice as many may come until the next
/// time, so that it takes no more, all in all, than adding them did.
void Generator::forgetPruned() {
  std::vector<Index> places(nodes_.size(), -1);  // −1: forgotten
  for (const Hypothesis& hypothesis : hypotheses_) {
    for (Index i = hypothesis.node; i >= 0 && places[static_cast<std::size_t>(i)] < 0;) {
      places[static_cast<std::size_t>(i)] = 0;
      i = nodes_[static_cast<std::size_t>(i)].parent;
    }
  }
  std::vector<Node> nodes;
  std::vector<Alternatives> alternatives;
  std::vector<Index> alternativePlaces(alternatives_.size(), -1);
  for (std::size_t i = 0; i < nodes_.size(); ++i) {  // a parent stands before its children
    if (places[i] < 0) continue;
    Node node = nodes_[i];
    if (node.parent >= 0) node.parent = places[static_cast<std::size_t>(node.parent)];
    Index& place = alternativePlaces[static_cast<std::size_t>(node.alternatives)];
    if (place < 0) {
      place = static_cast<Index>(alternatives.size());
      alternatives.push_back(std::move(alternatives_[static_cast<std::size_t>(node.alternatives)]));
    }
    node.alternatives = place;
    places[i] = static_cast<Index>(nodes.size());
    nodes.push_back(node);
  }
  for (Hypothesis& hypothesis : hypotheses_)
    if (hypothesis.node >= 0) hypothesis.node = places[static_cast<std::size_t>(hypothesis.node)];
  nodes_ = std::move(nodes);
  alternatives_ = std::move(alternatives);
  enoughNodes_ = std::max(enoughNodes_, 2 * nodes_.size());
}

Generation Generator::result() const {
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

Generation generate(const Network& network, std::span<const TokenId> prompt, const GenerationSettings& settings,
                    std::vector<double> uniforms) {
  Generator generator(network, prompt, settings, std::move(uniforms));
  while (!generator.done())
    generator.advance();
  return generator.result();
}

}  // namespace rnn
