// The mask as a layer of the document: what was painted, which cells that selects, which cells are locked.
#pragma once

#include <QObject>
#include <QRect>
#include <QSize>
#include <optional>
#include <span>

#include "core/doc/mask_cells.h"
#include "core/doc/pixel_mask.h"
#include "ui/commands/undo_stack.h"

namespace unmask {

struct MaskLayers {
  PixelMask mask;  ///< of the picture's size; painted pixels
  CellMask locks;  ///< cells no run may change
  bool operator==(const MaskLayers&) const = default;
};

enum class MaskLayer { Mask, Locks };

/// Lives in the window's thread. Every edit is one entry of the undo stack. Independent of prompt and
/// picture: it stays when they change, and is fitted when the picture's size does. Without a picture it is
/// empty and edits do nothing.
class MaskModel : public QObject {
  Q_OBJECT

 public:
  explicit MaskModel(UndoStack* undoStack, QObject* parent = nullptr);

  const MaskLayers& layers() const { return m_layers; }
  const PixelMask& pixels() const { return m_layers.mask; }
  const CellMask& cells() const { return m_cells; }  ///< selected by what is painted
  const CellMask& locks() const { return m_layers.locks; }
  QSize pictureSize() const { return {m_layers.mask.width, m_layers.mask.height}; }
  int gridHeight() const { return m_cells.height; }
  int gridWidth() const { return m_cells.width; }
  bool hasPicture() const { return !m_cells.empty(); }
  bool hasMask() const { return m_cellCount > 0; }
  bool hasPaint() const;  ///< also where it is too thin to choose a cell
  bool hasLocks() const { return m_lockCount > 0; }
  size_t cellCount() const { return m_cellCount; }
  size_t lockCount() const { return m_lockCount; }
  quint64 revision() const { return m_revision; }  ///< counts changes of the painted mask

  CellRule rule() const { return m_rule; }
  void setRule(CellRule rule);
  int pixelsPerCell() const { return m_pixelsPerCell; }
  void setPixelsPerCell(int pixels);

  // A stroke: many changes shown at once, one undo entry at the end, none when nothing changed.
  void beginStroke(MaskLayer layer, bool isPainting);
  void strokeLine(PicturePoint from, PicturePoint to, double radiusFrom, double radiusTo);
  void strokeShape(std::span<const PicturePoint> corners);  ///< instead of what this stroke painted so far
  void endStroke(const QString& text);
  void cancelStroke();
  bool isStroking() const { return m_stroke.has_value(); }

  // Whole-mask edits, each one undo entry.
  void fillAll();
  void clear();
  void invert();
  void grow();
  void shrink();
  void fillConnected(Cell cell, MaskLayer layer, bool isPainting);
  void clearLocks();
  void replaceMask(const PixelMask& mask, const QString& text);  ///< of the picture's size

  // For the undo commands.
  MaskLayers layersFor(const QSize& pictureSize) const;  ///< fitted to a picture of this size
  void setLayers(const MaskLayers& layers);

 Q_SIGNALS:
  void changed(const QRect& pixels);  ///< mask, cells or locks, within this part of the picture

 private:
  struct Stroke {
    MaskLayer layer = MaskLayer::Mask;
    bool isPainting = true;
    PixelMask painted;
    CellMask touched;  ///< by what is painted
    PixelRect area;    ///< everything painted so far lies in it
    MaskLayers before;
  };

  void applyStroke(const PixelRect& dirty);
  void pushChange(const MaskLayers& after, const QString& text);
  void pushCells(const CellMask& cells, const QString& text);
  void refresh(const PixelRect& dirty);
  QRect wholeCells(const PixelRect& area) const;
  QSize gridFor(const QSize& pictureSize) const;

  UndoStack* m_undoStack;
  MaskLayers m_layers;
  CellMask m_cells;
  size_t m_cellCount = 0;
  size_t m_lockCount = 0;
  CellRule m_rule = CellRule::AnyTouch;
  int m_pixelsPerCell = 16;
  quint64 m_revision = 0;
  std::optional<Stroke> m_stroke;
};

}  // namespace unmask
