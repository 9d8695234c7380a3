#include "rnn/safetensors.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace rnn::safetensors {
namespace {

using Bytes = std::vector<std::byte>;

Bytes bytesOf(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

/// A file with this header and this many bytes of data, all zero.
Bytes fileWith(std::string_view header, std::size_t dataSize = 0) {
  Bytes file(8);
  const std::uint64_t length = header.size();
  std::memcpy(file.data(), &length, 8);
  const Bytes text = bytesOf(header);
  file.insert(file.end(), text.begin(), text.end());
  file.resize(file.size() + dataSize);
  return file;
}

template <class T>
TensorView viewOf(const std::vector<T>& values, std::vector<std::uint64_t> shape) {
  return {dtypeOf<T>(), std::move(shape), std::as_bytes(std::span(values))};
}

/// The error's code, or "read" when there was none.
std::string outcomeOf(const Bytes& file) {
  const auto result = parse(file);
  const auto* error = std::get_if<FileError>(&result);
  return error ? std::string(error->name()) : "read";
}

TEST(Safetensors, WritesTheBytesOfTheReferenceImplementation) {
  // The three files of test_serialization, test_serialization_forced_alignement and test_empty in
  // safetensors/src/tensor.rs of huggingface/safetensors.
  const std::vector<float> values{0, 1, 2, 3, 4, 5};
  Contents one;
  one.tensors.emplace("attn.0", viewOf(values, {1, 2, 3}));
  Bytes expected = fileWith(R"({"attn.0":{"dtype":"F32","shape":[1,2,3],"data_offsets":[0,24]}})", 24);
  ASSERT_EQ(expected.size(), 8u + 64 + 24);
  std::memcpy(expected.data() + 72, values.data(), 24);
  EXPECT_EQ(serialize(one), expected);

  Contents padded;
  padded.tensors.emplace("attn0", viewOf(values, {1, 1, 2, 3}));
  expected = fileWith(R"({"attn0":{"dtype":"F32","shape":[1,1,2,3],"data_offsets":[0,24]}}       )", 24);
  ASSERT_EQ(expected.size(), 8u + 72 + 24);
  std::memcpy(expected.data() + 80, values.data(), 24);
  EXPECT_EQ(serialize(padded), expected);

  Contents empty;
  EXPECT_EQ(serialize(empty), fileWith("{}      "));
  empty.metadata["framework"] = "pt";
  EXPECT_EQ(serialize(empty), fileWith(R"({"__metadata__":{"framework":"pt"}}     )"));
}

TEST(Safetensors, ReadsBackWhatItWroteForEveryDtype) {
  const double infinity = std::numeric_limits<double>::infinity();
  const std::vector<double> f64{1.0 / 3, -0.0, infinity, std::numeric_limits<double>::denorm_min()};
  const std::vector<float> f32{0.1f, -2.5f};
  const std::vector<std::int32_t> i32{-1, std::numeric_limits<std::int32_t>::min(), 7};
  const std::vector<std::int64_t> i64{std::numeric_limits<std::int64_t>::min()};
  const std::vector<std::uint64_t> u64{std::numeric_limits<std::uint64_t>::max()};
  const std::vector<std::uint8_t> u8{0, 255, 3};
  Contents contents;
  contents.tensors = {{"f64", viewOf(f64, {2, 2})}, {"f32", viewOf(f32, {2, 1})}, {"i32", viewOf(i32, {3})},
                      {"i64", viewOf(i64, {})},     {"u64", viewOf(u64, {1})},    {"u8", viewOf(u8, {1, 3})}};
  contents.metadata = {{"名字", "“引号” \"quoted\" \\ \n \x01"}, {"", ""}};

  const Bytes file = serialize(contents);
  const auto result = parse(file);
  const auto* read = std::get_if<Contents>(&result);
  ASSERT_NE(read, nullptr) << std::get<FileError>(result).message();
  EXPECT_EQ(read->metadata, contents.metadata);
  ASSERT_EQ(read->tensors.size(), contents.tensors.size());
  for (const auto& [name, tensor] : contents.tensors) {
    const TensorView& other = read->tensors.at(name);
    EXPECT_EQ(other.dtype, tensor.dtype) << name;
    EXPECT_EQ(other.shape, tensor.shape) << name;
    EXPECT_TRUE(std::ranges::equal(other.data, tensor.data)) << name;
  }
  EXPECT_EQ(read->tensors.at("f64").values<double>(), f64);
  EXPECT_EQ(read->tensors.at("i32").values<std::int32_t>(), i32);
}

TEST(Safetensors, AlignsEveryTensorToItsElements) {
  const std::vector<std::uint8_t> odd{1, 2, 3};
  const std::vector<float> single{1};
  const std::vector<double> wide{1};
  Contents contents;
  contents.tensors = {{"a", viewOf(odd, {3})}, {"b", viewOf(single, {1})}, {"c", viewOf(wide, {1})}};
  const Bytes file = serialize(contents);
  const auto result = parse(file);
  for (const auto& [name, tensor] : std::get<Contents>(result).tensors) {
    EXPECT_EQ((tensor.data.data() - file.data()) % static_cast<std::ptrdiff_t>(sizeOf(tensor.dtype)), 0) << name;
  }
}

TEST(Safetensors, ReadsWhatTheFormatAllows) {
  const std::vector<std::pair<std::string, Bytes>> files{
      {"no tensor", fileWith("{}")},
      {"JSON's four kinds of white space after the header", fileWith("{}\r \t\n")},
      {"empty metadata", fileWith(R"({"__metadata__":{}})")},
      {"a single number", fileWith(R"({"a":{"dtype":"I32","shape":[],"data_offsets":[0,4]}})", 4)},
      {"no element", fileWith(R"({"a":{"dtype":"F64","shape":[3,0],"data_offsets":[0,0]}})")},
      {"keys in any order", fileWith(R"({"a":{"data_offsets":[0,1],"shape":[1],"dtype":"U8"}})", 1)},
      {"tensors in any order", fileWith(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[1,3]},)"
                                        R"("b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})",
                                        3)},
      {"an empty tensor between two others", fileWith(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
                                                      R"("b":{"dtype":"U8","shape":[0],"data_offsets":[1,1]},)"
                                                      R"("c":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})",
                                                      2)},
  };
  for (const auto& [what, file] : files)
    EXPECT_EQ(outcomeOf(file), "read") << what;
}

