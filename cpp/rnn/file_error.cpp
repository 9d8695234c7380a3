#include "rnn/file_error.h"

#include <array>

namespace rnn {
namespace {

struct ErrorText {
  ErrorCode code;
  std::string_view name;
  std::string_view sentence;
};

/// In the order of the enumerators.
constexpr std::array kErrorTexts{
    ErrorText{ErrorCode::FileTooShort, "file-too-short",
              "the file is shorter than the 8 bytes that give the header's length"},
    ErrorText{ErrorCode::HeaderOverLimit, "header-over-limit", "the header is longer than 100 MB"},
    ErrorText{ErrorCode::HeaderBeyondFile, "header-beyond-file", "the header is longer than the file"},
    ErrorText{ErrorCode::HeaderNotJson, "header-not-json", "the header is not valid JSON"},
    ErrorText{ErrorCode::HeaderNotObject, "header-not-object",
              "the header is not a JSON object that begins with its first byte"},
    ErrorText{ErrorCode::DuplicateKey, "duplicate-key", "the key stands twice in one object"},
    ErrorText{ErrorCode::BadMetadata, "bad-metadata", "the metadata is not an object whose values are all strings"},
    ErrorText{ErrorCode::BadEntry, "bad-entry", "the tensor is not described by exactly dtype, shape and data_offsets"},
    ErrorText{ErrorCode::UnknownType, "unknown-type", "the dtype is none of U8, I32, I64, U64, F32, F64"},
    ErrorText{ErrorCode::BadShape, "bad-shape", "the shape is not a list of at most 8 non-negative integers"},
    ErrorText{ErrorCode::ShapeOverflow, "shape-overflow", "the shape has more elements than can be counted"},
    ErrorText{ErrorCode::BadOffsets, "bad-offsets",
              "the data offsets are not two non-negative integers, begin and end"},
    ErrorText{ErrorCode::OffsetsReversed, "offsets-reversed", "the data end before they begin"},
    ErrorText{ErrorCode::OffsetsOutOfRange, "offsets-out-of-range", "the data end beyond the file"},
    ErrorText{ErrorCode::SizeMismatch, "size-mismatch",
              "the data are not as many bytes as the shape and the dtype need"},
    ErrorText{ErrorCode::Overlap, "overlap", "the data overlap those of another tensor"},
    ErrorText{ErrorCode::Hole, "hole", "bytes that belong to no tensor lie before the data"},
    ErrorText{ErrorCode::TrailingBytes, "trailing-bytes", "bytes that belong to no tensor follow the last one"},

    ErrorText{ErrorCode::NotAModel, "not-a-model", "the file does not say that it is an rnn-playground model"},
    ErrorText{ErrorCode::UnknownVersion, "unknown-version", "the file has a version that this program does not know"},
    ErrorText{ErrorCode::BadJson, "bad-json", "the text is not the JSON that is expected here"},
    ErrorText{ErrorCode::BadSetting, "bad-setting", "the setting is missing, unknown or out of its range"},
    ErrorText{ErrorCode::BadTokens, "bad-tokens", "the tokens are not as many strings as the vocabulary has"},
    ErrorText{ErrorCode::MissingTensor, "missing-tensor", "the tensor is missing"},
    ErrorText{ErrorCode::UnexpectedTensor, "unexpected-tensor", "the tensor does not belong to this model"},
    ErrorText{ErrorCode::WrongType, "wrong-type", "the tensor has another dtype than the model needs"},
    ErrorText{ErrorCode::WrongShape, "wrong-shape", "the tensor has another shape than the model needs"},
    ErrorText{ErrorCode::BadValue, "bad-value", "the tensor holds a value that cannot be"},
};

constexpr bool inOrder() {
  for (std::size_t i = 0; i < kErrorTexts.size(); ++i) {
    if (static_cast<std::size_t>(kErrorTexts[i].code) != i) return false;
  }
  return true;
}
static_assert(inOrder());

const ErrorText& textOf(ErrorCode code) {
  return kErrorTexts[static_cast<std::size_t>(code)];
}

}  // namespace

std::string_view FileError::name() const {
  return textOf(code).name;
}

std::string FileError::message() const {
  const std::string sentence(textOf(code).sentence);
  return subject.empty() ? sentence : subject + ": " + sentence;
}

}  // namespace rnn
