// Undo command: some pixels of the mask and some locked cells flip.
#pragma once

#include <vector>

#include "core/doc/pixel_mask.h"
#include "ui/commands/undo_stack.h"

namespace unmask {

class MaskModel;
struct MaskLayers;

/// What flips between two states of the layers: one bit for each pixel of the rectangle that changed.
struct MaskDifference {
  PixelRect area;
  std::vector<bool> pixels;  ///< row-major in `area`
  std::vector<bool> locks;   ///< row-major over the grid; empty = none
  int lockRows = 0, lockColumns = 0;

  bool isNone() const { return area.empty() && locks.empty(); }
};

/// Both of the same sizes. Any thread.
MaskDifference differenceOf(const MaskLayers& before, const MaskLayers& after);

/// Undo and redo flip the same bits. `mask` outlives the command.
class ChangeMask : public Command {
 public:
  ChangeMask(MaskModel* mask, MaskDifference difference, const QString& text)
      : Command(text), m_mask(mask), m_difference(std::move(difference)) {}

  void undo() override { flip(); }
  void redo() override { flip(); }
  qint64 bytes() const override;

 private:
  void flip();

  MaskModel* m_mask;
  MaskDifference m_difference;
};

}  // namespace unmask
