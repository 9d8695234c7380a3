#pragma once

// The JSON that a model file holds as text in its metadata: flat objects and lists of strings.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace rnn {

using JsonScalar = std::variant<bool, std::int64_t, double, std::string>;
using JsonObject = std::map<std::string, JsonScalar, std::less<>>;

/// A quoted string. Ill-formed UTF-8 becomes U+FFFD.
std::string jsonText(std::string_view text);
/// A list of strings.
std::string jsonText(std::span<const std::string> strings);
/// An object, its keys in alphabetical order. Doubles are finite; they are written so that reading
/// gives the same bits.
std::string jsonText(const JsonObject& object);

/// Comma-separated.
std::string joined(std::span<const std::string> items);

/// An object whose values are scalars, no key twice; nothing if the text is anything else.
std::optional<JsonObject> parseJsonObject(std::string_view text);
/// A list of exactly `count` strings; nothing if the text is anything else.
std::optional<std::vector<std::string>> parseJsonStrings(std::string_view text, std::size_t count);

}  // namespace rnn
