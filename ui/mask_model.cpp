#include "ui/mask_model.h"

#include <algorithm>
#include <utility>

#include "ui/commands/change_mask.h"

namespace unmask {

MaskModel::MaskModel(UndoStack* undoStack, QObject* parent) : QObject(parent), m_undoStack(undoStack) {
  connect(undoStack, &UndoStack::aboutToChange, this, &MaskModel::cancelStroke);
}

QSize MaskModel::gridFor(const QSize& pictureSize) const {
  if (pictureSize.isEmpty()) return {0, 0};
  return {std::max(1, pictureSize.width() / m_pixelsPerCell),
          std::max(1, pictureSize.height() / m_pixelsPerCell)};
}

void MaskModel::setRule(CellRule rule) {
  if (m_rule == rule) return;
  m_rule = rule;
  m_cells = {};
  refresh(m_layers.mask.bounds());
}

void MaskModel::setPixelsPerCell(int pixels) {
  if (m_pixelsPerCell == pixels || pixels < 1) return;
  m_pixelsPerCell = pixels;
  setLayers(layersFor(pictureSize()));
}

MaskLayers MaskModel::layersFor(const QSize& size) const {
  const QSize grid = gridFor(size);
  if (size.isEmpty()) return {};
  return {size == pictureSize() ? m_layers.mask : scaledMask(m_layers.mask, size.width(), size.height()),
          scaledCells(m_layers.locks, grid.height(), grid.width())};
}

void MaskModel::setLayers(const MaskLayers& layers) {
  m_stroke.reset();
  const PixelRect before = m_layers.mask.bounds(), after = layers.mask.bounds();
  const bool isSameSize = before == after && m_layers.locks.cells.size() == layers.locks.cells.size();
  PixelRect dirty = before.united(after);
  if (isSameSize) {
    dirty = changedArea(m_layers.mask, layers.mask);
    if (m_layers.locks != layers.locks) dirty = before;
  }
  if (m_layers.mask != layers.mask) ++m_revision;
  m_layers = layers;
  const QSize grid = gridFor(pictureSize());
  // What undo brings back may be of a model with other cells.
  if (!grid.isEmpty() && (m_layers.locks.width != grid.width() || m_layers.locks.height != grid.height()))
    m_layers.locks = scaledCells(m_layers.locks, grid.height(), grid.width());
  refresh(dirty);
}

bool MaskModel::hasPaint() const {
  return hasMask() || std::ranges::find(m_layers.mask.pixels, uint8_t{1}) != m_layers.mask.pixels.end();
}

void MaskModel::refresh(const PixelRect& dirty) {
  const QSize grid = gridFor(pictureSize());
  if (m_cells.height != grid.height() || m_cells.width != grid.width())
    m_cells = cellsOf(m_layers.mask, grid.height(), grid.width(), m_rule);
  else
    updateCells(m_cells, m_layers.mask, dirty, m_rule);
  m_cellCount = m_cells.count();
  m_lockCount = m_layers.locks.count();
  Q_EMIT changed(wholeCells(dirty));
}

/// The cells' colour reaches as far as the cells do.
QRect MaskModel::wholeCells(const PixelRect& area) const {
  const int side = m_pixelsPerCell;
  const QPoint topLeft(area.left / side * side, area.top / side * side);
  const QPoint end((area.right + side) / side * side, (area.bottom + side) / side * side);
  return QRect(topLeft, QSize(end.x() - topLeft.x(), end.y() - topLeft.y()));
}

void MaskModel::beginStroke(MaskLayer layer, bool isPainting) {
  if (m_stroke || !hasPicture()) return;
  m_stroke = Stroke{layer,
                    isPainting,
                    PixelMask(m_layers.mask.width, m_layers.mask.height),
                    CellMask(gridHeight(), gridWidth()),
                    {},
                    m_layers};
}

void MaskModel::strokeLine(PicturePoint from, PicturePoint to, double radiusFrom, double radiusTo) {
  if (!m_stroke) return;
  const PixelRect dirty = paintLine(m_stroke->painted, from, to, radiusFrom, radiusTo);
  m_stroke->area = m_stroke->area.united(dirty);
  applyStroke(dirty);
}

void MaskModel::strokeShape(std::span<const PicturePoint> corners) {
  if (!m_stroke) return;
  const PixelRect before = m_stroke->area;
  paintRect(m_stroke->painted, before, false);
  m_stroke->area = paintPolygon(m_stroke->painted, corners);
  applyStroke(before.united(m_stroke->area));
}

void MaskModel::applyStroke(const PixelRect& dirty) {
  if (dirty.empty()) return;
  const auto on = static_cast<uint8_t>(m_stroke->isPainting);
  if (m_stroke->layer == MaskLayer::Locks) {
    updateCells(m_stroke->touched, m_stroke->painted, dirty);
    m_layers.locks = m_stroke->before.locks;
    for (size_t i = 0; i < m_stroke->touched.cells.size(); ++i) {
      if (m_stroke->touched.cells[i] != 0) m_layers.locks.cells[i] = on;
    }
  } else {
    ++m_revision;
    for (int y = dirty.top; y < dirty.bottom; ++y) {
      const uint8_t* painted = m_stroke->painted.row(y);
      const uint8_t* before = m_stroke->before.mask.row(y);
      uint8_t* now = m_layers.mask.row(y);
      for (int x = dirty.left; x < dirty.right; ++x) now[x] = painted[x] != 0 ? on : before[x];
    }
  }
  refresh(dirty);
}

void MaskModel::endStroke(const QString& text) {
  if (!m_stroke) return;
  const MaskLayers after = m_layers;
  m_layers = std::move(m_stroke->before);  // the command does it once more, and tells
  ++m_revision;
  m_stroke.reset();
  pushChange(after, text);
}

void MaskModel::cancelStroke() {
  if (!m_stroke) return;
  const PixelRect dirty = m_stroke->area;
  m_layers = std::move(m_stroke->before);
  ++m_revision;
  m_stroke.reset();
  refresh(dirty);
}

void MaskModel::pushChange(const MaskLayers& after, const QString& text) {
  MaskDifference difference = differenceOf(m_layers, after);
  if (difference.isNone()) return refresh({});
  m_undoStack->push(std::make_unique<ChangeMask>(this, std::move(difference), text));
}

void MaskModel::pushCells(const CellMask& cells, const QString& text) {
  if (!hasPicture()) return;
  cancelStroke();
  MaskLayers after = m_layers;
  paintCells(after.mask, without(m_cells, cells), false);
  paintCells(after.mask, without(cells, m_cells), true);
  pushChange(after, text);
}

void MaskModel::fillAll() {
  pushCells(CellMask(gridHeight(), gridWidth(), true), tr("Mask Everything"));
}

void MaskModel::clear() {
  replaceMask(PixelMask(m_layers.mask.width, m_layers.mask.height), tr("Clear Mask"));
}

void MaskModel::invert() {
  pushCells(inverted(m_cells), tr("Invert Mask"));
}

void MaskModel::grow() {
  pushCells(grown(m_cells), tr("Grow Mask"));
}

void MaskModel::shrink() {
  pushCells(shrunk(m_cells), tr("Shrink Mask"));
}

void MaskModel::fillConnected(Cell cell, MaskLayer layer, bool isPainting) {
  if (!hasPicture()) return;
  cancelStroke();
  MaskLayers after = m_layers;
  if (layer == MaskLayer::Locks) {
    const CellMask area = connectedTo(cell, m_layers.locks);
    for (size_t i = 0; i < area.cells.size(); ++i) {
      if (area.cells[i] != 0) after.locks.cells[i] = static_cast<uint8_t>(isPainting);
    }
  } else {
    paintCells(after.mask, connectedTo(cell, m_cells), isPainting);
  }
  pushChange(after, isPainting ? tr("Fill") : tr("Erase Area"));
}

void MaskModel::clearLocks() {
  cancelStroke();
  MaskLayers after = m_layers;
  std::fill(after.locks.cells.begin(), after.locks.cells.end(), uint8_t{0});
  pushChange(after, tr("Unlock All Cells"));
}

void MaskModel::replaceMask(const PixelMask& mask, const QString& text) {
  if (!hasPicture() || mask.width != m_layers.mask.width || mask.height != m_layers.mask.height) return;
  cancelStroke();
  pushChange({mask, m_layers.locks}, text);
}

}  // namespace unmask
