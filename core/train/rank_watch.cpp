#include "core/train/rank_watch.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/train/rank_group.h"

namespace unmask {
using namespace std::chrono_literals;

namespace {

constexpr auto kPoll = 50ms;
constexpr auto kFarewell = 5s;  // for the others to read the last word of rank 0, who keeps the meeting point

std::string beatOf(int rank) {
  return "beat/" + std::to_string(rank);
}

std::string silence(int rank, std::chrono::milliseconds patience) {
  return "rank " + std::to_string(rank) + " is lost: no sign of life for " +
         std::to_string(patience.count() / 1000.0).substr(0, 4) + " s";
}

}  // namespace

struct RankWatch::State {
  // Fixed from the start.
  std::shared_ptr<MeetingPoint> point;
  int rank = 0, size = 1;
  std::chrono::milliseconds patience{}, interval{};
  std::function<void(const Error&)> stuck;

  std::mutex mutex;
  std::condition_variable changed;
  std::string lost;  // what happened; empty while all is well
  Clock::time_point lostAt, lastRound = Clock::now();
  bool isNoticed = false, isStopping = false, isFinished = false, hasGivenUp = false;

  // The thread's own.
  struct Beat {
    int64_t value = -1;
    Clock::time_point seen = Clock::now();
  };
  std::vector<Beat> beats;

  void setLost(const std::string& what) {
    const std::lock_guard lock(mutex);
    if (!lost.empty()) return;
    lost = what;
    lostAt = Clock::now();
    changed.notify_all();
  }

  bool isSilent(int other) {
    Beat& beat = beats[static_cast<size_t>(other)];
    const int64_t value = point->add(beatOf(other), 0);
    if (value != beat.value) beat = {value, Clock::now()};
    return Clock::now() - beat.seen > patience;
  }

  /// The first verdict counts.
  void pronounce(const std::string& what) {
    if (point->add("claims", 1) == 1) point->set("verdict", what);
  }

  void round() {
    point->add(beatOf(rank), 1);
    if (rank == 0) {
      for (int other = 1; other < size; ++other)
        if (isSilent(other)) pronounce(silence(other, patience));
    } else if (isSilent(0)) {
      setLost(silence(0, patience));
    }
    if (!point->has("verdict")) return;
    setLost(point->get("verdict"));
    point->add("told", 1);
  }

  void run() {
    std::unique_lock lock(mutex);
    while (!isStopping) {
      const bool isWell = lost.empty();
      lock.unlock();
      if (isWell) {
        try {
          round();
        } catch (const std::exception&) {
          setLost(rank == 0 ? "the meeting point is lost" : "rank 0 is lost, and the meeting point with it");
        }
      }
      lock.lock();
      lastRound = Clock::now();
      if (!lost.empty() && !isNoticed && stuck && Clock::now() - lostAt > patience) {
        const auto report = std::exchange(stuck, nullptr);
        lock.unlock();
        report(lostRankError(lost));
        lock.lock();
      }
      changed.wait_for(lock, interval, [this] { return isStopping; });
    }
    isFinished = true;
    changed.notify_all();
  }

  /// Rank 0 takes the meeting point with it, so it goes last.
  void waitUntilAllAreTold() {
    if (rank != 0) return;
    const auto until = Clock::now() + std::min<Clock::duration>(kFarewell, 4 * interval);
    try {
      // The one that is lost will not read it.
      while (Clock::now() < until && point->add("told", 0) < size - (hasGivenUp ? 0 : 1))
        std::this_thread::sleep_for(kPoll);
    } catch (const std::exception&) {  // a launcher's meeting point may go first
    }
  }
};

RankWatch::RankWatch(std::shared_ptr<MeetingPoint> point, int rank, int size,
                     std::chrono::milliseconds patience, std::function<void(const Error&)> stuck)
    : m_state(std::make_shared<State>()) {
  m_state->point = std::move(point);
  m_state->rank = rank;
  m_state->size = size;
  m_state->patience = patience;
  m_state->interval = std::min<std::chrono::milliseconds>(1s, patience / 4);
  m_state->stuck = std::move(stuck);
  m_state->beats.resize(static_cast<size_t>(size));
  m_thread = std::thread([state = m_state] { state->run(); });
}

RankWatch::~RankWatch() {
  std::unique_lock lock(m_state->mutex);
  const bool isAlarmed = !m_state->lost.empty() || m_state->hasGivenUp;
  lock.unlock();
  if (isAlarmed) m_state->waitUntilAllAreTold();
  lock.lock();
  m_state->isStopping = true;
  m_state->changed.notify_all();
  if (m_state->changed.wait_for(lock, 2s, [this] { return m_state->isFinished; })) {
    lock.unlock();
    m_thread.join();
  } else {
    m_thread.detach();  // in a call to a machine that does not answer
  }
}

bool RankWatch::isLost() {
  const std::lock_guard lock(m_state->mutex);
  return !m_state->lost.empty();
}

void RankWatch::throwIfLost() {
  State& s = *m_state;
  std::unique_lock lock(s.mutex);
  const bool isDeaf = Clock::now() - s.lastRound > s.patience + 2 * s.interval;
  if (isDeaf && s.lost.empty()) s.lost = "the machine of the meeting point does not answer";
  if (s.lost.empty()) return;
  s.isNoticed = true;
  throw RankLost(s.lost);
}

void RankWatch::throwWhenKnown(const std::string& otherwise) {
  State& s = *m_state;
  {
    std::unique_lock lock(s.mutex);
    s.changed.wait_for(lock, s.patience + 3 * s.interval, [&s] { return !s.lost.empty(); });
    if (s.lost.empty()) s.lost = "the connection to another rank broke: " + otherwise;
    s.isNoticed = true;
  }
  throwIfLost();
  throw RankLost(otherwise);
}

void RankWatch::giveUp(const std::string& why) {
  if (isLost()) return;
  {
    const std::lock_guard lock(m_state->mutex);
    m_state->hasGivenUp = true;
    m_state->isNoticed = true;
  }
  m_state->pronounce("rank " + std::to_string(m_state->rank) + " has given up: " + why);
}

void RankWatch::leave() {
  State& s = *m_state;
  try {
    s.point->add("left", 1);
    while (s.point->add("left", 0) < s.size) {
      throwIfLost();
      std::this_thread::sleep_for(kPoll);
    }
    if (s.rank != 0) {
      s.point->add("gone", 1);
    } else {
      const auto until = Clock::now() + kFarewell;
      while (s.point->add("gone", 0) < s.size - 1 && Clock::now() < until) std::this_thread::sleep_for(kPoll);
    }
  } catch (const RankLost&) {
    throw;
  } catch (const std::exception& problem) {
    throwWhenKnown(problem.what());
  }
  const std::lock_guard lock(s.mutex);
  s.isStopping = true;
  s.changed.notify_all();
}

Error lostRankError(const std::string& what) {
  return {.kind = ErrorKind::Io,
          .message = what,
          .remedy =
              "Start all ranks again, with the same folders and any number of ranks: the run goes on "
              "from its last checkpoint."};
}

}  // namespace unmask
