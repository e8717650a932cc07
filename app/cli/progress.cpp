#include "app/cli/progress.h"

#include <algorithm>
#include <cstdio>

namespace unmask {
namespace {

constexpr int kBarCells = 30;

std::string secondsText(double seconds) {
  char text[32];
  if (seconds < 100) {
    std::snprintf(text, sizeof text, "%.1f s", seconds);
  } else {
    std::snprintf(text, sizeof text, "%.0f min", seconds / 60);
  }
  return text;
}

}  // namespace

void Progress::beginRun(int firstImage) {
  m_firstImage = firstImage;
  m_secondsOfEarlierRuns += m_secondsOfThisRun;
  m_secondsOfThisRun = 0;
}

void Progress::step(const StepFrame& frame) {
  ++m_stepsDone;
  m_secondsOfThisRun = frame.secondsElapsed;
  const int image = m_firstImage + frame.imageIndex;
  const double left = secondsLeft(frame);
  if (m_context.json) {
    const auto& fixed = frame.state.fixedAtStep;
    m_context.event({{"event", "step"},
                     {"image", image},
                     {"step", frame.stepNumber},
                     {"steps", frame.stepCount},
                     {"masked", std::count(fixed.begin(), fixed.end(), DecodeState::kMasked)},
                     {"seconds", m_secondsOfEarlierRuns + m_secondsOfThisRun},
                     {"seconds_left", left}});
  }
  drawLine(frame, image, left);
  m_context.log("image " + std::to_string(image) + ": step " + std::to_string(frame.stepNumber) + " of " +
                std::to_string(frame.stepCount));
}

double Progress::secondsLeft(const StepFrame& frame) const {
  const int total = frame.stepCount * m_imageCount;
  const double soFar = m_secondsOfEarlierRuns + m_secondsOfThisRun;
  return soFar / m_stepsDone * std::max(0, total - m_stepsDone);
}

void Progress::drawLine(const StepFrame& frame, int image, double left) {
  if (!m_context.showsProgress() || frame.stepCount < 1) return;
  std::string head;
  if (m_imageCount > 1) head = std::to_string(image + 1) + "/" + std::to_string(m_imageCount) + "  ";
  const std::string tail = " step " + std::to_string(frame.stepNumber) + "/" +
                           std::to_string(frame.stepCount) + ", " + secondsText(left) + " left";
  // A line as wide as the terminal wraps, and a wrapped line cannot be redrawn.
  const int room = m_context.streams.columns - 1 - static_cast<int>(head.size() + tail.size()) - 2;
  if (room < 4) return m_context.statusLine(tail.substr(1, std::max(0, m_context.streams.columns - 1)));
  const int cells = std::min(room, kBarCells);
  const int filled = std::clamp(cells * frame.stepNumber / frame.stepCount, 0, cells);
  std::string bar(static_cast<size_t>(filled), '#');
  if (m_context.streams.colour) bar = "\x1b[36m" + bar + "\x1b[0m";
  m_context.statusLine(head + "[" + bar + std::string(static_cast<size_t>(cells - filled), '.') + "]" + tail);
}

}  // namespace unmask
