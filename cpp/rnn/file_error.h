#pragma once

#include <string>
#include <string_view>

namespace rnn {

/// Why a file is rejected. The first group is about the safetensors container, the second about the model in it.
enum class ErrorCode {
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

struct FileError {
  ErrorCode code;
  std::string subject;  ///< the invalid tensor, key or setting; empty for the whole file

  /// The code as a word for programs and translations, such as "header-not-json".
  std::string_view name() const;
  /// A sentence in English, beginning with the subject.
  std::string message() const;
};

}  // namespace rnn
