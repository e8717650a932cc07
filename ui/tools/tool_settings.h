// Which tool is in the hand, and how each is set. Remembered between sessions.
#pragma once

#include <QColor>
#include <QObject>
#include <map>

namespace unmask {

enum class Tool { Brush, Eraser, Rectangle, Lasso, Fill, Lock, Token, Picker, Hand, Zoom };

/// Object names of the tools' actions and of what is stored: "brush", "eraser", ….
const char* toolName(Tool tool);

class ToolSettings : public QObject {
  Q_OBJECT

 public:
  static constexpr double kMinSize = 1;
  static constexpr double kMaxSize = 512;

  explicit ToolSettings(QObject* parent = nullptr);

  Tool tool() const { return m_tool; }
  void setTool(Tool tool);

  static bool hasSize(Tool tool);
  double size(Tool tool) const;  ///< diameter in picture pixels; brush, eraser and lock brush have one each
  void setSize(Tool tool, double size);
  void stepSize(int steps);  ///< of the current tool, each step a quarter more or less, at least one pixel

  static bool hasPolarity(Tool tool);
  /// Rectangle, lasso, fill and lock brush take away instead of adding.
  bool isErasing() const { return m_isErasing; }
  void setErasing(bool isErasing);
  /// Brush ↔ eraser; for tools with a polarity adding ↔ taking away.
  void swapPolarity();
  void reset();  ///< brush, adding

  bool usesPressure() const { return m_usesPressure; }
  void setUsesPressure(bool uses);

  /// With this key down the wheel changes the brush's size instead of zooming: Alt or Control.
  Qt::KeyboardModifier wheelSizeModifier() const { return m_wheelSizeModifier; }
  void setWheelSizeModifier(Qt::KeyboardModifier modifier);

  QColor maskColor() const { return m_maskColor; }
  void setMaskColor(const QColor& color);
  double maskOpacity() const { return m_maskOpacity; }  ///< 0.1 … 1
  void setMaskOpacity(double opacity);
  static QColor defaultMaskColor();

  void load();        ///< from the settings
  void save() const;  ///< to the settings

 Q_SIGNALS:
  void changed();

 private:
  Tool m_tool = Tool::Brush;
  std::map<Tool, double> m_sizes{{Tool::Brush, 32}, {Tool::Eraser, 32}, {Tool::Lock, 32}};
  bool m_isErasing = false;
  bool m_usesPressure = true;
  Qt::KeyboardModifier m_wheelSizeModifier = Qt::AltModifier;
  QColor m_maskColor = defaultMaskColor();
  double m_maskOpacity = 0.5;
};

}  // namespace unmask
