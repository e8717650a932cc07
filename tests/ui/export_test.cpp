// Runs as files for other people: what is written, and the dialog that asks.
#include <gtest/gtest.h>
#include <webp/demux.h>

#include <chrono>
#include <future>

#include "core/io/atomic_file.h"
#include "core/io/image_codec.h"
#include "core/io/png_metadata.h"
#include "core/io/safetensors.h"
#include "tests/ui/ui_test_support.h"
#include "ui/dialogs/export_dialog.h"

namespace unmask {
namespace {

/// Two steps over 2 × 2 cells of 8 pixels; the pictures are black, then blue.
Recording smallRecording() {
  Recording recording;
  recording.maskTokenId = 9;
  for (int k = 0; k <= 2; ++k) {
    DecodeState state;
    state.tokens = TokenGrid(2, 2, 1);
    for (int i = 2 * k; i < 4; ++i) state.tokens.tokenIds[static_cast<size_t>(i)] = 9;
    recording.states.push_back(state);
  }
  recording.records.resize(2);
  for (const QColor colour : {QColor(Qt::black), QColor(Qt::blue)}) {
    QImage image(16, 16, QImage::Format_RGB32);
    image.fill(colour);
    recording.previews.push_back(image);
  }
  return recording;
}

TEST(RunExportTest, HiddenCellsAreVeiledAndFixedOnesExact) {
  const Recording recording = smallRecording();
  const ImageBuffer start = momentPicture(recording, 0);
  EXPECT_EQ(start.width, 16);
  EXPECT_GT(start.at(3, 3)[0], 150);
  const ImageBuffer half = momentPicture(recording, 1);
  EXPECT_EQ(half.at(3, 3)[0], 0);     // the upper row is fixed
  EXPECT_GT(half.at(3, 12)[0], 120);  // the lower one hidden
  const ImageBuffer end = momentPicture(recording, 2);
  EXPECT_EQ(end.at(3, 12)[2], 255);
  EXPECT_EQ(end.at(3, 12)[0], 0);
}

TEST(RunExportTest, SheetHoldsEveryMoment) {
  const ImageBuffer sheet = contactSheet(smallRecording());
  EXPECT_EQ(sheet.width, 2 * 16 + 4);  // three pictures in two columns
  EXPECT_EQ(sheet.height, 2 * 16 + 4);
  EXPECT_EQ(sheet.at(3, 16 + 4 + 3)[2], 255);  // the last one, in the second row
  EXPECT_EQ(sheet.at(17, 3)[0], 255);          // the gap
}

TEST(RunExportTest, LongRunsStayBounded) {
  Recording recording = smallRecording();
  while (recording.stepCount() < 500) {
    recording.states.push_back(recording.states.back());
    recording.records.push_back({});
    recording.previews.push_back(recording.previews.back());
  }
  EXPECT_LE(contactSheet(recording).height, 8 * 20);
}

ExportJob jobFor(const Recording& recording, ExportWhat what) {
  ExportJob job;
  job.what = what;
  job.recording = std::make_shared<Recording>(recording);
  job.request.prompt = "an apple";
  return job;
}

TEST(RunExportTest, RecordingWithoutPicturesIsRefused) {
  Recording recording = smallRecording();
  recording.previews = {QImage(), QImage()};
  EXPECT_TRUE(momentPicture(recording, 1).empty());
  const QTemporaryDir dir;
  const std::string path = dir.filePath("x").toStdString();
  for (const ExportWhat what : {ExportWhat::Picture, ExportWhat::Step, ExportWhat::Sheet, ExportWhat::Film}) {
    const auto result = runExport(jobFor(recording, what), path);
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().kind, ErrorKind::Usage);
  }
}

TEST(RunExportTest, EveryKindStopsWhenToldAndLeavesNoFile) {
  Recording recording = smallRecording();
  for (StepRecord& record : recording.records) {
    record.probability.assign(4, 1);
    record.selectionScore.assign(4, 0);
  }
  for (DecodeState& state : recording.states) state.fixedAtStep.assign(4, 0);
  const QTemporaryDir dir;
  for (const ExportWhat what : {ExportWhat::Step, ExportWhat::Sheet, ExportWhat::Film, ExportWhat::Trace}) {
    const std::string path = dir.filePath("x").toStdString();
    const auto stopped = runExport(jobFor(recording, what), path, [](double) { return false; });
    ASSERT_FALSE(stopped.ok());
    EXPECT_EQ(stopped.error().kind, ErrorKind::Cancelled);
    EXPECT_TRUE(QDir(dir.path()).isEmpty());
    EXPECT_TRUE(runExport(jobFor(recording, what), path).ok());
    QFile::remove(dir.filePath("x"));
  }
}

TEST(RunExportTest, FilmHoldsItsLastStep) {
  ExportJob job = jobFor(smallRecording(), ExportWhat::Film);
  job.format = FilmFormat::WebP;
  job.scale = 2;
  job.millisecondsAStep = 100;
  job.millisecondsOfLast = 700;
  const QTemporaryDir dir;
  const std::string path = dir.filePath("x.webp").toStdString();
  ASSERT_TRUE(runExport(job, path).ok());
  const auto bytes = readFile(path, 1 << 24);
  ASSERT_TRUE(bytes.ok());
  const WebPData data{reinterpret_cast<const uint8_t*>(bytes->data()), bytes->size()};
  WebPAnimDecoder* decoder = WebPAnimDecoderNew(&data, nullptr);
  ASSERT_NE(decoder, nullptr);
  WebPAnimInfo info;
  WebPAnimDecoderGetInfo(decoder, &info);
  EXPECT_EQ(info.canvas_width, 32u);
  std::vector<int> ends;
  uint8_t* pixels = nullptr;
  for (int end = 0; WebPAnimDecoderHasMoreFrames(decoder) != 0; ends.push_back(end))
    ASSERT_NE(WebPAnimDecoderGetNext(decoder, &pixels, &end), 0);
  WebPAnimDecoderDelete(decoder);
  EXPECT_EQ(ends, (std::vector<int>{100, 200, 900}));
}

class MainWindowExport : public test::StudioTest {
 protected:
  void SetUp() override {
    StudioTest::SetUp();
    openWindow();
    typePrompt("an apple");
    generatePicture();
    window->canvas()->setFocus();
  }
  ExportDialog* openDialog() {
    window->activateWindow();
    EXPECT_TRUE(QTest::qWaitForWindowActive(window.get()));
    window->canvas()->setFocus();
    press(Qt::Key_E, Qt::ControlModifier);
    return window->findChild<ExportDialog*>("exportDialog");
  }
  template <typename T>
  static T* in(QWidget* dialog, const char* name) {
    return dialog->findChild<T*>(name);
  }
  static void choose(QComboBox* box, int data) {
    box->setFocus();
    while (box->currentIndex() > 0) QTest::keyClick(box, Qt::Key_Up);
    while (box->currentData().toInt() != data && box->currentIndex() + 1 < box->count())
      QTest::keyClick(box, Qt::Key_Down);
    ASSERT_EQ(box->currentData().toInt(), data);
  }
  /// Through the dialog into a file of this name; waits until it is there.
  void exportTo(const QString& name, ExportWhat what, FilmFormat format = FilmFormat::Png,
                bool hasMetadata = true) {
    dialogs->savePath = path(name);
    ExportDialog* dialog = openDialog();
    ASSERT_NE(dialog, nullptr);
    choose(in<QComboBox>(dialog, "exportWhat"), static_cast<int>(what));
    if (what == ExportWhat::Film) choose(in<QComboBox>(dialog, "exportFormat"), static_cast<int>(format));
    auto* metadata = in<QCheckBox>(dialog, "exportMetadata");
    if (metadata->isEnabled() && metadata->isChecked() != hasMetadata)
      QTest::keyClick(metadata, Qt::Key_Space);
    QTest::keyClick(dialog, Qt::Key_Return);
    UNTIL(window->progressStrip()->text().contains(name) || window->messageBar()->isVisible());
    EXPECT_FALSE(window->messageBar()->isVisible()) << window->messageBar()->text().toStdString();
    UNTIL(window->findChild<ExportDialog*>("exportDialog") == nullptr);
  }
  std::string contents(const QString& name) const {
    const auto bytes = readFile(path(name).toStdString(), 1 << 26);
    return bytes.ok() ? *bytes : std::string();
  }
};

// An imported one has a request, too: the usual one, which made nothing.
TEST(ExportJob, APictureTellsWhatMadeItAndNothingWhereNobodyKnows) {
  auto picture = std::make_shared<Picture>();
  picture->request.prompt = "of the picture";
  ExportJob job;
  job.picture = picture;
  job.request.prompt = "of the run that goes on";
  EXPECT_FALSE(canHoldMetadata(job));
  picture->recording = std::make_shared<Recording>();
  EXPECT_TRUE(canHoldMetadata(job));
  EXPECT_EQ(requestOf(job).prompt, "of the picture");
  job.what = ExportWhat::Sheet;
  EXPECT_EQ(requestOf(job).prompt, "of the run that goes on");
}

TEST_F(MainWindowExport, NothingToExportWithoutAPicture) {
  forgetProject();
  openWindow();
  EXPECT_FALSE(window->actions()->exportAs->isEnabled());
}

TEST_F(MainWindowExport, EveryKindOfFileIsWritten) {
  exportTo("picture.png", ExportWhat::Picture);
  EXPECT_EQ(*loadImage(path("picture.png").toStdString()), window->document()->picture()->pixels);
  exportTo("step.png", ExportWhat::Step);
  EXPECT_EQ(loadImage(path("step.png").toStdString())->width, 32);
  exportTo("sheet.png", ExportWhat::Sheet);
  EXPECT_EQ(loadImage(path("sheet.png").toStdString())->width, 3 * 32 + 2 * 4);  // nine moments
  exportTo("moving.png", ExportWhat::Film, FilmFormat::Png);
  EXPECT_NE(contents("moving.png").find("acTL"), std::string::npos);
  exportTo("moving.webp", ExportWhat::Film, FilmFormat::WebP);
  EXPECT_NE(contents("moving.webp").find("ANIM"), std::string::npos);
  exportTo("moving.gif", ExportWhat::Film, FilmFormat::Gif);
  EXPECT_EQ(contents("moving.gif").substr(0, 6), "GIF89a");
  exportTo("moving.mp4", ExportWhat::Film, FilmFormat::Mp4);
  EXPECT_EQ(contents("moving.mp4").substr(4, 4), "ftyp");
  exportTo("moving.webm", ExportWhat::Film, FilmFormat::WebM);
  EXPECT_EQ(contents("moving.webm").substr(0, 4), "\x1A\x45\xDF\xA3");
  exportTo("steps.safetensors", ExportWhat::Trace);
  const auto trace = SafetensorsFile::open(path("steps.safetensors").toStdString());
  ASSERT_TRUE(trace.ok());
  EXPECT_EQ(trace->find("tokens")->shape, (std::vector<int64_t>{1, 9, 4, 4}));
}

TEST_F(MainWindowExport, ChosenStepIsTheOneWritten) {
  dialogs->savePath = path("first.png");
  ExportDialog* dialog = openDialog();
  ASSERT_NE(dialog, nullptr);
  choose(in<QComboBox>(dialog, "exportWhat"), static_cast<int>(ExportWhat::Step));
  auto* step = in<QSpinBox>(dialog, "exportStep");
  EXPECT_EQ(step->value(), 8);
  step->selectAll();
  QTest::keyClicks(step, "3");
  choose(in<QComboBox>(dialog, "exportSize"), 2);
  EXPECT_TRUE(in<QLabel>(dialog, "exportSummary")->text().contains("64"));
  QTest::keyClick(dialog, Qt::Key_Return);
  UNTIL(window->progressStrip()->text().contains("first.png"));
  const ImageBuffer third = momentPicture(*window->document()->picture()->recording, 3);
  EXPECT_EQ(*loadImage(path("first.png").toStdString()), resizeLanczos(third, 64, 64));
}

TEST_F(MainWindowExport, MetadataTravelsUnlessSwitchedOff) {
  const std::string told = "an apple";
  const std::pair<QString, FilmFormat> films[] = {{"a.png", FilmFormat::Png}, {"a.gif", FilmFormat::Gif}};
  for (const bool hasMetadata : {true, false}) {
    const QString prefix = hasMetadata ? "told " : "silent ";
    exportTo(prefix + "picture.png", ExportWhat::Picture, {}, hasMetadata);
    exportTo(prefix + "step.png", ExportWhat::Step, {}, hasMetadata);
    exportTo(prefix + "sheet.png", ExportWhat::Sheet, {}, hasMetadata);
    exportTo(prefix + "trace.safetensors", ExportWhat::Trace, {}, hasMetadata);
    for (const auto& [name, format] : films) exportTo(prefix + name, ExportWhat::Film, format, hasMetadata);
    for (const QString name : {"picture.png", "step.png", "sheet.png", "trace.safetensors", "a.png", "a.gif"})
      EXPECT_EQ(contents(prefix + name).find(told) != std::string::npos, hasMetadata) << name.toStdString();
  }
  const auto request = requestFromPng(path("told picture.png").toStdString());
  ASSERT_TRUE(request.ok() && request->has_value());
  EXPECT_EQ(**request, window->document()->picture()->request);
}

TEST_F(MainWindowExport, ChoicesAreRemembered) {
  exportTo("moving.gif", ExportWhat::Film, FilmFormat::Gif, false);
  ExportDialog* dialog = openDialog();
  ASSERT_NE(dialog, nullptr);
  EXPECT_EQ(dialog->job().what, ExportWhat::Film);
  EXPECT_EQ(dialog->job().format, FilmFormat::Gif);
  QTest::keyClick(dialog, Qt::Key_Escape);
}

TEST_F(MainWindowExport, MetadataBeginAsTheSettingsSay) {
  exportTo("silent.png", ExportWhat::Picture, {}, false);  // for this once
  for (const bool writes : {true, false}) {
    window->services()->preferences()->setWritesMetadata(writes);
    ExportDialog* dialog = openDialog();
    ASSERT_NE(dialog, nullptr);
    EXPECT_EQ(dialog->job().hasMetadata, writes);
    QTest::keyClick(dialog, Qt::Key_Escape);
    UNTIL(window->findChild<ExportDialog*>("exportDialog") == nullptr);
  }
}

TEST_F(MainWindowExport, LongFilmDoesNotHoldOtherFilesUp) {
  std::promise<void> mayEnd;
  window->exporter()->setWriter([end = mayEnd.get_future().share()](const ExportJob&,
                                                                    const std::filesystem::path&,
                                                                    const FilmProgress&) -> Result<void> {
    end.wait_for(std::chrono::milliseconds(test::kTimeout));
    return {};
  });
  dialogs->savePath = path("long.png");
  QTest::keyClick(openDialog(), Qt::Key_Return);
  UNTIL(window->exporter()->isBusy());
  dialogs->savePath = path("saved.png");
  press(Qt::Key_S, Qt::ControlModifier);
  UNTIL(window->progressStrip()->text().contains("saved.png"));
  const PicturePtr before = window->document()->picture();
  window->importer()->open(path("saved.png"));
  UNTIL(window->importer()->asking());
  EXPECT_TRUE(window->exporter()->isBusy());
  EXPECT_EQ(window->document()->picture(), before);
  mayEnd.set_value();
  UNTIL(!window->exporter()->isBusy());
  EXPECT_TRUE(window->progressStrip()->text().contains("long.png"));
}

TEST_F(MainWindowExport, ClosingTheWindowWritesWhatWasBegun) {
  std::promise<void> hasBegun;
  window->exporter()->setWriter(
      [&hasBegun](const ExportJob& job, const std::filesystem::path& file, const FilmProgress& progress) {
        hasBegun.set_value();
        return runExport(job, file, progress);
      });
  dialogs->savePath = path("last.png");
  QTest::keyClick(openDialog(), Qt::Key_Return);
  hasBegun.get_future().wait();
  window.reset();
  EXPECT_EQ(loadImage(path("last.png").toStdString())->width, 32);
}

TEST_F(MainWindowExport, SuffixIsCompletedAndNothingOverwritten) {
  dialogs->savePath = path("moving");
  QFile there(path("moving.gif"));
  ASSERT_TRUE(there.open(QIODevice::WriteOnly));
  there.close();
  ExportDialog* dialog = openDialog();
  choose(in<QComboBox>(dialog, "exportWhat"), static_cast<int>(ExportWhat::Film));
  choose(in<QComboBox>(dialog, "exportFormat"), static_cast<int>(FilmFormat::Gif));
  QTest::keyClick(dialog, Qt::Key_Return);
  UNTIL(window->progressStrip()->text().contains("moving (2).gif"));
  EXPECT_EQ(QFileInfo(path("moving.gif")).size(), 0);
  EXPECT_TRUE(dialogs->suggestions.back().endsWith(".gif"));
}

TEST_F(MainWindowExport, MissingFolderIsSaidAndNamed) {
  dialogs->savePath = path("absent/sheet.png");
  ExportDialog* dialog = openDialog();
  QTest::keyClick(dialog, Qt::Key_Return);
  UNTIL(window->messageBar()->isVisible());
  EXPECT_TRUE(window->messageBar()->text().contains("absent"));
}

TEST_F(MainWindowExport, RunInTheMakingIsExportedAsFarAsItGot) {
  control->closeStepGate();
  press(Qt::Key_Return, Qt::ControlModifier);
  control->allowSteps(3);
  UNTIL(window->player()->end() == 3);
  ExportDialog* dialog = openDialog();
  ASSERT_NE(dialog, nullptr);
  const ExportJob job = dialog->job();
  EXPECT_EQ(job.recording->stepCount(), 3);
  control->openStepGate();
  UNTIL(window->candidates()->count() == 1 && isIdle());
  EXPECT_EQ(job.recording->stepCount(), 3);
  QTest::keyClick(dialog, Qt::Key_Escape);
}

}  // namespace
}  // namespace unmask
