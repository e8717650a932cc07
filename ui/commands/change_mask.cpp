#include "ui/commands/change_mask.h"

#include <algorithm>
#include <cstring>

#include "ui/mask_model.h"

namespace unmask {
namespace {

PixelRect differences(const PixelMask& a, const PixelMask& b) {
  PixelRect area;
  for (int y = 0; y < a.height; ++y) {
    const uint8_t* rowA = a.row(y);
    const uint8_t* rowB = b.row(y);
    if (std::memcmp(rowA, rowB, static_cast<size_t>(a.width)) == 0) continue;
    int left = 0, right = a.width;
    while (rowA[left] == rowB[left]) ++left;
    while (rowA[right - 1] == rowB[right - 1]) --right;
    area = area.united({left, y, right, y + 1});
  }
  return area;
}

}  // namespace

ChangeMask::ChangeMask(MaskModel* mask, const MaskLayers& before, const MaskLayers& after,
                       const QString& text)
    : Command(text), m_mask(mask), m_area(differences(before.mask, after.mask)) {
  m_flippedPixels.reserve(static_cast<size_t>(m_area.width()) * static_cast<size_t>(m_area.height()));
  for (int y = m_area.top; y < m_area.bottom; ++y) {
    for (int x = m_area.left; x < m_area.right; ++x)
      m_flippedPixels.push_back(before.mask.contains(x, y) != after.mask.contains(x, y));
  }
  if (before.locks == after.locks) return;
  for (size_t i = 0; i < before.locks.cells.size(); ++i)
    m_flippedLocks.push_back(before.locks.cells[i] != after.locks.cells[i]);
}

qint64 ChangeMask::bytes() const {
  return static_cast<qint64>(sizeof(*this) + m_flippedPixels.size() / 8 + m_flippedLocks.size() / 8);
}

void ChangeMask::flip() {
  MaskLayers layers = m_mask->layers();
  size_t i = 0;
  for (int y = m_area.top; y < m_area.bottom; ++y) {
    uint8_t* row = layers.mask.row(y);
    for (int x = m_area.left; x < m_area.right; ++x) row[x] ^= static_cast<uint8_t>(m_flippedPixels[i++]);
  }
  for (size_t cell = 0; cell < m_flippedLocks.size() && cell < layers.locks.cells.size(); ++cell)
    layers.locks.cells[cell] ^= static_cast<uint8_t>(m_flippedLocks[cell]);
  m_mask->setLayers(layers);
}

}  // namespace unmask
