// The window with the real engine and the default model that comes with the program.
#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <fstream>
#include <set>

#include "core/engine_module/engine_bridge.h"
#include "core/io/png_metadata.h"
#include "tests/ui/ui_test_support.h"
#include "ui/styles/styles.h"

namespace unmask {
namespace {

/// Files of shared libraries of that name that are in memory.
std::set<std::string> mapped(const std::string& library) {
  std::set<std::string> files;
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    const size_t path = line.find('/');
    if (path != std::string::npos && line.find("/" + library) != std::string::npos)
      files.insert(line.substr(path));
  }
  return files;
}

const bool kTorchWasThereAtTheStart = !mapped("libtorch").empty();

constexpr int kRunTimeout = 120'000;  ///< milliseconds; for machines much slower than ours

TEST(StudioModel, ComesWithItsLibrariesWhenItIsWanted) {
  EXPECT_FALSE(kTorchWasThereAtTheStart) << "every start of the window would wait for it";
  EngineOptions options;
  options.modelDir = UNMASK_SOURCE_DIR "/resources/models/none";
  EXPECT_EQ(loadEngineFromModule(options).error().kind, ErrorKind::NotFound) << "the engine's own answer";
  EXPECT_FALSE(mapped("libtorch").empty());
  EXPECT_LE(mapped("libopenblas").size(), 1U) << "two would keep two pools of threads";
}

TEST(StudioModel, MakesAPictureStepByStepAndSavesIt) {
  const QTemporaryDir folder;
  StudioOptions options;
  options.loader = loadEngineFromModule;
  options.model = QStringLiteral(UNMASK_SOURCE_DIR "/resources/models/emoji-256");
  options.stateDir = folder.filePath("state");
  auto ownedDialogs = std::make_unique<test::FakeDialogs>();
  test::FakeDialogs* dialogs = ownedDialogs.get();
  MainWindow window(std::move(options), {}, std::move(ownedDialogs));
  window.show();
  window.activateWindow();
  ASSERT_TRUE(QTest::qWaitForWindowActive(&window));
  ASSERT_TRUE(QTest::qWaitFor([&] { return window.jobs()->hasModel(); }, kRunTimeout))
      << qPrintable(window.messageBar()->text());

  std::vector<size_t> hidden;
  std::vector<QImage> previews;
  QObject::connect(window.jobs(), &JobController::frameReady, [&](const RunFramePtr& frame) {
    hidden.push_back(frame->hidden.count());
    previews.push_back(frame->preview);
  });
  window.document()->typeSeed(1);
  QTest::keyClicks(window.promptPanel()->prompt(), "a red apple");
  QTest::keyClick(window.promptPanel()->prompt(), Qt::Key_Return, Qt::ControlModifier);
  const auto isDone = [&] {
    return window.jobs()->state() == EngineState::Idle && window.document()->picture();
  };
  ASSERT_TRUE(QTest::qWaitFor(isDone, kRunTimeout)) << qPrintable(window.messageBar()->text());

  const PicturePtr picture = window.document()->picture();
  EXPECT_EQ(picture->image.size(), QSize(256, 256));
  EXPECT_EQ(picture->tokens.cellCount(), 256u);
  ASSERT_GE(hidden.size(), 2u);  // frames may be merged, but not all of them
  for (size_t i = 1; i < hidden.size(); ++i) EXPECT_LT(hidden[i], hidden[i - 1]);
  EXPECT_EQ(hidden.back(), 0u);
  for (const QImage& preview : previews) EXPECT_EQ(preview.size(), QSize(256, 256));
  EXPECT_EQ(previews.back(), picture->image);

  UNTIL(window.findChild<QLabel*>("tokenCounter")->text().contains('/'));

  dialogs->savePath = folder.filePath("apple.png");
  window.actions()->save->trigger();
  UNTIL(QFileInfo::exists(folder.filePath("apple.png")));
  const auto request = requestFromPng(folder.filePath("apple.png").toStdString());
  ASSERT_TRUE(request.ok() && request->has_value());
  EXPECT_EQ(**request, picture->request);
  EXPECT_FALSE((*request)->model.name.empty());

  // The same request again is the same picture, as a candidate beside the first until it is accepted; a stop
  // leaves it alone.
  QTest::keyClick(window.promptPanel()->prompt(), Qt::Key_Return, Qt::ControlModifier);
  ASSERT_TRUE(QTest::qWaitFor([&] { return window.candidates()->count() == 1 && isDone(); }, kRunTimeout));
  EXPECT_EQ(window.document()->picture(), picture);
  window.actions()->acceptCandidate->trigger();
  ASSERT_NE(window.document()->picture(), picture);
  EXPECT_EQ(window.document()->picture()->tokens, picture->tokens);
  const PicturePtr second = window.document()->picture();
  QTest::keyClick(window.promptPanel()->prompt(), Qt::Key_Return, Qt::ControlModifier);
  UNTIL(window.canvas()->isShowingRun());
  QTest::keyClick(window.promptPanel()->prompt(), Qt::Key_Escape);
  ASSERT_TRUE(QTest::qWaitFor(isDone, kRunTimeout));
  EXPECT_FALSE(window.canvas()->isShowingRun());
  EXPECT_EQ(window.document()->picture(), second);
}

/// The default model but for what it draws when it learns a style: five things of some 370.
void linkModelOfFewThings(const QString& to) {
  const QDir model(QStringLiteral(UNMASK_SOURCE_DIR "/resources/models/emoji-256"));
  ASSERT_TRUE(QDir().mkpath(to));
  for (const QString& name : model.entryList(QDir::AllEntries | QDir::NoDotAndDotDot)) {
    if (name == "unmask_prompts.txt") continue;
    ASSERT_TRUE(QFile::link(model.filePath(name), to + "/" + name));
  }
  QFile prompts(to + "/unmask_prompts.txt");
  ASSERT_TRUE(prompts.open(QFile::WriteOnly));
  prompts.write("a red apple\na cat\na house\na star\n---\na boat\n");
}

// As short as can be: one picture of its own, three updates. What comes of it can be drawn with.
TEST(StudioModel, LearnsAStyleAndDrawsWithIt) {
  const QTemporaryDir folder;
  ASSERT_NO_FATAL_FAILURE(linkModelOfFewThings(folder.filePath("model")));
  StudioOptions options;
  options.loader = loadEngineFromModule;
  options.styleOpener = openStyleLearnerFromModule;
  options.model = folder.filePath("model");
  MainWindow window(std::move(options), {}, std::make_unique<test::FakeDialogs>());
  window.show();
  ASSERT_TRUE(QTest::qWaitFor([&] { return window.jobs()->hasModel(); }, kRunTimeout))
      << qPrintable(window.messageBar()->text());
  window.styles()->showLearnDialog();
  LearnDialog* dialog = window.styles()->dialog();
  const auto click = [dialog](const char* name) {
    QTest::mouseClick(dialog->findChild<QPushButton*>(name), Qt::LeftButton);
  };
  auto picture = std::make_unique<QMimeData>();
  QImage drawn(300, 280, QImage::Format_RGB32);
  drawn.fill(Qt::white);
  for (int i = 0; i < 200; ++i) drawn.setPixelColor(40 + i, 40 + i, Qt::black);
  picture->setImageData(drawn);
  ASSERT_TRUE(dialog->setup()->take(picture.get()));
  ASSERT_TRUE(QTest::qWaitFor([&] { return dialog->setup()->crop()->hasPicture(); }, kRunTimeout));
  QTest::keyClicks(dialog->findChild<QLineEdit*>("learnName"), "line");
  QTest::keyClicks(dialog->findChild<QLineEdit*>("learnShows"), "a kite");
  dialog->findChild<QSpinBox*>("learnSteps")->setValue(3);
  dialog->findChild<QSpinBox*>("learnOwn")->setValue(1);
  StyleRun* run = window.styles()->run();
  click("learnForward");
  ASSERT_TRUE(QTest::qWaitFor(
      [&] { return run->state() == StyleRunState::Ready || run->state() == StyleRunState::Idle; },
      kRunTimeout));
  ASSERT_EQ(run->state(), StyleRunState::Ready) << run->error()->text();
  EXPECT_GT(run->estimate().seconds, 0);
  click("learnForward");
  ASSERT_TRUE(QTest::qWaitFor([&] { return run->state() == StyleRunState::Ended; }, kRunTimeout));
  ASSERT_TRUE(run->isDone()) << (run->error() ? run->error()->text() : "stopped");
  EXPECT_EQ(run->losses().size(), 3u);
  ASSERT_FALSE(run->previews().empty());
  EXPECT_EQ(run->previews().back()->pictures.size(), 4u);
  EXPECT_EQ(run->previews().back()->pictures[0].size(), QSize(256, 256));
  click("learnUse");
  ASSERT_TRUE(QTest::qWaitFor([&] { return window.document()->draft().adapters.size() == 1; }, kRunTimeout))
      << qPrintable(window.messageBar()->text());
  window.document()->setPrompt("a kite in line style");
  window.generate();
  ASSERT_TRUE(QTest::qWaitFor([&] { return window.document()->picture() != nullptr; }, kRunTimeout))
      << qPrintable(window.messageBar()->text());
  EXPECT_EQ(window.document()->picture()->request.adapters.size(), 1u);
}

}  // namespace
}  // namespace unmask
