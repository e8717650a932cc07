#include "core/data/captions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace unmask {

using testing::Contains;
using testing::ElementsAre;

TEST(Captions, VaryTheLabelWithAndWithoutTheStyle) {
  EXPECT_THAT(makeCaptions({"1f34e", "red apple", {"apple"}, "a"}, "flat"),
              ElementsAre("a red apple", "red apple, flat", "a red apple, flat",
                          "a picture of a red apple in flat style", "red apple", "flat red apple", "an apple",
                          "apple, flat"));
}

TEST(Captions, LeaveOutTheArticleOfPluralsAndMasses) {
  EXPECT_THAT(makeCaptions({"1f347", "grapes", {}, ""}, "3d"),
              ElementsAre("grapes", "grapes, 3d", "a picture of grapes in 3d style", "3d grapes"));
  EXPECT_THAT(makeCaptions({"2600", "sun", {"sunshine"}, "the"}, "3d"), Contains("the sunshine"));
}

TEST(Captions, AreFourToEightAndAllDifferent) {
  for (const std::vector<std::string>& synonyms :
       {std::vector<std::string>{}, {"star"}, {"x", "y", "z", "v", "w"}, {"yellow star", "yellow star"}}) {
    for (const std::string article : {"", "a"}) {
      const auto captions = makeCaptions({"2b50", "yellow star", synonyms, article}, "noto");
      EXPECT_GE(captions.size(), 4u);
      EXPECT_LE(captions.size(), 8u);
      EXPECT_EQ(std::set<std::string>(captions.begin(), captions.end()).size(), captions.size());
    }
  }
}

}  // namespace unmask
