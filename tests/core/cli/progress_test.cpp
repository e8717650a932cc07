#include "app/cli/progress.h"

#include <gmock/gmock.h>

#include "tests/core/cli/cli_fixture.h"

namespace unmask::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class ProgressTest : public CliTest {
 protected:
  std::string terminalAfterRun(const std::vector<std::string>& more = {}) {
    onTerminal = true;
    std::vector<std::string> args = {"generate", "-p", "x", "-o", path("x.png")};
    args.insert(args.end(), more.begin(), more.end());
    EXPECT_EQ(run(args), 0) << err();
    return err();
  }
};

TEST_F(ProgressTest, QuietWithoutATerminal) {
  EXPECT_EQ(run({"generate", "-p", "x", "-o", path("x.png")}), 0);
  EXPECT_EQ(err(), "");
}

TEST_F(ProgressTest, OneLineThatRedrawsItself) {
  const std::string text = terminalAfterRun();
  EXPECT_THAT(text, HasSubstr("\r\x1b[K[#######.......................] step 1/4, 1.5 s left"));
  EXPECT_THAT(text, HasSubstr("[##############################] step 4/4, 0.0 s left"));
  EXPECT_THAT(text, Not(HasSubstr("\n")));
  EXPECT_THAT(text, testing::EndsWith("\r\x1b[K"));
}

TEST_F(ProgressTest, TimeLeftCountsTheWholeBatch) {
  // 0.5 s a step, two pictures of four steps.
  EXPECT_THAT(terminalAfterRun({"-b", "2"}),
              HasSubstr("1/2  [#######.......................] step 1/4, 3.5 s left"));
  EXPECT_THAT(err(), HasSubstr("2/2  [#######.......................] step 1/4, 1.5 s left"));
}

TEST_F(ProgressTest, TimeLeftCountsTheWholeBatchInOneRun) {
  EXPECT_THAT(terminalAfterRun({"-b", "2", "--compat", "diffusers"}),
              HasSubstr("2/2  [#######.......................] step 1/4, 1.5 s left"));
}

TEST_F(ProgressTest, ColourOnlyWhenAllowed) {
  EXPECT_THAT(terminalAfterRun(), Not(HasSubstr("\x1b[36m")));
  colour = true;
  EXPECT_THAT(terminalAfterRun(), HasSubstr("\x1b[36m"));
}

TEST_F(ProgressTest, NeverWiderThanTheTerminal) {
  for (columns = 1; columns < 60; ++columns) {
    std::istringstream lines(terminalAfterRun());
    for (std::string line; std::getline(lines, line, '\r');) {
      if (line.starts_with("\x1b[Kloading")) continue;
      EXPECT_LT(line.size(), static_cast<size_t>(columns) + 4) << line;
    }
  }
}

TEST_F(ProgressTest, JsonOnATerminalDrawsNothing) {
  EXPECT_EQ(terminalAfterRun({"--json"}), "");
}

TEST_F(ProgressTest, LineIsWipedBeforeAnError) {
  onTerminal = true;
  log.beforeStep = [this](int, int step) {
    if (step == 2) stop.request_stop();
  };
  EXPECT_EQ(run({"generate", "-p", "x", "-o", path("x.png")}), 4);
  EXPECT_THAT(err(), HasSubstr("\r\x1b[Kunmask: error: "));
}

}  // namespace
}  // namespace unmask::test
