// An unfinished run that is thrown away, and brought back.
#include "tests/ui/learn_style_support.h"

namespace unmask {
namespace {

using test::LearnStyleTest;

class ForgetTest : public LearnStyleTest {
 protected:
  /// Learns so many steps, and comes back to the first page.
  void stopAfter(int steps) {
    prepare();
    learnUntil(steps);
    click("learnStop");
    UNTIL(run().state() == StyleRunState::Ended);
    click("learnForward");
    UNTIL(isOffered("Ink"));
  }
  void forget(const char* style) {
    UNTIL(in<QPushButton>("learnForget")->isEnabled());
    QTest::keyClick(dialog, Qt::Key_F, Qt::AltModifier);
    UNTIL(isForgotten(style) && in<QPushButton>("learnUndo")->isEnabled());
  }
  bool isOffered(const char* style) const {
    return in<QFrame>("learnOffer")->isVisible() &&
           in<QLabel>("learnOfferText")->text().contains("“" + QString(style) + "”");
  }
  bool isForgotten(const char* style) const {
    return in<QFrame>("learnUndoBar")->isVisible() &&
           in<QLabel>("learnForgotten")->text() == "Learning “" + QString(style) + "” was thrown away.";
  }
  /// Names in the styles folder that the ending is one of.
  static QStringList files(const char* ending) {
    return QDir(QString::fromStdString(stylesFolder().string()))
        .entryList({"*" + QString(ending)}, QDir::Files, QDir::Name);
  }
};

TEST_F(ForgetTest, IsUndoneAndTheRunGoesOn) {
  stopAfter(6);
  in<QPushButton>("learnForget")->setFocus();
  QTest::keyClick(in<QPushButton>("learnForget"), Qt::Key_Space);
  UNTIL(isForgotten("Ink"));
  EXPECT_FALSE(in<QFrame>("learnOffer")->isVisible());
  UNTIL(unfinishedStyles(stylesFolder()).empty());
  UNTIL(files(".style-run").isEmpty());
  auto* undo = in<QPushButton>("learnUndo");
  EXPECT_TRUE(undo->accessibleName().contains("Ink"));
  UNTIL(undo->hasFocus());  // the way back is one key away
  QTest::keyClick(undo, Qt::Key_Space);
  UNTIL(isOffered("Ink") && !in<QFrame>("learnUndoBar")->isVisible());
  EXPECT_TRUE(files(".forgotten").isEmpty());
  UNTIL(in<QPushButton>("learnGoOn")->hasFocus());
  QTest::keyClick(dialog, Qt::Key_G, Qt::AltModifier);
  UNTIL(run().state() == StyleRunState::Ready);
  EXPECT_TRUE(learning->tasks().at(1).resume);
  EXPECT_EQ(run().losses().size(), 4U);
  learning->openGate();
  click("learnForward");
  UNTIL(run().isDone());
  EXPECT_EQ(learning->stepsDone(), 12);
}

TEST_F(ForgetTest, IsForGoodWhenTheDialogIsClosed) {
  stopAfter(6);
  forget("Ink");
  EXPECT_EQ(files(".forgotten"), (QStringList{"Ink.style-run.forgotten", "Ink.style-task.forgotten"}));
  click("learnClose");
  UNTIL(files("").size() == 1);
  EXPECT_EQ(files(""), QStringList{"Ink.safetensors"});
  openDialog();
  EXPECT_FALSE(in<QFrame>("learnUndoBar")->isVisible());
  EXPECT_FALSE(in<QFrame>("learnOffer")->isVisible());
}

TEST_F(ForgetTest, OnlyTheLastOneComesBack) {
  stopAfter(1);
  std::filesystem::copy(stylesFolder() / "Ink.style-task", stylesFolder() / "Rope.style-task");
  forget("Ink");
  EXPECT_TRUE(isOffered("Rope"));
  forget("Rope");
  EXPECT_FALSE(in<QFrame>("learnOffer")->isVisible());
  EXPECT_EQ(files(".forgotten"), QStringList{"Rope.style-task.forgotten"});
  QTest::keyClick(dialog, Qt::Key_D, Qt::AltModifier);
  UNTIL(isOffered("Rope"));
  EXPECT_EQ(unfinishedStyles(stylesFolder()), std::vector{stylesFolder() / "Rope.style-task"});
}

TEST_F(ForgetTest, ANewStyleOfThatNameTakesItsPlace) {
  stopAfter(1);
  forget("Ink");
  choosePicture();
  type("learnName", "Ink");
  type("learnShows", "a mushroom");
  click("learnForward");
  UNTIL(run().state() == StyleRunState::Ready);
  std::ofstream(stylesFolder() / "Rope.style-task") << "x";
  click("learnBack");
  UNTIL(isOffered("Rope"));  // it has searched
  EXPECT_TRUE(isForgotten("Ink")) << "nothing has begun yet";
  EXPECT_EQ(files(".forgotten").size(), 2);
  click("learnForward");
  UNTIL(run().state() == StyleRunState::Ready);
  click("learnForward");
  UNTIL(files(".forgotten").isEmpty());
  EXPECT_FALSE(learning->tasks().back().resume);
  click("learnStop");
  UNTIL(run().state() == StyleRunState::Ended);
  click("learnForward");
  UNTIL(isOffered("Ink"));
  EXPECT_FALSE(in<QFrame>("learnUndoBar")->isVisible());
}

TEST_F(ForgetTest, WhatAnEarlierProgramThrewAwayIsRemoved) {
  std::filesystem::create_directories(stylesFolder());
  std::ofstream(stylesFolder() / "Ink.style-task") << "x";
  std::ofstream(stylesFolder() / "Ink.style-run") << "x";
  std::ofstream(stylesFolder() / "Rope.style-task") << "x";
  ASSERT_TRUE(setStyleAside(stylesFolder() / "Ink.style-task").ok());
  openDialog();
  UNTIL(isOffered("Rope"));
  EXPECT_EQ(files(""), QStringList{"Rope.style-task"});
  EXPECT_FALSE(in<QFrame>("learnUndoBar")->isVisible());
}

TEST_F(ForgetTest, SaysWhyItCannotBeDone) {
  stopAfter(1);
  std::filesystem::create_directories(stylesFolder() / "Ink.style-run.forgotten" / "in the way");
  QTest::keyClick(dialog, Qt::Key_F, Qt::AltModifier);
  UNTIL(in<QLabel>("learnOfferProblem")->isVisible());
  EXPECT_TRUE(in<QLabel>("learnOfferProblem")->text().contains("The unfinished run cannot be moved"));
  EXPECT_TRUE(isOffered("Ink"));
  EXPECT_FALSE(in<QFrame>("learnUndoBar")->isVisible());
  std::filesystem::remove_all(stylesFolder() / "Ink.style-run.forgotten");
  forget("Ink");
  EXPECT_FALSE(in<QLabel>("learnOfferProblem")->isVisible());
}

}  // namespace
}  // namespace unmask
