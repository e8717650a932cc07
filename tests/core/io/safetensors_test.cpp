#include "core/io/safetensors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "tests/core/io/test_files.h"

namespace unmask {
namespace {

using test::bytesOf;
using test::TemporaryFolder;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

std::string littleEndian64(uint64_t value) {
  std::string text;
  for (int i = 0; i < 8; ++i) text += static_cast<char>(value >> (8 * i) & 0xFF);
  return text;
}

std::string fileWith(const std::string& header, size_t dataBytes = 0) {
  std::string data;
  for (size_t i = 0; i < dataBytes; ++i) data += static_cast<char>(i);
  return littleEndian64(header.size()) + header + data;
}

std::string tensor(const std::string& name, const std::string& dtype, const std::string& shape,
                   const std::string& offsets) {
  return "\"" + name + R"(":{"dtype":")" + dtype + R"(","shape":)" + shape + R"(,"data_offsets":)" + offsets +
         "}";
}

Error errorOf(const std::string& file) {
  const auto parsed = SafetensorsFile::parse(bytesOf(file), "w.safetensors");
  EXPECT_FALSE(parsed.ok());
  if (parsed.ok()) return {};
  EXPECT_EQ(parsed.error().file, "w.safetensors");
  return parsed.error();
}

Error errorOfHeader(const std::string& header, size_t dataBytes = 0) {
  const Error error = errorOf(fileWith(header, dataBytes));
  EXPECT_EQ(error.kind, ErrorKind::BadInput) << header;
  return error;
}

TEST(Safetensors, ReadsTensorsInFileOrder) {
  const std::string file =
      fileWith("{" + tensor("a", "U8", "[3]", "[4,7]") + "," + tensor("b", "F32", "[1,1]", "[0,4]") +
                   R"(,"__metadata__":{"who":"me"}})" + "   ",
               7);
  const auto parsed = SafetensorsFile::parse(bytesOf(file), "w");
  ASSERT_TRUE(parsed) << parsed.error().text();
  ASSERT_EQ(parsed->tensors().size(), 2U);
  EXPECT_EQ(parsed->tensors()[0].name, "b");
  EXPECT_EQ(parsed->tensors()[1].name, "a");
  EXPECT_THAT(parsed->metadata(), ElementsAre(Pair("who", "me")));
  const TensorView* a = parsed->find("a");
  ASSERT_NE(a, nullptr);
  EXPECT_EQ(a->type, TensorType::U8);
  EXPECT_THAT(a->shape, ElementsAre(3));
  EXPECT_EQ(a->elementCount(), 3);
  EXPECT_EQ(test::textOf(a->bytes), "\x04\x05\x06");
  EXPECT_EQ(parsed->find("c"), nullptr);
}

TEST(Safetensors, ReadsEmptyAndZeroDimensionalTensors) {
  const std::string file = fileWith(
      "{" + tensor("empty", "F16", "[0,5]", "[8,8]") + "," + tensor("scalar", "F64", "[]", "[0,8]") + "}", 8);
  const auto parsed = SafetensorsFile::parse(bytesOf(file), "w");
  ASSERT_TRUE(parsed) << parsed.error().text();
  EXPECT_EQ(parsed->find("empty")->elementCount(), 0);
  EXPECT_EQ(parsed->find("scalar")->elementCount(), 1);
  EXPECT_THAT(parsed->find("scalar")->shape, IsEmpty());
}

TEST(Safetensors, ReadsAFileWithoutTensors) {
  const std::string file = fileWith("{}");
  const auto parsed = SafetensorsFile::parse(bytesOf(file), "w");
  ASSERT_TRUE(parsed);
  EXPECT_THAT(parsed->tensors(), IsEmpty());
}

TEST(Safetensors, KnowsEveryTypeByNameAndSize) {
  const std::vector<std::pair<std::string, size_t>> types{
      {"BOOL", 1}, {"U8", 1},  {"I8", 1},  {"I16", 2}, {"U16", 2}, {"F16", 2}, {"BF16", 2},
      {"I32", 4},  {"U32", 4}, {"F32", 4}, {"F64", 8}, {"I64", 8}, {"U64", 8}};
  for (const auto& [name, size] : types) {
    const std::string file =
        fileWith("{" + tensor("t", name, "[2]", "[0," + std::to_string(2 * size) + "]") + "}", 2 * size);
    const auto parsed = SafetensorsFile::parse(bytesOf(file), "w");
    ASSERT_TRUE(parsed) << name;
    EXPECT_EQ(tensorTypeName(parsed->tensors()[0].type), name);
    EXPECT_EQ(byteSize(parsed->tensors()[0].type), size);
  }
}

/// What Python's `safetensors.numpy.save_file` 0.8.0 writes for {"x": int64 [0, 1], "e": float16 [0, 3],
/// "s": 3.0F} and the metadata {"a": "b"}.
TEST(Safetensors, ReadsAFileOfThePythonWriter) {
  const std::string header =
      R"h({"__metadata__":{"a":"b"},"x":{"dtype":"I64","shape":[2],"data_offsets":[0,16]},"s":{"dtyp)h"
      R"h(e":"F32","shape":[],"data_offsets":[16,20]},"e":{"dtype":"F16","shape":[0,3],"data_offsets)h"
      R"h(":[20,20]}} )h";
  ASSERT_EQ(header.size() % 8, 0U);
  const std::string data("\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\x40\x40", 20);
  const std::string file = littleEndian64(header.size()) + header + data;
  const auto parsed = SafetensorsFile::parse(bytesOf(file), "w");
  ASSERT_TRUE(parsed) << parsed.error().text();
  float scalar = 0;
  std::memcpy(&scalar, parsed->find("s")->bytes.data(), sizeof scalar);
  EXPECT_EQ(scalar, 3.0F);
  EXPECT_THAT(parsed->find("x")->shape, ElementsAre(2));
  EXPECT_THAT(parsed->find("e")->shape, ElementsAre(0, 3));
  EXPECT_THAT(parsed->metadata(), ElementsAre(Pair("a", "b")));
}

