// The random person of monkey.h with the real engine and the default model. Made for ThreadSanitizer, which
// sees nothing of what OpenMP's threads agree on: the engine computes on one.
#include "core/engine_module/engine_bridge.h"
#include "tests/ui/monkey.h"

namespace unmask::test {
namespace {

constexpr int kDefaultActions = 200;

class MonkeyWithModel : public Monkey {
 protected:
  StudioOptions options() const override {
    StudioOptions options = Monkey::options();
    options.loader = loadEngineFromModule;
    options.model =
        qEnvironmentVariable("UNMASK_MONKEY_MODEL", UNMASK_SOURCE_DIR "/resources/models/emoji-256");
    options.engine.threads = 1;
    return options;
  }
};

TEST_F(MonkeyWithModel, BreaksNothing) {
  const int count = fromEnvironment("UNMASK_MONKEY_ACTIONS", kDefaultActions);
  run(count);
  EXPECT_GT(m_runsEnded, count / 100);
  EXPECT_GT(m_undone, count / 100);  // what is there to undo depends on how fast pictures come
}

}  // namespace
}  // namespace unmask::test
