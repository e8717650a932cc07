// Who of the ranks is still alive. Every rank counts up a number of its own at the meeting point; rank 0 sees
// whose number stands still and writes down the verdict, which all read. Collectives alone cannot tell: a
// machine without power closes no connection, and a rank that writes a large checkpoint is slow, not dead.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "core/base/error.h"

namespace unmask {

/// A table that all ranks see. Every call may throw when the table is gone, and is short.
class MeetingPoint {
 public:
  virtual ~MeetingPoint() = default;
  virtual int64_t add(const std::string& key, int64_t amount) = 0;  ///< the new value; a new key starts at 0
  virtual bool has(const std::string& key) = 0;                     ///< of keys that set() wrote
  virtual std::string get(const std::string& key) = 0;              ///< only what has() says is there
  virtual void set(const std::string& key, const std::string& value) = 0;
};

/// Its thread lives as long as it. All but the constructor's `stuck` is for the thread that trains.
class RankWatch {
 public:
  using Clock = std::chrono::steady_clock;

  /// `point` is thread-safe. For `stuck` see RankGroup::join().
  RankWatch(std::shared_ptr<MeetingPoint> point, int rank, int size, std::chrono::milliseconds patience,
            std::function<void(const Error&)> stuck);
  ~RankWatch();
  RankWatch(const RankWatch&) = delete;
  RankWatch& operator=(const RankWatch&) = delete;

  bool isLost();
  /// RankLost, when somebody is.
  void throwIfLost();
  /// A connection broke for the reason `otherwise`: RankLost as soon as it is known who is gone, or after the
  /// patience.
  [[noreturn]] void throwWhenKnown(const std::string& otherwise);

  void giveUp(const std::string& why);
  /// Waits for all others, then ends the watch.
  void leave();

  /// What the thread and this object share: the thread may be left behind in a call that does not come back.
  struct State;

 private:
  std::shared_ptr<State> m_state;
  std::thread m_thread;
};

/// The error a run ends with when a rank is lost.
Error lostRankError(const std::string& what);

}  // namespace unmask
