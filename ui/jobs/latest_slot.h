// A mailbox that holds the newest value only: "latest wins, one notification in flight".
#pragma once

#include <mutex>
#include <utility>

namespace unmask {

/// Any thread may put; the reader takes after being notified. Values put before a take replace each other.
template <typename T>
class LatestSlot {
 public:
  /// True when the reader must be notified; false when an earlier notification is still under way.
  bool put(T value) {
    const std::lock_guard lock(m_mutex);
    m_value = std::move(value);
    return !std::exchange(m_isNotified, true);
  }

  /// The newest value; default-constructed when it was taken already.
  T take() {
    const std::lock_guard lock(m_mutex);
    m_isNotified = false;
    return std::exchange(m_value, T());
  }

 private:
  std::mutex m_mutex;
  T m_value{};
  bool m_isNotified = false;
};

}  // namespace unmask
