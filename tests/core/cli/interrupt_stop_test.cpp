#include "app/cli/interrupt_stop.h"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <future>

namespace unmask {
namespace {

void expectStopAfter(int signal) {
  const InterruptStop interrupt;
  std::promise<void> stopped;
  const std::stop_callback callback(interrupt.token(), [&stopped] { stopped.set_value(); });
  EXPECT_FALSE(interrupt.token().stop_requested());
  std::raise(signal);
  EXPECT_EQ(stopped.get_future().wait_for(std::chrono::seconds(30)), std::future_status::ready);
  EXPECT_TRUE(interrupt.token().stop_requested());
}

TEST(InterruptStop, FirstSignalRequestsAStop) {
  expectStopAfter(SIGINT);
  expectStopAfter(SIGTERM);
}

TEST(InterruptStop, WithoutASignalNothingStops) {
  std::stop_token token;
  {
    const InterruptStop interrupt;
    token = interrupt.token();
  }
  EXPECT_FALSE(token.stop_requested());
}

TEST(InterruptStopDeathTest, SecondSignalEndsTheProgram) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  const auto pressTwice = [](int second) {
    const InterruptStop interrupt;
    std::raise(SIGINT);
    std::raise(second);
  };
  EXPECT_EXIT(pressTwice(SIGINT), testing::KilledBySignal(SIGINT), "");
  EXPECT_EXIT(pressTwice(SIGTERM), testing::KilledBySignal(SIGTERM), "");
}

}  // namespace
}  // namespace unmask
