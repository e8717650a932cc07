#include "ui/panels/phrase_completer.h"

#include <gtest/gtest.h>

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "ui/panels/prompt_edit.h"

namespace unmask {
namespace {

class PhraseCompletion : public testing::Test {
 protected:
  PhraseCompletion() {
    completer.setPhrases({"red apple", "green apple", "cat face", "on a blue background"});
    edit.show();
    edit.setFocus();
    EXPECT_TRUE(QTest::qWaitForWindowExposed(&edit));
  }
  void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::keyClick(&edit, key, modifiers);
    QCoreApplication::processEvents();
  }
  void type(const char* text) {
    for (const char* c = text; *c != '\0'; ++c) {
      QTest::keyClick(&edit, *c);
      QCoreApplication::processEvents();
    }
  }

  PromptEdit edit{3};
  PhraseCompleter completer{&edit};
};

TEST_F(PhraseCompletion, TypingOffersWhatTheModelKnows) {
  EXPECT_EQ(edit.focusPolicy(), PromptEdit(3).focusPolicy()) << "the editor is as it was without it";
  type("a");
  EXPECT_TRUE(completer.offered().isEmpty());
  type(" app");
  EXPECT_EQ(completer.offered(), QStringList({"red apple", "green apple"}));
  type("zz");
  EXPECT_TRUE(completer.offered().isEmpty());
  EXPECT_EQ(edit.text(), "a appzz");
}

TEST_F(PhraseCompletion, ALineReplacesWhatWasTypedOfItInOneUndoStep) {
  type("a gre");
  key(Qt::Key_Down);
  key(Qt::Key_Return);
  EXPECT_EQ(edit.text(), "a green apple");
  EXPECT_TRUE(completer.offered().isEmpty());
  type(" on a bl");
  key(Qt::Key_Down);
  key(Qt::Key_Tab);
  EXPECT_EQ(edit.text(), "a green apple on a blue background");
  edit.undo();
  EXPECT_EQ(edit.text(), "a green apple on a bl");
}

// The first click on Generate after typing once only closed the list.
TEST_F(PhraseCompletion, AClickBesideTheListIsNotLost) {
  QPushButton button("Generate");
  button.setGeometry(500, 500, 120, 40);
  button.show();
  ASSERT_TRUE(QTest::qWaitForWindowExposed(&button));
  QSignalSpy clicked(&button, &QPushButton::clicked);
  type("a app");
  ASSERT_FALSE(completer.offered().isEmpty());
  EXPECT_EQ(QApplication::activePopupWidget(), nullptr) << "a popup would keep the click for itself";
  QTest::mouseClick(&button, Qt::LeftButton);
  EXPECT_TRUE(completer.offered().isEmpty());
  EXPECT_EQ(clicked.count(), 1);
  EXPECT_EQ(edit.text(), "a app");
}

TEST_F(PhraseCompletion, WithNothingChosenTheKeysAreThePromptsOwn) {
  QSignalSpy submitted(&edit, &PromptEdit::submitted);
  type("cat");
  ASSERT_FALSE(completer.offered().isEmpty());
  key(Qt::Key_Return, Qt::ShiftModifier);
  EXPECT_EQ(submitted.count(), 1);
  EXPECT_EQ(edit.text(), "cat");
  EXPECT_TRUE(completer.offered().isEmpty());
}

TEST_F(PhraseCompletion, EscapeClosesTheListAndNothingElse) {
  type("cat");
  ASSERT_FALSE(completer.offered().isEmpty());
  key(Qt::Key_Escape);
  EXPECT_TRUE(completer.offered().isEmpty());
  EXPECT_EQ(edit.text(), "cat");
}

TEST_F(PhraseCompletion, AModelThatTellsNothingOffersNothing) {
  completer.setPhrases({});
  type("cat");
  EXPECT_TRUE(completer.offered().isEmpty());
}

}  // namespace
}  // namespace unmask
