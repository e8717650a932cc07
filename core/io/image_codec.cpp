#include "core/io/image_codec.h"

#include <algorithm>
#include <exception>
#include <limits>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/io/atomic_file.h"
#include "core/io/exif.h"
#include "core/io/image_header.h"
#include "core/io/png_chunks.h"

namespace unmask {

namespace {

using Bytes = std::span<const std::byte>;

Error undecodable(const std::string& name, const std::string& found) {
  return Error{.kind = ErrorKind::BadInput,
               .message = "picture is damaged",
               .file = name,
               .expected = "pixels that can be decoded",
               .found = found};
}

/// The library's answer, or an empty Mat. JPEG goes the colour way, because only that converts CMYK; the
/// others come as they are, because only that keeps alpha. EXIF is ignored here: the library would turn some
/// formats but not all.
cv::Mat decodeWithLibrary(Bytes bytes, const ImageHeader& header) {
  int flags = cv::IMREAD_UNCHANGED;
  if (header.format == ImageFormat::Jpeg) {
    flags = (header.isGrey ? cv::IMREAD_GRAYSCALE : cv::IMREAD_COLOR) | cv::IMREAD_IGNORE_ORIENTATION;
  }
  const cv::Mat input(1, static_cast<int>(bytes.size()), CV_8UC1, const_cast<std::byte*>(bytes.data()));
  return cv::imdecode(input, flags);
}

/// 8 bits, RGB order. Of 16-bit samples the high byte is kept, as Pillow does.
cv::Mat toOurLayout(cv::Mat pixels, bool keepGrey) {
  if (pixels.depth() == CV_16U) {
    for (int y = 0; y < pixels.rows; ++y) {
      auto* row = pixels.ptr<uint16_t>(y);
      for (int i = 0; i < pixels.cols * pixels.channels(); ++i) row[i] = static_cast<uint16_t>(row[i] >> 8);
    }
    pixels.convertTo(pixels, CV_8U);
  }
  if (pixels.channels() == 4) cv::cvtColor(pixels, pixels, cv::COLOR_BGRA2RGBA);
  if (pixels.channels() == 3) cv::cvtColor(pixels, pixels, cv::COLOR_BGR2RGB);
  if (pixels.channels() == 1 && !keepGrey) cv::cvtColor(pixels, pixels, cv::COLOR_GRAY2RGB);
  return pixels;
}

ImageBuffer copyOut(const cv::Mat& pixels) {
  ImageBuffer image(pixels.cols, pixels.rows, pixels.channels());
  const size_t rowBytes = static_cast<size_t>(pixels.cols) * static_cast<size_t>(pixels.channels());
  for (int y = 0; y < pixels.rows; ++y) std::copy_n(pixels.ptr<uint8_t>(y), rowBytes, image.at(0, y));
  return image;
}

Result<void> checkLimits(Bytes bytes, const ImageHeader& header, const ImageLimits& limits,
                         const std::string& name) {
  const int64_t pixels = int64_t{header.width} * header.height;
  if (pixels > limits.maxPixels) {
    return Error{.kind = ErrorKind::BadInput,
                 .message = "picture is too large",
                 .file = name,
                 .expected = "at most " + std::to_string(limits.maxPixels) + " pixels",
                 .found = std::to_string(header.width) + "x" + std::to_string(header.height)};
  }
  // Deflate, the densest of the three, packs at most 1032 : 1; less data than that cannot hold the picture.
  if (header.format == ImageFormat::Png && pixels / 8 / 1032 > static_cast<int64_t>(bytes.size())) {
    return undecodable(name,
                       std::to_string(bytes.size()) + " bytes for " + std::to_string(pixels) + " pixels");
  }
  return {};
}

Result<ImageBuffer> decodeChecked(Bytes bytes, const ImageHeader& header, bool keepGrey,
                                  const std::string& name) {
  try {
    const cv::Mat decoded = decodeWithLibrary(bytes, header);
    if (decoded.empty()) return undecodable(name, "data the decoder refuses");
    const cv::Mat pixels = toOurLayout(decoded, keepGrey);
    const bool isExpected = pixels.cols == header.width && pixels.rows == header.height &&
                            pixels.depth() == CV_8U &&
                            (pixels.channels() == 1 || pixels.channels() == 3 || pixels.channels() == 4);
    if (!isExpected) return undecodable(name, "another size or kind of pixels than its header says");
    return turnUpright(copyOut(pixels), header.orientation);
  } catch (const std::exception& e) {
    return undecodable(name, e.what());
  }
}

}  // namespace

Result<ImageBuffer> decodeImage(Bytes bytes, const std::string& nameForErrors, bool keepGrey,
                                const ImageLimits& limits) {
  const auto size = static_cast<int64_t>(bytes.size());
  if (size > std::min<int64_t>(limits.maxBytes, std::numeric_limits<int>::max())) {
    return Error{.kind = ErrorKind::BadInput,
                 .message = "picture file is too large",
                 .file = nameForErrors,
                 .expected = "at most " + std::to_string(limits.maxBytes) + " bytes",
                 .found = std::to_string(size) + " bytes"};
  }
  UNMASK_TRY(const ImageHeader header, readImageHeader(bytes, nameForErrors));
  UNMASK_CHECK(checkLimits(bytes, header, limits, nameForErrors));
  if (header.format != ImageFormat::Png) return decodeChecked(bytes, header, keepGrey, nameForErrors);
  UNMASK_TRY(const std::vector<std::byte> stripped, stripPng(bytes, nameForErrors));
  return decodeChecked(stripped, header, keepGrey, nameForErrors);
}

Result<ImageBuffer> loadImage(const std::filesystem::path& path, bool keepGrey, const ImageLimits& limits) {
  UNMASK_TRY(const std::string bytes,
             readFile(path, static_cast<size_t>(std::max<int64_t>(limits.maxBytes, 0))));
  return decodeImage(std::as_bytes(std::span(bytes)), path.string(), keepGrey, limits);
}

ImageBuffer flattenToRgb(const ImageBuffer& image, uint8_t red, uint8_t green, uint8_t blue) {
  if (image.channels == 3) return image;
  const uint8_t background[3] = {red, green, blue};
  ImageBuffer out(image.width, image.height, 3);
  const size_t count = static_cast<size_t>(image.width) * static_cast<size_t>(image.height);
  for (size_t i = 0; i < count; ++i) {
    for (size_t c = 0; c < 3; ++c) {
      if (image.channels == 1) {
        out.pixels[3 * i + c] = image.pixels[i];
      } else {
        const int alpha = image.pixels[4 * i + 3];
        out.pixels[3 * i + c] = static_cast<uint8_t>(
            (image.pixels[4 * i + c] * alpha + background[c] * (255 - alpha) + 127) / 255);
      }
    }
  }
  return out;
}

}  // namespace unmask
