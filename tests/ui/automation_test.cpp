#include "ui/automation/automation.h"

#include <gtest/gtest.h>

#include <QImage>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>

#include "tests/ui/ui_test_support.h"
#include "ui/automation/responsiveness.h"

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

TEST_F(AutomationTest, EverySceneIsReached) {
  for (const char* name : {"picture", "mask", "timeline"}) {
    window.reset();
    control->expectNewThread();
    ASSERT_TRUE(QDir(path("data")).removeRecursively());
    AutomationOptions wanted;
    wanted.screenshot = path("shot.png");
    wanted.scene = *sceneFromName(name);
    wanted.size = {1000, 700};
    prepare(wanted);
    window->document()->setPrompt("a red apple");
    UNTIL(finished->count() == 1);
    EXPECT_EQ(exitCode(), 0);
    EXPECT_EQ(QImage(path("shot.png")).size(), QSize(1000, 700) * window->devicePixelRatioF());
    EXPECT_EQ(window->document()->mask()->hasMask(), wanted.scene == Scene::Mask);
    EXPECT_EQ(window->runs()->isHeld(), wanted.scene == Scene::Timeline);
    EXPECT_EQ(window->player()->end(), wanted.scene == Scene::Timeline ? 4 : 8);
    finished.reset();
    automation.reset();
  }
  EXPECT_FALSE(sceneFromName("nothing").has_value());
}

TEST_F(AutomationTest, MeasuresHowTheWindowAnswers) {
  constexpr int kEntries = 150;  // more than a page
  ASSERT_TRUE(QDir().mkpath(path("data")));
  ASSERT_TRUE(fillHistory(path("data"), kEntries).ok());
  AutomationOptions wanted;
  wanted.measuredHistory = kEntries;
  prepare(wanted);
  UNTIL(finished->count() == 1);
  EXPECT_EQ(exitCode(), 0) << qPrintable(finished->at(0)[2].toString());
  const QJsonObject json = QJsonDocument::fromJson(finished->at(0)[1].toString().toUtf8()).object();
  for (const QJsonObject& part : {json["decoding"].toObject(), json["scrubbing"]["cached"].toObject(),
                                  json["scrubbing"]["drawn"].toObject(), json["history"].toObject()}) {
    EXPECT_GT(part["count"].toInt(), 0);
    EXPECT_GT(part["longest_ms"].toDouble(), 0);
    EXPECT_GE(part["longest_ms"].toDouble(), part["median_ms"].toDouble());
    EXPECT_GT(part["aim_ms"].toDouble(), 0);
  }
  EXPECT_TRUE(json["cancelling"].isObject());  // this engine may be done before the stop comes
  EXPECT_GT(json["panning"]["fitted"]["frames_per_second"].toDouble(), 0);
  EXPECT_EQ(json["history"]["entries"].toInt(), kEntries);
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
