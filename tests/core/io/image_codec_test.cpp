#include "core/io/image_codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>

#include "core/io/png_metadata.h"
#include "tests/core/io/test_files.h"
#include "tests/core/io/test_pngs.h"

namespace unmask {
namespace {

using test::bytesOf;
using test::idat;
using test::ihdr;
using test::noisePicture;
using test::pngChunk;
using test::pngOf;
using testing::ElementsAre;

/// 2 pixels: orange, and a blue.
const std::string kTwoPixelRow("\0\xFF\x80\x00\x10\x20\xC0", 7);

ImageBuffer decoded(const std::string& file, bool keepGrey = false) {
  auto image = decodeImage(bytesOf(file), "f", keepGrey);
  EXPECT_TRUE(image.ok()) << (image.ok() ? "" : image.error().text());
  return image.ok() ? *std::move(image) : ImageBuffer{};
}

Error errorOf(const std::string& file, const ImageLimits& limits = {}) {
  const auto image = decodeImage(bytesOf(file), "f", false, limits);
  EXPECT_FALSE(image.ok());
  return image.ok() ? Error{} : image.error();
}

/// A smooth picture, encoded with the library for formats we only read.
std::string encodedWithLibrary(const std::string& extension, int width, int height) {
  cv::Mat picture(height, width, CV_8UC3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      picture.at<cv::Vec3b>(y, x) = {static_cast<uint8_t>(8 * x), static_cast<uint8_t>(8 * y),
                                     200};  // blue, green, red
    }
  }
  std::vector<uint8_t> out;
  cv::imencode(extension, picture, out, {cv::IMWRITE_JPEG_QUALITY, 95});
  return {out.begin(), out.end()};
}

std::string withExif(const std::string& jpeg, int orientation) {
  const std::string exif = std::string("Exif\0\0", 6) + test::tiffWithOrientation(orientation, true);
  std::string file = jpeg.substr(0, 2);
  file += "\xFF\xE1";
  file += std::string{'\0', static_cast<char>(exif.size() + 2)} + exif;
  return file + jpeg.substr(2);
}

TEST(ImageCodec, WritesAndReadsEveryChannelCount) {
  for (const int channels : {1, 3, 4}) {
    for (const auto& [width, height] : {std::pair{1, 1}, {17, 5}, {64, 48}, {1, 33}}) {
      const ImageBuffer image = noisePicture(width, height, channels, 7);
      const auto png = encodePng(image);
      ASSERT_TRUE(png);
      const auto read = decodeImage(*png, "f", true);
      ASSERT_TRUE(read) << read.error().text();
      EXPECT_EQ(*read, image);
    }
  }
}

TEST(ImageCodec, OurPngsSatisfyTheLibrary) {
  const ImageBuffer image = noisePicture(31, 9, 3, 3);
  const auto png = encodePng(image, {{"parameters", "a"}, {"unmask:request", "{}"}});
  ASSERT_TRUE(png);
  const cv::Mat input(1, static_cast<int>(png->size()), CV_8UC1, const_cast<std::byte*>(png->data()));
  const cv::Mat read = cv::imdecode(input, cv::IMREAD_COLOR);
  ASSERT_EQ(read.cols, 31);
  EXPECT_EQ(read.at<cv::Vec3b>(4, 20)[0], image.at(20, 4)[2]);
}

TEST(ImageCodec, GivesRgbInThisOrder) {
  EXPECT_THAT(decoded(pngOf({ihdr(2, 1), idat(kTwoPixelRow)})).pixels, ElementsAre(255, 128, 0, 16, 32, 192));
}

TEST(ImageCodec, GreyBecomesRgbUnlessKept) {
  const std::string file = pngOf({ihdr(2, 1, 8, 0), idat(std::string("\0\x10\x20", 3))});
  EXPECT_THAT(decoded(file).pixels, ElementsAre(16, 16, 16, 32, 32, 32));
  const ImageBuffer kept = decoded(file, true);
  EXPECT_EQ(kept.channels, 1);
  EXPECT_THAT(kept.pixels, ElementsAre(16, 32));
}

TEST(ImageCodec, KeepsTheHighByteOf16Bits) {
  const std::string file = pngOf({ihdr(1, 1, 16, 2), idat(std::string("\0\x12\xFF\x34\x80\x56\x00", 7))});
  EXPECT_THAT(decoded(file).pixels, ElementsAre(0x12, 0x34, 0x56));
}

TEST(ImageCodec, ReadsPalettesWithAlpha) {
  const std::string palette = pngChunk("PLTE", std::string("\x0A\x14\x1E\x28\x32\x3C", 6));
  const std::string row = idat(std::string("\0\0\1", 3));
  EXPECT_THAT(decoded(pngOf({ihdr(2, 1, 8, 3), palette, row})).pixels, ElementsAre(10, 20, 30, 40, 50, 60));
  const ImageBuffer withAlpha = decoded(pngOf({ihdr(2, 1, 8, 3), palette, pngChunk("tRNS", "\x80"), row}));
  EXPECT_EQ(withAlpha.channels, 4);
  EXPECT_THAT(withAlpha.pixels, ElementsAre(10, 20, 30, 128, 40, 50, 60, 255));
}

TEST(ImageCodec, ReadsSmallBitDepthsAndGreyAlpha) {
  EXPECT_THAT(decoded(pngOf({ihdr(4, 1, 1, 0), idat(std::string("\0\xA0", 2))}), true).pixels,
              ElementsAre(255, 0, 255, 0));
  EXPECT_THAT(decoded(pngOf({ihdr(1, 1, 8, 4), idat(std::string("\0\x40\x80", 3))})).pixels,
              ElementsAre(64, 64, 64, 128));
}

TEST(ImageCodec, TurnsPngUprightByExif) {
  const ImageBuffer turned =
      decoded(pngOf({ihdr(2, 1), pngChunk("eXIf", test::tiffWithOrientation(8, true)), idat(kTwoPixelRow)}));
  EXPECT_EQ(turned.width, 1);
  EXPECT_EQ(turned.height, 2);
  EXPECT_THAT(turned.pixels, ElementsAre(16, 32, 192, 255, 128, 0));
}

TEST(ImageCodec, TurnsJpegUprightByExifOnce) {
  const std::string jpeg = encodedWithLibrary(".jpg", 24, 8);
  const ImageBuffer stored = decoded(jpeg);
  EXPECT_EQ(stored.width, 24);
  EXPECT_NEAR(stored.at(20, 2)[0], 200, 8);
  EXPECT_NEAR(stored.at(20, 2)[2], 160, 8);
  const ImageBuffer turned = decoded(withExif(jpeg, 6));
  ASSERT_EQ(turned.width, 8);
  ASSERT_EQ(turned.height, 24);
  const uint8_t* expected = stored.at(20, 2);  // 90° clockwise: row 2 becomes the third column from the right
  EXPECT_TRUE(std::equal(expected, expected + 3, turned.at(5, 20)));
}

TEST(ImageCodec, TurnsWebpUprightByExif) {
  const std::string webp = encodedWithLibrary(".webp", 24, 8);
  const ImageBuffer stored = decoded(webp);
  ASSERT_EQ(stored.width, 24);
  EXPECT_NEAR(stored.at(20, 2)[0], 200, 12);
  const std::string exif = test::tiffWithOrientation(3, false);
  std::string extended = "RIFF----WEBPVP8X" + std::string("\x0A\0\0\0\x08\0\0\0\x17\0\0\x07\0\0", 14) +
                         webp.substr(12) + "EXIF" + static_cast<char>(exif.size()) + std::string(3, '\0') +
                         exif;
  const size_t size = extended.size() - 8;
  for (size_t i = 0; i < 4; ++i) extended[4 + i] = static_cast<char>(size >> (8 * i) & 0xFF);
  const ImageBuffer turned = decoded(extended);
  ASSERT_EQ(turned.width, 24);
  EXPECT_TRUE(std::equal(stored.at(20, 2), stored.at(20, 2) + 3, turned.at(3, 5)));
}

TEST(ImageCodec, RefusesLargePicturesBeforeDecoding) {
  const Error error = errorOf(pngOf({ihdr(100'000, 100'000), idat("x")}));
  EXPECT_EQ(error.kind, ErrorKind::BadInput);
  EXPECT_EQ(error.expected, "at most 268435456 pixels");
  EXPECT_EQ(error.found, "100000x100000");
  EXPECT_EQ(errorOf(pngOf({ihdr(2, 1), idat(kTwoPixelRow)}), {.maxPixels = 1}).found, "2x1");
  EXPECT_EQ(errorOf(pngOf({ihdr(2, 1), idat(kTwoPixelRow)}), {.maxBytes = 10}).expected, "at most 10 bytes");
  EXPECT_EQ(errorOf(pngOf({ihdr(16'000, 16'000), idat("x")})).message,
            "picture is damaged");  // 256 M pixels in no bytes
}

TEST(ImageCodec, RefusesDamagedPictures) {
  const std::string png = pngOf({ihdr(2, 1), idat(kTwoPixelRow)});
  for (size_t length = 0; length < png.size(); ++length)
    EXPECT_FALSE(errorOf(png.substr(0, length)).message.empty());
  for (size_t i = 8; i < png.size(); ++i) {
    std::string flipped = png;
    flipped[i] = static_cast<char>(flipped[i] ^ 0x10);
    EXPECT_EQ(errorOf(flipped).kind, ErrorKind::BadInput) << "byte " << i;
  }
  EXPECT_EQ(errorOf(pngOf({ihdr(2, 1), idat("\0short")})).message, "picture is damaged");
  EXPECT_EQ(errorOf(pngOf({ihdr(2, 1), pngChunk("IDAT", "not zlib")})).message, "picture is damaged");
  EXPECT_EQ(errorOf(pngOf({ihdr(2, 1)})).message, "picture is damaged");
}

TEST(ImageCodec, RefusesJpegAndWebpCutShort) {
  for (const std::string extension : {".jpg", ".webp"}) {
    const std::string file = encodedWithLibrary(extension, 24, 8);
    for (size_t length = 0; length + 2 < file.size(); ++length) {
      EXPECT_FALSE(decodeImage(bytesOf(file.substr(0, length)), "f")) << extension << " " << length;
    }
  }
}

TEST(ImageCodec, IgnoresDamageOutsideThePixels) {
  std::string text = pngChunk("zTXt", "comment");
  text.back() = static_cast<char>(text.back() ^ 1);
  const std::string bomb =
      pngChunk("iCCP", "x" + std::string(2, '\0') + test::deflated(std::string(1 << 20, 'a')));
  EXPECT_THAT(decoded(pngOf({ihdr(2, 1), bomb, text, idat(kTwoPixelRow)})).pixels,
              ElementsAre(255, 128, 0, 16, 32, 192));
}

TEST(ImageCodec, DecidesByContentNotByName) {
  const test::TemporaryFolder folder;
  test::putContent(folder / "picture.jpg", pngOf({ihdr(2, 1), idat(kTwoPixelRow)}));
  test::putContent(folder / "picture.png", "no picture");
  EXPECT_TRUE(loadImage(folder / "picture.jpg"));
  EXPECT_EQ(loadImage(folder / "picture.png").error().kind, ErrorKind::Unsupported);
  EXPECT_EQ(loadImage(folder / "missing.png").error().kind, ErrorKind::NotFound);
}

TEST(ImageCodec, SavesWholeFiles) {
  const test::TemporaryFolder folder;
  const ImageBuffer image = noisePicture(5, 4, 3, 2);
  ASSERT_TRUE(savePng(folder / "p.png", image, {{"parameters", "text"}}));
  const auto read = loadImage(folder / "p.png");
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, image);
  const auto nowhere = savePng(folder / "no" / "p.png", image);
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().kind, ErrorKind::NotFound);
}

TEST(ImageCodec, RefusesToWriteContradictoryPictures) {
  ImageBuffer image(4, 4, 3);
  image.width = 5;
  EXPECT_EQ(encodePng(image).error().kind, ErrorKind::Internal);
  EXPECT_EQ(encodePng({}).error().kind, ErrorKind::Internal);
  EXPECT_EQ(encodePng(ImageBuffer(2, 2, 2)).error().kind, ErrorKind::Internal);
}

TEST(FlattenToRgb, LaysAlphaOverTheBackground) {
  ImageBuffer rgba(3, 1, 4);
  rgba.pixels = {10, 20, 30, 255, 10, 20, 30, 0, 0, 100, 200, 128};
  EXPECT_THAT(flattenToRgb(rgba, 255, 0, 100).pixels, ElementsAre(10, 20, 30, 255, 0, 100, 127, 50, 150));
  const ImageBuffer rgb = noisePicture(3, 3, 3, 1);
  EXPECT_EQ(flattenToRgb(rgb), rgb);
  ImageBuffer grey(2, 1, 1);
  grey.pixels = {7, 9};
  EXPECT_THAT(flattenToRgb(grey).pixels, ElementsAre(7, 7, 7, 9, 9, 9));
}

}  // namespace
}  // namespace unmask