TEST(Safetensors, RefusesEveryTruncation) {
  const std::string file = fileWith("{" + tensor("a", "U8", "[3]", "[0,3]") + "}", 3);
  for (size_t length = 0; length < file.size(); ++length) {
    const std::string cut = file.substr(0, length);
    const auto parsed = SafetensorsFile::parse(bytesOf(cut), "w");
    ASSERT_FALSE(parsed) << length;
    EXPECT_EQ(parsed.error().kind, ErrorKind::BadInput) << length;
    EXPECT_FALSE(parsed.error().expected.empty()) << length;
    EXPECT_FALSE(parsed.error().found.empty()) << length;
  }
}

TEST(Safetensors, RefusesAnOversizedHeader) {
  const Error huge = errorOf(littleEndian64(~uint64_t{0}) + "{}");
  EXPECT_EQ(huge.key, "header length");
  EXPECT_EQ(huge.expected, "at most 100000000 bytes");
  EXPECT_EQ(huge.found, "18446744073709551615 bytes");
  EXPECT_EQ(errorOf(littleEndian64(100'000'001) + "{}").expected, "at most 100000000 bytes");
  EXPECT_EQ(errorOf(littleEndian64(3) + "{}").expected, "at most the 2 bytes that follow");
}

TEST(Safetensors, RefusesOverlapHolesAndLeftovers) {
  const std::string a = tensor("a", "U8", "[4]", "[0,4]");
  const Error overlap = errorOfHeader("{" + a + "," + tensor("b", "U8", "[4]", "[2,6]") + "}", 6);
  EXPECT_THAT(overlap.message, HasSubstr("overlap"));
  EXPECT_EQ(overlap.key, "b");
  EXPECT_EQ(overlap.expected, "data from byte 4");
  EXPECT_EQ(overlap.found, "data from byte 2");
  EXPECT_THAT(errorOfHeader("{" + a + "," + tensor("b", "U8", "[4]", "[0,4]") + "}", 4).message,
              HasSubstr("overlap"));
  EXPECT_THAT(errorOfHeader("{" + a + "," + tensor("b", "U8", "[1]", "[5,6]") + "}", 6).message,
              HasSubstr("hole"));
  EXPECT_THAT(errorOfHeader("{" + tensor("b", "U8", "[1]", "[1,2]") + "}", 2).message, HasSubstr("hole"));
  EXPECT_THAT(errorOfHeader("{" + a + "}", 5).message, HasSubstr("no tensor"));
  EXPECT_THAT(errorOfHeader("{}", 1).message, HasSubstr("no tensor"));
}

