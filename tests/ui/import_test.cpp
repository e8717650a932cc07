// Pictures from outside: how they are made to fit, and the ways they come in.
#include <gtest/gtest.h>

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QUrl>

#include "core/io/image_codec.h"
#include "core/io/png_metadata.h"
#include "tests/support/blank_picture.h"
#include "tests/ui/ui_test_support.h"
#include "ui/import/picture_fit.h"

namespace unmask {
namespace {

/// Left half red, right half blue.
ImageBuffer halves(int width, int height) {
  ImageBuffer picture(width, height, 3);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) picture.at(x, y)[x < width / 2 ? 0 : 2] = 255;
  }
  return picture;
}

TEST(PictureFit, PictureOfTheRightSizeIsUntouched) {
  const ImageBuffer picture = halves(32, 32);
  for (const FitMode mode : {FitMode::Crop, FitMode::Border, FitMode::KeepShape})
    EXPECT_EQ(fittedPicture(picture, {32, 32}, 8, mode), picture);
}

TEST(PictureFit, CroppingFillsAndCutsBothSidesAlike) {
  const ImageBuffer out = fittedPicture(halves(200, 100), {32, 32}, 8, FitMode::Crop);
  EXPECT_EQ(out.width, 32);
  EXPECT_EQ(out.height, 32);
  EXPECT_EQ(out.at(2, 16)[0], 255);
  EXPECT_EQ(out.at(29, 16)[2], 255);
  EXPECT_EQ(out.at(2, 0)[1], 0);  // no border
}

TEST(PictureFit, BordersAreWhiteAndThePictureIsWhole) {
  const ImageBuffer out = fittedPicture(halves(200, 100), {32, 32}, 8, FitMode::Border);
  EXPECT_EQ(out.width, 32);
  EXPECT_EQ(out.height, 32);
  EXPECT_EQ(out.at(16, 2)[1], 255);  // white above
  EXPECT_EQ(out.at(1, 16)[0], 255);
  EXPECT_EQ(out.at(1, 16)[1], 0);
}

TEST(PictureFit, OwnShapeComesInWholeCells) {
  const ImageBuffer out = fittedPicture(halves(200, 90), {32, 32}, 8, FitMode::KeepShape);
  EXPECT_EQ(out.width, 32);
  EXPECT_EQ(out.height, 16);
}

TEST(PictureFit, StripsAndDotsComeOutInBoundedSizes) {
  for (const FitMode mode : {FitMode::Crop, FitMode::Border, FitMode::KeepShape}) {
    for (const QSize size : {QSize(20'000, 1), QSize(1, 20'000), QSize(1, 1)}) {
      const ImageBuffer out =
          fittedPicture(ImageBuffer(size.width(), size.height(), 3, 9), {32, 32}, 8, mode);
      EXPECT_EQ(out.width % 8, 0);
      EXPECT_EQ(out.height % 8, 0);
      EXPECT_LE(out.width * out.height, 32 * 32);
      EXPECT_FALSE(out.empty());
    }
  }
}

class MainWindowImport : public test::StudioTest {
 protected:
  void SetUp() override {
    StudioTest::SetUp();
    openWindow();
  }
  DocumentModel& document() const { return *window->document(); }
  QString makeFile(const QString& name, const ImageBuffer& picture, const PngTexts& texts = {}) const {
    EXPECT_TRUE(savePng(path(name).toStdString(), picture, texts).ok());
    return path(name);
  }
  bool drop(QMimeData* data) {
    QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(window.get(), &enter);
    if (!enter.isAccepted()) return false;
    QDropEvent event(QPointF(300, 300), Qt::CopyAction, data, Qt::LeftButton, Qt::NoModifier);
    event.setAccepted(false);
    QCoreApplication::sendEvent(window.get(), &event);
    return event.isAccepted();
  }
  QSize size() const { return document().picture() ? document().picture()->image.size() : QSize(); }
};

