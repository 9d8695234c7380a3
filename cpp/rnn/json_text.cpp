#include "rnn/json_text.h"

#include <limits>

#include "rnn/json_events.h"

namespace rnn {
namespace {

using nlohmann::json;

class ObjectReader : public JsonEvents {
 public:
  JsonObject object;

  bool start_object(std::size_t) override { return !std::exchange(inside_, true); }
  bool end_object() override { return true; }
  bool key(string_t& key) override {
    key_ = key;
    return !object.contains(key);
  }
  bool boolean(bool value) override { return keep(value); }
  bool string(string_t& value) override { return keep(value); }
  bool number_integer(number_integer_t value) override { return keep(value); }
  bool number_unsigned(number_unsigned_t value) override {
    return value <= INT64_MAX && keep(static_cast<std::int64_t>(value));
  }
  bool number_float(number_float_t value, const string_t&) override { return keep(value); }

 private:
  bool keep(JsonScalar value) {
    if (inside_) object.emplace(key_, std::move(value));
    return inside_;
  }

  bool inside_ = false;
  std::string key_;
};

class StringsReader : public JsonEvents {
 public:
  explicit StringsReader(std::size_t count) : count_(count) {}
  std::vector<std::string> strings;

  bool start_array(std::size_t) override { return !std::exchange(inside_, true); }
  bool end_array() override { return true; }
  bool string(string_t& value) override {
    if (!inside_ || strings.size() == count_) return false;
    strings.push_back(std::move(value));
    return true;
  }

 private:
  std::size_t count_;
  bool inside_ = false;
};

}  // namespace

std::string jsonText(std::string_view text) {
  return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string jsonText(std::span<const std::string> strings) {
  std::vector<std::string> items;
  for (const std::string& text : strings)
    items.push_back(jsonText(text));
  return joined(items).insert(0, 1, '[').append(1, ']');
}

std::string jsonText(const JsonObject& object) {
  std::vector<std::string> members;
  for (const auto& [key, scalar] : object) {
    const json value = std::visit([](const auto& held) { return json(held); }, scalar);
    members.push_back(jsonText(key) + ':' + value.dump(-1, ' ', false, json::error_handler_t::replace));
  }
  return joined(members).insert(0, 1, '{').append(1, '}');
}

std::string joined(std::span<const std::string> items) {
  std::string text;
  for (const std::string& item : items) {
    if (!text.empty()) text += ',';
    text += item;
  }
  return text;
}

std::optional<JsonObject> parseJsonObject(std::string_view text) {
  ObjectReader reader;
  if (!readJson(text, reader)) return std::nullopt;
  return std::move(reader.object);
}

std::optional<std::vector<std::string>> parseJsonStrings(std::string_view text, std::size_t count) {
  StringsReader reader(count);
  if (!readJson(text, reader) || reader.strings.size() != count) return std::nullopt;
  return std::move(reader.strings);
}

}  // namespace rnn
