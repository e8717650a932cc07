// The mask from and to files, and from what is transparent.
#include <gtest/gtest.h>

#include "core/io/image_codec.h"
#include "tests/ui/ui_test_support.h"

namespace unmask {
namespace {

class MainWindowMaskFiles : public test::StudioTest {
 protected:
  void SetUp() override {
    StudioTest::SetUp();
    openWindow();
    generatePicture();
    window->canvas()->setFocus();
  }
  MaskModel& mask() const { return *window->document()->mask(); }
  int entries() const { return window->document()->undoStack()->index(); }
  QString makeFile(const QString& name, const ImageBuffer& picture) const {
    EXPECT_TRUE(savePng(path(name).toStdString(), picture).ok());
    return path(name);
  }
  /// White in its upper left quarter, black elsewhere.
  static ImageBuffer quarter(int width, int height, int channels) {
    ImageBuffer out(width, height, channels);
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        const bool isWhite = x < width / 2 && y < height / 2;
        std::fill_n(out.at(x, y), channels, static_cast<uint8_t>(isWhite ? 255 : 0));
        if (channels == 4) out.at(x, y)[3] = 255;
      }
    }
    return out;
  }
  static PixelMask quarterMask() {
    PixelMask out(32, 32);
    paintRect(out, {0, 0, 16, 16});
    return out;
  }
};

TEST_F(MainWindowMaskFiles, NeedAPicture) {
  forgetProject();
  openWindow();
  for (const QAction* action :
       {window->actions()->importMask, window->actions()->exportMask, window->actions()->maskFromAlpha})
    EXPECT_FALSE(action->isEnabled()) << action->objectName().toStdString();
}

TEST_F(MainWindowMaskFiles, WhiteOfAPictureIsMaskedInOneUndoEntry) {
  for (const int channels : {1, 3, 4}) {
    dialogs->picture = makeFile("mask.png", quarter(32, 32, channels));
    const int before = entries();
    press(Qt::Key_O, Qt::ControlModifier | Qt::AltModifier);
    UNTIL(mask().pixels() == quarterMask());
    EXPECT_EQ(entries(), before + 1);
    EXPECT_EQ(mask().cellCount(), 4u);
    press(Qt::Key_Z, Qt::ControlModifier);
    EXPECT_FALSE(mask().hasMask());
  }
}

TEST_F(MainWindowMaskFiles, OtherSizesAreStretchedAndItIsSaid) {
  dialogs->picture = makeFile("mask.png", quarter(100, 60, 3));
  press(Qt::Key_O, Qt::ControlModifier | Qt::AltModifier);
  UNTIL(mask().pixels() == quarterMask());
  EXPECT_TRUE(window->progressStrip()->text().contains("100 × 60"));
}

TEST_F(MainWindowMaskFiles, TransparentPartsOfAMaskFileAreNotMasked) {
  ImageBuffer clear = quarter(32, 32, 4);
  for (size_t i = 3; i < clear.pixels.size(); i += 4) clear.pixels[i] = 0;
  for (int x = 0; x < 8; ++x) clear.at(x, 0)[3] = 255;
  dialogs->picture = makeFile("mask.png", clear);
  press(Qt::Key_O, Qt::ControlModifier | Qt::AltModifier);
  UNTIL(mask().hasMask());
  EXPECT_EQ(mask().cellCount(), 1u);
}

TEST_F(MainWindowMaskFiles, BrokenFileIsAnErrorThatNamesItAndKeepsTheMask) {
  mask().fillConnected({0, 0}, MaskLayer::Mask, true);
  const PixelMask before = mask().pixels();
  QFile file(path("broken.png"));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write("no picture");
  file.close();
  dialogs->picture = path("broken.png");
  press(Qt::Key_O, Qt::ControlModifier | Qt::AltModifier);
  UNTIL(window->messageBar()->isVisible());
  EXPECT_TRUE(window->messageBar()->text().contains("broken.png"));
  EXPECT_EQ(mask().pixels(), before);
}

TEST_F(MainWindowMaskFiles, ExportedMaskComesBackAsItWasPainted) {
  mask().beginStroke(MaskLayer::Mask, true);
  mask().strokeLine({3, 4}, {20, 25}, 2.5, 4);
  mask().endStroke("Brush Stroke");
  const PixelMask painted = mask().pixels();
  dialogs->savePath = path("mine.png");
  press(Qt::Key_M, Qt::ControlModifier | Qt::AltModifier);
  UNTIL(window->progressStrip()->text().contains("mine.png"));
  press(Qt::Key_D, Qt::ControlModifier);
  ASSERT_FALSE(mask().hasMask());
  dialogs->picture = path("mine.png");
  press(Qt::Key_O, Qt::ControlModifier | Qt::AltModifier);
  UNTIL(mask().hasMask());
  EXPECT_EQ(mask().pixels(), painted);
}

TEST_F(MainWindowMaskFiles, ExportIntoAFolderThatIsNotThereSaysSo) {
  dialogs->savePath = path("absent/mine.png");
  press(Qt::Key_M, Qt::ControlModifier | Qt::AltModifier);
  UNTIL(window->messageBar()->isVisible());
  EXPECT_TRUE(window->messageBar()->text().contains("absent"));
}

TEST_F(MainWindowMaskFiles, TransparentPartsOfTheOpenedPictureAreMasked) {
  ImageBuffer picture(64, 64, 4, 200);
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 64; ++x) picture.at(x, y)[3] = x < 32 && y < 32 ? 0 : 255;
  }
  const PicturePtr before = window->document()->picture();
  dialogs->picture = makeFile("holes.png", picture);
  press(Qt::Key_O, Qt::ControlModifier);
  UNTIL(window->document()->picture() != before);
  window->canvas()->setFocus();
  const int count = entries();
  ASSERT_TRUE(window->actions()->maskFromAlpha->isEnabled());
  press(Qt::Key_A, Qt::ControlModifier | Qt::AltModifier);
  EXPECT_EQ(mask().pixels(), quarterMask());
  EXPECT_EQ(entries(), count + 1);
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_FALSE(mask().hasMask());
}

TEST_F(MainWindowMaskFiles, OpaquePictureHasNoTransparentParts) {
  const PicturePtr before = window->document()->picture();
  dialogs->picture = makeFile("solid.png", quarter(64, 64, 4));
  press(Qt::Key_O, Qt::ControlModifier);
  UNTIL(window->document()->picture() != before);
  EXPECT_FALSE(window->actions()->maskFromAlpha->isEnabled());
}

}  // namespace
}  // namespace unmask
