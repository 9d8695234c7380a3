#pragma once

#include <string>
#include <string_view>

namespace rnn {

/// Why a file is not read. The first group is about the safetensors container, the second about the
/// model inside it.
enum class Problem {
  FileTooShort,
  HeaderOverLimit,
  HeaderBeyondFile,
  HeaderNotJson,
  HeaderNotObject,
  DuplicateKey,
  BadMetadata,
  BadEntry,
  UnknownType,
  BadShape,
  ShapeOverflow,
  BadOffsets,
  OffsetsReversed,
  OffsetsOutOfRange,
  SizeMismatch,
  Overlap,
  Hole,
  TrailingBytes,

  NotAModel,
  UnknownVersion,
  BadJson,
  BadSetting,
  BadTokens,
  MissingTensor,
  UnexpectedTensor,
  WrongType,
  WrongShape,
  BadValue,
};

struct Refusal {
  Problem problem;
  std::string subject;  ///< the tensor, key or setting that is wrong; empty when it is the whole file

  /// A fixed word for programs and translations, such as "header-not-json".
  std::string_view code() const;
  /// A sentence for people, in English, beginning with the subject.
  std::string message() const;
};

}  // namespace rnn
