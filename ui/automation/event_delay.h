// How long events wait for the window's thread.
#pragma once

#include <QObject>
#include <atomic>
#include <thread>
#include <vector>

namespace unmask {

/// While it lives, another thread posts an event to this one every millisecond, the next when the last was
/// handled, and keeps how long each took.
class EventDelay {
 public:
  EventDelay();
  ~EventDelay();
  EventDelay(const EventDelay&) = delete;
  EventDelay& operator=(const EventDelay&) = delete;

  /// Milliseconds, ascending; ends the measurement.
  std::vector<double> finish();

 private:
  QObject m_receiver;  ///< of this thread
  std::vector<double> m_delays;
  std::atomic<bool> m_isAnswered = true;
  std::jthread m_thread;
};

/// Of ascending values; 0 when there are none.
double percentile(const std::vector<double>& sorted, double share);

}  // namespace unmask
