// Animated WebP through libwebpmux: https://developers.google.com/speed/webp/docs/container-api
#include <webp/encode.h>
#include <webp/mux.h>

#include <cstdint>
#include <memory>

#include "core/film/film_frames.h"
#include "core/io/png_metadata.h"

namespace unmask {
namespace {

using Encoder = std::unique_ptr<WebPAnimEncoder, decltype(&WebPAnimEncoderDelete)>;
using Mux = std::unique_ptr<WebPMux, decltype(&WebPMuxDelete)>;

/// libwebp allocates, we free.
struct OwnedData {
  WebPData data{};
  OwnedData() { WebPDataInit(&data); }
  ~OwnedData() { WebPDataClear(&data); }
  OwnedData(const OwnedData&) = delete;
  OwnedData& operator=(const OwnedData&) = delete;
  std::vector<std::byte> bytes() const {
    const auto* first = reinterpret_cast<const std::byte*>(data.bytes);
    return {first, first + data.size};
  }
};

/// One frame the way libwebp holds it.
struct OwnedPicture {
  WebPPicture picture{};
  OwnedPicture() { WebPPictureInit(&picture); }
  ~OwnedPicture() { WebPPictureFree(&picture); }
  OwnedPicture(const OwnedPicture&) = delete;
  OwnedPicture& operator=(const OwnedPicture&) = delete;
};

void put(std::string* out, uint64_t value, int count) {
  for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) out->push_back(static_cast<char>(value >> shift));
}

/// UTF-16, big-endian, of valid UTF-8.
std::string utf16(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<uint8_t>(text[i++]);
    uint32_t code = lead < 0x80 ? lead : lead < 0xE0 ? lead & 0x1F : lead < 0xF0 ? lead & 0x0F : lead & 0x07;
    for (int more = lead < 0xC0   ? 0
                    : lead < 0xE0 ? 1
                    : lead < 0xF0 ? 2
                                  : 3;
         more > 0 && i < text.size(); --more)
      code = code << 6 | (static_cast<uint8_t>(text[i++]) & 0x3F);
    if (code >= 0x10000) {
      put(&out, 0xD800 + ((code - 0x10000) >> 10), 2);
      code = 0xDC00 + ((code - 0x10000) & 0x3FF);
    }
    put(&out, code, 2);
  }
  return out;
}

/// An EXIF block with the text as its user comment (CIPA DC-008, tag 0x9286), where A1111 puts it too.
std::string exifWithComment(const std::string& text) {
  const std::string comment = std::string("UNICODE\0", 8) + utf16(text);
  std::string out = "MM";
  put(&out, 42, 2);
  put(&out, 8, 4);       // the first directory …
  put(&out, 1, 2);       // … has one entry:
  put(&out, 0x8769, 2);  // the EXIF directory, LONG
  put(&out, 4, 2);
  put(&out, 1, 4);
  put(&out, 26, 4);
  put(&out, 0, 4);  // no further directory
  put(&out, 1, 2);
  put(&out, 0x9286, 2);  // the user comment, UNDEFINED
  put(&out, 7, 2);
  put(&out, comment.size(), 4);
  put(&out, 44, 4);
  put(&out, 0, 4);
  return out + comment;
}

Result<void> addFrames(WebPAnimEncoder* encoder, const Film& film, const FilmProgress& progress) {
  WebPConfig config;
  if (WebPConfigInit(&config) == 0 || WebPConfigLosslessPreset(&config, 4) == 0)
    return encoderFailed("libwebp", "its settings");
  int64_t time = 0;
  for (size_t i = 0; i < film.frames.size(); ++i) {
    UNMASK_CHECK(tell(progress, i, film.frames.size()));
    const ImageBuffer& frame = film.frames[i];
    OwnedPicture owned;
    owned.picture.use_argb = 1;
    owned.picture.width = frame.width;
    owned.picture.height = frame.height;
    if (WebPPictureImportRGB(&owned.picture, frame.pixels.data(), frame.width * 3) == 0 ||
        WebPAnimEncoderAdd(encoder, &owned.picture, static_cast<int>(time), &config) == 0)
      return encoderFailed("libwebp", WebPAnimEncoderGetError(encoder));
    time += film.milliseconds[i];
  }
  if (WebPAnimEncoderAdd(encoder, nullptr, static_cast<int>(time), nullptr) == 0)
    return encoderFailed("libwebp", WebPAnimEncoderGetError(encoder));
  return tell(progress, 1, 1);
}

}  // namespace

Result<std::vector<std::byte>> encodeAnimatedWebp(const Film& film, const PngTexts& texts,
                                                  const FilmProgress& progress) {
  UNMASK_CHECK(checkFilm(film));
  WebPAnimEncoderOptions options;
  if (WebPAnimEncoderOptionsInit(&options) == 0) return encoderFailed("libwebp", "its version");
  const Encoder encoder(WebPAnimEncoderNew(film.frames[0].width, film.frames[0].height, &options),
                        &WebPAnimEncoderDelete);
  if (!encoder) return encoderFailed("libwebp", "no memory");
  UNMASK_CHECK(addFrames(encoder.get(), film, progress));
  OwnedData plain;
  if (WebPAnimEncoderAssemble(encoder.get(), &plain.data) == 0)
    return encoderFailed("libwebp", WebPAnimEncoderGetError(encoder.get()));
  const auto parameters = texts.find(kParametersKey);
  if (parameters == texts.end()) return plain.bytes();
  const Mux mux(WebPMuxCreate(&plain.data, 1), &WebPMuxDelete);
  const std::string exif = exifWithComment(parameters->second);
  const WebPData chunk{reinterpret_cast<const uint8_t*>(exif.data()), exif.size()};
  OwnedData told;
  if (!mux || WebPMuxSetChunk(mux.get(), "EXIF", &chunk, 1) != WEBP_MUX_OK ||
      WebPMuxAssemble(mux.get(), &told.data) != WEBP_MUX_OK)
    return encoderFailed("libwebp", "the metadata");
  return told.bytes();
}

}  // namespace unmask
