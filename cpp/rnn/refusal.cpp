#include "rnn/refusal.h"

#include <array>

namespace rnn {
namespace {

struct Words {
  Problem problem;
  std::string_view code;
  std::string_view sentence;
};

/// In the order of the enumerators.
constexpr std::array kWords{
    Words{Problem::FileTooShort, "file-too-short",
          "the file is shorter than the 8 bytes that give the header's length"},
    Words{Problem::HeaderOverLimit, "header-over-limit", "the header is longer than 100 MB"},
    Words{Problem::HeaderBeyondFile, "header-beyond-file", "the header is longer than the file"},
    Words{Problem::HeaderNotJson, "header-not-json", "the header is not valid JSON"},
    Words{Problem::HeaderNotObject, "header-not-object",
          "the header is not a JSON object that begins with its first byte"},
    Words{Problem::DuplicateKey, "duplicate-key", "the key stands twice in one object"},
    Words{Problem::BadMetadata, "bad-metadata", "the metadata is not an object whose values are all strings"},
    Words{Problem::BadEntry, "bad-entry", "the tensor is not described by exactly dtype, shape and data_offsets"},
    Words{Problem::UnknownType, "unknown-type", "the dtype is none of U8, I32, I64, U64, F32, F64"},
    Words{Problem::BadShape, "bad-shape", "the shape is not a list of at most 8 non-negative integers"},
    Words{Problem::ShapeOverflow, "shape-overflow", "the shape has more elements than can be counted"},
    Words{Problem::BadOffsets, "bad-offsets", "the data offsets are not two non-negative integers, begin and end"},
    Words{Problem::OffsetsReversed, "offsets-reversed", "the data end before they begin"},
    Words{Problem::OffsetsOutOfRange, "offsets-out-of-range", "the data end beyond the file"},
    Words{Problem::SizeMismatch, "size-mismatch", "the data are not as many bytes as the shape and the dtype need"},
    Words{Problem::Overlap, "overlap", "the data overlap those of another tensor"},
    Words{Problem::Hole, "hole", "bytes that belong to no tensor lie before the data"},
    Words{Problem::TrailingBytes, "trailing-bytes", "bytes that belong to no tensor follow the last one"},

    Words{Problem::NotAModel, "not-a-model", "the file does not say that it is an rnn-playground model"},
    Words{Problem::UnknownVersion, "unknown-version", "the file has a version that this program does not know"},
    Words{Problem::BadJson, "bad-json", "the text is not the JSON that is expected here"},
    Words{Problem::BadSetting, "bad-setting", "the setting is missing, unknown or out of its range"},
    Words{Problem::BadTokens, "bad-tokens", "the tokens are not as many strings as the vocabulary has"},
    Words{Problem::MissingTensor, "missing-tensor", "the tensor is missing"},
    Words{Problem::UnexpectedTensor, "unexpected-tensor", "the tensor does not belong to this model"},
    Words{Problem::WrongType, "wrong-type", "the tensor has another dtype than the model needs"},
    Words{Problem::WrongShape, "wrong-shape", "the tensor has another shape than the model needs"},
    Words{Problem::BadValue, "bad-value", "the tensor holds a value that cannot be"},
};

constexpr bool inOrder() {
  for (std::size_t i = 0; i < kWords.size(); ++i) {
    if (static_cast<std::size_t>(kWords[i].problem) != i) return false;
  }
  return true;
}
static_assert(inOrder());

const Words& wordsOf(Problem problem) {
  return kWords[static_cast<std::size_t>(problem)];
}

}  // namespace

std::string_view Refusal::code() const {
  return wordsOf(problem).code;
}

std::string Refusal::message() const {
  const std::string sentence(wordsOf(problem).sentence);
  return subject.empty() ? sentence : subject + ": " + sentence;
}

}  // namespace rnn
