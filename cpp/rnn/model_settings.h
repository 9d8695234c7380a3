#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "rnn/file_error.h"
#include "rnn/settings.h"

namespace rnn {

/// All settings of an engine, as web/engine/engine-settings.js lists them, and V.
struct ModelSettings {
  NetworkShape shape;
  InitializationSettings initialization;
  TrainingSettings training;
  std::int64_t seed = 1;  ///< 0 … 2³² − 1
  Precision precision = Precision::Float32;
};

/// A JSON object under the names of web/engine/engine-settings.js; V is not among them.
std::string settingsText(const ModelSettings& settings);

/// The inverse. Rejects a text with a missing or unknown setting or a value out of range.
/// V is 0.
std::variant<ModelSettings, FileError> parseSettings(std::string_view text);

}  // namespace rnn
