// From pointer movements to edits of the mask.
#pragma once

#include <QObject>
#include <optional>
#include <vector>

#include "ui/mask_model.h"
#include "ui/tools/tool_settings.h"

namespace unmask {

/// A pointer event on the picture.
struct ToolPoint {
  PicturePoint at;        ///< may lie outside the picture
  double pressure = 1;    ///< 0 … 1; 1 for mice
  bool isTurned = false;  ///< the other way round: Ctrl, the right button
  bool isEraserEnd = false;
  bool isShiftDown = false;
};

/// The tools that paint. One stroke at a time: press, moves, release, or cancel.
class MaskTools : public QObject {
  Q_OBJECT

 public:
  MaskTools(MaskModel* mask, ToolSettings* settings, QObject* parent = nullptr);

  /// True when the current tool paints; token brush, picker, hand and zoom are the canvas's own.
  bool isPaintingTool() const;

  void press(const ToolPoint& point);
  void move(const ToolPoint& point);
  void release(const ToolPoint& point);
  void cancel();  ///< nothing was painted
  bool isActive() const { return m_active != Active::None; }

  /// The tool that a press with this point would use.
  Tool toolFor(const ToolPoint& point) const;
  double radiusFor(const ToolPoint& point) const;
  /// Of the lasso or the rectangle being drawn.
  const std::vector<PicturePoint>& outline() const { return m_outline; }

 private:
  enum class Active { None, Line, Shape, Resize };

  bool isPainting(const ToolPoint& point) const;
  void beginLine(const ToolPoint& point);
  void drawShape(const ToolPoint& point);
  QString strokeName() const;

  MaskModel* m_mask;
  ToolSettings* m_settings;
  Active m_active = Active::None;
  Tool m_tool = Tool::Brush;  ///< of the stroke
  bool m_isPainting = true;   ///< of the stroke
  std::optional<PicturePoint>
      m_lastEnd;  ///< where the last stroke ended: Shift+click draws a line from there
  ToolPoint m_previous;
  PicturePoint m_pressedAt;
  double m_sizeAtPress = 0;
  std::vector<PicturePoint> m_outline;
};

}  // namespace unmask
