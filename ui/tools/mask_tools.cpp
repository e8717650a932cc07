#include "ui/tools/mask_tools.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace unmask {
namespace {

constexpr double kThinnest = 0.15;      ///< share of the radius that the lightest touch leaves
constexpr double kResizeThreshold = 3;  ///< picture pixels: below, Shift+click is meant
constexpr size_t kMaxCorners = 20'000;  ///< of a lasso

double distance(PicturePoint a, PicturePoint b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

}  // namespace

MaskTools::MaskTools(MaskModel* mask, ToolSettings* settings, QObject* parent)
    : QObject(parent), m_mask(mask), m_settings(settings) {}

bool MaskTools::isPaintingTool() const {
  switch (m_settings->tool()) {
    case Tool::Token:
    case Tool::Picker:
    case Tool::Hand:
    case Tool::Zoom:
      return false;
    default:
      return true;
  }
}

Tool MaskTools::toolFor(const ToolPoint& point) const {
  const Tool tool = m_settings->tool();
  const bool isBrush = tool == Tool::Brush || tool == Tool::Eraser;
  if (isBrush && point.isEraserEnd) return Tool::Eraser;
  if (isBrush && point.isTurned) return tool == Tool::Brush ? Tool::Eraser : Tool::Brush;
  return tool;
}

bool MaskTools::isPainting(const ToolPoint& point) const {
  const Tool tool = toolFor(point);
  if (tool == Tool::Brush || tool == Tool::Eraser) return tool == Tool::Brush;
  return m_settings->isErasing() == (point.isTurned || point.isEraserEnd);
}

double MaskTools::radiusFor(const ToolPoint& point) const {
  const double radius = m_settings->size(toolFor(point)) / 2;
  if (!m_settings->usesPressure()) return radius;
  return radius * (kThinnest + (1 - kThinnest) * std::clamp(point.pressure, 0.0, 1.0));
}

void MaskTools::press(const ToolPoint& point) {
  if (isActive() || !m_mask->hasPicture() || !isPaintingTool()) return;
  m_tool = toolFor(point);
  m_isPainting = isPainting(point);
  m_pressedAt = point.at;
  m_previous = point;
  if (m_tool == Tool::Fill) {
    const QSize size = m_mask->pictureSize();
    const Cell cell{static_cast<int>(std::floor(point.at.y * m_mask->gridHeight() / size.height())),
                    static_cast<int>(std::floor(point.at.x * m_mask->gridWidth() / size.width()))};
    const bool isInside = cell.row >= 0 && cell.column >= 0 && cell.row < m_mask->gridHeight() &&
                          cell.column < m_mask->gridWidth();
    if (isInside) m_mask->fillConnected(cell, MaskLayer::Mask, m_isPainting);
  } else if (ToolSettings::hasSize(m_tool)) {
    if (point.isShiftDown) {
      m_active = Active::Resize;  // until the button comes up: if it did not move, a line was meant
      m_sizeAtPress = m_settings->size(m_tool);
    } else {
      beginLine(point);
    }
  } else {
    m_active = Active::Shape;
    m_outline.assign(1, point.at);
    m_mask->beginStroke(MaskLayer::Mask, m_isPainting);
  }
}

void MaskTools::beginLine(const ToolPoint& point) {
  m_active = Active::Line;
  m_mask->beginStroke(m_tool == Tool::Lock ? MaskLayer::Locks : MaskLayer::Mask, m_isPainting);
  const double radius = radiusFor(point);
  m_mask->strokeLine(point.at, point.at, radius, radius);
}

void MaskTools::move(const ToolPoint& point) {
  switch (m_active) {
    case Active::None:
      return;
    case Active::Line:
      m_mask->strokeLine(m_previous.at, point.at, radiusFor(m_previous), radiusFor(point));
      break;
    case Active::Shape:
      drawShape(point);
      break;
    case Active::Resize:
      m_settings->setSize(m_tool, m_sizeAtPress + 2 * (point.at.x - m_pressedAt.x));
      break;
  }
  m_previous = point;
}

void MaskTools::drawShape(const ToolPoint& point) {
  if (m_tool == Tool::Lasso) {
    if (m_outline.size() < kMaxCorners) m_outline.push_back(point.at);
  } else {
    PicturePoint end = point.at;
    if (point.isShiftDown) {  // a square
      const double side = std::max(std::abs(end.x - m_pressedAt.x), std::abs(end.y - m_pressedAt.y));
      end = {m_pressedAt.x + std::copysign(side, end.x - m_pressedAt.x),
             m_pressedAt.y + std::copysign(side, end.y - m_pressedAt.y)};
    }
    m_outline = {m_pressedAt, {end.x, m_pressedAt.y}, end, {m_pressedAt.x, end.y}};
  }
  m_mask->strokeShape(m_outline);
}

void MaskTools::release(const ToolPoint& point) {
  const Active active = std::exchange(m_active, Active::None);
  if (active == Active::None) return;
  m_outline.clear();
  if (active == Active::Resize) {
    if (distance(point.at, m_pressedAt) >= kResizeThreshold) return;
    m_settings->setSize(m_tool, m_sizeAtPress);
    const PicturePoint from = m_lastEnd.value_or(point.at);
    const double radius = radiusFor(point);
    m_mask->beginStroke(m_tool == Tool::Lock ? MaskLayer::Locks : MaskLayer::Mask, m_isPainting);
    m_mask->strokeLine(from, point.at, radius, radius);
  }
  if (active != Active::Shape) m_lastEnd = point.at;
  m_mask->endStroke(strokeName());
}

void MaskTools::cancel() {
  if (m_active == Active::Resize) m_settings->setSize(m_tool, m_sizeAtPress);
  m_active = Active::None;
  m_outline.clear();
  m_mask->cancelStroke();
}

QString MaskTools::strokeName() const {
  switch (m_tool) {
    case Tool::Lock:
      return m_isPainting ? tr("Lock Cells") : tr("Unlock Cells");
    case Tool::Rectangle:
      return m_isPainting ? tr("Rectangle") : tr("Erase Rectangle");
    case Tool::Lasso:
      return m_isPainting ? tr("Lasso") : tr("Erase Lasso");
    default:
      return m_isPainting ? tr("Brush Stroke") : tr("Eraser Stroke");
  }
}

}  // namespace unmask
