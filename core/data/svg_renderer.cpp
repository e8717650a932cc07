#include "core/data/svg_renderer.h"

#include <librsvg/rsvg.h>

#include <algorithm>
#include <memory>

namespace unmask {

namespace {

constexpr size_t kMaxSvgBytes = size_t{8} << 20;

struct GObjectDeleter {
  void operator()(RsvgHandle* handle) const { g_object_unref(handle); }
};
struct CairoDeleter {
  void operator()(cairo_t* context) const { cairo_destroy(context); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};

Error svgError(const std::string& where, GError* detail) {
  Error error{ErrorKind::BadInput, "the SVG drawing cannot be drawn",    where, {},
              "a valid SVG",       detail ? detail->message : "unknown", {}};
  if (detail) g_error_free(detail);
  return error;
}

uint8_t unpremultiplied(uint32_t value, uint32_t alpha) {
  return static_cast<uint8_t>(std::min<uint32_t>(255, (value * 255 + alpha / 2) / alpha));
}

// Cairo's ARGB32 is a native-endian word with colours multiplied by alpha.
ImageBuffer straightRgba(cairo_surface_t* surface, int pixels) {
  ImageBuffer image(pixels, pixels, 4);
  const unsigned char* data = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  for (int y = 0; y < pixels; ++y) {
    const auto* row = reinterpret_cast<const uint32_t*>(data + static_cast<ptrdiff_t>(y) * stride);
    for (int x = 0; x < pixels; ++x) {
      const uint32_t word = row[x], alpha = word >> 24;
      uint8_t* out = image.at(x, y);
      for (int c = 0; c < 3; ++c) {
        out[c] = alpha == 0 ? 255 : unpremultiplied((word >> (16 - 8 * c)) & 255, alpha);
      }
      out[3] = static_cast<uint8_t>(alpha);
    }
  }
  return image;
}

}  // namespace

Result<ImageBuffer> renderSvg(std::string_view svg, int pixels, const std::string& where) {
  if (svg.size() > kMaxSvgBytes || pixels < 1 || pixels > 4096) {
    return Error{ErrorKind::BadInput,
                 "the SVG drawing is too large",
                 where,
                 {},
                 "at most 8 MiB, 1 to 4096 pixels",
                 std::to_string(svg.size()) + " bytes, " + std::to_string(pixels) + " pixels",
                 {}};
  }
  GError* detail = nullptr;
  const std::unique_ptr<RsvgHandle, GObjectDeleter> handle(
      rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(svg.data()), svg.size(), &detail));
  if (!handle) return svgError(where, detail);

  const std::unique_ptr<cairo_surface_t, CairoDeleter> surface(
      cairo_image_surface_create(CAIRO_FORMAT_ARGB32, pixels, pixels));
  const std::unique_ptr<cairo_t, CairoDeleter> context(cairo_create(surface.get()));
  const RsvgRectangle viewport{0, 0, static_cast<double>(pixels), static_cast<double>(pixels)};
  if (!rsvg_handle_render_document(handle.get(), context.get(), &viewport, &detail))
    return svgError(where, detail);
  cairo_surface_flush(surface.get());
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) return svgError(where, nullptr);
  return straightRgba(surface.get(), pixels);
}

}  // namespace unmask