TEST(Safetensors, RefusesOffsetsOutsideTheFile) {
  for (const std::string offsets :
       {"[0,5]", "[4,0]", "[18446744073709551615,18446744073709551615]", "[5,5]"}) {
    const Error error = errorOfHeader("{" + tensor("a", "U8", "[4]", offsets) + "}", 4);
    EXPECT_THAT(error.message, HasSubstr("outside the file")) << offsets;
    EXPECT_EQ(error.found, offsets);
  }
  for (const std::string offsets : {"[-1,3]", "[0]", "[0,1,2]", "[0.0,4.0]", "\"0,4\"", "[\"0\",4]", "null",
                                    "[0,18446744073709551616]"}) {
    EXPECT_THAT(errorOfHeader("{" + tensor("a", "U8", "[4]", offsets) + "}", 4).message,
                HasSubstr("data_offsets"))
        << offsets;
  }
}

TEST(Safetensors, RefusesBytesThatDoNotMatchShapeAndType) {
  const Error error = errorOfHeader("{" + tensor("layer.weight", "F32", "[2,3]", "[0,20]") + "}", 20);
  EXPECT_EQ(error.key, "layer.weight");
  EXPECT_EQ(error.expected, "24 bytes for [2,3] of F32");
  EXPECT_EQ(error.found, "20 bytes");
}

TEST(Safetensors, RefusesShapesWhoseProductWraps) {
  for (const std::string shape :
       {"[4294967296,4294967296]", "[9223372036854775807,2]", "[4611686018427387904,4]",
        "[9223372036854775807]", "[0,9223372036854775807,9223372036854775807]",
        "[2147483648,2147483648,2147483648,0]"}) {
    const Error error = errorOfHeader("{" + tensor("a", "F32", shape, "[0,0]") + "}");
    EXPECT_EQ(error.expected, "more than 2^63 bytes for " + shape + " of F32");
    EXPECT_EQ(error.found, "0 bytes");
  }
}

TEST(Safetensors, RefusesImpossibleSides) {
  for (const std::string side :
       {"-1", "1.0", "\"1\"", "null", "9223372036854775808", "18446744073709551616"}) {
    const Error error = errorOfHeader("{" + tensor("a", "U8", "[" + side + "]", "[0,1]") + "}", 1);
    EXPECT_FALSE(error.found.empty()) << side;
  }
  std::string many = "[1";
  for (int i = 0; i < 64; ++i) many += ",1";
  EXPECT_THAT(errorOfHeader("{" + tensor("a", "U8", many + "]", "[0,1]") + "}", 1).message,
              HasSubstr("dimensions"));
}

TEST(Safetensors, RefusesUnknownTypes) {
  const Error wrong = errorOfHeader("{" + tensor("a", "float32", "[1]", "[0,4]") + "}", 4);
  EXPECT_EQ(wrong.key, "a");
  EXPECT_EQ(wrong.found, "the text \"float32\"");
  EXPECT_EQ(errorOf(fileWith("{" + tensor("a", "F8_E4M3", "[1]", "[0,1]") + "}", 1)).kind,
            ErrorKind::Unsupported);
}

TEST(Safetensors, RefusesDuplicateKeys) {
  const std::string a = tensor("a", "U8", "[1]", "[0,1]");
  EXPECT_EQ(errorOfHeader("{" + a + "," + a + "}", 1).key, "a");
  EXPECT_EQ(errorOfHeader(R"({"a":{"dtype":"U8","dtype":"F32","shape":[1],"data_offsets":[0,1]}})", 1).key,
            "dtype");
  EXPECT_EQ(errorOfHeader(R"({"__metadata__":{"k":"1","k":"2"}})").key, "k");
}

