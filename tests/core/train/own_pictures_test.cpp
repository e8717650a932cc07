// What a style is learned from beside the given picture, drawn by the tiny checkpoint of reference 13.5.
#include "core/train/own_pictures.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/scratch_dir.h"
#include "tests/support/tiny_checkpoint.h"

namespace unmask::test {
namespace {

class OwnPicturesOfAStyle : public testing::Test {
 protected:
  void SetUp() override {
    writeTinyCheckpoint(m_dir / "model");
    EngineOptions options;
    options.modelDir = (m_dir / "model").string();
    options.threads = 1;
    engine = *loadEngine(options);
    task.pictures = {{{}, "a thing in ink style"}};
    task.trigger = "in ink style";
    task.prompts = {{"a house", "a house, flat"},
                    {"a cat", "a cat, flat"},
                    {"a thing", "a thing, flat"},
                    {"a hen", "a hen, flat", true}};
    task.settings.sourceShare = 0.25;
    task.settings.priorShare = 0.5;
  }

  OwnPictures opened() const {
    OwnPictures own(task);
    own.setManners({PictureManner(torch::linspace(0, 1, 192).view({3, 8, 8}))});
    return own;
  }
  void draw(OwnPictures& own, size_t upTo) const {
    while (own.done() < upTo) ASSERT_TRUE(own.drawNext(*engine, {}).ok());
  }
  std::vector<std::string> allTexts(const OwnPictures& own) const {
    std::vector<std::string> texts = {""};
    for (const std::string& text : own.texts()) texts.push_back(text);
    return texts;
  }
  static std::multiset<std::string> captions(const AdapterDataset::Group& group,
                                             const std::vector<std::string>& texts) {
    std::multiset<std::string> out;
    for (const int64_t row : group.captions) out.insert(texts.at(static_cast<size_t>(row)));
    return out;
  }

