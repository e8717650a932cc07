// How long a run will still take.
#pragma once

#include <optional>

namespace unmask {

/// Told of each finished step; guesses from the pace so far. The first step carries the text encoding, so
/// once there is a second one the first no longer counts.
class ProgressEstimate {
 public:
  void begin() { *this = {}; }
  void stepDone(int stepNumber, int stepCount, double secondsElapsed) {
    if (m_firstStep == 0) {
      m_firstStep = stepNumber;
      m_firstSeconds = secondsElapsed;
    }
    m_step = stepNumber;
    m_count = stepCount;
    m_seconds = secondsElapsed;
  }

  int step() const { return m_step; }
  int stepCount() const { return m_count; }

  /// Seconds left when `secondsElapsed` have gone by since the run began; nullopt before the first step.
  std::optional<double> secondsLeft(double secondsElapsed) const {
    if (m_step == 0) return std::nullopt;
    const double pace =
        m_step > m_firstStep ? (m_seconds - m_firstSeconds) / (m_step - m_firstStep) : m_seconds / m_step;
    const double left = pace * (m_count - m_step) - (secondsElapsed - m_seconds);
    return left > 0 ? left : 0;
  }

 private:
  int m_firstStep = 0;
  int m_step = 0;
  int m_count = 0;
  double m_firstSeconds = 0;
  double m_seconds = 0;
};

}  // namespace unmask