TEST(Safetensors, RejectsAFileThatEndsWithinTheHeader) {
  EXPECT_EQ(outcomeOf({}), "file-too-short");
  EXPECT_EQ(outcomeOf(Bytes(7)), "file-too-short");
  EXPECT_EQ(outcomeOf(bytesOf(std::string_view("\x3\0\0\0\0\0\0\0{}", 10))), "header-beyond-file");
  EXPECT_EQ(outcomeOf(bytesOf(std::string_view("\x0\xe1\xf5\x5\0\0\0\0{}", 10))), "header-beyond-file");
  EXPECT_EQ(outcomeOf(bytesOf(std::string_view("\x1\xe1\xf5\x5\0\0\0\0{}", 10))), "header-over-limit");
  EXPECT_EQ(outcomeOf(Bytes(16, std::byte{255})), "header-over-limit");
}

TEST(Safetensors, RejectsAHeaderThatIsNotAJsonObject) {
  const std::vector<std::string> notJson{"",
                                         "{",
                                         "}",
                                         "{}}",
                                         "{} {}",
                                         "{,}",
                                         "{\"a\":}",
                                         "{'a':1}",
                                         "{a:1}",
                                         "{\"a\" 1}",
                                         "\xff",
                                         "{\"\xff\":1}",
                                         "{}//",
                                         "{\"__metadata__\":{\"a\":\"\n\"}}",
                                         "{\"__metadata__\":{\"a\":\"\\x\"}}",
                                         "{\"__metadata__\":{\"a\":\"\\ud800\"}}"};
  for (const std::string& header : notJson)
    EXPECT_EQ(outcomeOf(fileWith(header)), "header-not-json") << header;
  EXPECT_EQ(outcomeOf(fileWith(std::string_view("{}\0\0", 4))), "header-not-json") << "zero bytes as padding";

  for (const char* header : {"[]", "null", "1", "-1", "1.5", "true", "\"a\"", " {}", "\n{}", "\xEF\xBB\xBF{}"}) {
    EXPECT_EQ(outcomeOf(fileWith(header)), "header-not-object") << header;
  }
}

TEST(Safetensors, RejectsADuplicateKey) {
  EXPECT_EQ(outcomeOf(fileWith(R"({"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},)"
                               R"("a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}})")),
            "duplicate-key");
  EXPECT_EQ(outcomeOf(fileWith(R"({"a":{"dtype":"U8","dtype":"U8","shape":[0],"data_offsets":[0,0]}})")),
            "duplicate-key");
  EXPECT_EQ(outcomeOf(fileWith(R"({"__metadata__":{},"__metadata__":{}})")), "duplicate-key");
  EXPECT_EQ(outcomeOf(fileWith(R"({"__metadata__":{"a":"1","a":"1"}})")), "duplicate-key");
}

TEST(Safetensors, RejectsMetadataThatAreNotStrings) {
  for (const char* metadata : {"1", "[]", "null", "\"a\"", R"({"a":1})", R"({"a":null})", R"({"a":["b"]})",
                               R"({"a":{}})", R"({"a":-1})", R"({"a":0.5})", R"({"a":false})"}) {
    EXPECT_EQ(outcomeOf(fileWith(std::string(R"({"__metadata__":)") + metadata + "}")), "bad-metadata") << metadata;
  }
}

/// The outcome for one tensor "a" described by this object, with four bytes of data.
std::string outcomeOfEntry(const std::string& entry) {
  return outcomeOf(fileWith("{\"a\":" + entry + "}", 4));
}

