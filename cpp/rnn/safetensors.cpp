#include "rnn/safetensors.h"

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "rnn/safetensors_header.h"

namespace rnn::safetensors {
namespace {

// Numbers are copied in and out as they lie in memory.
static_assert(std::endian::native == std::endian::little);

constexpr std::size_t kLengthBytes = 8;
constexpr std::uint64_t kHeaderLimit = 100'000'000;
constexpr std::size_t kWidestElement = 8;  // bytes

/// a × b, or nothing if that is 2⁶⁴ or more.
std::optional<std::uint64_t> product(std::uint64_t a, std::uint64_t b) {
  if (b != 0 && a > UINT64_MAX / b) return std::nullopt;
  return a * b;
}

std::optional<ErrorCode> errorIn(const Header::Entry& entry, std::size_t dataSize) {
  if (entry.begin > entry.end) return ErrorCode::OffsetsReversed;
  if (entry.end > dataSize) return ErrorCode::OffsetsOutOfRange;
  std::optional<std::uint64_t> bytes = sizeOf(entry.dtype);
  for (const std::uint64_t extent : entry.shape) {
    if (bytes) bytes = product(*bytes, extent);
  }
  if (!bytes) return ErrorCode::ShapeOverflow;
  if (*bytes != entry.end - entry.begin) return ErrorCode::SizeMismatch;
  return std::nullopt;
}

/// Nothing if the tensors lie side by side from the first byte to the last.
std::optional<FileError> gapOrOverlap(const Header& header, std::size_t dataSize) {
  std::set<std::tuple<std::uint64_t, std::uint64_t, std::string_view>> ranges;
  for (const auto& [name, entry] : header.entries)
    ranges.emplace(entry.begin, entry.end, name);
  std::uint64_t reached = 0;
  for (const auto& [begin, end, name] : ranges) {
    if (begin < reached) return FileError{ErrorCode::Overlap, std::string(name)};
    if (begin > reached) return FileError{ErrorCode::Hole, std::string(name)};
    reached = end;
  }
  if (reached != dataSize) return FileError{ErrorCode::TrailingBytes, ""};
  return std::nullopt;
}

std::variant<Contents, FileError> assemble(Header&& header, std::span<const std::byte> data) {
  for (const auto& [name, entry] : header.entries) {
    if (const auto code = errorIn(entry, data.size())) return FileError{*code, name};
  }
  if (const auto error = gapOrOverlap(header, data.size())) return *error;

  Contents contents;
  contents.metadata = std::move(header.metadata);
  for (auto& [name, entry] : header.entries) {
    const auto bytes = data.subspan(static_cast<std::size_t>(entry.begin), entry.end - entry.begin);
    contents.tensors.emplace(name, TensorView{entry.dtype, std::move(entry.shape), bytes});
  }
  return contents;
}

}  // namespace

std::size_t sizeOf(Dtype dtype) {
  constexpr std::array<std::size_t, 6> kSizes{1, 4, 8, 8, 4, 8};  // in the order of the enumerators
  return kSizes[static_cast<std::size_t>(dtype)];
}

std::variant<Contents, FileError> parse(std::span<const std::byte> file) {
  if (file.size() < kLengthBytes) return FileError{ErrorCode::FileTooShort, ""};
  std::uint64_t length = 0;
  std::memcpy(&length, file.data(), kLengthBytes);
  if (length > kHeaderLimit) return FileError{ErrorCode::HeaderOverLimit, ""};
  if (length > file.size() - kLengthBytes) return FileError{ErrorCode::HeaderBeyondFile, ""};

  const auto headerBytes = file.subspan(kLengthBytes, static_cast<std::size_t>(length));
  auto header = parseHeader({reinterpret_cast<const char*>(headerBytes.data()), headerBytes.size()});
  if (const auto* error = std::get_if<FileError>(&header)) return *error;
  return assemble(std::move(std::get<Header>(header)), file.subspan(kLengthBytes + headerBytes.size()));
}

std::vector<std::byte> serialize(const Contents& contents) {
  std::set<std::tuple<std::size_t, std::string_view, const TensorView*>> order;
  for (const auto& [name, tensor] : contents.tensors) {
    order.emplace(kWidestElement - sizeOf(tensor.dtype), name, &tensor);
  }
  Header header{{}, contents.metadata};
  std::size_t dataSize = 0;
  for (const auto& [rank, name, tensor] : order) {
    const std::size_t end = dataSize + tensor->data.size();
    header.entries[std::string(name)] = {tensor->dtype, tensor->shape, dataSize, end};
    dataSize = end;
  }
  std::string text = textOf(header);
  text.resize((text.size() + 7) / 8 * 8, ' ');  // so that the data begin at a multiple of 8

  const std::uint64_t length = text.size();
  std::vector<std::byte> file(kLengthBytes + text.size() + dataSize);
  std::byte* end = std::ranges::copy(std::as_bytes(std::span(&length, 1)), file.data()).out;
  end = std::ranges::copy(std::as_bytes(std::span(text)), end).out;
  for (const auto& [rank, name, tensor] : order)
    end = std::ranges::copy(tensor->data, end).out;
  return file;
}

}  // namespace rnn::safetensors
