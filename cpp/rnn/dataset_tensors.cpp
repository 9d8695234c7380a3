#include "rnn/dataset_tensors.h"

#include <algorithm>

namespace rnn {
namespace {

void addInitialStates(TensorCollector& tensors, const std::string& name, const Dataset& data,
                      std::vector<double> Sequence::* member, Index size) {
  if (std::ranges::all_of(data, [&](const Sequence& sequence) { return (sequence.*member).empty(); })) return;
  std::vector<double> rows;
  for (const Sequence& sequence : data) {
    rows.insert(rows.end(), (sequence.*member).begin(), (sequence.*member).end());
    if ((sequence.*member).empty()) rows.resize(rows.size() + static_cast<std::size_t>(size));
  }
  tensors.add(name, rows, {data.size(), extent(size)});
}

bool areIds(const std::vector<TokenId>& ids, Index vocabularySize) {
  return std::ranges::all_of(ids, [&](TokenId id) { return id >= -1 && id < vocabularySize; });
}

/// Cuts the packed inputs and targets into sequences.
bool splitSequences(TensorSource& source, const std::string& prefix, const std::vector<std::int64_t>& lengths,
                    const std::vector<TokenId>& inputs, const std::vector<TokenId>& targets, Dataset& data) {
  std::size_t begin = 0;
  for (const std::int64_t length : lengths) {
    const std::size_t left = inputs.size() - begin;
    if (length < 1 || static_cast<std::uint64_t>(length) > left) {
      return source.reject(ErrorCode::BadValue, prefix + "lengths");
    }
    const auto from = static_cast<std::ptrdiff_t>(begin);
    const auto to = from + static_cast<std::ptrdiff_t>(length);
    Sequence& sequence = data.emplace_back();
    sequence.inputs.assign(inputs.begin() + from, inputs.begin() + to);
    sequence.targets.assign(targets.begin() + from, targets.begin() + to);
    begin += static_cast<std::size_t>(length);
  }
  return begin == inputs.size() || source.reject(ErrorCode::BadValue, prefix + "lengths");
}

bool readInitialStates(TensorSource& source, const std::string& name, Index size,
                       std::vector<double> Sequence::* member, Dataset& data) {
  if (!source.has(name)) return true;
  const auto rows = source.take<double>(name, {data.size(), extent(size)});
  if (!rows) return false;
  for (std::size_t i = 0; i < data.size(); ++i) {
    const auto row = rows->begin() + static_cast<std::ptrdiff_t>(i) * size;
    (data[i].*member).assign(row, row + size);
  }
  return true;
}

}  // namespace

void addDataset(TensorCollector& tensors, const std::string& prefix, const Dataset& data, const NetworkShape& shape) {
  std::vector<std::int64_t> lengths;
  std::vector<TokenId> inputs;
  std::vector<TokenId> targets;
  for (const Sequence& sequence : data) {
    lengths.push_back(sequence.length());
    inputs.insert(inputs.end(), sequence.inputs.begin(), sequence.inputs.end());
    targets.insert(targets.end(), sequence.targets.begin(), sequence.targets.end());
  }
  tensors.addList(prefix + "lengths", lengths);
  tensors.addList(prefix + "inputs", inputs);
  tensors.addList(prefix + "targets", targets);
  const Index size = shape.layers * shape.hiddenSize;
  addInitialStates(tensors, prefix + "initial_hidden", data, &Sequence::initialHidden, size);
  addInitialStates(tensors, prefix + "initial_cell", data, &Sequence::initialCell, size);
}

bool readDataset(TensorSource& source, const std::string& prefix, const NetworkShape& shape, Dataset& data) {
  const auto lengths = source.takeRows<std::int64_t>(prefix + "lengths");
  const auto inputs = source.takeRows<TokenId>(prefix + "inputs");
  if (!lengths || !inputs) return false;
  const auto targets = source.take<TokenId>(prefix + "targets", {inputs->size()});
  if (!targets) return false;
  if (!areIds(*inputs, shape.vocabularySize)) return source.reject(ErrorCode::BadValue, prefix + "inputs");
  if (!areIds(*targets, shape.vocabularySize)) return source.reject(ErrorCode::BadValue, prefix + "targets");
  if (!splitSequences(source, prefix, *lengths, *inputs, *targets, data)) return false;
  const Index size = shape.layers * shape.hiddenSize;
  return readInitialStates(source, prefix + "initial_hidden", size, &Sequence::initialHidden, data) &&
         readInitialStates(source, prefix + "initial_cell", size, &Sequence::initialCell, data);
}

}  // namespace rnn
