#include "core/model/tensor_image.h"

#include <algorithm>
#include <cstring>

namespace unmask {
using torch::Tensor;

Tensor tensorFromImage(const ImageBuffer& rgb) {
  TORCH_CHECK(rgb.channels == 3, "expected an RGB picture, got ", rgb.channels, " channels");
  Tensor rows = torch::empty({rgb.height, rgb.width, 3}, torch::kUInt8);
  std::memcpy(rows.data_ptr(), rgb.pixels.data(), rgb.pixels.size());
  return rows.permute({2, 0, 1}).contiguous();
}

ImageBuffer imageFromTensor(const Tensor& pixels) {
  const Tensor bytes = pixels.detach()
                           .to(torch::kFloat32)
                           .clamp(0, 1)
                           .mul(255)
                           .round()
                           .to(torch::kUInt8)
                           .permute({1, 2, 0})
                           .contiguous();
  ImageBuffer image(static_cast<int>(bytes.size(1)), static_cast<int>(bytes.size(0)), 3);
  std::memcpy(image.pixels.data(), bytes.data_ptr(), image.pixels.size());
  return image;
}

ImageBuffer contactSheet(const Tensor& pictures, int columns, int gap) {
  const int count = static_cast<int>(pictures.size(0));
  const int width = static_cast<int>(pictures.size(3)), height = static_cast<int>(pictures.size(2));
  const int rows = (count + columns - 1) / columns;
  ImageBuffer sheet(columns * (width + gap) + gap, rows * (height + gap) + gap, 3, 255);
  for (int i = 0; i < count; ++i) {
    const ImageBuffer picture = imageFromTensor(pictures[i]);
    const int left = gap + (i % columns) * (width + gap), top = gap + (i / columns) * (height + gap);
    for (int y = 0; y < height; ++y)
      std::memcpy(sheet.at(left, top + y), picture.at(0, y), static_cast<size_t>(width) * 3);
  }
  return sheet;
}

}  // namespace unmask
