#include "tests/ui/monkey.h"

namespace unmask::test {
namespace {

constexpr int kDefaultActions = 2000;

TEST_F(Monkey, BreaksNothing) {
  const int count = fromEnvironment("UNMASK_MONKEY_ACTIONS", kDefaultActions);
  run(count);
  control->openAllGates();
  // It did something: runs began, pictures were accepted or brought, strokes painted.
  EXPECT_GT(control->requests().size(), static_cast<size_t>(count / 100));
  EXPECT_GT(m_undone, count / 40);
}

}  // namespace
}  // namespace unmask::test
