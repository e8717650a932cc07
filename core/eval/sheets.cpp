#include "core/eval/sheets.h"

#include <algorithm>
#include <cstring>
#include <opencv2/imgproc.hpp>

#include "core/eval/features.h"
#include "core/io/image_codec.h"

namespace unmask {
namespace {

constexpr int kMargin = 6;
constexpr int kLineHeight = 14;
constexpr int kBar = 3;
constexpr int kMaxLines = 3;
constexpr double kLetterScale = 0.36;

std::string asciiOf(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) == 0x80) continue;  // the rest of a longer letter
    out += byte >= 0x20 && byte < 0x7F ? c : '?';
  }
  return out;
}

int widthOf(const std::string& text) {
  int baseline = 0;
  return cv::getTextSize(text, cv::FONT_HERSHEY_SIMPLEX, kLetterScale, 1, &baseline).width;
}

/// Words in lines of at most `width` pixels; a word that is longer stays whole and is cut by the cell.
std::vector<std::string> wrapped(const std::string& text, int width) {
  std::vector<std::string> lines;
  std::string line;
  const std::string plain = asciiOf(text) + " ";
  for (size_t start = 0; start < plain.size();) {
    const size_t end = plain.find(' ', start);
    const std::string word = plain.substr(start, end - start);
    start = end + 1;
    if (word.empty()) continue;
    const std::string longer = line.empty() ? word : line + " " + word;
    if (!line.empty() && widthOf(longer) > width) {
      lines.push_back(line);
      line = word;
    } else {
      line = longer;
    }
  }
  if (!line.empty()) lines.push_back(line);
  if (static_cast<int>(lines.size()) > kMaxLines) {
    lines.resize(kMaxLines);
    lines.back() += " ...";
  }
  return lines;
}

void paste(ImageBuffer& onto, const ImageBuffer& picture, int x, int y) {
  for (int row = 0; row < picture.height; ++row) {
    std::memcpy(onto.at(x, y + row), picture.at(0, row), static_cast<size_t>(picture.width) * 3);
  }
}

class SheetDrawer {
 public:
  SheetDrawer(const PictureSheet& sheet, int side) : m_sheet(sheet), m_side(side) {
    for (const SheetCell& cell : sheet.cells)
      m_perCell = std::max(m_perCell, static_cast<int>(cell.pictures.size()));
    m_cellWidth = m_perCell * (m_side + 2) - 2 + 2 * kMargin;
    m_columns = std::max(1, std::min(sheet.columns, static_cast<int>(sheet.cells.size())));
    for (const SheetCell& cell : sheet.cells) {
      m_lines.push_back(linesOf(cell));
      m_textLines = std::max(m_textLines, static_cast<int>(m_lines.back().size()));
    }
    m_cellHeight = m_side + kBar + 2 * kMargin + m_textLines * kLineHeight + 4;
  }

  ImageBuffer draw() {
    const int rows = (static_cast<int>(m_sheet.cells.size()) + m_columns - 1) / m_columns;
    m_canvas = ImageBuffer(m_columns * m_cellWidth, std::max(1, rows) * m_cellHeight, 3, 246);
    for (size_t i = 0; i < m_sheet.cells.size(); ++i) drawCell(static_cast<int>(i));
    return std::move(m_canvas);
  }

 private:
  std::vector<std::string> linesOf(const SheetCell& cell) const {
    std::vector<std::string> lines = wrapped(cell.caption, m_cellWidth - 2 * kMargin);
    const std::vector<std::string> verdict = wrapped(cell.verdict, m_cellWidth - 2 * kMargin);
    lines.insert(lines.end(), verdict.begin(), verdict.end());
    return lines;
  }

  void drawCell(int index) {
    const SheetCell& cell = m_sheet.cells[static_cast<size_t>(index)];
    const int left = index % m_columns * m_cellWidth + kMargin;
    const int top = index / m_columns * m_cellHeight + kMargin;
    for (size_t i = 0; i < cell.pictures.size(); ++i) {
      if (cell.pictures[i].empty()) continue;
      paste(m_canvas, resizeLanczos(cell.pictures[i], m_side, m_side),
            left + static_cast<int>(i) * (m_side + 2), top);
    }
    cv::Mat canvas(m_canvas.height, m_canvas.width, CV_8UC3, m_canvas.pixels.data());
    if (cell.isRight) {
      const cv::Scalar colour = *cell.isRight ? cv::Scalar(60, 150, 70) : cv::Scalar(205, 60, 50);
      cv::rectangle(canvas, cv::Rect(left, top + m_side, m_cellWidth - 2 * kMargin, kBar), colour, -1);
    }
    int y = top + m_side + kBar + kLineHeight - 2;
    // Drawn into the cell's own part, so that long words end at its border.
    cv::Mat part = canvas(cv::Rect(left, 0, m_cellWidth - 2 * kMargin, m_canvas.height));
    for (const std::string& line : m_lines[static_cast<size_t>(index)]) {
      cv::putText(part, line, cv::Point(0, y), cv::FONT_HERSHEY_SIMPLEX, kLetterScale, cv::Scalar(30, 30, 30),
                  1, cv::LINE_AA);
      y += kLineHeight;
    }
  }

  const PictureSheet& m_sheet;
  int m_side;
  int m_perCell = 1;
  int m_cellWidth = 0;
  int m_cellHeight = 0;
  int m_columns = 1;
  int m_textLines = 0;
  std::vector<std::vector<std::string>> m_lines;
  ImageBuffer m_canvas;
};

}  // namespace

ImageBuffer drawSheet(const PictureSheet& sheet, int side) {
  return SheetDrawer(sheet, side).draw();
}

}  // namespace unmask
