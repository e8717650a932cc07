// Undo command: some pixels of the mask and some locked cells flip.
#pragma once

#include <vector>

#include "core/doc/pixel_mask.h"
#include "ui/commands/undo_stack.h"

namespace unmask {

class MaskModel;
struct MaskLayers;

/// Keeps one bit for each pixel of the rectangle that changed; undo and redo flip the same bits.
/// `mask` outlives the command.
class ChangeMask : public Command {
 public:
  /// Both of the same sizes.
  ChangeMask(MaskModel* mask, const MaskLayers& before, const MaskLayers& after, const QString& text);

  bool changesNothing() const { return m_area.empty() && m_flippedLocks.empty(); }
  void undo() override { flip(); }
  void redo() override { flip(); }
  qint64 bytes() const override;

 private:
  void flip();

  MaskModel* m_mask;
  PixelRect m_area;
  std::vector<bool> m_flippedPixels;  ///< row-major in m_area
  std::vector<bool> m_flippedLocks;   ///< row-major over the grid; empty = none
};

}  // namespace unmask
