#include "ui/theme.h"

namespace unmask {

bool isDark(const QPalette& palette) {
  return palette.color(QPalette::Window).lightnessF() < 0.5f;
}

QColor mixed(const QColor& a, const QColor& b, double shareOfB) {
  const auto mix = [shareOfB](float x, float y) { return static_cast<float>(x + (y - x) * shareOfB); };
  return QColor::fromRgbF(mix(a.redF(), b.redF()), mix(a.greenF(), b.greenF()), mix(a.blueF(), b.blueF()));
}

QColor toneColor(Tone tone, const QPalette& palette) {
  const bool dark = isDark(palette);
  // Blue, green, orange, vermilion: distinct also without red-green vision (Okabe and Ito's set, shaded).
  switch (tone) {
    case Tone::Info:
      return palette.color(QPalette::Highlight);
    case Tone::Success:
      return dark ? QColor(60, 190, 150) : QColor(0, 125, 95);
    case Tone::Warning:
      return dark ? QColor(235, 170, 50) : QColor(175, 110, 0);
    case Tone::Error:
      return dark ? QColor(240, 120, 70) : QColor(190, 70, 0);
  }
  return palette.color(QPalette::WindowText);
}

QColor toneBackground(Tone tone, const QPalette& palette) {
  return mixed(palette.color(QPalette::Window), toneColor(tone, palette), 0.16);
}

QColor canvasBackground(const QPalette& palette) {
  const QColor window = palette.color(QPalette::Window);
  return isDark(palette) ? window.darker(135) : window.darker(109);
}

QColor canvasPaper(const QPalette& palette) {
  return mixed(canvasBackground(palette), palette.color(QPalette::WindowText), 0.07);
}

QColor quietText(const QPalette& palette) {
  return mixed(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.35);
}

}  // namespace unmask