TEST_F(MainWindowImport, OpenedPictureIsFittedAndTheChoiceIsShown) {
  dialogs->picture = makeFile("photo.png", halves(200, 100));
  press(Qt::Key_O, Qt::ControlModifier);
  UNTIL(document().picture());
  EXPECT_EQ(size(), QSize(32, 32));
  EXPECT_TRUE(find<QWidget>("importBar")->isVisible());
  EXPECT_TRUE(find<QLabel>("importText")->text().contains("200 × 100"));
  auto* mode = find<QComboBox>("fitMode");
  mode->setFocus();
  const int entries = document().undoStack()->count();
  const PicturePtr cropped = document().picture();
  QTest::keyClick(mode, Qt::Key_Down);
  UNTIL(document().picture() != cropped && document().picture());
  EXPECT_EQ(document().picture()->pixels.at(16, 1)[1], 255);  // the border
  EXPECT_EQ(document().undoStack()->count(), entries);        // replaced, not added
  QTest::keyClick(mode, Qt::Key_Down);
  UNTIL(size() == QSize(32, 16));
  QTest::mouseClick(find<QWidget>("importClose"), Qt::LeftButton);
  EXPECT_FALSE(find<QWidget>("importBar")->isVisible());
}

TEST_F(MainWindowImport, AModelOfOneSizeOffersNoOtherShape) {
  auto* mode = find<QComboBox>("fitMode");
  const auto offersShape = [mode] { return mode->findData(static_cast<int>(FitMode::KeepShape)) >= 0; };
  dialogs->picture = makeFile("photo.png", halves(200, 100));
  press(Qt::Key_O, Qt::ControlModifier);
  UNTIL(size() == QSize(32, 32));
  EXPECT_TRUE(offersShape());
  mode->setFocus();
  QTest::keyClick(mode, Qt::Key_End);
  UNTIL(size() == QSize(32, 16));
  ModelInfo other = test::FakeControl::defaultModel();
  other.hasOneSize = true;
  control->setModel(other);
  dialogs->folder = test::makeModelFolder(path("elsewhere"), "other");
  press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
  UNTIL(size() == QSize(32, 32));  // fitted anew
  EXPECT_FALSE(offersShape());
  EXPECT_EQ(mode->currentData().toInt(), static_cast<int>(FitMode::Crop));
}

TEST_F(MainWindowImport, AnotherModelLeavesAloneWhatWasMadeOfAnImport) {
  auto* mode = find<QComboBox>("fitMode");
  dialogs->picture = makeFile("photo.png", halves(200, 100));
  press(Qt::Key_O, Qt::ControlModifier);
  UNTIL(size() == QSize(32, 32));
  mode->setFocus();
  QTest::keyClick(mode, Qt::Key_End);
  UNTIL(size() == QSize(32, 16));
  const PicturePtr later = test::blankPicture(3, 32, 16);
  document().applyPicture(later);
  ModelInfo other = test::FakeControl::defaultModel();
  other.hasOneSize = true;
  other.reference.name = "one size";
  control->setModel(other);
  dialogs->folder = test::makeModelFolder(path("elsewhere"), "other");
  press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
  UNTIL(window->jobs()->model()->hasOneSize && isIdle());
  EXPECT_EQ(document().picture(), later);
  // Pictures are fitted one after another: when the next is there, nothing else is to come.
  const int entries = document().undoStack()->count();
  dialogs->picture = makeFile("next.png", halves(64, 64));
  press(Qt::Key_O, Qt::ControlModifier);
  UNTIL(find<QLabel>("importText")->text().contains("64 × 64") && size() == QSize(32, 32));
  EXPECT_EQ(document().undoStack()->count(), entries + 1);
}

TEST_F(MainWindowImport, MaskedImportIsRepaintedAsAWhole) {
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(makeFile("photo.png", halves(32, 32)))});
  EXPECT_TRUE(drop(&data));
  UNTIL(document().picture());
  document().mask()->fillConnected({0, 0}, MaskLayer::Mask, true);
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(window->candidates()->count() == 1);
  EXPECT_EQ(control->requests().back().kind, JobKind::Inpaint);
  EXPECT_EQ(control->requests().back().picture, halves(32, 32));
}

TEST_F(MainWindowImport, PastedImageComesIn) {
  QImage image(64, 64, QImage::Format_RGB32);
  image.fill(Qt::green);
  QGuiApplication::clipboard()->setImage(image);
  window->canvas()->setFocus();
  press(Qt::Key_V, Qt::ControlModifier);
  UNTIL(document().picture());
  EXPECT_EQ(size(), QSize(32, 32));
  EXPECT_EQ(document().picture()->pixels.at(5, 5)[1], 255);
}

