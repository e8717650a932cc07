#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "core/io/safetensors.h"
#include "tests/core/io/test_files.h"

namespace unmask {
namespace {

using test::TemporaryFolder;
using testing::ElementsAre;
using testing::Pair;

TEST(SafetensorsWriter, WritesWhatThePythonWriterWrites) {
  const TemporaryFolder folder;
  const std::array<int64_t, 2> x{0, 1};
  const float s = 3;
  const std::vector<TensorView> tensors{
      {"x", TensorType::I64, {2}, std::as_bytes(std::span(x))},
      {"e", TensorType::F16, {0, 3}, {}},
      {"s", TensorType::F32, {}, std::as_bytes(std::span(&s, 1))},
  };
  ASSERT_TRUE(writeSafetensors(folder / "w", tensors, {{"a", "b"}}));
  const std::string content = test::contentOf(folder / "w");
  const std::string header =
      R"h({"__metadata__":{"a":"b"},"x":{"dtype":"I64","shape":[2],"data_offsets":[0,16]},"s":{"dtyp)h"
      R"h(e":"F32","shape":[],"data_offsets":[16,20]},"e":{"dtype":"F16","shape":[0,3],"data_offsets)h"
      R"h(":[20,20]}} )h";
  EXPECT_EQ(content.substr(8, header.size()), header);
  EXPECT_EQ(content.substr(8 + header.size()),
            std::string("\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\x40\x40", 20));
}

TEST(SafetensorsWriter, ReadsBackEqual) {
  const TemporaryFolder folder;
  const std::array<uint8_t, 6> raw{1, 2, 3, 4, 5, 6};
  const std::vector<TensorView> tensors{
      {"b\"ytes\xC3\xA9", TensorType::U8, {2, 3}, std::as_bytes(std::span(raw))},
      {"halves", TensorType::BF16, {3}, std::as_bytes(std::span(raw))}};
  ASSERT_TRUE(writeSafetensors(folder / "w", tensors, {{"request", "{\"a\":1}\n"}}));
  const auto file = SafetensorsFile::open(folder / "w");
  ASSERT_TRUE(file) << file.error().text();
  for (const TensorView& tensor : tensors) {
    const TensorView* read = file->find(tensor.name);
    ASSERT_NE(read, nullptr) << tensor.name;
    EXPECT_EQ(read->type, tensor.type);
    EXPECT_EQ(read->shape, tensor.shape);
    EXPECT_EQ(test::textOf(read->bytes), test::textOf(tensor.bytes));
  }
  EXPECT_THAT(file->metadata(), ElementsAre(Pair("request", "{\"a\":1}\n")));
}

TEST(SafetensorsWriter, BytesAreThoseOfTheFile) {
  const TemporaryFolder folder;
  const std::array<uint8_t, 6> raw{1, 2, 3, 4, 5, 6};
  const std::vector<TensorView> tensors{{"a", TensorType::U8, {6}, std::as_bytes(std::span(raw))},
                                        {"b", TensorType::BF16, {3}, std::as_bytes(std::span(raw))}};
  ASSERT_TRUE(writeSafetensors(folder / "w", tensors, {{"k", "v"}}));
  const auto bytes = safetensorsBytes(tensors, {{"k", "v"}});
  ASSERT_TRUE(bytes);
  EXPECT_EQ(test::textOf(*bytes), test::contentOf(folder / "w"));
  EXPECT_FALSE(safetensorsBytes(std::vector<TensorView>{tensors[0], tensors[0]}));
}

TEST(SafetensorsWriter, AlignsEveryTensorToItsElements) {
  const TemporaryFolder folder;
  const std::array<uint8_t, 8> raw{};
  const auto bytes = std::as_bytes(std::span(raw));
  const std::vector<TensorView> tensors{{"a", TensorType::U8, {3}, bytes.first(3)},
                                        {"b", TensorType::F64, {1}, bytes.first(8)},
                                        {"c", TensorType::F16, {1}, bytes.first(2)},
                                        {"d", TensorType::F32, {1}, bytes.first(4)}};
  ASSERT_TRUE(writeSafetensors(folder / "w", tensors));
  const auto file = SafetensorsFile::open(folder / "w");
  ASSERT_TRUE(file);
  for (const TensorView& tensor : file->tensors()) {
    EXPECT_EQ(reinterpret_cast<uintptr_t>(tensor.bytes.data()) % byteSize(tensor.type), 0U) << tensor.name;
  }
}

TEST(SafetensorsWriter, RefusesContradictionsAndLeavesNoFile) {
  const TemporaryFolder folder;
  const std::array<uint8_t, 4> raw{};
  const auto bytes = std::as_bytes(std::span(raw));
  const TensorView good{"a", TensorType::U8, {4}, bytes};
  const std::vector<std::vector<TensorView>> cases{
      {good, good},
      {{"a", TensorType::F32, {2}, bytes}},
      {{"a", TensorType::U8, {-4}, bytes}},
      {{"a", TensorType::U8, {int64_t{1} << 62, 8}, {}}},
      {{"__metadata__", TensorType::U8, {4}, bytes}},
      {{"\xFF", TensorType::U8, {4}, bytes}},
  };
  for (const auto& tensors : cases) {
    const auto written = writeSafetensors(folder / "w", tensors);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, ErrorKind::Internal);
  }
  EXPECT_THAT(folder.names(), ElementsAre());
}

}  // namespace
}  // namespace unmask
