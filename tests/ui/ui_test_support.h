// What the window's tests share: waiting for conditions, dialogs that answer themselves, a window on a fake
// engine.
#pragma once

#include <gtest/gtest.h>

#include <QTemporaryDir>
#include <QTest>
#include <functional>
#include <memory>

#include "tests/support/fake_engine.h"
#include "ui/main_window.h"

namespace unmask::test {

/// Milliseconds, enough for a sanitizer on a busy machine; only a broken test waits that long.
inline constexpr int kTimeout = 120'000;

/// Processes events until the condition holds; fails the test when it never does.
#define UNTIL(condition)                                                                               \
  ASSERT_TRUE(QTest::qWaitFor([&] { return static_cast<bool>(condition); }, ::unmask::test::kTimeout)) \
      << #condition

/// Answers at once with what the test set; remembers what was suggested.
class FakeDialogs : public FileDialogs {
 public:
  void askSavePath(QWidget*, const QString& suggestedPath, Answer answer) override {
    suggestions << suggestedPath;
    answer(savePath);
  }
  void askFolder(QWidget*, const QString&, const QString&, Answer answer) override { answer(folder); }

  void askPicture(QWidget*, const QString&, Answer answer) override { answer(picture); }

  void askProjectPath(QWidget*, const QString& suggestedPath, Answer answer) override {
    suggestions << suggestedPath;
    answer(projectPath);
  }

  void askStyle(QWidget*, const QString& start, Answer answer) override {
    suggestions << start;
    answer(style);
  }

  QString picture;
  QString style;
  QString projectPath;
  QString savePath;
  QString folder;
  QStringList suggestions;
};

/// A model folder the finder accepts.
QString makeModelFolder(const QString& parent, const QString& name);

class StudioTest : public ::testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;

  /// Shows a window (closing an earlier one) and waits until its model is loaded.
  void openWindow();
  /// The same without waiting for the model.
  void showWindow();
  virtual StudioOptions options() const;
  /// Closes the window; the next one starts with an empty project.
  void forgetProject();

  void typePrompt(const QString& text);                                   ///< replaces what is there, by keys
  void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);  ///< to whatever has the focus
  /// Generates with what is typed, accepts the picture, and waits until its flash is over.
  void generatePicture();
  bool isIdle() const {
    return window->jobs()->state() == EngineState::Idle && !window->jobs()->hasWaitingRun();
  }
  QString path(const QString& name) const { return folder.filePath(name); }
  template <typename T>
  T* find(const char* name) const {
    T* object = window->findChild<T*>(name);
    EXPECT_NE(object, nullptr) << name;
    return object;
  }

  QTemporaryDir folder;
  std::shared_ptr<FakeControl> control = std::make_shared<FakeControl>();
  FakeDialogs* dialogs = nullptr;  ///< the window's
  StyleOpener styleOpener;         ///< of windows opened from now on
  uint64_t nextSeed = 100;         ///< what the window draws: 100, 101, …
  std::unique_ptr<MainWindow> window;
};

}  // namespace unmask::test
