// The dialog "Learn a Style", by mouse and keys, with a fake learner.
#pragma once

#include <QClipboard>
#include <QDir>
#include <QDropEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QUrl>
#include <QWheelEvent>
#include <fstream>

#include "core/io/image_codec.h"
#include "core/train/style_task_file.h"
#include "tests/ui/styles_support.h"
#include "ui/styles/learn_dialog.h"
#include "ui/styles/loss_plot.h"
#include "ui/styles/styles.h"

namespace unmask::test {

class LearnStyleTest : public StylesTest {
 protected:
  void SetUp() override {
    StylesTest::SetUp();
    learning = std::make_shared<FakeLearning>();
    styleOpener = FakeLearning::opener(learning);
    openWindow();
    ASSERT_TRUE(savePng(path("ink.png").toStdString(), ImageBuffer(60, 40, 3, 200)).ok());
  }
  void TearDown() override {
    learning->openGate();
    StylesTest::TearDown();
  }

  void openDialog() {
    press(Qt::Key_F5);
    dialog = window->styles()->dialog();
    ASSERT_NE(dialog, nullptr);
    ASSERT_TRUE(QTest::qWaitForWindowActive(dialog));
  }
  template <typename T>
  T* in(const char* name) const {
    T* object = dialog->findChild<T*>(name);
    EXPECT_NE(object, nullptr) << name;
    return object;
  }
  void click(const char* button) { QTest::mouseClick(in<QPushButton>(button), Qt::LeftButton); }
  void type(const char* field, const char* text) {
    in<QLineEdit>(field)->setFocus();
    QTest::keyClick(in<QLineEdit>(field), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(in<QLineEdit>(field), text);
  }
  void choosePicture() {
    dialogs->picture = path("ink.png");
    click("learnChoose");
    UNTIL(in<CropView>("cropView")->hasPicture());
  }
  void reload() {
    QSignalSpy loaded(window->jobs(), &JobController::modelLoaded);
    EngineOptions options;
    options.modelDir = path("models/first").toStdString();
    window->jobs()->load(options);
    UNTIL(loaded.count() == 1);
  }
  void chooseBrokenPicture() {
    QFile broken(path("broken.png"));
    ASSERT_TRUE(broken.open(QIODevice::WriteOnly));
    broken.write("no picture");
    broken.close();
    dialogs->picture = path("broken.png");
    click("learnChoose");
  }
  void fillIn() {
    openDialog();
    choosePicture();
    type("learnName", "Ink");
    type("learnShows", "a mushroom");
    in<QSpinBox>("learnSteps")->setValue(10);
    ASSERT_TRUE(in<QPushButton>("learnForward")->isEnabled())
        << qPrintable(in<QLabel>("learnStatus")->text());
  }
  void prepare() {
    fillIn();
    click("learnForward");
    UNTIL(run().state() == StyleRunState::Ready);
  }
  /// Learns until `steps` own pictures and updates are done and the next is waited for.
  void learnUntil(int steps) {
    learning->closeGate();
    learning->allow(steps);
    click("learnForward");
    UNTIL(learning->stepsDone() == steps && learning->waiting() == 1);
    UNTIL(static_cast<int>(run().losses().size()) == std::max(0, steps - FakeLearning::kOwnPictures));
  }
  StyleRun& run() const { return *window->styles()->run(); }
  std::filesystem::path adapter() const { return stylesFolder() / "Ink.safetensors"; }
  const std::vector<AdapterReference>& draftAdapters() const { return window->document()->draft().adapters; }

  std::shared_ptr<FakeLearning> learning;
  LearnDialog* dialog = nullptr;
};

}  // namespace unmask::test
