#include "core/train/rank_watch.h"

#include <gmock/gmock.h>

#include <future>
#include <map>
#include <stdexcept>

#include "core/train/rank_group.h"

namespace unmask {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

/// A meeting point in this process.
class Table : public MeetingPoint {
 public:
  int64_t add(const std::string& key, int64_t amount) override {
    const std::lock_guard lock(m_mutex);
    if (m_isGone) throw std::runtime_error("gone");
    return m_numbers[key] += amount;
  }
  bool has(const std::string& key) override {
    const std::lock_guard lock(m_mutex);
    if (m_isGone) throw std::runtime_error("gone");
    return m_texts.count(key) > 0;
  }
  std::string get(const std::string& key) override {
    const std::lock_guard lock(m_mutex);
    return m_texts.at(key);
  }
  void set(const std::string& key, const std::string& value) override {
    const std::lock_guard lock(m_mutex);
    m_texts[key] = value;
  }
  void vanish() {
    const std::lock_guard lock(m_mutex);
    m_isGone = true;
  }

 private:
  std::mutex m_mutex;
  std::map<std::string, int64_t> m_numbers;
  std::map<std::string, std::string> m_texts;
  bool m_isGone = false;
};

constexpr auto kPatience = 400ms;

std::string lossSeenBy(RankWatch& watch) {
  try {
    watch.throwWhenKnown("a connection broke");
  } catch (const RankLost& lost) {
    return lost.what();
  }
}

TEST(RankWatch, NamesTheRankThatWasNeverHeardOf) {
  const auto table = std::make_shared<Table>();
  RankWatch first(table, 0, 3, kPatience, {}), second(table, 1, 3, kPatience, {});  // and no third
  EXPECT_NO_THROW(first.throwIfLost());
  EXPECT_THAT(lossSeenBy(first), HasSubstr("rank 2 is lost"));
  EXPECT_THAT(lossSeenBy(second), HasSubstr("rank 2 is lost"));
}

TEST(RankWatch, TellsWhyARankHasGivenUp) {
  const auto table = std::make_shared<Table>();
  RankWatch first(table, 0, 2, kPatience, {}), second(table, 1, 2, kPatience, {});
  second.giveUp("the disk is full");
  EXPECT_EQ(lossSeenBy(first), "rank 1 has given up: the disk is full");
}

TEST(RankWatch, TakesTheEndOfTheMeetingPointForThatOfRankZero) {
  const auto table = std::make_shared<Table>();
  RankWatch second(table, 1, 2, kPatience, {});
  table->vanish();
  EXPECT_THAT(lossSeenBy(second), HasSubstr("rank 0 is lost"));
}

TEST(RankWatch, LeavesOnlyWhenAllDo) {
  const auto table = std::make_shared<Table>();
  RankWatch first(table, 0, 2, 60s, {}), second(table, 1, 2, 60s, {});
  std::future<void> left = std::async(std::launch::async, [&first] { first.leave(); });
  EXPECT_EQ(left.wait_for(200ms), std::future_status::timeout);
  second.leave();
  left.get();
  EXPECT_FALSE(first.isLost());
}

TEST(RankWatch, ReportsALossToAProcessThatDoesNotLook) {
  const auto table = std::make_shared<Table>();
  std::promise<Error> reported;
  RankWatch first(table, 0, 2, kPatience, [&reported](const Error& error) { reported.set_value(error); });
  std::future<Error> report = reported.get_future();
  ASSERT_EQ(report.wait_for(120s), std::future_status::ready);
  const Error error = report.get();
  EXPECT_THAT(error.message, HasSubstr("rank 1 is lost"));
  EXPECT_THAT(error.remedy, HasSubstr("Start all ranks again"));
}

}  // namespace
}  // namespace unmask
