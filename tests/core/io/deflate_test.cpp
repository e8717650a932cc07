#include "core/io/deflate.h"

#include <gtest/gtest.h>

#include <random>

namespace unmask {
namespace {

std::vector<std::byte> noise(size_t size, unsigned values) {
  std::mt19937 random(7);
  std::vector<std::byte> bytes(size);
  for (std::byte& b : bytes) b = static_cast<std::byte>(random() % values);
  return bytes;
}

TEST(Deflate, ComesBackEqual) {
  for (const size_t size : {0, 1, 65535, 65536, 65537, 300'000}) {
    for (const int level : {1, 9}) {
      for (const unsigned values : {1U, 3U, 256U}) {
        const auto plain = noise(size, values);
        const auto back = inflateBounded(deflated(plain, level), size);
        ASSERT_TRUE(back.has_value()) << size;
        EXPECT_EQ(*back, plain);
      }
    }
  }
}

TEST(Deflate, BoundHolds) {
  const auto stream = deflated(noise(200'000, 1), 9);
  EXPECT_FALSE(inflateBounded(stream, 199'999).has_value());
  EXPECT_TRUE(inflateBounded(stream, 200'000).has_value());
}

TEST(Deflate, CutOrAlteredStreamsAreRefused) {
  auto stream = deflated(noise(5000, 256), 6);
  for (size_t size = 0; size < stream.size(); size += 97)
    EXPECT_FALSE(inflateBounded(std::span(stream).first(size), 5000).has_value()) << size;
  stream.back() ^= std::byte{1};  // the checksum
  EXPECT_FALSE(inflateBounded(stream, 5000).has_value());
}

}  // namespace
}  // namespace unmask
