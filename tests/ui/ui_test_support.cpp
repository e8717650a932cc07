#include "tests/ui/ui_test_support.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QSettings>

namespace unmask::test {

QString makeModelFolder(const QString& parent, const QString& name) {
  const QDir dir(parent + "/" + name);
  EXPECT_TRUE(QDir().mkpath(dir.filePath("transformer")) && QDir().mkpath(dir.filePath("vqvae")));
  QFile index(dir.filePath("model_index.json"));
  EXPECT_TRUE(index.open(QIODevice::WriteOnly));
  index.write("{}");
  return dir.path();
}

void StudioTest::SetUp() {
  ASSERT_TRUE(folder.isValid());
  QSettings().clear();
  makeModelFolder(path("models"), "first");
}

void StudioTest::TearDown() {
  control->openAllGates();
  window.reset();
  EXPECT_EQ(control->enginesAlive(), 0);
  EXPECT_FALSE(control->wasUsedFromTwoThreads());
}

StudioOptions StudioTest::options() const {
  StudioOptions result;
  result.loader = FakeControl::loader(control);
  result.styleOpener = styleOpener;
  result.stateDir = path("state");
  result.dataDir = path("data");
  result.search.environment = [models = path("models").toStdString()](const char* name) {
    return std::string(name) == "UNMASK_MODEL_DIR" ? std::optional<std::string>(models) : std::nullopt;
  };
  return result;
}

void StudioTest::forgetProject() {
  window.reset();
  ASSERT_TRUE(QDir(path("data")).removeRecursively());
}

void StudioTest::showWindow() {
  window.reset();
  control->expectNewThread();
  auto answers = std::make_unique<FakeDialogs>();
  dialogs = answers.get();
  window = std::make_unique<MainWindow>(
      options(), [this] { return nextSeed++; }, std::move(answers));
  window->canvas()->setAnimated(false);
  window->show();
  window->activateWindow();
  ASSERT_TRUE(QTest::qWaitForWindowActive(window.get()));
}

void StudioTest::openWindow() {
  showWindow();
  const auto isReady = [this] { return window->jobs()->hasModel() && isIdle(); };
  ASSERT_TRUE(
      QTest::qWaitFor([&] { return isReady() || window->jobs()->state() == EngineState::Failed; }, kTimeout));
  ASSERT_TRUE(isReady()) << qPrintable(window->messageBar()->text());
}

void StudioTest::press(int key, Qt::KeyboardModifiers modifiers) {
  QWidget* target = QApplication::focusWidget();
  QTest::keyClick(target != nullptr ? target : window.get(), static_cast<Qt::Key>(key), modifiers);
}

void StudioTest::typePrompt(const QString& text) {
  press(Qt::Key_A, Qt::AltModifier);
  press(Qt::Key_A, Qt::ControlModifier);
  press(Qt::Key_Delete);
  QTest::keyClicks(window->promptPanel()->prompt(), text);
}

void StudioTest::generatePicture() {
  const PicturePtr before = window->document()->picture();
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL((window->document()->picture() != before || !window->candidates()->isEmpty()) && isIdle());
  window->candidates()->accept();
  ASSERT_NE(window->document()->picture(), before);
  UNTIL(!window->canvas()->overlay().isFlashing());
}

}  // namespace unmask::test
