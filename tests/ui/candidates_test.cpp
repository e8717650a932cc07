#include "ui/candidates.h"

#include <gtest/gtest.h>

#include "tests/support/blank_picture.h"

namespace unmask {
namespace {

class CandidatesTest : public ::testing::Test {
 protected:
  CandidatesTest() { document.applyPicture(original); }

  PicturePtr original = test::blankPicture(1);
  PicturePtr a = test::blankPicture(2);
  PicturePtr b = test::blankPicture(3);
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

TEST_F(CandidatesTest, OneTakesAnothersPlaceAndGivesItBack) {
  candidates.add(a);
  candidates.add(original);
  const PicturePtr edited = test::blankPicture(4);
  candidates.replaceUndoably(a, edited, "edit");
  EXPECT_EQ(candidates.pictures(), (std::vector<PicturePtr>{edited, original}));
  EXPECT_EQ(candidates.shownPicture(), edited);
  document.undoStack()->undo();
  EXPECT_EQ(candidates.pictures(), (std::vector<PicturePtr>{a, original}));
  EXPECT_EQ(candidates.shownPicture(), a);
  candidates.remove(a);  // gone meanwhile
  document.undoStack()->redo();
  EXPECT_EQ(candidates.pictures(), (std::vector<PicturePtr>{original, edited}));
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

TEST_F(CandidatesTest, UndoAndRedoLeaveAloneWhatCameMeanwhile) {
  candidates.add(a);
  candidates.discard();
  candidates.add(b);
  document.undoStack()->undo();
  EXPECT_EQ(candidates.pictures(), (std::vector<PicturePtr>{a, b}));
  EXPECT_EQ(candidates.shownPicture(), a);
  document.undoStack()->redo();
  EXPECT_EQ(candidates.pictures(), std::vector<PicturePtr>{b});
  document.undoStack()->undo();
  EXPECT_EQ(candidates.pictures(), (std::vector<PicturePtr>{a, b}));
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
