// Runs with adapters through the facade: what they change, and that nothing of them stays.
#include <gtest/gtest.h>

#include <fstream>

#include "core/engine/lab.h"
#include "tests/support/tiny_engine.h"

namespace unmask::test {
namespace {

constexpr char kQ[] = "transformer_layers.0.attn1.to_q";
constexpr char kV[] = "transformer_layers.1.attn2.to_v";

class AdapterRuns : public TinyEngineTest {
 protected:
  void SetUp() override {
    TinyEngineTest::SetUp();
    m_request.prompt = "some words";
    m_request.guidanceScale = 3;
    m_request.seed = 7;
  }

  TokenGrid tokens(const std::vector<AdapterReference>& adapters) {
    GenerationRequest request = m_request;
    request.adapters = adapters;
    return run(request).images[0].tokens;
  }
  Error errorOf(const std::vector<AdapterReference>& adapters) {
    GenerationRequest request = m_request;
    request.adapters = adapters;
    const auto outcome = m_engine->run(request, {}, {});
    EXPECT_FALSE(outcome.ok());
    return outcome.ok() ? Error{} : outcome.error();
  }

  GenerationRequest m_request;
};

TEST_F(AdapterRuns, ChangeThePictureAndLeaveNothingBehind) {
  const TokenGrid plain = tokens({});
  const AdapterReference ink = writeAdapterFile("ink", kQ), noir = writeAdapterFile("noir", kV);
  const TokenGrid withInk = tokens({ink});
  EXPECT_NE(withInk, plain);
  EXPECT_EQ(tokens({}), plain);
  const TokenGrid both = tokens({ink, noir});
  EXPECT_NE(both, withInk);
  EXPECT_EQ(tokens({ink}), withInk);
  EXPECT_EQ(tokens({}), plain);
}

// The text's keys and values are kept between runs; an adapter changes those, too.
TEST_F(AdapterRuns, ReachTheTextThatIsKeptBetweenRuns) {
  const TokenGrid plain = tokens({});
  const AdapterReference noir = writeAdapterFile("noir", kV);
  const TokenGrid after = tokens({noir});
  EXPECT_NE(after, plain);
  const TokenGrid first = [&] {
    SetUp();
    return tokens({noir});
  }();
  EXPECT_EQ(after, first);
}

TEST_F(AdapterRuns, StrengthZeroIsThePlainPicture) {
  AdapterReference ink = writeAdapterFile("ink", kQ);
  ink.strength = 0;
  EXPECT_EQ(tokens({ink}), tokens({}));
}

TEST_F(AdapterRuns, SteppingIsTheSameAsRunning) {
  const AdapterReference ink = writeAdapterFile("ink", kQ);
  GenerationRequest request = m_request;
  request.adapters = {ink};
  auto state = m_engine->begin(request);
  ASSERT_TRUE(state.ok());
  while (state->nextStep < request.steps) {
    // What happens in between has another set of adapters.
    EXPECT_TRUE(m_engine->forward("a", "", TokenGrid(4, 4, 3)).ok());
    auto stepped = m_engine->step(request, *state, RecordLevel::Tokens);
    ASSERT_TRUE(stepped.ok()) << stepped.error().text();
    *state = stepped->state;
  }
  EXPECT_EQ(state->tokens, tokens({ink}));
}

TEST_F(AdapterRuns, RefusalsNameTheFileAndChangeNothing) {
  const TokenGrid plain = tokens({});
  AdapterReference ink = writeAdapterFile("ink", kQ);
  AdapterReference gone = ink;
  gone.path = (m_dir / "gone.safetensors").string();
  EXPECT_EQ(errorOf({gone}).kind, ErrorKind::NotFound);
  AdapterReference changed = ink;
  changed.contentHash = "sha256:00";
  EXPECT_EQ(errorOf({changed}).kind, ErrorKind::BadInput);
  EXPECT_EQ(errorOf({changed}).file, ink.path);
  EXPECT_EQ(errorOf({writeAdapterFile("other", "transformer_layers.7.attn1.to_q")}).kind,
            ErrorKind::BadInput);
  AdapterReference strong = ink;
  strong.strength = 1000;
  EXPECT_EQ(errorOf({strong}).kind, ErrorKind::Usage);
  EXPECT_EQ(errorOf(std::vector<AdapterReference>(65, ink)).kind, ErrorKind::Usage);
  const AdapterReference silent = writeAdapterFile("silent", kQ, std::nullopt);
  EXPECT_EQ(errorOf({silent}).kind, ErrorKind::Usage);
  AdapterReference told = silent;
  told.scale = 16;
  EXPECT_NE(tokens({told}), plain);
  EXPECT_EQ(tokens({}), plain);
}

}  // namespace
}  // namespace unmask::test
