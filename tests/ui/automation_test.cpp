#include "ui/automation.h"

#include <gtest/gtest.h>

#include <QImage>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>

#include "tests/ui/ui_test_support.h"

namespace unmask {
namespace {

class AutomationTest : public test::StudioTest {
 protected:
  /// A window that was not shown yet, with automation attached.
  void prepare(const AutomationOptions& automationOptions) {
    window = std::make_unique<MainWindow>(options());
    automation = std::make_unique<Automation>(window.get(), automationOptions);
    finished = std::make_unique<QSignalSpy>(automation.get(), &Automation::finished);
    window->show();
  }
  void TearDown() override {
    finished.reset();
    automation.reset();
    StudioTest::TearDown();
  }
  int exitCode() const { return finished->at(0)[0].toInt(); }

  std::unique_ptr<Automation> automation;
  std::unique_ptr<QSignalSpy> finished;
};

TEST_F(AutomationTest, MeasuresTheStart) {
  AutomationOptions wanted;
  wanted.measureStartup = true;
  wanted.mainEntry = std::chrono::steady_clock::now();
  wanted.secondsBeforeMain = 0.5;
  prepare(wanted);
  UNTIL(finished->count() == 1);
  EXPECT_EQ(exitCode(), 0);
  const QJsonObject json = QJsonDocument::fromJson(finished->at(0)[1].toString().toUtf8()).object();
  const double paint = json["main_to_first_paint_ms"].toDouble(-1);
  const double ready = json["main_to_model_ready_ms"].toDouble(-1);
  EXPECT_GT(paint, 0);
  EXPECT_GE(ready, paint);  // the window shows before the model loads
  EXPECT_NEAR(json["process_to_first_paint_ms"].toDouble(), paint + 500, 0.11);
}

TEST_F(AutomationTest, MeasuresTheLab) {
  AutomationOptions wanted;
  wanted.measureLab = true;
  prepare(wanted);
  window->document()->setPrompt("a red apple");
  UNTIL(finished->count() == 1);
  EXPECT_EQ(exitCode(), 0);
  const QJsonObject json = QJsonDocument::fromJson(finished->at(0)[1].toString().toUtf8()).object();
  for (const char* key : {"map_switch_ms", "map_switch_worst_ms", "alternatives_ms", "ablation_ms"})
    EXPECT_GE(json[key].toDouble(-1), 0) << key;
  EXPECT_TRUE(json.contains("recording_share"));
  EXPECT_EQ(json["words"].toInt(), 3);
}

TEST_F(AutomationTest, ScreenshotShowsTheFinishedPicture) {
  AutomationOptions wanted;
  wanted.screenshot = path("shot.png");
  prepare(wanted);
  window->document()->setPrompt("a red apple");
  UNTIL(finished->count() == 1);
  EXPECT_EQ(exitCode(), 0);
  EXPECT_EQ(control->requests().at(0).prompt, "a red apple");
  const QImage shot(path("shot.png"));
  EXPECT_EQ(shot.size(), window->size() * window->devicePixelRatioF());
  EXPECT_FALSE(window->canvas()->isShowingRun());
}

TEST_F(AutomationTest, ScreenshotThatCannotBeWrittenFails) {
  AutomationOptions wanted;
  wanted.screenshot = path("absent/shot.png");
  prepare(wanted);
  UNTIL(finished->count() == 1);
  EXPECT_EQ(exitCode(), 1);
  EXPECT_TRUE(finished->at(0)[2].toString().contains("shot.png"));
}

TEST_F(AutomationTest, ModelThatCannotBeLoadedFails) {
  Error error;
  error.message = "tensors are missing";
  control->failNextLoad(error);
  prepare({});
  UNTIL(finished->count() == 1);
  EXPECT_EQ(exitCode(), 1);
  EXPECT_TRUE(finished->at(0)[2].toString().contains("tensors are missing"));
}

TEST_F(AutomationTest, NoModelFails) {
  ASSERT_TRUE(QDir(path("models")).removeRecursively());
  prepare({});
  UNTIL(finished->count() == 1);
  EXPECT_EQ(exitCode(), 1);
  EXPECT_FALSE(finished->at(0)[2].toString().isEmpty());
}

TEST(AutomationClock, KnowsWhenTheProcessStarted) {
  const std::optional<double> seconds = secondsSinceProcessStart();
  ASSERT_TRUE(seconds.has_value());
  EXPECT_GT(*seconds, 0);
  EXPECT_LT(*seconds, 3600);
}

}  // namespace
}  // namespace unmask
