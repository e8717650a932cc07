#include "ui/commands/change_mask.h"

#include <algorithm>
#include <cstring>

#include "ui/mask_model.h"

namespace unmask {
MaskDifference differenceOf(const MaskLayers& before, const MaskLayers& after) {
  MaskDifference difference;
  const PixelRect area = difference.area = changedArea(before.mask, after.mask);
  difference.pixels.reserve(static_cast<size_t>(area.width()) * static_cast<size_t>(area.height()));
  for (int y = area.top; y < area.bottom; ++y) {
    for (int x = area.left; x < area.right; ++x)
      difference.pixels.push_back(before.mask.contains(x, y) != after.mask.contains(x, y));
  }
  if (before.locks == after.locks) return difference;
  for (size_t i = 0; i < before.locks.cells.size(); ++i)
    difference.locks.push_back(before.locks.cells[i] != after.locks.cells[i]);
  return difference;
}

qint64 ChangeMask::bytes() const {
  return static_cast<qint64>(sizeof(*this) + m_difference.pixels.size() / 8 + m_difference.locks.size() / 8);
}

void ChangeMask::flip() {
  MaskLayers layers = m_mask->layers();
  const PixelRect& area = m_difference.area;
  const std::vector<bool>& locks = m_difference.locks;
  size_t i = 0;
  for (int y = area.top; y < area.bottom; ++y) {
    uint8_t* row = layers.mask.row(y);
    for (int x = area.left; x < area.right; ++x) row[x] ^= static_cast<uint8_t>(m_difference.pixels[i++]);
  }
  for (size_t cell = 0; cell < locks.size() && cell < layers.locks.cells.size(); ++cell)
    layers.locks.cells[cell] ^= static_cast<uint8_t>(locks[cell]);
  m_mask->setLayers(layers);
}

}  // namespace unmask
