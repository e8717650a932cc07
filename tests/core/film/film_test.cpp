#include "core/film/film.h"

#include <gif_lib.h>
#include <gtest/gtest.h>
#include <webp/demux.h>

#include <cstring>
#include <opencv2/videoio.hpp>
#include <random>

#include "core/io/atomic_file.h"
#include "core/io/png_metadata.h"
#include "tests/support/file_size_limit.h"
#include "tests/support/scratch_dir.h"

namespace unmask {
namespace {

/// A red, a green and a blue frame with a white corner; the last one stays longer.
Film colours(int width = 30, int height = 20) {
  Film film;
  for (int i = 0; i < 3; ++i) {
    ImageBuffer frame(width, height, 3);
    for (size_t k = 0; k < frame.pixels.size(); ++k)
      frame.pixels[k] = k % 3 == static_cast<size_t>(i) ? 200 : 20;
    for (int y = 0; y < 4; ++y) std::memset(frame.at(0, y), 255, 4 * 3);
    film.frames.push_back(std::move(frame));
    film.milliseconds.push_back(i == 2 ? 600 : 100);
  }
  return film;
}

std::string textOf(const std::vector<std::byte>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// As UTF-16, big-endian, of ASCII.
std::string wide(const std::string& ascii) {
  std::string out;
  for (const char c : ascii) out += std::string(1, '\0') + c;
  return out;
}

TEST(AnimatedWebp, KeepsEveryPixelAndTime) {
  const Film film = colours();
  const auto bytes = encodeAnimatedWebp(film);
  ASSERT_TRUE(bytes.ok()) << bytes.error().text();
  const WebPData data{reinterpret_cast<const uint8_t*>(bytes->data()), bytes->size()};
  WebPAnimDecoder* decoder = WebPAnimDecoderNew(&data, nullptr);
  ASSERT_NE(decoder, nullptr);
  std::vector<int> ends;
  for (size_t i = 0; WebPAnimDecoderHasMoreFrames(decoder) != 0; ++i) {
    uint8_t* rgba = nullptr;
    int end = 0;
    ASSERT_NE(WebPAnimDecoderGetNext(decoder, &rgba, &end), 0);
    ends.push_back(end);
    ASSERT_LT(i, film.frames.size());
    for (size_t k = 0; k < film.frames[i].pixels.size(); ++k)
      ASSERT_EQ(rgba[k / 3 * 4 + k % 3], film.frames[i].pixels[k]) << i;
  }
  WebPAnimDecoderDelete(decoder);
  EXPECT_EQ(ends, (std::vector<int>{100, 200, 800}));
}

TEST(AnimatedWebp, CarriesTheParametersAsUserComment) {
  const auto bytes = encodeAnimatedWebp(colours(), {{kParametersKey, "ein Apfel"}, {kRequestKey, "{}"}});
  ASSERT_TRUE(bytes.ok());
  EXPECT_NE(textOf(*bytes).find("EXIF"), std::string::npos);
  EXPECT_NE(textOf(*bytes).find(std::string("UNICODE\0", 8) + wide("ein Apfel")), std::string::npos);
  const auto silent = encodeAnimatedWebp(colours());
  EXPECT_EQ(textOf(*silent).find("EXIF"), std::string::npos);
}

TEST(AnimatedWebp, CommentMayHoldAnyCharacter) {
  const auto bytes = encodeAnimatedWebp(colours(), {{kParametersKey, "ü😀"}});
  ASSERT_TRUE(bytes.ok());
  EXPECT_NE(textOf(*bytes).find(std::string("\x00\xfc\xd8\x3d\xde\x00", 6)), std::string::npos);
}

struct Source {
  const std::vector<std::byte>* bytes;
  size_t at = 0;
};

int readSource(GifFileType* file, GifByteType* out, int count) {
  auto* source = static_cast<Source*>(file->UserData);
  const size_t there = std::min(static_cast<size_t>(count), source->bytes->size() - source->at);
  std::memcpy(out, source->bytes->data() + source->at, there);
  source->at += there;
  return static_cast<int>(there);
}

TEST(Gif, HoldsEveryFrameWithItsColoursAndTime) {
  const Film film = colours();
  const auto bytes = encodeGif(film, {{kParametersKey, "ein Apfel"}});
  ASSERT_TRUE(bytes.ok()) << bytes.error().text();
  Source source{&*bytes};
  int code = 0;
  GifFileType* file = DGifOpen(&source, readSource, &code);
  ASSERT_NE(file, nullptr);
  ASSERT_EQ(DGifSlurp(file), GIF_OK);
  ASSERT_EQ(file->ImageCount, 3);
  for (int i = 0; i < 3; ++i) {
    GraphicsControlBlock control;
    ASSERT_EQ(DGifSavedExtensionToGCB(file, i, &control), GIF_OK);
    EXPECT_EQ(control.DelayTime, i == 2 ? 60 : 10);
    const SavedImage& image = file->SavedImages[i];
    const ImageBuffer& frame = film.frames[static_cast<size_t>(i)];
    for (const auto& [x, y] : {std::pair(1, 1), std::pair(20, 15)}) {
      const GifColorType& colour =
          image.ImageDesc.ColorMap->Colors[image.RasterBits[y * image.ImageDesc.Width + x]];
      // giflib chooses among colours of five bits a channel.
      EXPECT_NEAR(colour.Red, frame.at(x, y)[0], 8);
      EXPECT_NEAR(colour.Green, frame.at(x, y)[1], 8);
      EXPECT_NEAR(colour.Blue, frame.at(x, y)[2], 8);
    }
  }
  DGifCloseFile(file, &code);
  EXPECT_NE(textOf(*bytes).find("ein Apfel"), std::string::npos);
  EXPECT_NE(textOf(*bytes).find("NETSCAPE2.0"), std::string::npos);
  EXPECT_EQ(textOf(*encodeGif(film)).find("ein Apfel"), std::string::npos);
}

class Video : public ::testing::TestWithParam<FilmFormat> {};

TEST_P(Video, PlaysAtTheRateOfItsShortestFrame) {
  const test::ScratchDir dir;
  const auto path = dir / ("x." + filmSuffix(GetParam()));
  const auto saved = saveFilm(path, colours(31, 21), GetParam());
  ASSERT_TRUE(saved.ok()) << saved.error().text();
  cv::VideoCapture film(path.string());
  ASSERT_TRUE(film.isOpened());
  EXPECT_NEAR(film.get(cv::CAP_PROP_FPS), 10, 0.01);
  EXPECT_EQ(film.get(cv::CAP_PROP_FRAME_WIDTH), 32);
  EXPECT_EQ(film.get(cv::CAP_PROP_FRAME_HEIGHT), 22);
  std::vector<cv::Vec3b> middles;
  cv::Mat frame;
  while (film.read(frame)) middles.push_back(frame.at<cv::Vec3b>(15, 20));
  ASSERT_EQ(middles.size(), 8u);  // one, one and six times
  EXPECT_GT(middles[0][2], 150);  // red
  EXPECT_GT(middles[1][1], 150);
  EXPECT_GT(middles[7][0], 150);
}

INSTANTIATE_TEST_SUITE_P(Formats, Video, ::testing::Values(FilmFormat::Mp4, FilmFormat::WebM));

class AnyFilm : public ::testing::TestWithParam<FilmFormat> {};

TEST_P(AnyFilm, StopsWhenToldAndLeavesNoFile) {
  const test::ScratchDir dir;
  const auto path = dir / ("x." + filmSuffix(GetParam()));
  double seen = -1;
  const auto stopped = saveFilm(path, colours(), GetParam(), {}, [&seen](double share) {
    EXPECT_GE(share, seen);
    seen = share;
    return share < 0.5;
  });
  ASSERT_FALSE(stopped.ok());
  EXPECT_EQ(stopped.error().kind, ErrorKind::Cancelled);
  EXPECT_TRUE(std::filesystem::is_empty(dir.path()));
}

TEST_P(AnyFilm, MissingFolderIsAnErrorThatNamesIt) {
  const test::ScratchDir dir;
  const auto saved = saveFilm(dir / "absent" / ("x." + filmSuffix(GetParam())), colours(), GetParam());
  ASSERT_FALSE(saved.ok());
  EXPECT_NE(saved.error().text().find("absent"), std::string::npos);
}

TEST_P(AnyFilm, OnAFullDiskIsAnErrorAndLeavesNoFile) {
  const test::ScratchDir dir;
  Film film;
  std::mt19937 noise(1);
  for (int i = 0; i < 12; ++i) {
    ImageBuffer frame(128, 128, 3);
    for (uint8_t& value : frame.pixels) value = static_cast<uint8_t>(noise());
    film.frames.push_back(std::move(frame));
    film.milliseconds.push_back(100);
  }
  const auto saved = [&]() -> Result<void> {
    const test::FileSizeLimit full(size_t{30} << 10);
    return saveFilm(dir / ("x." + filmSuffix(GetParam())), film, GetParam());
  }();
  ASSERT_FALSE(saved.ok());
  EXPECT_EQ(saved.error().kind, ErrorKind::Io) << saved.error().text();
  EXPECT_TRUE(std::filesystem::is_empty(dir.path()));
}

INSTANTIATE_TEST_SUITE_P(Formats, AnyFilm,
                         ::testing::Values(FilmFormat::Png, FilmFormat::WebP, FilmFormat::Gif,
                                           FilmFormat::Mp4, FilmFormat::WebM));

}  // namespace
}  // namespace unmask
