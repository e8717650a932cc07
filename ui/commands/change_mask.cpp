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
  difference.lockRows = before.locks.height;
  difference.lockColumns = before.locks.width;
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
  if (!locks.empty()) {
    CellMask flipped(m_difference.lockRows, m_difference.lockColumns);
    std::copy(locks.begin(), locks.end(), flipped.cells.begin());
    CellMask& now = layers.locks;
    // A model with other cells may have come since.
    if (now.height != flipped.height || now.width != flipped.width)
      flipped = scaledCells(flipped, now.height, now.width);
    for (size_t cell = 0; cell < now.cells.size(); ++cell) now.cells[cell] ^= flipped.cells[cell];
  }
  m_mask->setLayers(layers);
}

}  // namespace unmask
