#pragma once

// JSON read event by event, for files that may be hostile: no tree is built, so a text costs no more
// memory than what its reader keeps, and reading stops at the first thing that should not be there.

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace rnn {

/// nlohmann's SAX interface that rejects every event. A reader overrides the events it expects;
/// an event that returns false ends the reading.
class JsonEvents : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return reject(); }
  bool boolean(bool) override { return reject(); }
  bool number_integer(number_integer_t) override { return reject(); }
  bool number_unsigned(number_unsigned_t) override { return reject(); }
  bool number_float(number_float_t, const string_t&) override { return reject(); }
  bool string(string_t&) override { return reject(); }
  bool binary(binary_t&) override { return reject(); }
  bool start_object(std::size_t) override { return reject(); }
  bool key(string_t&) override { return reject(); }
  bool end_object() override { return reject(); }
  bool start_array(std::size_t) override { return reject(); }
  bool end_array() override { return reject(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }

 protected:
  /// Called where nothing was overridden.
  virtual bool reject() { return false; }
};

/// Whether `text` is one JSON value, every event of which was allowed.
inline bool readJson(std::string_view text, JsonEvents& events) {
  // nlohmann's lexer takes a zero byte for the end of the text.
  if (text.find('\0') != text.npos) return false;
  return nlohmann::json::sax_parse(text.begin(), text.end(), &events);
}

}  // namespace rnn
