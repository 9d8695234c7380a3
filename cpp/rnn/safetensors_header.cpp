#include "rnn/safetensors_header.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "rnn/json_events.h"
#include "rnn/json_text.h"

namespace rnn::safetensors {
namespace {

constexpr std::size_t kMaxDimensions = 8;
constexpr std::string_view kMetadata = "__metadata__";

/// In the order of the enumerators.
constexpr std::array<std::string_view, 6> kDtypeNames{"U8", "I32", "I64", "U64", "F32", "F64"};

std::optional<Dtype> dtypeNamed(std::string_view name) {
  const auto found = std::ranges::find(kDtypeNames, name);
  if (found == kDtypeNames.end()) return std::nullopt;
  return static_cast<Dtype>(found - kDtypeNames.begin());
}

/// A state machine over the events of the header's JSON. The first unexpected value or duplicate key ends it with an
/// error.
class HeaderReader : public JsonEvents {
 public:
  Header header;
  std::optional<FileError> error;

  bool start_object(std::size_t) override {
    if (place_ == Place::Start) {
      place_ = Place::Root;
    } else if (place_ == Place::Root) {
      place_ = name_ == kMetadata ? Place::Metadata : Place::Entry;
      dtype_.reset();
      shape_.reset();
      offsets_.reset();
    } else {
      return reject();
    }
    return true;
  }

  bool key(string_t& key) override {
    (place_ == Place::Root ? name_ : key_) = key;
    switch (place_) {
      case Place::Root:
        return !rootKeySeen(key) || rejectAs(ErrorCode::DuplicateKey, key);
      case Place::Metadata:
        return !header.metadata.contains(key) || rejectAs(ErrorCode::DuplicateKey, key);
      default:
        break;
    }
    if (key != "dtype" && key != "shape" && key != "data_offsets") return rejectAs(ErrorCode::BadEntry, name_);
    const bool seen = key == "dtype" ? dtype_.has_value() : (key == "shape" ? shape_ : offsets_).has_value();
    return !seen || rejectAs(ErrorCode::DuplicateKey, name_ + '.' + key);
  }

  bool string(string_t& value) override {
    if (place_ == Place::Metadata) {
      header.metadata[key_] = std::move(value);
      return true;
    }
    if (place_ == Place::Entry && key_ == "dtype") dtype_ = dtypeNamed(value);
    return (place_ == Place::Entry && key_ == "dtype" && dtype_) || reject();
  }

  bool start_array(std::size_t) override {
    if (place_ != Place::Entry || key_ == "dtype") return reject();
    place_ = key_ == "shape" ? Place::Shape : Place::Offsets;
    list().emplace();
    return true;
  }

  bool number_unsigned(number_unsigned_t value) override {
    if (place_ != Place::Shape && place_ != Place::Offsets) return reject();
    if (list()->size() == (place_ == Place::Shape ? kMaxDimensions : 2)) return reject();
    list()->push_back(value);
    return true;
  }

  bool end_array() override {
    if (place_ == Place::Offsets && list()->size() != 2) return reject();
    place_ = Place::Entry;
    return true;
  }

  bool end_object() override {
    if (place_ == Place::Entry) {
      if (!dtype_ || !shape_ || !offsets_) return rejectAs(ErrorCode::BadEntry, name_);
      header.entries[name_] = {*dtype_, std::move(*shape_), (*offsets_)[0], (*offsets_)[1]};
    }
    place_ = Place::Root;
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return rejectAs(ErrorCode::HeaderNotJson, "");
  }

 protected:
  /// The value that begins here is of a kind that this place does not allow.
  bool reject() override {
    switch (place_) {
      case Place::Start:
        return rejectAs(ErrorCode::HeaderNotObject, "");
      case Place::Root:
        break;
      case Place::Metadata:
        return rejectAs(ErrorCode::BadMetadata, key_);
      case Place::Entry:
        if (key_ == "dtype") return rejectAs(ErrorCode::UnknownType, name_);
        return rejectAs(key_ == "shape" ? ErrorCode::BadShape : ErrorCode::BadOffsets, name_);
      case Place::Shape:
        return rejectAs(ErrorCode::BadShape, name_);
      case Place::Offsets:
        return rejectAs(ErrorCode::BadOffsets, name_);
    }
    if (name_ == kMetadata) return rejectAs(ErrorCode::BadMetadata, "");
    return rejectAs(ErrorCode::BadEntry, name_);
  }

 private:
  enum class Place { Start, Root, Metadata, Entry, Shape, Offsets };

  bool rejectAs(ErrorCode code, const std::string& subject) {
    error = FileError{code, subject};
    return false;
  }

  bool rootKeySeen(const std::string& key) {
    return key == kMetadata ? std::exchange(metadataSeen_, true) : header.entries.contains(key);
  }

  std::optional<std::vector<std::uint64_t>>& list() { return place_ == Place::Shape ? shape_ : offsets_; }

  Place place_ = Place::Start;
  std::string name_;  ///< the key of the root object that is being read
  std::string key_;   ///< the key of the object within it
  bool metadataSeen_ = false;
  // The tensor that is being read.
  std::optional<Dtype> dtype_;
  std::optional<std::vector<std::uint64_t>> shape_;
  std::optional<std::vector<std::uint64_t>> offsets_;
};

std::string metadataMember(const Header& header) {
  std::vector<std::string> strings;
  for (const auto& [key, value] : header.metadata)
    strings.push_back(jsonText(key) + ':' + jsonText(value));
  return jsonText(kMetadata) + ":{" + joined(strings) + '}';
}

std::string tensorMember(std::string_view name, const Header::Entry& entry) {
  std::vector<std::string> extents;
  for (const std::uint64_t extent : entry.shape)
    extents.push_back(std::to_string(extent));
  return jsonText(name) + R"(:{"dtype":)" + jsonText(kDtypeNames[static_cast<std::size_t>(entry.dtype)]) +
         R"(,"shape":[)" + joined(extents) + R"(],"data_offsets":[)" + std::to_string(entry.begin) + ',' +
         std::to_string(entry.end) + "]}";
}

}  // namespace

std::variant<Header, FileError> parseHeader(std::string_view text) {
  HeaderReader reader;
  if (!readJson(text, reader)) return reader.error.value_or(FileError{ErrorCode::HeaderNotJson, ""});
  if (text.front() != '{') return FileError{ErrorCode::HeaderNotObject, ""};
  return std::move(reader.header);
}

std::string textOf(const Header& header) {
  std::set<std::tuple<std::uint64_t, std::uint64_t, std::string_view, const Header::Entry*>> order;
  for (const auto& [name, entry] : header.entries)
    order.emplace(entry.begin, entry.end, name, &entry);
  std::vector<std::string> members;
  if (!header.metadata.empty()) members.push_back(metadataMember(header));
  for (const auto& [begin, end, name, entry] : order)
    members.push_back(tensorMember(name, *entry));
  return joined(members).insert(0, 1, '{').append(1, '}');
}

}  // namespace rnn::safetensors
