#pragma once

#include <algorithm>
#include <list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rnn/file_error.h"
#include "rnn/parameters.h"
#include "rnn/safetensors.h"
#include "rnn/types.h"

namespace rnn {

using TensorShape = std::vector<std::uint64_t>;

/// A dimension of a TensorShape.
inline std::uint64_t extent(Index size) {
  return static_cast<std::uint64_t>(size);
}

/// PyTorch's shape: a bias has one dimension.
inline TensorShape shapeOf(const ParameterInfo& entry) {
  if (entry.isBias()) return {extent(entry.rows)};
  return {extent(entry.rows), extent(entry.columns)};
}

/// Collects tensors and owns their data; safetensors::Contents holds non-owning views.
class TensorCollector {
 public:
  safetensors::Contents contents;

  template <class T>
  void add(const std::string& name, const std::vector<T>& values, TensorShape shape) {
    const auto bytes = std::as_bytes(std::span(values));
    const auto& kept = storage_.emplace_back(bytes.begin(), bytes.end());
    contents.tensors.emplace(name, safetensors::TensorView{safetensors::dtypeOf<T>(), std::move(shape), kept});
  }

  template <class T>
  void addList(const std::string& name, const std::vector<T>& values) {
    add(name, values, {values.size()});
  }

 private:
  std::list<std::vector<std::byte>> storage_;
};

/// Gives the tensors of a file one by one, validated, and keeps the first error.
class TensorSource {
 public:
  explicit TensorSource(const safetensors::Contents& contents) : contents_(contents) {}

  const std::optional<FileError>& error() const { return error_; }
  /// Records an error unless there is one already. Always false.
  bool reject(ErrorCode code, std::string_view subject) {
    if (!error_) error_ = FileError{code, std::string(subject)};
    return false;
  }

  bool has(std::string_view name) const { return contents_.tensors.contains(name); }

  /// The metadata under that key, or null.
  const std::string* metadata(std::string_view key) const {
    const auto found = contents_.metadata.find(key);
    return found == contents_.metadata.end() ? nullptr : &found->second;
  }

  /// Whether the tensor is there, with elements of type T and this shape.
  template <class T>
  bool expect(std::string_view name, const TensorShape& shape) {
    const auto* tensor = find<T>(name);
    return tensor && (tensor->shape == shape || reject(ErrorCode::WrongShape, name));
  }

  /// Its numbers, or nothing.
  template <class T>
  std::optional<std::vector<T>> take(std::string_view name, const TensorShape& shape) {
    if (!expect<T>(name, shape)) return std::nullopt;
    return taken<T>(name);
  }

  /// A tensor of any length along its first dimension; the others are given.
  template <class T>
  std::optional<std::vector<T>> takeRows(std::string_view name, const TensorShape& row = {}) {
    const auto* tensor = find<T>(name);
    if (!tensor) return std::nullopt;
    const TensorShape& shape = tensor->shape;
    if (shape.empty() || !std::equal(shape.begin() + 1, shape.end(), row.begin(), row.end())) {
      reject(ErrorCode::WrongShape, name);
      return std::nullopt;
    }
    return taken<T>(name);
  }

  /// Whether every tensor has been taken.
  bool isUsedUp() {
    for (const auto& [name, tensor] : contents_.tensors) {
      if (!taken_.contains(name)) return reject(ErrorCode::UnexpectedTensor, name);
    }
    return true;
  }

 private:
  template <class T>
  const safetensors::TensorView* find(std::string_view name) {
    const auto found = contents_.tensors.find(name);
    if (found == contents_.tensors.end()) {
      reject(ErrorCode::MissingTensor, name);
      return nullptr;
    }
    if (found->second.dtype != safetensors::dtypeOf<T>()) {
      reject(ErrorCode::WrongType, name);
      return nullptr;
    }
    return &found->second;
  }

  template <class T>
  std::vector<T> taken(std::string_view name) {
    const auto found = contents_.tensors.find(name);
    taken_.insert(found->first);
    return found->second.template values<T>();
  }

  const safetensors::Contents& contents_;
  std::set<std::string_view> taken_;
  std::optional<FileError> error_;
};

}  // namespace rnn
