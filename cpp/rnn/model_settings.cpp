#include "rnn/model_settings.h"

#include <limits>
#include <optional>

#include "rnn/json_text.h"

namespace rnn {
namespace {

constexpr double kAboveZero = std::numeric_limits<double>::denorm_min();
constexpr double kBelowOne = 1 - 0x1.0p-53;
constexpr std::int64_t kBillion = 1'000'000'000;

/// Calls `visitor` with the name, the field and the range (inclusive) of every setting.
template <class Visitor>
void visitSettings(ModelSettings& settings, Visitor& visitor) {
  NetworkShape& shape = settings.shape;
  visitor.choice("cell", shape.cell);
  visitor.choice("activation", shape.activation);
  visitor.integer("hiddenSize", shape.hiddenSize, 1, 512);
  visitor.integer("layers", shape.layers, 1, 16);
  visitor.boolean("bias", shape.bias);
  visitor.choice("initialization", settings.initialization.kind);
  visitor.number("forgetBias", settings.initialization.forgetBias, -10, 10);
  visitor.integer("seed", settings.seed, 0, 4'294'967'295);
  visitor.choice("precision", settings.precision);

  TrainingSettings& training = settings.training;
  visitor.choice("optimizer", training.optimizer.type);
  visitor.number("learningRate", training.learningRate, kAboveZero, 100);
  visitor.number("momentum", training.optimizer.momentum, 0, kBelowOne);
  visitor.number("decay", training.optimizer.decay, 0, kBelowOne);
  visitor.number("beta1", training.optimizer.beta1, 0, kBelowOne);
  visitor.number("beta2", training.optimizer.beta2, 0, kBelowOne);
  visitor.number("epsilon", training.optimizer.epsilon, kAboveZero, 1);
  visitor.number("weightDecay", training.optimizer.weightDecay, 0, 10);
  visitor.number("clipNorm", training.clipNorm, 0, 1e12);
  visitor.choice("schedule", training.schedule.type);
  visitor.integer("warmupSteps", training.schedule.warmupSteps, 0, kBillion);
  visitor.integer("totalSteps", training.schedule.totalSteps, 1, kBillion);
  visitor.integer("evaluateEvery", training.evaluateEvery, 1, 1'000'000);
  visitor.choice("reduction", training.reduction);
  visitor.integer("batchSize", training.batchSize, 0, 4096);
  visitor.integer("truncate", training.truncate, 0, 100'000);
  visitor.boolean("shuffle", training.shuffle);
}

class Writer {
 public:
  JsonObject object;

  template <class E>
  void choice(const char* name, E value) {
    object[name] = std::string(nameOf(value));
  }
  template <class I>
  void integer(const char* name, I value, std::int64_t, std::int64_t) {
    object[name] = static_cast<std::int64_t>(value);
  }
  void number(const char* name, double value, double, double) { object[name] = value; }
  void boolean(const char* name, bool value) { object[name] = value; }
};

/// Takes the settings out of an object one by one; keys left over in the end are unknown settings.
class Reader {
 public:
  explicit Reader(JsonObject object) : object_(std::move(object)) {}

  template <class E>
  void choice(const char* name, E& value) {
    const auto given = take<std::string>(name);
    const auto named = given ? fromName<E>(*given) : std::nullopt;
    if (!named) return reject(name);
    value = *named;
  }

  template <class I>
  void integer(const char* name, I& value, std::int64_t low, std::int64_t high) {
    const auto given = take<std::int64_t>(name);
    if (!given || *given < low || *given > high) return reject(name);
    value = static_cast<I>(*given);
  }

  void number(const char* name, double& value, double low, double high) {
    auto given = take<double>(name);
    if (const auto whole = take<std::int64_t>(name)) given = static_cast<double>(*whole);
    if (!given || *given < low || *given > high) return reject(name);
    value = *given;
  }

  void boolean(const char* name, bool& value) {
    const auto given = take<bool>(name);
    if (!given) return reject(name);
    value = *given;
  }

  std::optional<FileError> error() const {
    if (error_ || object_.empty()) return error_;
    return FileError{ErrorCode::BadSetting, object_.begin()->first};
  }

 private:
  template <class T>
  std::optional<T> take(const char* name) {
    const auto found = object_.find(name);
    if (found == object_.end() || !std::holds_alternative<T>(found->second)) return std::nullopt;
    return std::get<T>(object_.extract(found).mapped());
  }

  void reject(const char* name) {
    if (!error_) error_ = FileError{ErrorCode::BadSetting, name};
  }

  JsonObject object_;
  std::optional<FileError> error_;
};

}  // namespace

std::string settingsText(const ModelSettings& settings) {
  Writer writer;
  ModelSettings copy = settings;
  visitSettings(copy, writer);
  return jsonText(writer.object);
}

std::variant<ModelSettings, FileError> parseSettings(std::string_view text) {
  auto object = parseJsonObject(text);
  if (!object) return FileError{ErrorCode::BadJson, "settings"};
  ModelSettings settings;
  Reader reader(std::move(*object));
  visitSettings(settings, reader);
  if (const auto error = reader.error()) return *error;
  return settings;
}

}  // namespace rnn