// The prompt box has the focus when the window opens.
TEST_F(MainWindowImport, APictureIsPastedAndDroppedWhereThePromptIsToo) {
  QImage image(64, 64, QImage::Format_RGB32);
  image.fill(Qt::green);
  QGuiApplication::clipboard()->setImage(image);
  typePrompt("a cat");
  press(Qt::Key_V, Qt::ControlModifier);
  UNTIL(document().picture());
  EXPECT_EQ(document().draft().prompt, "a cat");
  QMimeData files;
  files.setUrls({QUrl::fromLocalFile("/some/picture.png")});
  QDragEnterEvent enter({5, 5}, Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(window->promptPanel()->prompt()->viewport(), &enter);
  QMimeData text;
  text.setText("words");
  QDragEnterEvent words({5, 5}, Qt::CopyAction, &text, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(window->promptPanel()->prompt()->viewport(), &words);
  EXPECT_TRUE(words.isAccepted());
}

TEST_F(MainWindowImport, PasteInAPromptPastesText) {
  QGuiApplication::clipboard()->setText("words");
  typePrompt("");
  press(Qt::Key_V, Qt::ControlModifier);
  EXPECT_EQ(document().draft().prompt, "words");
  window->canvas()->setFocus();
  press(Qt::Key_V, Qt::ControlModifier);
  EXPECT_TRUE(window->progressStrip()->text().contains("no picture"));
}

TEST_F(MainWindowImport, BrokenFileIsAnErrorThatNamesIt) {
  QFile file(path("broken.png"));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write("not a picture");
  file.close();
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(file.fileName())});
  EXPECT_TRUE(drop(&data));
  UNTIL(window->messageBar()->isVisible());
  EXPECT_EQ(window->messageBar()->title(), "The picture was not opened");
  EXPECT_TRUE(window->messageBar()->text().contains("broken.png"));
  EXPECT_EQ(document().picture(), nullptr);
}

TEST_F(MainWindowImport, PictureOfOursOffersItsSettings) {
  GenerationRequest request;
  request.prompt = "a cat from before";
  request.seed = 4711;
  request.steps = 5;
  dialogs->picture = makeFile("ours.png", halves(32, 32), pngTextsFor(request, 32, 32));
  typePrompt("now");
  press(Qt::Key_O, Qt::ControlModifier);
  UNTIL(find<QPushButton>("useSettings")->isVisible());
  EXPECT_EQ(document().draft().prompt, "now");  // nothing is overwritten unasked
  EXPECT_EQ(document().picture(), nullptr);
  QTest::mouseClick(find<QPushButton>("useSettings"), Qt::LeftButton);
  EXPECT_EQ(document().draft().prompt, "a cat from before");
  EXPECT_EQ(document().draft().seed, 4711u);
  EXPECT_EQ(document().draft().steps, 5);
  EXPECT_EQ(document().picture(), nullptr);
  EXPECT_FALSE(find<QWidget>("importBar")->isVisible());
  QTest::mouseClick(find<QPushButton>("messageButton"), Qt::LeftButton);  // and back
  EXPECT_EQ(document().draft().prompt, "now");
}

TEST_F(MainWindowImport, PicturesOfOtherProgramsOfferTheirsToo) {
  const std::string a1111 =
      "a dog\nNegative prompt: cats\nSteps: 33, Sampler: Euler, CFG scale: 6.5, Seed: 99, Size: 32x32";
  const std::string invoke =
      R"({"positive_prompt":"a bird","negative_prompt":"","seed":7,"steps":12,"cfg_scale":3})";
  const std::string comfy =
      R"({"1":{"class_type":"CLIPTextEncode","inputs":{"text":"a fish","clip":["4",0]}},)"
      R"("2":{"class_type":"CLIPTextEncode","inputs":{"text":"","clip":["4",0]}},)"
      R"("3":{"class_type":"KSampler","inputs":{"seed":5,"steps":21,"cfg":8,"positive":["1",0],"negative":["2",0],"latent_image":["5",0]}}})";
  const struct {
    PngTexts texts;
    const char* program;
    const char* prompt;
    uint64_t seed;
  } cases[] = {{{{"parameters", a1111}}, "A1111", "a dog", 99},
               {{{"invokeai_metadata", invoke}}, "InvokeAI", "a bird", 7},
               {{{"prompt", comfy}}, "ComfyUI", "a fish", 5}};
  for (const auto& other : cases) {
    SCOPED_TRACE(other.program);
    QMimeData data;
    data.setUrls(
        {QUrl::fromLocalFile(makeFile(QString(other.program) + ".png", halves(32, 32), other.texts))});
    EXPECT_TRUE(drop(&data));
    UNTIL(find<QPushButton>("useSettings")->isVisible());
    EXPECT_TRUE(find<QLabel>("importText")->text().contains(other.program));
    QTest::mouseClick(find<QPushButton>("useSettings"), Qt::LeftButton);
    EXPECT_EQ(document().draft().prompt, other.prompt);
    EXPECT_EQ(document().draft().seed, other.seed);
  }
  EXPECT_EQ(document().picture(), nullptr);
}

