#include "ui/candidates.h"

#include <gtest/gtest.h>

namespace unmask {
namespace {

class CandidatesTest : public ::testing::Test {
 protected:
  static PicturePtr picture(uint64_t seed) {
    auto made = std::make_shared<Picture>();
    made->request.seed = seed;
    made->image = QImage(16, 16, QImage::Format_RGB32);
    made->pixels = ImageBuffer(16, 16, 3);
    return made;
  }
  CandidatesTest() { document.applyPicture(original); }

  PicturePtr original = picture(1);
  PicturePtr a = picture(2);
  PicturePtr b = picture(3);
  DocumentModel document;
  CandidateSet candidates{&document};
};

TEST_F(CandidatesTest, NewestIsShownAndNothingIsApplied) {
  candidates.add(a);
  candidates.add(b);
  EXPECT_EQ(candidates.shownPicture(), b);
  EXPECT_EQ(document.picture(), original);
  EXPECT_EQ(document.undoStack()->count(), 1);
}

TEST_F(CandidatesTest, StepsStopAtTheEnds) {
  candidates.add(a);
  candidates.add(b);
  candidates.step(1);
  EXPECT_EQ(candidates.current(), 1);
  candidates.step(-2);
  EXPECT_EQ(candidates.current(), CandidateSet::kOriginal);
  EXPECT_EQ(candidates.shownPicture(), original);
  candidates.step(-1);
  EXPECT_EQ(candidates.current(), CandidateSet::kOriginal);
}

TEST_F(CandidatesTest, AcceptingIsOneEntryAndUndoBringsTheOthersBack) {
  candidates.add(a);
  candidates.add(b);
  candidates.select(0);
  candidates.accept();
  EXPECT_EQ(document.picture(), a);
  EXPECT_TRUE(candidates.isEmpty());
  EXPECT_EQ(document.undoStack()->count(), 2);
  document.undoStack()->undo();
  EXPECT_EQ(document.picture(), original);
  EXPECT_EQ(candidates.count(), 2);
  EXPECT_EQ(candidates.shownPicture(), original);
  document.undoStack()->redo();
  EXPECT_EQ(document.picture(), a);
  EXPECT_TRUE(candidates.isEmpty());
}

TEST_F(CandidatesTest, AcceptingTheOriginalDoesNothing) {
  candidates.add(a);
  candidates.select(CandidateSet::kOriginal);
  candidates.accept();
  EXPECT_EQ(document.undoStack()->count(), 1);
  EXPECT_EQ(candidates.count(), 1);
}

TEST_F(CandidatesTest, DiscardingCanBeUndone) {
  candidates.add(a);
  candidates.discard();
  EXPECT_TRUE(candidates.isEmpty());
  EXPECT_EQ(document.picture(), original);
  document.undoStack()->undo();
  EXPECT_EQ(candidates.shownPicture(), a);
  candidates.discard();
  candidates.discard();  // nothing left
  EXPECT_EQ(document.undoStack()->count(), 2);
}

TEST_F(CandidatesTest, PeekingShowsTheOriginalMeanwhile) {
  candidates.add(a);
  candidates.setPeeking(true);
  EXPECT_EQ(candidates.shownPicture(), original);
  EXPECT_EQ(candidates.current(), 0);
  candidates.setPeeking(false);
  EXPECT_EQ(candidates.shownPicture(), a);
}

TEST_F(CandidatesTest, UndoingAPictureShowsThePicture) {
  candidates.add(a);
  document.undoStack()->undo();
  EXPECT_EQ(candidates.current(), CandidateSet::kOriginal);
  EXPECT_EQ(candidates.count(), 1);
}

}  // namespace
}  // namespace unmask
