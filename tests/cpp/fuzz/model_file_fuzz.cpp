// libFuzzer target: whatever the bytes, reading them ends in an error with a reason or in a model that
// can be written and read again, trained on and generated from, and never in undefined behaviour.
//
//   build/fuzz/fuzz_model_file_fuzz -max_total_time=60 -max_len=16384 tests/cpp/fuzz/corpus
//
// Most random changes of a file only break its JSON. The mutator below therefore takes every second
// file apart, changes one tensor or one text in it and puts it together again, so that what lies
// behind the container is reached too.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <string>

#include "rnn/generation.h"
#include "rnn/model_file.h"
#include "rnn/safetensors.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t maxSize);

namespace {

using rnn::safetensors::Contents;
using rnn::safetensors::TensorView;
using Bytes = std::vector<std::byte>;

/// Ends the run as a crash, with its input kept.
void require(bool claim) {
  if (!claim) std::abort();
}

std::span<const std::byte> bytesOf(const std::uint8_t* data, std::size_t size) {
  return std::as_bytes(std::span(data, size));
}

/// One input in `n`, always the same ones: what costs many times as much as reading is done for those.
bool isChosen(std::span<const std::byte> file, std::uint32_t n) {
  std::uint32_t hash = 2166136261;  // FNV-1a
  for (const std::byte byte : file)
    hash = (hash ^ static_cast<std::uint32_t>(byte)) * 16777619;
  return hash / 65536 % n == 0;
}

/// A container that is read can be written, and read again as the same.
void checkContainer(std::span<const std::byte> file) {
  const auto result = rnn::safetensors::parse(file);
  if (std::holds_alternative<rnn::FileError>(result)) return;
  const auto& contents = std::get<Contents>(result);
  const Bytes written = rnn::safetensors::serialize(contents);
  const auto again = rnn::safetensors::parse(written);
  const auto* same = std::get_if<Contents>(&again);
  require(same != nullptr && same->metadata == contents.metadata && same->tensors.size() == contents.tensors.size());
  for (const auto& [name, tensor] : contents.tensors) {
    const TensorView& other = same->tensors.at(name);
    require(other.dtype == tensor.dtype && other.shape == tensor.shape && std::ranges::equal(other.data, tensor.data));
  }
}

template <class S>
void useModel(const rnn::ModelFile& model) {
  rnn::Trainer<S> trainer = rnn::resume<S>(model);
  const std::vector<rnn::TokenId> prompt{0};
  rnn::generate(trainer.parameters(), std::span(prompt), {.length = 2}, {0.5, 0.9});
  if (trainer.training().empty()) return;
  for (int i = 0; i < 3; ++i)
    trainer.step();
}

void checkModel(std::span<const std::byte> file) {
  const auto result = rnn::readModel(file);
  if (const auto* error = std::get_if<rnn::FileError>(&result)) {
    require(!error->name().empty() && !error->message().empty());
    return;
  }
  const auto& model = std::get<rnn::ModelFile>(result);
  if (isChosen(file, 8)) {
    const Bytes written = rnn::writeModel(model);
    const auto again = rnn::readModel(written);
    const auto* same = std::get_if<rnn::ModelFile>(&again);
    require(same != nullptr && rnn::writeModel(*same) == written);
  }
  if (isChosen(file, 16)) {
    const bool single = std::holds_alternative<rnn::Checkpoint<float>>(model.checkpoint);
    single ? useModel<float>(model) : useModel<double>(model);
  }
}

/// Changes one tensor's bytes or shape, one text, or takes one of them away.
void change(Contents& contents, Bytes& storage, std::uint32_t seed) {
  const auto pick = [&](auto& map) {
    return std::next(map.begin(), static_cast<std::ptrdiff_t>(seed / 8 % map.size()));
  };
  const auto mutated = [](auto* data, std::size_t size) {
    return LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(data), size, size);
  };
  if (seed % 8 < 4 && !contents.tensors.empty()) {
    const auto tensor = pick(contents.tensors);
    if (seed % 8 == 0) return void(contents.tensors.erase(tensor));
    if (seed % 8 == 1) return void(std::ranges::reverse(tensor->second.shape));
    storage.assign(tensor->second.data.begin(), tensor->second.data.end());
    if (!storage.empty()) mutated(storage.data(), storage.size());
    tensor->second.data = storage;
  } else if (!contents.metadata.empty()) {
    const auto text = pick(contents.metadata);
    if (seed % 8 == 4) return void(contents.metadata.erase(text));
    text->second.resize(text->second.size() + 16);
    text->second.resize(LLVMFuzzerMutate(reinterpret_cast<std::uint8_t*>(text->second.data()), text->second.size() - 16,
                                         text->second.size()));
  }
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t maxSize,
                                               unsigned int seed) {
  if (seed % 2 == 0) return LLVMFuzzerMutate(data, size, maxSize);
  auto result = rnn::safetensors::parse(bytesOf(data, size));
  auto* contents = std::get_if<Contents>(&result);
  if (contents == nullptr) return LLVMFuzzerMutate(data, size, maxSize);
  Bytes storage;
  change(*contents, storage, seed / 2);
  const Bytes changed = rnn::safetensors::serialize(*contents);
  if (changed.size() > maxSize) return LLVMFuzzerMutate(data, size, maxSize);
  std::memcpy(data, changed.data(), changed.size());
  return changed.size();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (isChosen(bytesOf(data, size), 8)) checkContainer(bytesOf(data, size));
  checkModel(bytesOf(data, size));
  return 0;
}
