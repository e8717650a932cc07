#include "core/train/loss_curve.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <sstream>

#include "core/io/atomic_file.h"
#include "core/io/image_codec.h"

namespace unmask {

namespace {

constexpr int kWidth = 900, kPanelHeight = 220, kLeft = 90, kRight = 20, kTop = 28, kBottom = 30;

std::string shortNumber(double value) {
  std::ostringstream out;
  out.precision(4);
  out << value;
  return out.str();
}

/// Median of a window around each point, so that a noisy loss can be read.
std::vector<double> smoothed(const std::vector<double>& values) {
  const int half = std::max<int>(1, static_cast<int>(values.size()) / 60);
  std::vector<double> out;
  for (int i = 0; i < static_cast<int>(values.size()); ++i) {
    const int begin = std::max(0, i - half),
              end = std::min<int>(static_cast<int>(values.size()), i + half + 1);
    std::vector<double> window(values.begin() + begin, values.begin() + end);
    std::nth_element(window.begin(), window.begin() + static_cast<long>(window.size() / 2), window.end());
    out.push_back(window[window.size() / 2]);
  }
  return out;
}

void drawPanel(cv::Mat& canvas, int top, const std::string& title, const std::vector<double>& x,
               const std::vector<double>& y) {
  const cv::Rect plot(kLeft, top + kTop, kWidth - kLeft - kRight, kPanelHeight - kTop - kBottom);
  const cv::Scalar ink(60, 60, 60), pale(225, 215, 205), dark(160, 90, 20);
  cv::rectangle(canvas, plot, cv::Scalar(200, 200, 200));
  cv::putText(canvas, title, {kLeft, top + 20}, cv::FONT_HERSHEY_SIMPLEX, 0.5, ink, 1, cv::LINE_AA);
  if (x.size() < 2) return;
  const auto [low, high] = std::minmax_element(y.begin(), y.end());
  const double span = std::max(*high - *low, 1e-9), length = std::max(x.back() - x.front(), 1e-9);
  const auto point = [&](double px, double py) {
    return cv::Point(plot.x + static_cast<int>((px - x.front()) / length * plot.width),
                     plot.y + plot.height - static_cast<int>((py - *low) / span * plot.height));
  };
  const auto line = [&](const std::vector<double>& values, const cv::Scalar& colour) {
    for (size_t i = 1; i < x.size(); ++i)
      cv::line(canvas, point(x[i - 1], values[i - 1]), point(x[i], values[i]), colour, 1, cv::LINE_AA);
  };
  line(y, pale);
  line(smoothed(y), dark);
  cv::putText(canvas, shortNumber(*high), {8, plot.y + 10}, cv::FONT_HERSHEY_SIMPLEX, 0.42, ink, 1,
              cv::LINE_AA);
  cv::putText(canvas, shortNumber(*low), {8, plot.y + plot.height}, cv::FONT_HERSHEY_SIMPLEX, 0.42, ink, 1,
              cv::LINE_AA);
  cv::putText(canvas, shortNumber(x.back()), {plot.x + plot.width - 50, plot.y + plot.height + 18},
              cv::FONT_HERSHEY_SIMPLEX, 0.42, ink, 1, cv::LINE_AA);
}

}  // namespace

void LossCurve::add(std::vector<double> row) {
  assert(row.size() == m_columns.size());
  m_rows.push_back(std::move(row));
}

Result<void> LossCurve::resume(const std::filesystem::path& csv, double before) {
  std::error_code ignored;
  if (!std::filesystem::exists(csv, ignored)) return {};
  UNMASK_TRY(const std::string text, readFile(csv, size_t{256} << 20));
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);  // the names
  while (std::getline(lines, line)) {
    std::vector<double> row;
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, ',');) {
      double value = 0;
      const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
      if (error != std::errc() || end != cell.data() + cell.size()) break;
      row.push_back(value);
    }
    if (row.size() == m_columns.size() && row.front() < before) m_rows.push_back(std::move(row));
  }
  return {};
}

Result<void> LossCurve::writeCsv(const std::filesystem::path& path) const {
  std::ostringstream out;
  out.precision(7);
  for (size_t i = 0; i < m_columns.size(); ++i) out << (i ? "," : "") << m_columns[i];
  out << '\n';
  for (const auto& row : m_rows) {
    for (size_t i = 0; i < row.size(); ++i) out << (i ? "," : "") << row[i];
    out << '\n';
  }
  return writeFileAtomically(path, out.str());
}

Result<void> LossCurve::writePng(const std::filesystem::path& path,
                                 const std::vector<std::string>& columns) const {
  const int height = kPanelHeight * static_cast<int>(columns.size());
  ImageBuffer picture(kWidth, height, 3, 255);
  cv::Mat canvas(height, kWidth, CV_8UC3, picture.pixels.data());
  std::vector<double> x;
  for (const auto& row : m_rows) x.push_back(row.front());
  for (size_t panel = 0; panel < columns.size(); ++panel) {
    const auto it = std::find(m_columns.begin(), m_columns.end(), columns[panel]);
    assert(it != m_columns.end());
    std::vector<double> y;
    for (const auto& row : m_rows) y.push_back(row[static_cast<size_t>(it - m_columns.begin())]);
    drawPanel(canvas, static_cast<int>(panel) * kPanelHeight, columns[panel] + " by " + m_columns.front(), x,
              y);
  }
  return savePng(path, picture);
}

}  // namespace unmask
