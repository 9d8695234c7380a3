#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "rnn/dataset_tensors.h"
#include "rnn/json_text.h"
#include "rnn/model_file.h"
#include "rnn/tensor_io.h"

namespace rnn {
namespace {

/// Counters stay exact as JavaScript numbers up to here.
constexpr std::int64_t kCountLimit = std::int64_t{1} << 53;

// --- settings and tokens -------------------------------------------------------

bool readVocabularySize(TensorSource& source, Index& size) {
  const std::string* text = source.metadata("vocabularySize");
  std::int32_t value = 0;
  if (text) {
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc() || end != text->data() + text->size()) value = 0;
  }
  size = value;
  return value > 0 || source.reject(ErrorCode::BadSetting, "vocabularySize");
}

bool readSettings(TensorSource& source, ModelSettings& settings) {
  const std::string* format = source.metadata("format");
  if (!format || *format != "rnn-playground") return source.reject(ErrorCode::NotAModel, "");
  const std::string* version = source.metadata("version");
  if (!version || *version != "1") return source.reject(ErrorCode::UnknownVersion, version ? *version : "");

  const std::string* text = source.metadata("settings");
  const auto parsed = parseSettings(text ? *text : "");
  if (const auto* error = std::get_if<FileError>(&parsed)) return source.reject(error->code, error->subject);
  settings = std::get<ModelSettings>(parsed);
  return readVocabularySize(source, settings.shape.vocabularySize);
}

bool readTokens(TensorSource& source, Index vocabularySize, std::vector<std::string>& tokens) {
  const std::string* text = source.metadata("tokens");
  if (!text) return true;
  auto parsed = parseJsonStrings(*text, static_cast<std::size_t>(vocabularySize));
  if (!parsed) return source.reject(ErrorCode::BadTokens, "tokens");
  tokens = std::move(*parsed);
  return true;
}

// --- history ---------------------------------------------------------------------

bool isCount(double value) {
  return value >= 0 && value <= static_cast<double>(kCountLimit) && value == std::floor(value);
}

bool readHistory(TensorSource& source, std::vector<EvaluationRecord>& history) {
  const auto rows = source.takeRows<double>("history", {6});
  if (!rows) return false;
  for (std::size_t i = 0; i < rows->size(); i += 6) {
    const double* row = rows->data() + i;
    if (!isCount(row[0]) || !isCount(row[1]) || (row[5] != 0 && row[5] != 1)) {
      return source.reject(ErrorCode::BadValue, "history");
    }
    history.push_back(
        {static_cast<std::int64_t>(row[0]), static_cast<std::int64_t>(row[1]), row[2], row[3], row[4], row[5] == 1});
  }
  return true;
}

// --- the parts in the network's precision ------------------------------------------

template <class S>
bool readParameters(TensorSource& source, const std::string& prefix, Parameters<S>& parameters) {
  for (const ParameterInfo& entry : parameters.list()) {
    const auto values = source.take<S>(prefix + entry.name, shapeOf(entry));
    if (!values) return false;
    parameters.setRowMajor(entry, values->data());
  }
  return true;
}

/// Whether all parameters are there, before anything of their size is allocated. The two with V in their shape come
/// first: if the file holds them, no size can overflow.
template <class S>
bool hasParameters(TensorSource& source, const NetworkShape& shape) {
  const bool hasVocabulary =
      source.expect<S>("weight_ih_l0", {extent(shape.gates() * shape.hiddenSize), extent(shape.vocabularySize)}) &&
      source.expect<S>("weight_out", {extent(shape.vocabularySize), extent(shape.hiddenSize)});
  return hasVocabulary && std::ranges::all_of(parameterLayout(shape), [&](const ParameterInfo& entry) {
           return source.expect<S>(entry.name, shapeOf(entry));
         });
}

/// A moment of the optimizer, of `expected` numbers: as many as there are parameters, or none.
template <class S>
bool readMoments(TensorSource& source, const std::string& prefix, const NetworkShape& shape, Index expected,
                 Vector<S>& moment) {
  if (expected == 0) return true;
  Parameters<S> named(shape);
  if (!readParameters(source, prefix, named)) return false;
  moment = named.flat();
  return true;
}

/// The JSON object of counters. After each has been taken once, none may be left.
class Counters {
 public:
  Counters(TensorSource& source, JsonObject object) : source_(source), object_(std::move(object)) {}