TEST(Safetensors, RefusesMissingFields) {
  EXPECT_EQ(errorOfHeader(R"({"a":{"shape":[1],"data_offsets":[0,1]}})", 1).found, "nothing");
  EXPECT_EQ(errorOfHeader(R"({"a":{"dtype":"U8","data_offsets":[0,1]}})", 1).found, "nothing");
  EXPECT_EQ(errorOfHeader(R"({"a":{"dtype":"U8","shape":[1]}})", 1).found, "nothing");
  EXPECT_EQ(errorOfHeader(R"({"a":[]})").expected, "an object");
}

TEST(Safetensors, RefusesMetadataThatIsNotText) {
  const Error error = errorOfHeader(R"({"__metadata__":{"steps":12}})");
  EXPECT_EQ(error.key, "__metadata__/steps");
  EXPECT_EQ(error.expected, "a text");
  EXPECT_EQ(error.found, "the number 12");
  EXPECT_EQ(errorOfHeader(R"({"__metadata__":"x"})").key, "__metadata__");
}

TEST(Safetensors, RefusesDeepNesting) {
  EXPECT_THAT(errorOfHeader("{\"a\":" + std::string(100'000, '[')).message, HasSubstr("nested too deeply"));
  EXPECT_THAT(errorOfHeader("{\"a\":{\"shape\":[[1]]}}").message, HasSubstr("nested too deeply"));
}

TEST(Safetensors, RefusesHeadersThatAreNotAnObject) {
  for (const std::string header : {"", "[]", " {}", "x", "{", "{}x", "{\"a\":\"\xFF\"}"}) {
    EXPECT_EQ(errorOf(fileWith(header)).kind, ErrorKind::BadInput) << header;
  }
}

TEST(Safetensors, NamesWhatAnotherFormatIs) {
  const std::string padding(64, '\0');
  EXPECT_THAT(errorOf("PK\x03\x04" + padding).found, HasSubstr("zip"));
  EXPECT_THAT(errorOf("\x80\x02" + padding).found, HasSubstr("pickle"));
  EXPECT_THAT(errorOf("version https://git-lfs.github.com/spec/v1\n").found, HasSubstr("LFS"));
  EXPECT_THAT(errorOf("<!DOCTYPE html><html></html>").found, HasSubstr("web page"));
}

TEST(SafetensorsOpen, RefusesAPickleWhateverItsName) {
  const TemporaryFolder folder;
  test::putContent(folder / "weights.safetensors", "\x80\x02}q\x01X\x05" + std::string(40, 'x'));
  const auto file = SafetensorsFile::open(folder / "weights.safetensors");
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().kind, ErrorKind::BadInput);
  EXPECT_EQ(file.error().file, (folder / "weights.safetensors").string());
  EXPECT_EQ(file.error().found, "a Python pickle");
}

TEST(SafetensorsOpen, ReadsAFileWhateverItsName) {
  const TemporaryFolder folder;
  test::putContent(folder / "weights.bin", fileWith("{" + tensor("a", "U8", "[3]", "[0,3]") + "}", 3));
  const auto file = SafetensorsFile::open(folder / "weights.bin");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->path(), folder / "weights.bin");
}

TEST(SafetensorsOpen, StorageKeepsTheViewsAlive) {
  const TemporaryFolder folder;
  test::putContent(folder / "w", fileWith("{" + tensor("a", "U8", "[3]", "[0,3]") + "}", 3));
  std::shared_ptr<const void> storage;
  std::span<const std::byte> bytes;
  {
    const auto file = SafetensorsFile::open(folder / "w");
    ASSERT_TRUE(file);
    storage = file->storage();
    bytes = file->find("a")->bytes;
  }
  std::filesystem::remove(folder / "w");
  EXPECT_EQ(test::textOf(bytes), std::string("\0\1\2", 3));
}

TEST(SafetensorsOpen, TellsMissingEmptyAndFolderApart) {
  const TemporaryFolder folder;
  test::putContent(folder / "empty", "");
  EXPECT_EQ(SafetensorsFile::open(folder / "missing").error().kind, ErrorKind::NotFound);
  EXPECT_EQ(SafetensorsFile::open(folder / "empty").error().found, "0 bytes");
  EXPECT_EQ(SafetensorsFile::open(folder.path()).error().found, "a folder");
}

}  // namespace
}  // namespace unmask