  ScratchDir m_dir;
  std::unique_ptr<Engine> engine;
  StyleTask task;
};

TEST_F(OwnPicturesOfAStyle, TheStyleIsLearnedOnWhatIsRedrawnAndAllIsKeptAsItWas) {
  OwnPictures own = opened();
  EXPECT_EQ(own.total(), 4U);
  draw(own, own.total());
  const auto texts = allTexts(own);
  const auto groups = own.groups(texts);
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(captions(groups[0], texts),
            (std::multiset<std::string>{"a cat in ink style", "a house in ink style"}));
  EXPECT_FALSE(groups[0].isPrior);
  EXPECT_EQ(groups[0].share, 0.25);
  EXPECT_EQ(captions(groups[1], texts),
            (std::multiset<std::string>{"a cat", "a cat, flat", "a hen", "a hen, flat", "a house",
                                        "a house, flat", "a thing", "a thing, flat"}));
  EXPECT_TRUE(groups[1].isPrior);
  EXPECT_EQ(groups[1].share, 0.5);
  for (const auto& group : groups)
    EXPECT_EQ(group.codes.sizes(), (std::vector<int64_t>{static_cast<int64_t>(group.captions.size()), 4, 4}));
}

TEST_F(OwnPicturesOfAStyle, TheirTokensAreAsDrawn) {
  OwnPictures own = opened();
  draw(own, own.total());
  torch::Tensor ownTokens, keptTokens;
  for (const auto& [name, tensor] : own.state()) {
    if (name == "own") ownTokens = tensor;
    if (name == "kept") keptTokens = tensor;
  }
  GenerationRequest request =
      styleRequest(engine->info(), chosenPrompts(task)[1].drawnAs, task.settings.seed + 1);
  EXPECT_TRUE(ownTokens[1].equal(codesOf(engine->run(request, {}, {})->images.front().tokens)));
  // Only sketched.
  request = styleRequest(engine->info(), keptPrompts(task)[1].drawnAs, task.settings.seed + 3);
  request.steps = 4;
  request.guidanceScale = 1;
  EXPECT_TRUE(keptTokens[1].equal(codesOf(engine->run(request, {}, {})->images.front().tokens)));
}

TEST_F(OwnPicturesOfAStyle, AStopIsObeyedWhileSketching) {
  OwnPictures own = opened();
  draw(own, 2);
  std::stop_source stop;
  stop.request_stop();
  const auto sketched = own.drawNext(*engine, stop.get_token());
  ASSERT_FALSE(sketched.ok());
  EXPECT_EQ(sketched.error().kind, ErrorKind::Cancelled);
  EXPECT_EQ(own.done(), 2U);
}

TEST_F(OwnPicturesOfAStyle, WithoutAnyThereIsNothingToLearnOrKeep) {
  task.settings.ownPictures = 0;
  const OwnPictures own(task);
  EXPECT_EQ(own.total(), 0U);
  EXPECT_TRUE(own.isDone());
  EXPECT_TRUE(own.groups({""}).empty());
}

TEST_F(OwnPicturesOfAStyle, RestoredTheyGoOnWhereTheyWere) {
  OwnPictures whole = opened();
  draw(whole, whole.total());
  for (const size_t stop : {size_t{1}, size_t{3}}) {
    OwnPictures first = opened();
    draw(first, stop);
    const auto state = first.state();
    OwnPictures second = opened();
    ASSERT_TRUE(second.restore({state.begin(), state.end()}, {4, 4}, 64));
    EXPECT_EQ(second.done(), stop);
    draw(second, second.total());
    const auto now = second.state(), expected = whole.state();
    ASSERT_EQ(now.size(), expected.size());
    for (size_t i = 0; i < now.size(); ++i)
      EXPECT_TRUE(now[i].second.equal(expected[i].second)) << now[i].first;
  }
}

TEST_F(OwnPicturesOfAStyle, AStateOfOthersIsRefusedWhole) {
  const auto grids = [](int64_t count) { return torch::zeros({count, 4, 4}, torch::kInt64); };
  const auto accepted = [&](const std::map<std::string, torch::Tensor>& state) {
    OwnPictures own = opened();
    const bool isTaken = own.restore(state, {4, 4}, 64);
    EXPECT_TRUE(isTaken || own.done() == 0);
    return isTaken;
  };
  EXPECT_TRUE(accepted({{"own", grids(2)}, {"redrawn", grids(2)}, {"kept", grids(2)}}));
  EXPECT_FALSE(accepted({{"own", grids(2)}, {"redrawn", grids(1)}})) << "one was not redrawn";
  EXPECT_FALSE(accepted({{"own", grids(1)}, {"redrawn", grids(1)}, {"kept", grids(1)}})) << "kept too early";
  EXPECT_FALSE(accepted({{"own", grids(3)}, {"redrawn", grids(3)}})) << "more than were asked for";
  EXPECT_FALSE(accepted({{"own", grids(2)}, {"redrawn", grids(2)}, {"kept", grids(2) - 1}})) << "no code";
  EXPECT_FALSE(accepted({{"own", grids(2) + 64}, {"redrawn", grids(2)}})) << "no code";
  EXPECT_FALSE(accepted({{"own", grids(2).to(torch::kFloat32)}, {"redrawn", grids(2)}}));
  EXPECT_FALSE(accepted({{"own", grids(2).view({2, 2, 8})}, {"redrawn", grids(2)}})) << "another grid";
}

TEST_F(OwnPicturesOfAStyle, TimeLeftCountsSketchesAsTheFewerSteps) {
  OwnPictures own = opened();
  EXPECT_EQ(own.secondsLeft(12), 0);
  draw(own, 1);
  EXPECT_TRUE(own.hasPace());
  const double left = own.secondsLeft(12);
  EXPECT_DOUBLE_EQ(own.secondsLeft(4), left * 3 / (1 + 2 * 4.0 / 12));
  own.forgetPace();
  EXPECT_EQ(own.secondsLeft(12), 0);
}

}  // namespace
}  // namespace unmask::test
