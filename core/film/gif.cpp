// GIF through giflib: https://giflib.sourceforge.net/gif_lib.html
#include <gif_lib.h>

#include <algorithm>
#include <cstdint>
#include <memory>

#include "core/film/film_frames.h"
#include "core/io/png_metadata.h"

namespace unmask {
namespace {

constexpr int kColours = 256;

using Bytes = std::vector<std::byte>;

int appendBytes(GifFileType* file, const GifByteType* data, int count) {
  auto* out = static_cast<Bytes*>(file->UserData);
  const auto* first = reinterpret_cast<const std::byte*>(data);
  out->insert(out->end(), first, first + count);
  return count;
}

struct Closer {
  void operator()(GifFileType* file) const {
    int ignored = 0;
    EGifCloseFile(file, &ignored);
  }
};
using Writer = std::unique_ptr<GifFileType, Closer>;

struct MapFreer {
  void operator()(ColorMapObject* map) const { GifFreeMapObject(map); }
};
using Map = std::unique_ptr<ColorMapObject, MapFreer>;

Error failed(int code) {
  const char* text = GifErrorString(code);
  return encoderFailed("giflib", text != nullptr ? text : "no memory");
}

/// A frame's own colours and each pixel's index into them.
struct Quantized {
  Map map;
  std::vector<GifByteType> indices;
};

Result<Quantized> quantized(const ImageBuffer& frame) {
  const size_t count = frame.pixels.size() / 3;
  std::vector<GifByteType> planes[3];
  for (size_t channel = 0; channel < 3; ++channel) {
    planes[channel].resize(count);
    for (size_t i = 0; i < count; ++i) planes[channel][i] = frame.pixels[3 * i + channel];
  }
  Quantized out{Map(GifMakeMapObject(kColours, nullptr)), std::vector<GifByteType>(count)};
  if (!out.map) return failed(E_GIF_ERR_NOT_ENOUGH_MEM);
  int colours = kColours;
  if (GifQuantizeBuffer(static_cast<unsigned>(frame.width), static_cast<unsigned>(frame.height), &colours,
                        planes[0].data(), planes[1].data(), planes[2].data(), out.indices.data(),
                        out.map->Colors) == GIF_ERROR)
    return encoderFailed("giflib", "the colours");
  return out;
}

bool putControl(GifFileType* file, int milliseconds) {
  GraphicsControlBlock control{};
  control.DisposalMode = DISPOSE_DO_NOT;
  control.DelayTime = std::max(2, (milliseconds + 5) / 10);  // viewers take less for "as fast as you like"
  control.TransparentColor = NO_TRANSPARENT_COLOR;
  GifByteType block[4];
  EGifGCBToExtension(&control, block);
  return EGifPutExtension(file, GRAPHICS_EXT_FUNC_CODE, sizeof block, block) != GIF_ERROR;
}

bool putForever(GifFileType* file) {
  constexpr GifByteType kName[] = {'N', 'E', 'T', 'S', 'C', 'A', 'P', 'E', '2', '.', '0'};
  constexpr GifByteType kForever[] = {1, 0, 0};
  return EGifPutExtensionLeader(file, APPLICATION_EXT_FUNC_CODE) != GIF_ERROR &&
         EGifPutExtensionBlock(file, sizeof kName, kName) != GIF_ERROR &&
         EGifPutExtensionBlock(file, sizeof kForever, kForever) != GIF_ERROR &&
         EGifPutExtensionTrailer(file) != GIF_ERROR;
}

Result<void> putFrame(GifFileType* file, const ImageBuffer& frame, int milliseconds) {
  UNMASK_TRY(Quantized picture, quantized(frame));
  if (!putControl(file, milliseconds) ||
      EGifPutImageDesc(file, 0, 0, frame.width, frame.height, false, picture.map.get()) == GIF_ERROR)
    return failed(file->Error);
  for (int y = 0; y < frame.height; ++y) {
    GifByteType* row = picture.indices.data() + static_cast<size_t>(y) * static_cast<size_t>(frame.width);
    if (EGifPutLine(file, row, frame.width) == GIF_ERROR) return failed(file->Error);
  }
  return {};
}

}  // namespace

Result<std::vector<std::byte>> encodeGif(const Film& film, const PngTexts& texts,
                                         const FilmProgress& progress) {
  UNMASK_CHECK(checkFilm(film));
  Bytes out;
  int code = 0;
  Writer file(EGifOpen(&out, appendBytes, &code));
  if (!file) return failed(code);
  EGifSetGifVersion(file.get(), true);
  if (EGifPutScreenDesc(file.get(), film.frames[0].width, film.frames[0].height, 8, 0, nullptr) ==
          GIF_ERROR ||
      !putForever(file.get()))
    return failed(file->Error);
  const auto parameters = texts.find(kParametersKey);
  if (parameters != texts.end() && EGifPutComment(file.get(), parameters->second.c_str()) == GIF_ERROR)
    return failed(file->Error);
  for (size_t i = 0; i < film.frames.size(); ++i) {
    UNMASK_CHECK(tell(progress, i, film.frames.size()));
    UNMASK_CHECK(putFrame(file.get(), film.frames[i], film.milliseconds[i]));
  }
  UNMASK_CHECK(tell(progress, 1, 1));
  if (EGifCloseFile(file.release(), &code) == GIF_ERROR) return failed(code);
  return out;
}

}  // namespace unmask
