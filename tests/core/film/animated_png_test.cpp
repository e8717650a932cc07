#include <gtest/gtest.h>

#include "core/film/film.h"
#include "core/io/png_chunks.h"

namespace unmask {
namespace {

Film threeFrames() {
  return {{ImageBuffer(12, 9, 3, 10), ImageBuffer(12, 9, 3, 120), ImageBuffer(12, 9, 3, 250)},
          {100, 100, 900}};
}

uint32_t numberAt(std::span<const std::byte> data, size_t at) {
  uint32_t value = 0;
  for (size_t i = 0; i < 4; ++i) value = value << 8 | std::to_integer<uint32_t>(data[at + i]);
  return value;
}

TEST(AnimatedPng, IsAnOrdinaryPngOfItsFirstFrame) {
  const Film film = threeFrames();
  const auto bytes = encodeAnimatedPng(film);
  ASSERT_TRUE(bytes.ok());
  const auto decoded = decodeImage(*bytes, "test");
  ASSERT_TRUE(decoded.ok()) << decoded.error().text();
  EXPECT_EQ(*decoded, film.frames[0]);
}

TEST(AnimatedPng, ChunksFollowTheSpecification) {
  const auto bytes = encodeAnimatedPng(threeFrames(), {{"unmask:note", "x"}});
  ASSERT_TRUE(bytes.ok());
  PngChunkReader reader(*bytes, "test");
  std::string order;
  uint32_t nextSequence = 0;
  for (;;) {
    const auto chunk = reader.next();
    ASSERT_TRUE(chunk.ok());
    if (!*chunk) break;
    EXPECT_TRUE((*chunk)->isIntact);
    order += std::string((*chunk)->type) + ' ';
    if ((*chunk)->type == "acTL") {
      EXPECT_EQ(numberAt((*chunk)->data, 0), 3u);
    }
    if ((*chunk)->type != "fcTL" && (*chunk)->type != "fdAT") continue;
    EXPECT_EQ(numberAt((*chunk)->data, 0), nextSequence++);  // without a gap, over both kinds
    if ((*chunk)->type == "fcTL") {
      EXPECT_EQ(numberAt((*chunk)->data, 4), 12u);
    }
  }
  EXPECT_EQ(order, "IHDR acTL iTXt fcTL IDAT fcTL fdAT fcTL fdAT IEND ");
}

TEST(AnimatedPng, RefusesWhatMakesNoFilm) {
  EXPECT_FALSE(encodeAnimatedPng({}).ok());
  Film film = threeFrames();
  film.milliseconds.pop_back();
  EXPECT_FALSE(encodeAnimatedPng(film).ok());
  film = threeFrames();
  film.milliseconds[1] = 0;
  EXPECT_FALSE(encodeAnimatedPng(film).ok());
  film = threeFrames();
  film.frames[1] = ImageBuffer(13, 9, 3);
  EXPECT_FALSE(encodeAnimatedPng(film).ok());
}

}  // namespace
}  // namespace unmask
