// Ctrl-C as a stop token.
#pragma once

#include <stop_token>
#include <thread>

namespace unmask {

/// The first SIGINT or SIGTERM requests a stop, which takes effect at the next step; from then on the signals
/// have their usual effect, so that a second press ends the program at once. One object per program.
class InterruptStop {
 public:
  InterruptStop();
  ~InterruptStop();
  InterruptStop(const InterruptStop&) = delete;
  InterruptStop& operator=(const InterruptStop&) = delete;

  std::stop_token token() const { return m_source.get_token(); }

 private:
  std::stop_source m_source;
  int m_readEnd = -1;
  int m_writeEnd = -1;
  std::thread m_listener;
};

}  // namespace unmask
