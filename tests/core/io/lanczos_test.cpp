#include <gtest/gtest.h>
#include <zlib.h>

#include "core/io/image_codec.h"
#include "tests/core/io/test_pngs.h"

namespace unmask {
namespace {

struct Golden {
  int width, height, channels, newWidth, newHeight;
  uint32_t crc;  ///< CRC-32 of the pixels Pillow 9.4 gives for noisePicture with seed 1000·width + 10·height
                 ///< + channels
};

constexpr Golden kGolden[] = {
    {16, 16, 1, 8, 8, 0x428ebaa6},       {16, 16, 3, 8, 8, 0x147da3b8},
    {16, 16, 4, 8, 8, 0xe991ea59},       {16, 16, 1, 32, 32, 0x61556c93},
    {16, 16, 3, 32, 32, 0x267282f4},     {16, 16, 4, 32, 32, 0x6f754915},
    {17, 13, 1, 5, 7, 0xe56466c8},       {17, 13, 3, 5, 7, 0x8ceaecaa},
    {17, 13, 4, 5, 7, 0x290263f1},       {5, 7, 1, 17, 13, 0xede28382},
    {5, 7, 3, 17, 13, 0xee150371},       {5, 7, 4, 17, 13, 0x96dc634a},
    {1, 1, 1, 4, 4, 0x90508db2},         {1, 1, 3, 4, 4, 0x8f0d9206},
    {1, 1, 4, 4, 4, 0xd30092cd},         {4, 4, 1, 1, 1, 0xe66c3671},
    {4, 4, 3, 1, 1, 0x46652251},         {4, 4, 4, 1, 1, 0x90f8cdbd},
    {64, 48, 1, 64, 16, 0x9910ffe8},     {64, 48, 3, 64, 16, 0x802d8617},
    {64, 48, 4, 64, 16, 0xa02790fa},     {64, 48, 1, 16, 48, 0xd8d069f3},
    {64, 48, 3, 16, 48, 0xf2d90583},     {64, 48, 4, 16, 48, 0x6323e73f},
    {100, 3, 1, 33, 9, 0x3ab5c45e},      {100, 3, 3, 33, 9, 0x973c7a0d},
    {100, 3, 4, 33, 9, 0x88c3c283},      {37, 41, 1, 36, 42, 0xea7f58bf},
    {37, 41, 3, 36, 42, 0x055e8025},     {37, 41, 4, 36, 42, 0x5e7256b6},
    {256, 256, 1, 16, 16, 0x649a84c3},   {256, 256, 3, 16, 16, 0x255366f8},
    {256, 256, 4, 16, 16, 0x924a35f2},   {512, 300, 1, 256, 256, 0xf7ce536c},
    {512, 300, 3, 256, 256, 0x898d6e42}, {512, 300, 4, 256, 256, 0xf35c0757},
    {3, 200, 1, 7, 11, 0x783cd524},      {3, 200, 3, 7, 11, 0x0486fde6},
    {3, 200, 4, 7, 11, 0x17beefe5},      {2, 2, 1, 255, 3, 0x3277dbca},
    {2, 2, 3, 255, 3, 0x192e689f},       {2, 2, 4, 255, 3, 0x2856a484},
};

TEST(Lanczos, EqualsPillowByteForByte) {
  for (const Golden& g : kGolden) {
    const auto seed = static_cast<uint32_t>(g.width * 1000 + g.height * 10 + g.channels);
    const ImageBuffer out =
        resizeLanczos(test::noisePicture(g.width, g.height, g.channels, seed), g.newWidth, g.newHeight);
    ASSERT_EQ(out.pixels.size(), static_cast<size_t>(g.newWidth) * g.newHeight * g.channels);
    EXPECT_EQ(::crc32(0, out.pixels.data(), static_cast<uInt>(out.pixels.size())), g.crc)
        << g.width << "x" << g.height << "x" << g.channels << " to " << g.newWidth << "x" << g.newHeight;
  }
}

TEST(Lanczos, KeepsAPictureOfTheSameSize) {
  const ImageBuffer image = test::noisePicture(7, 5, 4, 1);
  EXPECT_EQ(resizeLanczos(image, 7, 5), image);
}

TEST(Lanczos, HasNothingToGiveForNothing) {
  EXPECT_TRUE(resizeLanczos({}, 4, 4).empty());
  EXPECT_TRUE(resizeLanczos(test::noisePicture(4, 4, 3, 1), 0, 4).empty());
  EXPECT_TRUE(resizeLanczos(test::noisePicture(4, 4, 3, 1), 4, -1).empty());
}

}  // namespace
}  // namespace unmask
