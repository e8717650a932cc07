#include "core/text/sentencepiece_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <vector>

namespace unmask {

using testing::HasSubstr;

std::string varint(uint64_t value) {
  std::string out;
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(0x80 | (value & 0x7F));
  return out + static_cast<char>(value);
}

/// A length-delimited protobuf field.
std::string field(uint64_t number, const std::string& bytes) {
  return varint(number << 3 | 2) + varint(bytes.size()) + bytes;
}

/// size, trie, strings
std::string characterMap(const std::vector<uint32_t>& units, const std::string& strings) {
  const auto bytes = static_cast<uint32_t>(units.size() * 4);
  std::string map(4 + units.size() * 4, '\0');
  std::memcpy(map.data(), &bytes, 4);
  std::memcpy(map.data() + 4, units.data(), bytes);
  return map + strings;
}

constexpr uint64_t kNormalizer = 3, kDenormalizer = 5, kMap = 2;
constexpr uint32_t kHasLeaf = 1U << 8, kValue = 1U << 31;
constexpr uint32_t offsetBits(uint32_t offset) {
  return offset << 10;
}

std::string modelWith(const std::string& map, uint64_t normalizer = kNormalizer) {
  return field(normalizer, field(1, "name") + field(kMap, map));
}

const std::string kStrings = std::string("ab\0c\0", 5);

TEST(SentencePieceCheck, AcceptsAMapThatStaysWithinItself) {
  std::vector<uint32_t> units(512, 0);
  units[0] = offsetBits(256);  // the root leads into the second block
  units[256 ^ 'x'] = 'x' | offsetBits(1) | kHasLeaf;
  units[256 ^ 'x' ^ 1] = kValue | 3;  // "c"
  EXPECT_TRUE(checkSentencePieceModel(modelWith(characterMap(units, kStrings)), "m").ok());
  EXPECT_TRUE(checkSentencePieceModel(modelWith({}), "m").ok()) << "a model without a map";
}

TEST(SentencePieceCheck, RefusesStepsThatLeaveTheMap) {
  std::vector<uint32_t> units(256, 0);
  units[0] = offsetBits(256);
  const auto root = checkSentencePieceModel(modelWith(characterMap(units, kStrings)), "m");
  ASSERT_FALSE(root.ok());
  EXPECT_EQ(root.error().kind, ErrorKind::BadInput);
  EXPECT_THAT(root.error().key, HasSubstr("normalizer_spec.precompiled_charsmap"));

  units[0] = 0;
  units[7] = offsetBits(1) | 1U << 9;  // the wide form: the offset counts 256 units
  EXPECT_FALSE(checkSentencePieceModel(modelWith(characterMap(units, kStrings)), "m").ok());
  units[7] |= kValue;  // a value is never stepped from
  EXPECT_TRUE(checkSentencePieceModel(modelWith(characterMap(units, kStrings)), "m").ok());
  EXPECT_FALSE(checkSentencePieceModel(modelWith(characterMap({0, 0, 0, 0}, kStrings)), "m").ok())
      << "any byte is a label, so even offset 0 needs 256 units";
}

TEST(SentencePieceCheck, RefusesValuesBehindTheStrings) {
  std::vector<uint32_t> units(256, 0);
  units[0] = kHasLeaf | offsetBits(1);
  units[1] = kValue | 4;
  EXPECT_TRUE(checkSentencePieceModel(modelWith(characterMap(units, kStrings)), "m").ok());
  units[1] = kValue | 5;
  EXPECT_FALSE(checkSentencePieceModel(modelWith(characterMap(units, kStrings)), "m").ok());
}

TEST(SentencePieceCheck, RefusesStringsWithoutAnEnd) {
  const std::vector<uint32_t> units(256, 0);
  EXPECT_FALSE(checkSentencePieceModel(modelWith(characterMap(units, "abc")), "m").ok());
  EXPECT_FALSE(checkSentencePieceModel(modelWith(characterMap(units, "")), "m").ok());
}

TEST(SentencePieceCheck, RefusesASizeThatDoesNotFit) {
  std::string map = characterMap(std::vector<uint32_t>(256, 0), kStrings);
  for (const uint32_t size : {0u, 1025u, 2048u, 0xFFFFFFFFu}) {
    std::memcpy(map.data(), &size, 4);
    EXPECT_FALSE(checkSentencePieceModel(modelWith(map), "m").ok()) << size;
  }
  EXPECT_FALSE(checkSentencePieceModel(modelWith("abc"), "m").ok());
}

TEST(SentencePieceCheck, LooksIntoTheDenormalizerToo) {
  const auto checked = checkSentencePieceModel(modelWith("abc", kDenormalizer), "m");
  ASSERT_FALSE(checked.ok());
  EXPECT_THAT(checked.error().key, HasSubstr("denormalizer_spec"));
}

TEST(SentencePieceCheck, RefusesPiecesWithNulOrOfEndlessLength) {
  EXPECT_TRUE(checkSentencePieceModel(field(1, field(1, "piece")), "m").ok());
  EXPECT_FALSE(checkSentencePieceModel(field(1, field(1, std::string("a\0b", 3))), "m").ok());
  EXPECT_FALSE(checkSentencePieceModel(field(1, field(1, std::string(1025, 'x'))), "m").ok());
}

TEST(SentencePieceCheck, RefusesBrokenMessages) {
  for (const std::string& bytes : {std::string(), std::string("\x0A\x7F", 2), std::string("\x0B", 1),
                                   std::string("\x00", 1), std::string(11, '\xFF'), field(3, "\x12\x7F"),
                                   field(1, "\x0A\x7F"), std::string("\x09\x01\x02", 3)}) {
    const auto checked = checkSentencePieceModel(bytes, "some.model");
    ASSERT_FALSE(checked.ok());
    EXPECT_EQ(checked.error().file, "some.model");
  }
}

}  // namespace unmask
