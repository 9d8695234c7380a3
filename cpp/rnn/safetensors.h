#pragma once

// The safetensors container (https://huggingface.co/docs/safetensors): eight bytes with the length
// of the header, little-endian; the header, a JSON object that gives each tensor's dtype, shape and
// place; then the tensors' bytes, little-endian, row by row, without gap or overlap. The key
// __metadata__ holds strings by name.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "rnn/file_error.h"

namespace rnn::safetensors {

enum class Dtype { U8, I32, I64, U64, F32, F64 };

/// Bytes of one element.
std::size_t sizeOf(Dtype dtype);

template <class T>
constexpr Dtype dtypeOf() {
  if constexpr (std::is_same_v<T, float>) return Dtype::F32;
  if constexpr (std::is_same_v<T, double>) return Dtype::F64;
  if constexpr (std::is_same_v<T, std::int32_t>) return Dtype::I32;
  if constexpr (std::is_same_v<T, std::int64_t>) return Dtype::I64;
  if constexpr (std::is_same_v<T, std::uint64_t>) return Dtype::U64;
  if constexpr (std::is_same_v<T, std::uint8_t>) return Dtype::U8;
}

/// A non-owning view of bytes as a tensor. They need not be aligned.
struct TensorView {
  Dtype dtype;
  std::vector<std::uint64_t> shape;  ///< empty for a single number
  std::span<const std::byte> data;   ///< product of shape × sizeOf(dtype) bytes

  /// A copy of the numbers. T must be the dtype's C++ type.
  template <class T>
  std::vector<T> values() const {
    std::vector<T> result(data.size() / sizeof(T));
    if (!data.empty()) std::memcpy(result.data(), data.data(), data.size());
    return result;
  }
};

struct Contents {
  std::map<std::string, TensorView, std::less<>> tensors;
  std::map<std::string, std::string, std::less<>> metadata;
};

/// Reads a file; the tensors are views into `file`, which must outlive them. Whatever the format
/// forbids is rejected, and so are dtypes other than those above and more than 8 dimensions.
std::variant<Contents, FileError> parse(std::span<const std::byte> file);

/// Writes a file, the widest dtypes first, so that every tensor is aligned to its element size.
/// Names and metadata are UTF-8; ill-formed parts become U+FFFD.
std::vector<std::byte> serialize(const Contents& contents);

}  // namespace rnn::safetensors
