// Animated PNG: W3C PNG, third edition, section 4.10.
#include <cstdint>
#include <optional>
#include <utility>

#include "core/film/film_frames.h"
#include "core/io/png_chunks.h"

namespace unmask {
namespace {

class BigEndian {
 public:
  BigEndian& u32(uint32_t value) { return put(value, 4); }
  BigEndian& u16(uint32_t value) { return put(value, 2); }
  BigEndian& u8(uint32_t value) { return put(value, 1); }
  BigEndian& bytes(std::span<const std::byte> more) {
    m_bytes.insert(m_bytes.end(), more.begin(), more.end());
    return *this;
  }
  operator std::span<const std::byte>() const { return m_bytes; }

 private:
  BigEndian& put(uint32_t value, int count) {
    for (int shift = 8 * (count - 1); shift >= 0; shift -= 8)
      m_bytes.push_back(static_cast<std::byte>(value >> shift));
    return *this;
  }
  std::vector<std::byte> m_bytes;
};

/// Turns one still PNG after the other into chunks of the film.
class Assembly {
 public:
  explicit Assembly(const Film& film) : m_film(film) {}

  Result<void> add(size_t index, const std::vector<std::byte>& still) {
    if (index == 0) m_out.assign(still.begin(), still.begin() + 8);  // the signature
    PngChunkReader reader(still, "frame");
    bool isControlled = false;  // this frame's fcTL is written
    for (;;) {
      UNMASK_TRY(const std::optional<PngChunk> chunk, reader.next());
      if (!chunk || chunk->type == "IEND") return {};
      if (chunk->type == "IDAT") {
        if (!std::exchange(isControlled, true)) appendControl(index);
        addPixels(index, chunk->data);
      } else if (index == 0) {
        appendPngChunk(m_out, chunk->type, chunk->data);
        if (chunk->type == "IHDR")
          appendPngChunk(m_out, "acTL", BigEndian().u32(static_cast<uint32_t>(m_film.frames.size())).u32(0));
      }
    }
  }

  std::vector<std::byte> take() {
    appendPngChunk(m_out, "IEND", {});
    return std::move(m_out);
  }

 private:
  void appendControl(size_t index) {
    const ImageBuffer& frame = m_film.frames[index];
    BigEndian data;
    data.u32(m_sequence++)
        .u32(static_cast<uint32_t>(frame.width))
        .u32(static_cast<uint32_t>(frame.height))
        .u32(0)
        .u32(0);
    data.u16(static_cast<uint32_t>(m_film.milliseconds[index])).u16(1000);
    appendPngChunk(m_out, "fcTL", data.u8(0).u8(0));  // left in place, not blended
  }

  void addPixels(size_t index, std::span<const std::byte> data) {
    if (index == 0) return appendPngChunk(m_out, "IDAT", data);
    appendPngChunk(m_out, "fdAT", BigEndian().u32(m_sequence++).bytes(data));
  }

  const Film& m_film;
  std::vector<std::byte> m_out;
  uint32_t m_sequence = 0;  ///< without a gap over fcTL and fdAT
};

}  // namespace

Result<std::vector<std::byte>> encodeAnimatedPng(const Film& film, const PngTexts& texts,
                                                 const FilmProgress& progress) {
  UNMASK_CHECK(checkFilm(film));
  Assembly assembly(film);
  for (size_t i = 0; i < film.frames.size(); ++i) {
    UNMASK_CHECK(tell(progress, i, film.frames.size()));
    UNMASK_TRY(const std::vector<std::byte> still, encodePng(film.frames[i], i == 0 ? texts : PngTexts()));
    UNMASK_CHECK(assembly.add(i, still));
  }
  UNMASK_CHECK(tell(progress, 1, 1));
  return assembly.take();
}

}  // namespace unmask