TEST(Safetensors, RejectsATensorThatIsNotFullyDescribed) {
  for (const char* entry :
       {"{}", "1", "null", "[]", R"({"dtype":"F32","shape":[1]})", R"({"dtype":"F32","data_offsets":[0,4]})",
        R"({"shape":[1],"data_offsets":[0,4]})", R"({"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":1})"}) {
    EXPECT_EQ(outcomeOfEntry(entry), "bad-entry") << entry;
  }
}

TEST(Safetensors, RejectsAnUnknownDtype) {
  for (const char* dtype : {"\"F16\"", "\"f32\"", "\"\"", "1", "null", "[]", "{}"}) {
    EXPECT_EQ(outcomeOfEntry(std::string(R"({"dtype":)") + dtype + R"(,"shape":[1],"data_offsets":[0,4]})"),
              "unknown-type")
        << dtype;
  }
}

TEST(Safetensors, RejectsAShapeThatIsNotAListOfAFewSizes) {
  for (const char* shape : {"1", "null", "\"[1]\"", "{}", "[-1]", "[1.0]", "[null]", "[[1]]", "[{}]", "[\"1\"]",
                            "[true]", "[1e0]", "[1,1,1,1,1,1,1,1,1]", "[18446744073709551616]"}) {
    EXPECT_EQ(outcomeOfEntry(std::string(R"({"dtype":"F32","shape":)") + shape + R"(,"data_offsets":[0,4]})"),
              "bad-shape")
        << shape;
  }
  // 2⁶⁴ bytes and more would wrap round to a size that fits.
  for (const char* shape : {"[4611686018427387904]", "[4294967296,1073741824]", "[4611686018427387905]",
                            "[18446744073709551615,18446744073709551615]", "[9223372036854775808,2,0]"}) {
    EXPECT_EQ(outcomeOfEntry(std::string(R"({"dtype":"F32","shape":)") + shape + R"(,"data_offsets":[0,4]})"),
              "shape-overflow")
        << shape;
  }
}

TEST(Safetensors, RejectsOffsetsThatAreNotARangeWithinTheFile) {
  const auto outcome = [](const std::string& offsets) {
    return outcomeOfEntry(R"({"dtype":"F32","shape":[1],"data_offsets":)" + offsets + "}");
  };
  for (const char* offsets : {"4", "null", "{}", "[]", "[0]", "[0,4,4]", "[-1,4]", "[0,4.0]", "[\"0\",4]", "[0,[4]]",
                              "[0,18446744073709551616]"}) {
    EXPECT_EQ(outcome(offsets), "bad-offsets") << offsets;
  }
  EXPECT_EQ(outcome("[4,0]"), "offsets-reversed");
  EXPECT_EQ(outcome("[18446744073709551615,3]"), "offsets-reversed");
  EXPECT_EQ(outcome("[1,5]"), "offsets-out-of-range");
  EXPECT_EQ(outcome("[18446744073709551611,18446744073709551615]"), "offsets-out-of-range");
  EXPECT_EQ(outcome("[0,3]"), "size-mismatch");
  EXPECT_EQ(outcome("[0,0]"), "size-mismatch");
}

TEST(Safetensors, RejectsBytesThatBelongToTwoTensorsOrToNone) {
  const auto outcome = [](const std::string& first, const std::string& second, std::size_t dataSize) {
    return outcomeOf(fileWith(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":)" + first +
                                  R"(},"b":{"dtype":"U8","shape":[2],"data_offsets":)" + second + "}}",
                              dataSize));
  };
  EXPECT_EQ(outcome("[0,2]", "[2,4]", 4), "read");
  EXPECT_EQ(outcome("[0,2]", "[1,3]", 4), "overlap");
  EXPECT_EQ(outcome("[0,2]", "[0,2]", 2), "overlap");
  EXPECT_EQ(outcome("[2,4]", "[1,3]", 4), "hole");
  EXPECT_EQ(outcome("[0,2]", "[3,5]", 5), "hole");
  EXPECT_EQ(outcome("[0,2]", "[2,4]", 5), "trailing-bytes");
  EXPECT_EQ(outcomeOf(fileWith("{}", 1)), "trailing-bytes");
}

TEST(Safetensors, NamesTheSubjectOfAnError) {
  const Bytes file = fileWith(R"({"weight_hh_l0":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}})");
  const auto result = parse(file);
  EXPECT_EQ(std::get<FileError>(result).message(), "weight_hh_l0: the data end before they begin");
}

TEST(Safetensors, RejectsDeepNestingAtOnce) {
  const std::string deep(1'000'000, '[');
  EXPECT_EQ(outcomeOf(fileWith("{\"a\":" + deep)), "bad-entry");
  EXPECT_EQ(outcomeOf(fileWith(deep)), "header-not-object");
}

}  // namespace
}  // namespace rnn::safetensors
