#include "ui/automation/event_delay.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace unmask {

using Clock = std::chrono::steady_clock;

EventDelay::EventDelay() {
  m_thread = std::jthread([this](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      m_isAnswered = false;
      const Clock::time_point posted = Clock::now();
      QMetaObject::invokeMethod(
          &m_receiver,
          [this, posted] {
            m_delays.push_back(std::chrono::duration<double, std::milli>(Clock::now() - posted).count());
            m_isAnswered = true;
          },
          Qt::QueuedConnection);
      do {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      } while (!m_isAnswered && !stop.stop_requested());
    }
  });
}

EventDelay::~EventDelay() {
  finish();
}

std::vector<double> EventDelay::finish() {
  if (m_thread.joinable()) {
    m_thread.request_stop();
    m_thread.join();
  }
  std::sort(m_delays.begin(), m_delays.end());
  return m_delays;
}

double percentile(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  return sorted[static_cast<size_t>(std::lround(share * static_cast<double>(sorted.size() - 1)))];
}

}  // namespace unmask
