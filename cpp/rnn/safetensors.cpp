#include "rnn/safetensors.h"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

namespace rnn::safetensors {
namespace {

using nlohmann::json;

// Numbers are copied in and out as they lie in memory.
static_assert(std::endian::native == std::endian::little);

constexpr std::size_t kLengthBytes = 8;
constexpr std::uint64_t kHeaderLimit = 100'000'000;
constexpr std::size_t kMaxDimensions = 8;
constexpr std::string_view kMetadata = "__metadata__";

struct DtypeName {
  std::string_view name;
  std::size_t size;
};
/// In the order of the enumerators.
constexpr std::array<DtypeName, 6> kDtypes{{{"U8", 1}, {"I32", 4}, {"I64", 8}, {"U64", 8}, {"F32", 4}, {"F64", 8}}};

std::optional<Dtype> dtypeNamed(std::string_view name) {
  for (std::size_t i = 0; i < kDtypes.size(); ++i) {
    if (kDtypes[i].name == name) return static_cast<Dtype>(i);
  }
  return std::nullopt;
}

/// What the header says of one tensor, as far as it has been read.
struct Entry {
  std::optional<Dtype> dtype;
  std::optional<std::vector<std::uint64_t>> shape;
  std::optional<std::vector<std::uint64_t>> offsets;

  bool complete() const { return dtype && shape && offsets; }
};

/// Takes the header's JSON event by event (nlohmann's SAX interface) and stops at the first that the
/// format does not foresee: no tree is built, so a hostile header costs no more memory than its own
/// length, and a key that stands twice is seen.
class HeaderReader {
 public:
  using number_integer_t = json::number_integer_t;
  using number_unsigned_t = json::number_unsigned_t;
  using number_float_t = json::number_float_t;

  std::map<std::string, Entry> entries;
  std::map<std::string, std::string, std::less<>> metadata;
  std::optional<Refusal> refusal;

  bool start_object(std::size_t) {
    if (place_ == Place::Start) {
      place_ = Place::Root;
    } else if (place_ == Place::Root) {
      place_ = name_ == kMetadata ? Place::Metadata : Place::Entry;
    } else {
      return refuseValue();
    }
    return true;
  }

  bool key(std::string& key) {
    if (place_ == Place::Root) return rootKey(key);
    key_ = key;
    if (place_ == Place::Metadata) {
      return !metadata.contains(key) || refuse(Problem::DuplicateKey, key);
    }
    if (key != "dtype" && key != "shape" && key != "data_offsets") {
      return refuse(Problem::BadEntry, name_);
    }
    const bool twice = (key == "dtype" && entry_->dtype) || (key == "shape" && entry_->shape) ||
                       (key == "data_offsets" && entry_->offsets);
    return !twice || refuse(Problem::DuplicateKey, name_ + "." + key);
  }

  bool string(std::string& value) {
    if (place_ == Place::Metadata) {
      metadata[key_] = value;
      return true;
    }
    if (place_ == Place::Entry && key_ == "dtype") entry_->dtype = dtypeNamed(value);
    return (place_ == Place::Entry && key_ == "dtype" && entry_->dtype) || refuseValue();
  }

  bool start_array(std::size_t) {
    if (place_ != Place::Entry || key_ == "dtype") return refuseValue();
    const bool isShape = key_ == "shape";
    place_ = isShape ? Place::Shape : Place::Offsets;
    (isShape ? entry_->shape : entry_->offsets).emplace();
    return true;
  }

  bool number_unsigned(number_unsigned_t value) {
    if (place_ != Place::Shape && place_ != Place::Offsets) return refuseValue();
    std::vector<std::uint64_t>& list = place_ == Place::Shape ? *entry_->shape : *entry_->offsets;
    if (list.size() == (place_ == Place::Shape ? kMaxDimensions : 2)) return refuseValue();
    list.push_back(value);
    return true;
  }

  bool end_array() {
    if (place_ == Place::Offsets && entry_->offsets->size() != 2) return refuseValue();
    place_ = Place::Entry;
    return true;
  }

  bool end_object() {
    if (place_ == Place::Entry && !entry_->complete()) return refuse(Problem::BadEntry, name_);
    place_ = Place::Root;
    return true;
  }

