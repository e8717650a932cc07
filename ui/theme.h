// Colours that carry meaning, derived from the system palette so that light and dark both work.
#pragma once

#include <QColor>
#include <QPalette>

namespace unmask {

enum class Tone { Info, Success, Warning, Error };

bool isDark(const QPalette& palette);
QColor mixed(const QColor& a, const QColor& b, double shareOfB);

/// For icons and lines that say what kind of message this is; never the only sign of it.
QColor toneColor(Tone tone, const QPalette& palette);
/// A quiet background of that tone, on which WindowText is readable.
QColor toneBackground(Tone tone, const QPalette& palette);

QColor canvasBackground(const QPalette& palette);  ///< around the picture
QColor canvasPaper(const QPalette& palette);       ///< where a picture will be
QColor quietText(const QPalette& palette);         ///< secondary text

}  // namespace unmask