  template <class I>
  bool take(const char* name, I& value, std::int64_t limit = kCountLimit) {
    const auto found = object_.find(name);
    const auto* count = found == object_.end() ? nullptr : std::get_if<std::int64_t>(&found->second);
    if (!count || *count < 0 || *count > limit) return source_.reject(ErrorCode::BadValue, subject(name));
    value = static_cast<I>(*count);
    object_.erase(found);
    return true;
  }

  bool take(const char* name, bool& value) {
    const auto found = object_.find(name);
    const auto* flag = found == object_.end() ? nullptr : std::get_if<bool>(&found->second);
    if (!flag) return source_.reject(ErrorCode::BadValue, subject(name));
    value = *flag;
    object_.erase(found);
    return true;
  }

  bool isUsedUp() { return object_.empty() || source_.reject(ErrorCode::BadValue, subject(object_.begin()->first)); }

 private:
  static std::string subject(const std::string& name) { return "training." + name; }

  TensorSource& source_;
  JsonObject object_;
};

template <class S>
bool readCounters(TensorSource& source, Index sequences, TrainingPosition<S>& position, std::int64_t& optimizerSteps) {
  const std::string* text = source.metadata("training");
  auto object = parseJsonObject(text ? *text : "");
  if (!object) return source.reject(ErrorCode::BadJson, "training");
  Counters counters(source, std::move(*object));

  return counters.take("epoch", position.epoch) && counters.take("step", position.step) &&
         counters.take("sequencesSeen", position.sequencesSeen) && counters.take("tokensSeen", position.tokensSeen) &&
         counters.take("firstSequence", position.firstSequence, std::max<Index>(sequences - 1, 0)) &&
         counters.take("windowBegin", position.windowBegin, std::numeric_limits<std::int32_t>::max()) &&
         counters.take("evaluated", position.evaluated) && counters.take("optimizerSteps", optimizerSteps) &&
         counters.isUsedUp();
}

/// A permutation of the sequences, or empty between two epochs.
bool readOrder(TensorSource& source, Index sequences, std::vector<Index>& order) {
  const auto values = source.takeRows<std::int64_t>("training.order");
  if (!values) return false;
  std::vector<bool> seen(static_cast<std::size_t>(sequences));
  for (const std::int64_t i : *values) {
    if (i < 0 || i >= sequences || seen[static_cast<std::size_t>(i)]) {
      return source.reject(ErrorCode::BadValue, "training.order");
    }
    seen[static_cast<std::size_t>(i)] = true;
    order.push_back(static_cast<Index>(i));
  }
  const bool all = static_cast<Index>(order.size()) == sequences;
  return all || order.empty() || source.reject(ErrorCode::BadValue, "training.order");
}

template <class S>
bool readLayers(TensorSource& source, const std::string& name, const NetworkShape& shape, Index sequences,
                std::vector<Matrix<S>>& layers) {
  for (Index k = 0; k < shape.layers; ++k) {
    const auto values = source.take<S>(name + std::to_string(k), {extent(sequences), extent(shape.hiddenSize)});
    if (!values) return false;
    layers.push_back(Eigen::Map<const Matrix<S>>(values->data(), shape.hiddenSize, sequences));
  }
  return true;
}

/// The state before the window at position.windowBegin, which must lie within the batch.
template <class S>
bool readState(TensorSource& source, const ModelSettings& settings, const Dataset& training,
               TrainingPosition<S>& position) {
  const auto all = static_cast<Index>(position.order.size());
  if (all == 0 && (position.firstSequence > 0 || position.windowBegin > 0)) {
    return source.reject(ErrorCode::BadValue, "training.order");
  }
  if (position.windowBegin == 0) return true;

  const Index batchSize = settings.training.batchSize > 0 ? settings.training.batchSize : all;
  const Index end = std::min(position.firstSequence + batchSize, all);
  Index longest = 0;
  for (Index i = position.firstSequence; i < end; ++i) {
    const Index sequence = position.order[static_cast<std::size_t>(i)];
    longest = std::max(longest, training[static_cast<std::size_t>(sequence)].length());
  }
  if (position.windowBegin >= longest) return source.reject(ErrorCode::BadValue, "training.windowBegin");

  const Index sequences = end - position.firstSequence;
  const NetworkShape& shape = settings.shape;
  if (!readLayers(source, "state.hidden_l", shape, sequences, position.state.hidden)) return false;
  return shape.cell != CellType::Lstm || readLayers(source, "state.cell_l", shape, sequences, position.state.cell);
}

template <class S>
bool readPosition(TensorSource& source, const ModelSettings& settings, const Dataset& training,
                  TrainingPosition<S>& position, std::int64_t& optimizerSteps) {
  const auto sequences = static_cast<Index>(training.size());
  if (!readCounters(source, sequences, position, optimizerSteps) || !readOrder(source, sequences, position.order) ||
      !readState(source, settings, training, position)) {
    return false;
  }
  if (!source.has("training.last_recorded_loss")) return true;
  const auto loss = source.take<double>("training.last_recorded_loss", {});
  if (loss) position.lastRecordedLoss = loss->front();
  return loss.has_value();
}

bool readRandom(TensorSource& source, Random::State& state) {
  const auto words = source.take<std::uint64_t>("random.state", {state.size()});
  if (!words) return false;
  std::ranges::copy(*words, state.begin());
  // The all-zero state is a fixed point of xoshiro.
  return state != Random::State{} || source.reject(ErrorCode::BadValue, "random.state");
}

template <class S>
std::optional<Checkpoint<S>> readCheckpoint(TensorSource& source, const ModelSettings& settings,
                                            const Dataset& training) {
  const NetworkShape& shape = settings.shape;
  Parameters<S> parameters(shape);
  if (!readParameters(source, "", parameters)) return std::nullopt;

  Optimizer<S> optimizer(settings.training.optimizer, parameters.flat().size());
  Checkpoint<S> checkpoint{std::move(parameters), std::move(optimizer), {}, {}};
  std::int64_t optimizerSteps = 0;
  Vector<S> first;
  Vector<S> second;
  const bool complete =
      readMoments(source, "optimizer.first.", shape, checkpoint.optimizer.firstMoment().size(), first) &&
      readMoments(source, "optimizer.second.", shape, checkpoint.optimizer.secondMoment().size(), second) &&
      readPosition(source, settings, training, checkpoint.position, optimizerSteps) &&
      readRandom(source, checkpoint.random) && source.isUsedUp();
  if (!complete) return std::nullopt;
  checkpoint.optimizer.restore(optimizerSteps, std::move(first), std::move(second));
  return checkpoint;
}

template <class S>
std::variant<ModelFile, FileError> readWithPrecision(TensorSource& source, const ModelSettings& settings) {
  std::vector<std::string> tokens;
  Dataset training;
  Dataset heldOut;
  std::vector<EvaluationRecord> history;
  // The parameters first: they confirm V before V strings are read.
  const bool complete = hasParameters<S>(source, settings.shape) &&
                        readTokens(source, settings.shape.vocabularySize, tokens) &&
                        readDataset(source, "training.", settings.shape, training) &&
                        readDataset(source, "held_out.", settings.shape, heldOut) && readHistory(source, history);
  if (!complete) return *source.error();
  auto checkpoint = readCheckpoint<S>(source, settings, training);
  if (!checkpoint) return *source.error();
  const std::string* meta = source.metadata("meta");
  return ModelFile{settings,           std::move(tokens),  meta ? *meta : "",     std::move(training),
                   std::move(heldOut), std::move(history), std::move(*checkpoint)};
}

}  // namespace

std::variant<ModelFile, FileError> readModel(std::span<const std::byte> file) {
  const auto contents = safetensors::parse(file);
  if (const auto* error = std::get_if<FileError>(&contents)) return *error;
  TensorSource source(std::get<safetensors::Contents>(contents));
  ModelSettings settings;
  if (!readSettings(source, settings)) return *source.error();
  if (settings.precision == Precision::Float32) return readWithPrecision<float>(source, settings);
  return readWithPrecision<double>(source, settings);
}

}  // namespace rnn