  bool null() { return refuseValue(); }
  bool boolean(bool) { return refuseValue(); }
  bool number_integer(number_integer_t) { return refuseValue(); }
  bool number_float(number_float_t, const std::string&) { return refuseValue(); }
  bool binary(json::binary_t&) { return refuseValue(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) {
    return refuse(Problem::HeaderNotJson, "");
  }

 private:
  enum class Place { Start, Root, Metadata, Entry, Shape, Offsets };

  bool rootKey(const std::string& key) {
    name_ = key;
    if (key == kMetadata) {
      if (std::exchange(metadataSeen_, true)) return refuse(Problem::DuplicateKey, key);
      return true;
    }
    const auto [position, isNew] = entries.try_emplace(key);
    entry_ = &position->second;
    return isNew || refuse(Problem::DuplicateKey, key);
  }

  bool refuse(Problem problem, const std::string& subject) {
    if (!refusal) refusal = Refusal{problem, subject};
    return false;
  }

  /// The value that begins here is of a kind that this place does not allow.
  bool refuseValue() {
    switch (place_) {
      case Place::Start:
        return refuse(Problem::HeaderNotObject, "");
      case Place::Root:
        return name_ == kMetadata ? refuse(Problem::BadMetadata, "") : refuse(Problem::BadEntry, name_);
      case Place::Metadata:
        return refuse(Problem::BadMetadata, key_);
      case Place::Shape:
        return refuse(Problem::BadShape, name_);
      case Place::Offsets:
        return refuse(Problem::BadOffsets, name_);
      case Place::Entry:
        break;
    }
    if (key_ == "dtype") return refuse(Problem::UnknownType, name_);
    return refuse(key_ == "shape" ? Problem::BadShape : Problem::BadOffsets, name_);
  }

  Place place_ = Place::Start;
  std::string name_;        ///< the key of the root object that is being read
  std::string key_;         ///< the key of the object within it
  Entry* entry_ = nullptr;  ///< entries[name_]
  bool metadataSeen_ = false;
};

/// a × b, or nothing if that is 2⁶⁴ or more.
std::optional<std::uint64_t> product(std::uint64_t a, std::uint64_t b) {
  if (b != 0 && a > UINT64_MAX / b) return std::nullopt;
  return a * b;
}

std::optional<Problem> problemOf(const Entry& entry, std::size_t dataSize) {
  const std::uint64_t begin = (*entry.offsets)[0];
  const std::uint64_t end = (*entry.offsets)[1];
  if (begin > end) return Problem::OffsetsReversed;
  if (end > dataSize) return Problem::OffsetsOutOfRange;

  std::optional<std::uint64_t> bytes = sizeOf(*entry.dtype);
  for (std::uint64_t extent : *entry.shape) {
    if (bytes) bytes = product(*bytes, extent);
  }
  if (!bytes) return Problem::ShapeOverflow;
  if (*bytes != end - begin) return Problem::SizeMismatch;
  return std::nullopt;
}

/// Whether the tensors lie side by side from the first byte to the last.
std::optional<Refusal> gapOrOverlap(const std::map<std::string, Entry>& entries, std::size_t dataSize) {
  struct Range {
    std::uint64_t begin, end;
    const std::string* name;
  };
  std::vector<Range> ranges;
  for (const auto& [name, entry] : entries) {
    ranges.push_back({(*entry.offsets)[0], (*entry.offsets)[1], &name});
  }
  std::ranges::sort(
      ranges, [](const Range& a, const Range& b) { return std::pair(a.begin, a.end) < std::pair(b.begin, b.end); });
  std::uint64_t reached = 0;
  for (const Range& range : ranges) {
    if (range.begin < reached) return Refusal{Problem::Overlap, *range.name};
    if (range.begin > reached) return Refusal{Problem::Hole, *range.name};
    reached = range.end;
  }
  if (reached != dataSize) return Refusal{Problem::TrailingBytes, ""};
  return std::nullopt;
}

std::optional<Refusal> readHeader(std::string_view header, HeaderReader& reader) {
  // nlohmann's lexer takes a zero byte for the end of the text.
  if (header.find('\0') != header.npos) return Refusal{Problem::HeaderNotJson, ""};
  const bool valid = json::sax_parse(header.begin(), header.end(), &reader);
  if (!valid) return reader.refusal;
  if (header.front() != '{') return Refusal{Problem::HeaderNotObject, ""};
  return std::nullopt;
}

std::variant<Contents, Refusal> assemble(HeaderReader&& reader, std::span<const std::byte> data) {
  for (const auto& [name, entry] : reader.entries) {
    if (const auto problem = problemOf(entry, data.size())) return Refusal{*problem, name};
  }
  if (const auto refusal = gapOrOverlap(reader.entries, data.size())) return *refusal;

  Contents contents;
  contents.metadata = std::move(reader.metadata);
  for (auto& [name, entry] : reader.entries) {
    const auto begin = static_cast<std::size_t>((*entry.offsets)[0]);
    const auto end = static_cast<std::size_t>((*entry.offsets)[1]);
    contents.tensors.emplace(name, TensorView{*entry.dtype, std::move(*entry.shape), data.subspan(begin, end - begin)});
  }
  return contents;
}

std::string joined(std::span<const std::string> items) {
  std::string text;
  for (const std::string& item : items) {
    if (!text.empty()) text += ',';
    text += item;
  }
  return text;
}

struct NamedTensor {
  std::string_view name;
  const TensorView* tensor;
};

std::string jsonString(std::string_view text) {
  return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string metadataMember(const Contents& contents) {
  std::vector<std::string> strings;
  for (const auto& [key, value] : contents.metadata)
    strings.push_back(jsonString(key) + ':' + jsonString(value));
  return jsonString(kMetadata) + ":{" + joined(strings) + '}';
}

std::string tensorMember(const NamedTensor& item, std::size_t begin, std::size_t end) {
  std::vector<std::string> extents;
  for (std::uint64_t extent : item.tensor->shape)
    extents.push_back(std::to_string(extent));
  const std::string_view dtype = kDtypes[static_cast<std::size_t>(item.tensor->dtype)].name;
  return jsonString(item.name) + R"(:{"dtype":)" + jsonString(dtype) + R"(,"shape":[)" + joined(extents) +
         R"(],"data_offsets":[)" + std::to_string(begin) + ',' + std::to_string(end) + "]}";
}

/// The tensors lie in the file in this order.
std::string headerOf(std::span<const NamedTensor> order, const Contents& contents) {
  std::vector<std::string> members;
  if (!contents.metadata.empty()) members.push_back(metadataMember(contents));
  std::size_t begin = 0;
  for (const NamedTensor& item : order) {
    const std::size_t end = begin + item.tensor->data.size();
    members.push_back(tensorMember(item, begin, end));
    begin = end;
  }
  return joined(members).insert(0, 1, '{').append(1, '}');
}

}  // namespace

std::size_t sizeOf(Dtype dtype) {
  return kDtypes[static_cast<std::size_t>(dtype)].size;
}

std::variant<Contents, Refusal> parse(std::span<const std::byte> file) {
  if (file.size() < kLengthBytes) return Refusal{Problem::FileTooShort, ""};
  std::uint64_t length = 0;
  std::memcpy(&length, file.data(), kLengthBytes);
  if (length > kHeaderLimit) return Refusal{Problem::HeaderOverLimit, ""};
  if (length > file.size() - kLengthBytes) return Refusal{Problem::HeaderBeyondFile, ""};

  const auto headerBytes = file.subspan(kLengthBytes, static_cast<std::size_t>(length));
  const std::string_view header(reinterpret_cast<const char*>(headerBytes.data()), headerBytes.size());
  HeaderReader reader;
  if (const auto refusal = readHeader(header, reader)) return *refusal;
  return assemble(std::move(reader), file.subspan(kLengthBytes + headerBytes.size()));
}

std::vector<std::byte> serialize(const Contents& contents) {
  std::vector<NamedTensor> order;
  for (const auto& [name, tensor] : contents.tensors)
    order.push_back({name, &tensor});
  std::ranges::stable_sort(order, std::greater<>(), [](const NamedTensor& item) { return sizeOf(item.tensor->dtype); });

  std::string text = headerOf(order, contents);
  text.resize((text.size() + 7) / 8 * 8, ' ');  // so that the data begin at a multiple of 8

  const std::uint64_t length = text.size();
  std::size_t size = kLengthBytes + text.size();
  for (const NamedTensor& item : order)
    size += item.tensor->data.size();
  std::vector<std::byte> file(size);
  std::byte* end = std::ranges::copy(std::as_bytes(std::span(&length, 1)), file.data()).out;
  end = std::ranges::copy(std::as_bytes(std::span(text)), end).out;
  for (const NamedTensor& item : order)
    end = std::ranges::copy(item.tensor->data, end).out;
  return file;
}

}  // namespace rnn::safetensors
