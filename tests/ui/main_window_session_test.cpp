// Loading models, and what stays from one session to the next.
#include <gmock/gmock.h>

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QPushButton>

#include "tests/ui/ui_test_support.h"

namespace unmask {
namespace {

class MainWindowSession : public test::StudioTest {
 protected:
  Error brokenModel() const {
    Error error;
    error.kind = ErrorKind::BadInput;
    error.file = "/models/broken/transformer";
    error.message = "tensors are missing";
    error.remedy = "Download it again";
    return error;
  }
  void chooseInCombo(const QString& name) {
    QComboBox* combo = window->promptPanel()->models()->combo();
    const int index = combo->findText(name);
    ASSERT_GE(index, 0) << qPrintable(name);
    combo->setCurrentIndex(index);
    Q_EMIT combo->activated(index);
  }
  QString modelShown() const { return window->promptPanel()->models()->combo()->currentText(); }
  const GenerationRequest& draft() const { return window->document()->draft(); }
};

TEST_F(MainWindowSession, ShowsBeforeTheModelIsLoaded) {
  control->closeLoadGate();
  showWindow();
  UNTIL(control->waitingAtLoadGate() == 1);
  EXPECT_TRUE(window->isVisible());
  EXPECT_TRUE(window->progressStrip()->text().contains("first"));
  typePrompt("typed while it loads");
  EXPECT_EQ(draft().prompt, "typed while it loads");
  control->openLoadGate();
  UNTIL(isIdle());
  EXPECT_EQ(modelShown(), "first");
}

TEST_F(MainWindowSession, GeneratingWhileLoadingWaitsForTheModel) {
  control->closeLoadGate();
  showWindow();
  UNTIL(control->waitingAtLoadGate() == 1);
  typePrompt("early");
  press(Qt::Key_Return, Qt::ControlModifier);
  EXPECT_EQ(window->promptPanel()->runButton()->text(), "Stop Waiting");
  control->openLoadGate();
  UNTIL(window->document()->picture() && isIdle());
  EXPECT_EQ(window->document()->picture()->request.prompt, "early");
}

TEST_F(MainWindowSession, EscStopsLoading) {
  control->closeLoadGate();
  showWindow();
  UNTIL(control->waitingAtLoadGate() == 1);
  press(Qt::Key_Escape);
  control->openLoadGate();
  UNTIL(window->jobs()->state() == EngineState::NoModel);
  EXPECT_EQ(modelShown(), "");
  EXPECT_FALSE(window->promptPanel()->runButton()->isEnabled());
  chooseInCombo("first");  // and it can be had after all
  UNTIL(isIdle() && window->jobs()->hasModel());
}

TEST_F(MainWindowSession, PresetsFillWhatTheUserDidNotChange) {
  openWindow();
  EXPECT_EQ(draft().steps, 8);
  find<QSpinBox>("steps")->setValue(30);
  ModelInfo other = test::FakeControl::defaultModel();
  other.presets[0].steps = 20;
  other.presets[0].guidanceScale = 9;
  control->setModel(other);
  dialogs->folder = test::makeModelFolder(path("elsewhere"), "other");
  press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
  UNTIL(isIdle() && modelShown() == "other" && draft().guidanceScale == 9);
  EXPECT_EQ(draft().steps, 30);
  window->actions()->resetSettings->trigger();
  EXPECT_EQ(draft().steps, 20);
}

TEST_F(MainWindowSession, BrokenModelIsToldAndTheEarlierOneStays) {
  test::makeModelFolder(path("models"), "second");
  openWindow();
  control->failNextLoad(brokenModel());
  chooseInCombo("second");
  UNTIL(window->messageBar()->isVisible() && isIdle());
  EXPECT_TRUE(window->messageBar()->title().contains("second"));
  EXPECT_TRUE(window->messageBar()->text().contains("/models/broken/transformer"));
  EXPECT_TRUE(window->messageBar()->text().contains("Download it again"));
  EXPECT_EQ(modelShown(), "first");
  EXPECT_EQ(QApplication::activeModalWidget(), nullptr);
  generatePicture();
}

TEST_F(MainWindowSession, MessageOffersToOpenAnotherFolder) {
  control->failNextLoad(brokenModel());
  showWindow();
  UNTIL(window->jobs()->state() == EngineState::Failed);
  EXPECT_FALSE(window->promptPanel()->runButton()->isEnabled());
  dialogs->folder = test::makeModelFolder(path("elsewhere"), "good");
  QTest::mouseClick(find<QPushButton>("messageButton"), Qt::LeftButton);
  UNTIL(isIdle() && window->jobs()->hasModel());
  EXPECT_EQ(modelShown(), "good");
  EXPECT_FALSE(window->messageBar()->isVisible());
}

TEST_F(MainWindowSession, NoModelAnywhereIsSaid) {
  ASSERT_TRUE(QDir(path("models")).removeRecursively());
  showWindow();
  UNTIL(window->messageBar()->isVisible());
  EXPECT_EQ(window->messageBar()->title(), "No model was found");
  EXPECT_EQ(window->jobs()->state(), EngineState::NoModel);
  press(Qt::Key_Return, Qt::ControlModifier);
  EXPECT_EQ(window->jobs()->state(), EngineState::NoModel);
}

TEST_F(MainWindowSession, NextSessionBeginsWhereThisOneWas) {
  test::makeModelFolder(path("models"), "second");
  openWindow();
  chooseInCombo("second");
  UNTIL(isIdle() && modelShown() == "second" && window->jobs()->model()->reference.path.ends_with("second"));
  typePrompt("kept");
  press(Qt::Key_Return);
  QTest::keyClicks(window->promptPanel()->prompt(), "in two lines");
  find<QSpinBox>("steps")->setValue(21);
  window->document()->typeSeed(42);
  const GenerationRequest before = draft();
  openWindow();  // the old window is destroyed without being closed first
  EXPECT_EQ(draft(), before);
  EXPECT_EQ(window->promptPanel()->prompt()->text(), "kept\nin two lines");
  EXPECT_EQ(find<QSpinBox>("steps")->value(), 21);
  EXPECT_TRUE(window->document()->isSeedLocked());
  EXPECT_EQ(modelShown(), "second");
}

TEST_F(MainWindowSession, FullScreenIsLeftByItsKeyAfterARestart) {
  openWindow();
  window->actions()->fullScreen->trigger();
  window->close();
  openWindow();
  EXPECT_TRUE(window->isFullScreen());
  EXPECT_EQ(window->isFullScreen(), window->actions()->fullScreen->isChecked());
  if (window->isFullScreen()) window->actions()->fullScreen->trigger();
  EXPECT_FALSE(window->isFullScreen());
}

TEST_F(MainWindowSession, OpenedFoldersAreRemembered) {
  openWindow();
  dialogs->folder = test::makeModelFolder(path("elsewhere"), "other");
  press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
  UNTIL(isIdle() && modelShown() == "other");
  openWindow();
  EXPECT_GE(window->promptPanel()->models()->combo()->findText("other"), 0);
  EXPECT_EQ(modelShown(), "other");
}

TEST_F(MainWindowSession, DamagedJournalStartsFreshAndSaysSo) {
  for (const QByteArray& content :
       {QByteArray("{"), QByteArray("[]"), QByteArray("{\"schema\":99}"), QByteArray(100'000, '[')}) {
    window.reset();  // it writes its own state when it goes
    ASSERT_TRUE(QDir().mkpath(path("state")));
    QFile file(path("state/session.json"));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    showWindow();
    EXPECT_TRUE(window->messageBar()->text().contains("session.json")) << content.left(40).toStdString();
    EXPECT_EQ(draft().prompt, "");
    UNTIL(isIdle() && window->jobs()->hasModel());
  }
}

TEST_F(MainWindowSession, UnwritableStateIsSaidOnce) {
  QFile blocker(path("state"));  // a file where the folder should be
  ASSERT_TRUE(blocker.open(QIODevice::WriteOnly));
  test::makeModelFolder(path("models"), "second");
  openWindow();
  chooseInCombo("second");
  UNTIL(window->messageBar()->isVisible());
  EXPECT_EQ(window->messageBar()->title(), "The settings are not being remembered");
  window->messageBar()->dismiss();
  UNTIL(isIdle());
  chooseInCombo("first");
  UNTIL(isIdle());
  generatePicture();
  EXPECT_FALSE(window->messageBar()->isVisible());
}

TEST_F(MainWindowSession, FollowsAChangeOfPalette) {
  openWindow();
  generatePicture();
  window->canvas()->setFocus();  // a text cursor would blink
  const QPalette before = QApplication::palette();
  const QImage light = window->grab().toImage();
  QPalette dark(QColor(45, 45, 48), QColor(40, 40, 44));
  dark.setColor(QPalette::WindowText, Qt::white);
  QApplication::setPalette(dark);
  QCoreApplication::processEvents();
  const QImage night = window->grab().toImage();
  QApplication::setPalette(before);
  QCoreApplication::processEvents();
  EXPECT_LT(qGray(night.pixel(night.width() - 4, night.height() / 2)), 80);  // beside the picture
  EXPECT_GT(qGray(light.pixel(light.width() - 4, light.height() / 2)), 160);
  EXPECT_EQ(window->grab().toImage(), light);
}

TEST(SessionJournal, StateGoesThroughJsonUnchanged) {
  SessionState state;
  state.model = "/models/ü";
  state.modelFolders = QStringList{"/a", "/b c"};
  const Result<SessionState> back = sessionFromJson(sessionToJson(state), "here");
  ASSERT_TRUE(back.ok()) << back.error().text();
  EXPECT_EQ(*back, state);
}

}  // namespace
}  // namespace unmask
