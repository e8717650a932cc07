#include "ui/picture.h"

namespace unmask {

QImage toQImage(const ImageBuffer& buffer) {
  if (buffer.empty()) return {};
  QImage::Format format = QImage::Format_RGB888;
  QImage::Format target = QImage::Format_RGB32;
  if (buffer.channels == 1) format = QImage::Format_Grayscale8;
  if (buffer.channels == 4) {
    format = QImage::Format_RGBA8888;
    target = QImage::Format_ARGB32_Premultiplied;
  }
  const qsizetype bytesPerLine = qsizetype{buffer.width} * buffer.channels;
  const QImage view(buffer.pixels.data(), buffer.width, buffer.height, bytesPerLine, format);
  return view.convertToFormat(target);  // a different format, hence a deep copy
}

}  // namespace unmask