TEST_F(MainWindowImport, PictureWithSettingsCanBeUsedAsPictureOrLeft) {
  GenerationRequest request;
  request.prompt = "elsewhere";
  dialogs->picture = makeFile("ours.png", halves(32, 32), pngTextsFor(request, 32, 32));
  press(Qt::Key_O, Qt::ControlModifier);
  UNTIL(find<QPushButton>("usePicture")->isVisible());
  QTest::mouseClick(find<QWidget>("importClose"), Qt::LeftButton);
  EXPECT_FALSE(find<QWidget>("importBar")->isVisible());
  EXPECT_EQ(document().picture(), nullptr);
  press(Qt::Key_O, Qt::ControlModifier);
  UNTIL(find<QPushButton>("usePicture")->isVisible());
  QTest::mouseClick(find<QPushButton>("usePicture"), Qt::LeftButton);
  UNTIL(document().picture());
  EXPECT_EQ(document().picture()->pixels, halves(32, 32));
  EXPECT_EQ(document().draft().prompt, "");
}

TEST_F(MainWindowImport, SavedImportSaysNothingAboutHowItWasMade) {
  dialogs->picture = makeFile("photo.png", halves(32, 32));
  press(Qt::Key_O, Qt::ControlModifier);
  UNTIL(document().picture());
  dialogs->savePath = path("again.png");
  press(Qt::Key_S, Qt::ControlModifier);
  UNTIL(window->progressStrip()->text().contains("again.png"));
  const auto texts = readPngTexts(path("again.png").toStdString());
  ASSERT_TRUE(texts.ok());
  EXPECT_TRUE(texts->empty());
}

class MainWindowPrompts : public MainWindowImport {};

TEST_F(MainWindowPrompts, AltUpAndDownWalkThroughEarlierPrompts) {
  for (const char* prompt : {"first", "second", "second"}) {
    typePrompt(prompt);
    generatePicture();
  }
  typePrompt("being typed");
  auto* box = window->promptPanel()->prompt();
  press(Qt::Key_Up, Qt::AltModifier);
  EXPECT_EQ(box->text(), "second");
  press(Qt::Key_Up, Qt::AltModifier);
  EXPECT_EQ(box->text(), "first");
  press(Qt::Key_Up, Qt::AltModifier);
  EXPECT_EQ(box->text(), "first");
  press(Qt::Key_Down, Qt::AltModifier);
  press(Qt::Key_Down, Qt::AltModifier);
  EXPECT_EQ(box->text(), "being typed");
  window->close();
  openWindow();
  EXPECT_EQ(window->promptPanel()->history().prompts(), (QStringList{"first", "second"}));
}

TEST_F(MainWindowPrompts, WildcardsFollowTheSeedAndTheTemplateIsKept) {
  typePrompt("a {red|green|blue|white} {apple|pear|plum}");
  document().setBatchCount(6);
  document().typeSeed(40);
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(window->candidates()->count() == 6 && isIdle());
  std::set<std::string> prompts;
  for (const GenerationRequest& request : control->requests()) {
    EXPECT_EQ(request.promptTemplate, "a {red|green|blue|white} {apple|pear|plum}");
    EXPECT_EQ(request.prompt.find('{'), std::string::npos);
    prompts.insert(request.prompt);
  }
  EXPECT_GT(prompts.size(), 1u);
  const std::string third = control->requests()[2].prompt;
  window->candidates()->discard();
  document().setBatchCount(1);
  document().typeSeed(42);
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(control->requests().size() == 7 && isIdle());
  EXPECT_EQ(control->requests().back().prompt, third);
  EXPECT_EQ(window->promptPanel()->prompt()->text(), "a {red|green|blue|white} {apple|pear|plum}");
}

}  // namespace
}  // namespace unmask
