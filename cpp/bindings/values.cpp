#include "values.h"

#include <algorithm>

namespace rnn::bindings {

using emscripten::val;

namespace {

/// Part `index` of `all`, cut into `parts` equal ones.
std::vector<double> partOf(const std::vector<double>& all, std::size_t index, std::size_t parts) {
  const auto size = static_cast<std::ptrdiff_t>(all.size() / parts);
  const auto begin = all.begin() + static_cast<std::ptrdiff_t>(index) * size;
  return {begin, begin + size};
}

template <class T>
void append(std::vector<T>& to, const std::vector<T>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

/// The initial states of all sequences, zero where one has none; empty if none has any.
std::vector<double> statesOf(const Dataset& data, std::vector<double> Sequence::* state) {
  std::size_t size = 0;
  for (const Sequence& sequence : data) {
    size = std::max(size, (sequence.*state).size());
  }
  std::vector<double> states;
  for (const Sequence& sequence : data) {
    std::vector<double> own = sequence.*state;
    own.resize(size);
    append(states, own);
  }
  return states;
}

val infoOf(const ParameterInfo& entry) {
  val info = val::object();
  info.set("name", entry.name);
  info.set("shape", shapeOf(entry.rows, entry.columns, entry.isBias()));
  return info;
}

}  // namespace

Dataset unpacked(const PackedSequences& packed) {
  const auto lengths = numbersOf<std::int32_t>(packed.lengths);
  const auto inputs = numbersOf<TokenId>(packed.inputs);
  const auto targets = numbersOf<TokenId>(packed.targets);
  const auto hidden = numbersOf<double>(packed.hidden);
  const auto cell = numbersOf<double>(packed.cell);
  Dataset data;
  std::ptrdiff_t begin = 0;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    const std::ptrdiff_t end = begin + lengths[i];
    data.push_back({{inputs.begin() + begin, inputs.begin() + end},
                    {targets.begin() + begin, targets.begin() + end},
                    partOf(hidden, i, lengths.size()),
                    partOf(cell, i, lengths.size())});
    begin = end;
  }
  return data;
}

PackedSequences packed(const Dataset& data) {
  std::vector<std::int32_t> lengths;
  std::vector<TokenId> inputs;
  std::vector<TokenId> targets;
  for (const Sequence& sequence : data) {
    lengths.push_back(static_cast<std::int32_t>(sequence.length()));
    append(inputs, sequence.inputs);
    append(targets, sequence.targets);
  }
  return {copied<Int32Array>(lengths), copied<Int32Array>(inputs), copied<Int32Array>(targets),
          copied<Float64Array>(statesOf(data, &Sequence::initialHidden)),
          copied<Float64Array>(statesOf(data, &Sequence::initialCell))};
}

val shapeOf(Index rows, Index columns, bool isVector) {
  val shape = val::array();
  shape.call<void>("push", static_cast<double>(rows));
  if (!isVector) shape.call<void>("push", static_cast<double>(columns));
  return shape;
}

ParameterInfoList parameterInfo(const std::vector<ParameterInfo>& list) {
  val result = val::array();
  for (const ParameterInfo& entry : list) {
    result.call<void>("push", infoOf(entry));
  }
  return ParameterInfoList(result);
}

ParameterValuesList parameterValues(const rnn::Network& network) {
  const val result = val::array();
  for (const ParameterInfo& entry : parameterLayout(network.shape())) {
    val values = infoOf(entry);
    values.set("values", copied<Float64Array>(network.parameter(entry)));
    result.call<void>("push", values);
  }
  return ParameterValuesList(result);
}

}  // namespace rnn::bindings
