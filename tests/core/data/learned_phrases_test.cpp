#include "core/data/learned_phrases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unmask {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;

Dataset appleAndFox() {
  Dataset dataset;
  const auto add = [&](const char* label, const char* style, const char* paint, bool heldOut) {
    dataset.pictures.push_back({{}, {label}, "", label, label, style, paint, heldOut});
  };
  add("blue apple", "3d", "blue", false);
  add("red apple", "3d", "", false);
  add("red apple", "flat", "", true);
  add("fox", "flat", "", false);
  add("owl", "flat", "", true);
  return dataset;
}

TEST(LearnedPhrases, AreLabelsThenPaintedOnesThenStyles) {
  EXPECT_THAT(learnedPhrases(appleAndFox(), false),
              ElementsAre("red apple", "fox", "blue apple", "3d", "flat"));
}

TEST(LearnedPhrases, ScenesAddHowThingsStandAndHowMany) {
  const auto phrases = learnedPhrases(appleAndFox(), true);
  for (const char* phrase :
       {"two foxes", "three red apples", "on a blue background", "on an orange background", "left of"})
    EXPECT_THAT(phrases, Contains(phrase));
  EXPECT_THAT(phrases, Not(Contains("owl"))) << "never seen in any style";
}

}  // namespace
}  // namespace unmask
