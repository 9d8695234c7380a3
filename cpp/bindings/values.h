#pragma once

// What crosses between C++ and JavaScript. Arrays come out as owned typed arrays: a view is copied at
// once, before anything can allocate, because growing memory detaches every view of it.

#include <emscripten/bind.h>
#include <emscripten/val.h>

#include <string>
#include <vector>

#include "rnn/batch.h"
#include "rnn/network.h"
#include "rnn/parameters.h"

namespace rnn::bindings {

// Types of JavaScript, named so that the generated declarations name them too.
EMSCRIPTEN_DECLARE_VAL_TYPE(Uint8Array)
EMSCRIPTEN_DECLARE_VAL_TYPE(Int32Array)
EMSCRIPTEN_DECLARE_VAL_TYPE(Uint32Array)
EMSCRIPTEN_DECLARE_VAL_TYPE(Float32Array)
EMSCRIPTEN_DECLARE_VAL_TYPE(Float64Array)
EMSCRIPTEN_DECLARE_VAL_TYPE(EngineSettings)
EMSCRIPTEN_DECLARE_VAL_TYPE(ParameterInfoList)
EMSCRIPTEN_DECLARE_VAL_TYPE(ParameterValuesList)
EMSCRIPTEN_DECLARE_VAL_TYPE(ParameterCheckList)
EMSCRIPTEN_DECLARE_VAL_TYPE(TraceObject)
EMSCRIPTEN_DECLARE_VAL_TYPE(StepDryRunObject)
EMSCRIPTEN_DECLARE_VAL_TYPE(GeneratedObject)

/// An owned typed array with a copy of the numbers. T decides which of JavaScript's: float → Float32Array …
template <class Array, class T>
Array copied(const T* numbers, std::size_t count) {
  return Array(emscripten::val(emscripten::typed_memory_view(count, numbers)).template call<emscripten::val>("slice"));
}
template <class Array, class T>
Array copied(const std::vector<T>& numbers) {
  return copied<Array>(numbers.data(), numbers.size());
}
/// The same, converted to T on the way.
template <class Array, class T, class From>
Array convertedTo(const std::vector<From>& numbers) {
  return copied<Array>(std::vector<T>(numbers.begin(), numbers.end()));
}

/// The numbers of a JavaScript typed array.
template <class T>
std::vector<T> numbersOf(const emscripten::val& array) {
  return emscripten::convertJSArrayToNumberVector<T>(array);
}

/// Sequences, concatenated. States are empty for zero; else L·H numbers per sequence.
struct PackedSequences {
  Int32Array lengths{emscripten::val::undefined()};
  Int32Array inputs{emscripten::val::undefined()};
  Int32Array targets{emscripten::val::undefined()};
  Float64Array hidden{emscripten::val::undefined()};
  Float64Array cell{emscripten::val::undefined()};
};
Dataset unpacked(const PackedSequences& packed);
PackedSequences packed(const Dataset& data);

/// [rows, columns], or [rows] of a vector.
emscripten::val shapeOf(Index rows, Index columns, bool isVector);
ParameterInfoList parameterInfo(const std::vector<ParameterInfo>& list);
/// Name, shape and row-major values of each.
ParameterValuesList parameterValues(const rnn::Network& network);

}  // namespace rnn::bindings
