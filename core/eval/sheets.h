// Sheets of pictures as PNG, and the whole report as one HTML file. OpenCV draws the letters and stays
// inside.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/eval/report.h"

namespace unmask {

/// The cells in rows of `sheet.columns`, each picture scaled to `side` pixels, its caption and verdict under
/// it (ASCII; other letters become '?'). A green or red bar tells cells that are right or wrong.
ImageBuffer drawSheet(const PictureSheet& sheet, int side = 128);

/// A page that needs nothing else: styles inside, pictures as data URIs, light and dark.
Result<std::string> reportHtml(const EvaluationReport& report);

/// Letters that mean something in HTML replaced; everything from outside goes through it.
std::string htmlEscaped(const std::string& text);

}  // namespace unmask
