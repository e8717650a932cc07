// What the canvas draws over the picture's cells: which are still hidden, which were just revealed, the grid.
#pragma once

#include <QElapsedTimer>
#include <QPainter>
#include <QPalette>
#include <QRegion>

#include "core/doc/token_grid.h"
#include "ui/canvas/hidden_layer.h"
#include "ui/canvas/view_transform.h"

namespace unmask {

/// A view helper without a widget; window's thread only.
class TokenOverlay {
 public:
  /// Size of the token grid; 0 × 0 draws nothing. Forgets what was hidden or flashing.
  void setGrid(int height, int width);
  int gridHeight() const { return m_hidden.height; }
  int gridWidth() const { return m_hidden.width; }

  void hideAll();
  /// Cells that were hidden and are not any more begin to flash. A mask of another size resets the grid.
  void setHidden(const CellMask& hidden);
  void clear();  ///< nothing hidden, nothing flashing
  size_t hiddenCount() const { return m_hiddenCount; }
  size_t revealedCount() const { return m_revealed.count(); }  ///< cells of the last reveal

  void setGridShown(bool isShown) { m_isGridShown = isShown; }
  bool isGridShown() const { return m_isGridShown; }

  bool isFlashing() const;
  /// Device rectangles of the cells that flash or flashed last.
  QRegion flashRegion(const ViewTransform& transform) const;

  /// In device pixels (the painter is scaled back to them); `devicePixelRatio` sets line widths.
  void paint(QPainter* painter, const ViewTransform& transform, const QPalette& palette,
             qreal devicePixelRatio);

 private:
  void paintFlash(QPainter* painter, const ViewTransform& transform, const QPalette& palette,
                  qreal ratio) const;
  void paintGrid(QPainter* painter, const ViewTransform& transform) const;
  double flashStrength() const;  ///< 1 at the reveal, 0 when it is over

  CellMask m_hidden;
  CellMask m_revealed;
  size_t m_hiddenCount = 0;
  QElapsedTimer m_sinceReveal;
  HiddenLayer m_hiddenLayer;
  bool m_isGridShown = false;
};

}  // namespace unmask
