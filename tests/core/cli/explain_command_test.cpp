#include <gmock/gmock.h>

#include "tests/core/cli/cli_fixture.h"

namespace unmask::test {
namespace {

using testing::HasSubstr;

class ExplainCommand : public CliTest {
 protected:
  /// What it tells before the work, which this engine, without a lab, refuses.
  uint64_t seedOf(std::vector<std::string> more) {
    std::vector<std::string> args = {"explain", "-p", "red words", "-o", path("why"), "--json"};
    args.insert(args.end(), more.begin(), more.end());
    EXPECT_NE(run(args), 0);
    return event("start")["seed"].get<uint64_t>();
  }
};

TEST_F(ExplainCommand, DrawsAnotherPictureEachTimeUnlessTold) {
  EXPECT_EQ(seedOf({"--seed", "7"}), 7U);
  EXPECT_NE(seedOf({}), seedOf({}));
}

TEST_F(ExplainCommand, TellsItsSeedToPeople) {
  EXPECT_NE(run({"explain", "-p", "red words", "-o", path("why"), "--seed", "7"}), 0);
  EXPECT_THAT(out(), HasSubstr("seed 7\n"));
}

}  // namespace
}  // namespace unmask::test
