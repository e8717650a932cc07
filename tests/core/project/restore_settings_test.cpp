#include "core/project/restore_settings.h"

#include "tests/core/io/random_request.h"
#include "tests/core/project/project_fixture.h"

namespace unmask::test {
namespace {

class RestoreSettings : public testing::Test {
 protected:
  RestoreSettings() : current(randomRequest(random)), from(randomRequest(random)) {}

  std::mt19937 random{11};
  GenerationRequest current;
  GenerationRequest from;
};

TEST_F(RestoreSettings, SeedIsOnlyTheSeed) {
  GenerationRequest expected = current;
  expected.seed = from.seed;
  EXPECT_EQ(restoredSettings(current, from, RestoreWhat::Seed), expected);
}

TEST_F(RestoreSettings, PromptIsTheThreeTexts) {
  GenerationRequest expected = current;
  expected.promptTemplate = from.promptTemplate;
  expected.prompt = from.prompt;
  expected.negativePrompt = from.negativePrompt;
  EXPECT_EQ(restoredSettings(current, from, RestoreWhat::Prompt), expected);
}

TEST_F(RestoreSettings, RemixIsAllButTheSeed) {
  GenerationRequest remix = restoredSettings(current, from, RestoreWhat::Remix);
  EXPECT_EQ(remix.seed, current.seed);
  remix.seed = from.seed;
  EXPECT_EQ(remix, restoredSettings(current, from, RestoreWhat::All));
}

TEST_F(RestoreSettings, CanvasAndMachineStay) {
  const GenerationRequest all = restoredSettings(current, from, RestoreWhat::All);
  GenerationRequest expected = from;
  expected.kind = current.kind;
  expected.picture = current.picture;
  expected.startTokens = current.startTokens;
  expected.editableCells = current.editableCells;
  expected.lockedCells = current.lockedCells;
  expected.startStep = current.startStep;
  expected.batchCount = current.batchCount;
  expected.device = current.device;
  expected.computeType = current.computeType;
  EXPECT_EQ(all, expected);
}

TEST_F(RestoreSettings, OtherProgramsGivePromptsAndNumbers) {
  ImportedSettings imported;
  imported.prompt = "a cat";
  imported.negativePrompt = "dog";
  imported.steps = 30;
  imported.width = 1024;
  imported.height = 1024;
  imported.modelName = "sdxl";
  GenerationRequest expected = current;
  expected.prompt = "a cat";
  expected.promptTemplate = "a cat";
  expected.negativePrompt = "dog";
  expected.steps = 30;
  EXPECT_EQ(withImported(current, imported), expected) << "what is not told stays, the size with it";
}

TEST_F(RestoreSettings, OursAreRestoredWhole) {
  ImportedSettings imported;
  imported.request = from;
  EXPECT_EQ(withImported(current, imported), restoredSettings(current, from, RestoreWhat::All));
}

}  // namespace
}  // namespace unmask::test
