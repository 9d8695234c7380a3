#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rnn/file_error.h"
#include "rnn/safetensors.h"

namespace rnn::safetensors {

/// What a header says, not yet compared with the data.
struct Header {
  struct Entry {
    Dtype dtype;
    std::vector<std::uint64_t> shape;
    std::uint64_t begin;  ///< of the tensor's bytes, counted from the end of the header
    std::uint64_t end;    ///< behind its last byte
  };
  std::map<std::string, Entry, std::less<>> entries;
  std::map<std::string, std::string, std::less<>> metadata;
};

std::variant<Header, FileError> parseHeader(std::string_view text);
/// Without padding, tensors in the order of their places.
std::string textOf(const Header& header);

}  // namespace rnn::safetensors
