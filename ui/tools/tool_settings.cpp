#include "ui/tools/tool_settings.h"

#include <QSettings>
#include <algorithm>
#include <cmath>

namespace unmask {

const char* toolName(Tool tool) {
  switch (tool) {
    case Tool::Brush:
      return "brush";
    case Tool::Eraser:
      return "eraser";
    case Tool::Rectangle:
      return "rectangle";
    case Tool::Lasso:
      return "lasso";
    case Tool::Fill:
      return "fill";
    case Tool::Lock:
      return "lock";
    case Tool::Token:
      return "token";
    case Tool::Picker:
      return "picker";
    case Tool::Hand:
      return "hand";
    case Tool::Zoom:
      return "zoom";
  }
  return "";
}

ToolSettings::ToolSettings(QObject* parent) : QObject(parent) {}

/// Reddish purple of Okabe and Ito's set, brighter: rare in pictures, and told from blue, green and grey
/// without red-green vision.
QColor ToolSettings::defaultMaskColor() {
  return QColor(222, 60, 160);
}

void ToolSettings::setTool(Tool tool) {
  if (m_tool == tool) return;
  m_tool = tool;
  Q_EMIT changed();
}

bool ToolSettings::hasSize(Tool tool) {
  return tool == Tool::Brush || tool == Tool::Eraser || tool == Tool::Lock;
}

double ToolSettings::size(Tool tool) const {
  const auto found = m_sizes.find(tool);
  return found == m_sizes.end() ? 0 : found->second;
}

void ToolSettings::setSize(Tool tool, double size) {
  if (!hasSize(tool) || !std::isfinite(size)) return;
  const double kept = std::clamp(size, kMinSize, kMaxSize);
  if (m_sizes[tool] == kept) return;
  m_sizes[tool] = kept;
  Q_EMIT changed();
}

void ToolSettings::stepSize(int steps) {
  double size = this->size(m_tool);
  for (; steps > 0; --steps) size = std::max(size + 1, std::round(size * 1.25));
  for (; steps < 0; ++steps) size = std::min(size - 1, std::round(size / 1.25));
  setSize(m_tool, size);
}

bool ToolSettings::hasPolarity(Tool tool) {
  return tool == Tool::Rectangle || tool == Tool::Lasso || tool == Tool::Fill || tool == Tool::Lock;
}

void ToolSettings::setErasing(bool isErasing) {
  if (m_isErasing == isErasing) return;
  m_isErasing = isErasing;
  Q_EMIT changed();
}

void ToolSettings::swapPolarity() {
  if (m_tool == Tool::Brush) return setTool(Tool::Eraser);
  if (m_tool == Tool::Eraser) return setTool(Tool::Brush);
  if (hasPolarity(m_tool)) setErasing(!m_isErasing);
}

void ToolSettings::reset() {
  setErasing(false);
  setTool(Tool::Brush);
}

void ToolSettings::setUsesPressure(bool uses) {
  if (m_usesPressure == uses) return;
  m_usesPressure = uses;
  Q_EMIT changed();
}

void ToolSettings::setWheelSizeModifier(Qt::KeyboardModifier modifier) {
  if (m_wheelSizeModifier == modifier) return;
  m_wheelSizeModifier = modifier;
  Q_EMIT changed();
}

void ToolSettings::setMaskColor(const QColor& color) {
  if (m_maskColor == color || !color.isValid()) return;
  m_maskColor = color;
  Q_EMIT changed();
}

void ToolSettings::setMaskOpacity(double opacity) {
  const double kept = std::clamp(opacity, 0.1, 1.0);
  if (m_maskOpacity == kept) return;
  m_maskOpacity = kept;
  Q_EMIT changed();
}

void ToolSettings::load() {
  const QSettings settings;
  for (auto& [tool, size] : m_sizes) {
    const double stored = settings.value(QStringLiteral("tools/%1").arg(toolName(tool)), size).toDouble();
    if (std::isfinite(stored)) size = std::clamp(stored, kMinSize, kMaxSize);
  }
  m_usesPressure = settings.value("tools/pressure", m_usesPressure).toBool();
  const bool sizesByCtrl = settings.value("tools/wheelSize").toString() == "ctrl";
  m_wheelSizeModifier = sizesByCtrl ? Qt::ControlModifier : Qt::AltModifier;
  const QColor color(settings.value("tools/maskColor").toString());
  if (color.isValid()) m_maskColor = color;
  const double opacity = settings.value("tools/maskOpacity", m_maskOpacity).toDouble();
  if (std::isfinite(opacity)) m_maskOpacity = std::clamp(opacity, 0.1, 1.0);
  Q_EMIT changed();
}

void ToolSettings::save() const {
  QSettings settings;
  for (const auto& [tool, size] : m_sizes)
    settings.setValue(QStringLiteral("tools/%1").arg(toolName(tool)), size);
  settings.setValue("tools/pressure", m_usesPressure);
  settings.setValue("tools/wheelSize", m_wheelSizeModifier == Qt::ControlModifier ? "ctrl" : "alt");
  settings.setValue("tools/maskColor", m_maskColor.name());
  settings.setValue("tools/maskOpacity", m_maskOpacity);
}

}  // namespace unmask
