// What canvas, overlays and timeline look like, beside pictures of them: at the scale the program was started
// with, light and dark. No text is in these pictures, for fonts differ between machines.
//
// UNMASK_WRITE_REFERENCES=1 writes the pictures anew; look at each of them before you keep it.
#include <gtest/gtest.h>

#include <QApplication>
#include <QDir>
#include <QMouseEvent>
#include <QTest>
#include <cmath>

#include "ui/appearance.h"
#include "ui/canvas/canvas_view.h"
#include "ui/lab/colour_map.h"
#include "ui/timeline/step_strip.h"

namespace unmask {
namespace {

// Another version of Qt, or another processor, may round differently along edges and in smooth pictures.
constexpr int kTolerance = 10;            ///< of 255, in any channel
constexpr double kMostDifferent = 0.004;  ///< share of the pixels that may differ by more
constexpr int kNeverMore = 90;            ///< of 255: no pixel may differ by more than that

constexpr int kSide = 64;  ///< of the picture, pixels
constexpr int kGrid = 4;   ///< cells a side

/// A disc on a gradient: edges, smooth parts and flat ones.
QImage picture() {
  QImage image(kSide, kSide, QImage::Format_RGB32);
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const bool isIn = std::hypot(x - 16, y - 40) < 20;
      image.setPixel(x, y, isIn ? qRgb(205, 60, 50) : qRgb(150 + x, 170 + y, 235));
    }
  }
  return image;
}

CellMask cells(std::initializer_list<Cell> in) {
  CellMask mask(kGrid, kGrid);
  for (const Cell& cell : in) mask.cells[static_cast<size_t>(cell.row * kGrid + cell.column)] = 1;
  return mask;
}

QString scaleName() {
  return QString::number(qApp->devicePixelRatio()).replace('.', '_');
}

/// What is wrong with `shown`; empty when it looks as it should.
std::string differenceFrom(const QString& file, const QImage& shown) {
  const QImage wanted = QImage(file).convertToFormat(QImage::Format_RGB32);
  if (wanted.isNull()) return "there is no " + file.toStdString();
  if (wanted.size() != shown.size())
    return "the size is " + std::to_string(shown.width()) + " x " + std::to_string(shown.height());
  int different = 0, most = 0;
  for (int y = 0; y < shown.height(); ++y) {
    for (int x = 0; x < shown.width(); ++x) {
      const QRgb a = shown.pixel(x, y), b = wanted.pixel(x, y);
      const int difference = std::max(
          {std::abs(qRed(a) - qRed(b)), std::abs(qGreen(a) - qGreen(b)), std::abs(qBlue(a) - qBlue(b))});
      different += difference > kTolerance;
      most = std::max(most, difference);
    }
  }
  const double share = double(different) / (shown.width() * shown.height());
  if (share <= kMostDifferent && most <= kNeverMore) return {};
  return std::to_string(different) + " pixels differ, by up to " + std::to_string(most);
}

class ReferenceImages : public ::testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    QApplication::setStyle(QStringLiteral("Fusion"));
    QApplication::setPalette(GetParam() ? darkPalette() : lightPalette());
  }

  /// Compares with references/NAME-THEME-SCALE.png.
  static void expectLooks(QWidget* widget, const char* name) {
    const QImage shown = widget->grab().toImage().convertToFormat(QImage::Format_RGB32);
    const QString file = QStringLiteral("%1-%2-%3.png").arg(name, GetParam() ? "dark" : "light", scaleName());
    const QString reference = QStringLiteral(UNMASK_SOURCE_DIR "/tests/ui/references/") + file;
    if (qEnvironmentVariableIsSet("UNMASK_WRITE_REFERENCES")) {
      QImage kept = shown;
      kept.setDevicePixelRatio(1);
      ASSERT_TRUE(kept.save(reference, "PNG", 0)) << qPrintable(reference);  // 0: the smallest file
      return;
    }
    const std::string problem = differenceFrom(reference, shown);
    if (problem.empty()) return;
    const QString seen = QStringLiteral(UNMASK_BINARY_DIR "/") + file;
    shown.save(seen);
    ADD_FAILURE() << problem << "; what was drawn: " << qPrintable(seen)
                  << "; what it should look like: " << qPrintable(reference);
  }
};

/// A canvas to paint on, in a window of its own.
class CanvasLooks : public ReferenceImages {
 protected:
  void SetUp() override {
    ReferenceImages::SetUp();
    canvas = std::make_unique<CanvasView>();
    canvas->setFocusPolicy(Qt::NoFocus);  // no frame
    canvas->setAnimated(false);
    canvas->resize(96, 84);
    canvas->show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(canvas.get()));
    mask.setPixelsPerCell(kSide / kGrid);
    mask.setLayers({PixelMask(kSide, kSide), CellMask(kGrid, kGrid)});
    settings.setTool(Tool::Hand);  // a brush shows its size for a moment
    canvas->attachTools(&mask, &settings, &tools);
    canvas->setPicture(picture(), kGrid, kGrid);
  }
  void paintMask() {
    mask.beginStroke(MaskLayer::Mask, true);
    mask.strokeLine({12, 14}, {40, 22}, 4, 8);
    mask.endStroke("Brush Stroke");
  }
  void waitForFlash() {
    ASSERT_TRUE(QTest::qWaitFor([this] { return !canvas->overlay().isFlashing(); }, 20'000));
  }

  UndoStack stack;
  MaskModel mask{&stack};
  ToolSettings settings;
  MaskTools tools{&mask, &settings};
  std::unique_ptr<CanvasView> canvas;
};

TEST_P(CanvasLooks, Picture) {
  expectLooks(canvas.get(), "picture");
}

TEST_P(CanvasLooks, PixelsWithTheTokenGrid) {
  canvas->setGridShown(true);
  canvas->zoomTo(9 * canvas->devicePixelRatioF());
  expectLooks(canvas.get(), "pixels");
}

TEST_P(CanvasLooks, MaskAndLocks) {
  paintMask();
  mask.setLayers({mask.pixels(), cells({{2, 0}, {3, 0}, {3, 1}})});
  settings.setTool(Tool::Brush);
  settings.setSize(Tool::Brush, 14);
  const QPointF at(66, 58);
  QMouseEvent move(QEvent::MouseMove, at, canvas->mapToGlobal(at), Qt::NoButton, Qt::NoButton,
                   Qt::NoModifier);
  QApplication::sendEvent(canvas.get(), &move);
  expectLooks(canvas.get(), "mask");
}

TEST_P(CanvasLooks, MaskAroundAResult) {
  paintMask();
  canvas->setReviewing(true);
  expectLooks(canvas.get(), "result");
}

TEST_P(CanvasLooks, RunWithHiddenCells) {
  canvas->beginRun({kSide, kSide}, {}, CellMask(kGrid, kGrid, true));
  RunFrame frame;
  frame.preview = picture();
  frame.hidden = cells({{0, 0}, {0, 1}, {1, 1}, {2, 3}, {3, 2}, {3, 3}});
  canvas->showFrame(frame);
  waitForFlash();
  expectLooks(canvas.get(), "run");
}

TEST_P(CanvasLooks, RunOnEmptyPaper) {
  canvas->setPicture({}, 0, 0);
  canvas->beginRun({kSide, kSide}, {}, CellMask(kGrid, kGrid, true));
  expectLooks(canvas.get(), "paper");
}

TEST_P(CanvasLooks, MapOverThePicture) {
  CellMap map;
  map.height = map.width = kGrid;
  for (int i = 0; i < kGrid * kGrid; ++i) {
    map.values.push_back(i / 15.0);
    map.known.push_back(i != 5);
  }
  map.low = 0;
  map.high = 1;
  canvas->setHeatMap(imageOfMap(map, 0.8));
  expectLooks(canvas.get(), "map");
}

INSTANTIATE_TEST_SUITE_P(Both, CanvasLooks, ::testing::Bool(),
                         [](const auto& isDark) { return std::string(isDark.param ? "Dark" : "Light"); });

class TimelineLooks : public ReferenceImages {};

/// Six steps, one cell fixed by hand after the third; the first two without a picture.
TEST_P(TimelineLooks, StepsAndCurve) {
  auto recording = std::make_shared<Recording>();
  recording->maskTokenId = 9;
  recording->scheduleSteps = 6;
  const int hidden[] = {16, 15, 13, 9, 8, 3, 0};
  for (int k = 0; k <= 6; ++k) {
    DecodeState state;
    state.tokens = TokenGrid(kGrid, kGrid, 1);
    std::fill_n(state.tokens.tokenIds.begin(), hidden[k], 9);
    state.nextStep = k;
    state.startingMaskRatio = 1;
    recording->states.push_back(state);
    if (k == 0) continue;
    StepRecord record;
    record.stepIndex = k - 1;
    record.maskRatio = static_cast<float>(std::cos(k / 6.0 * 1.5708));
    recording->records.push_back(record);
    recording->previews.push_back(k <= 2 ? QImage() : picture());
  }
  TimelinePlayer player;
  StepStrip strip(&player);
  strip.setFocusPolicy(Qt::NoFocus);
  strip.resize(280, strip.sizeHint().height());
  player.setRecording(recording);
  player.setPosition(4);
  strip.show();
  ASSERT_TRUE(QTest::qWaitForWindowExposed(&strip));
  expectLooks(&strip, "timeline");
}

INSTANTIATE_TEST_SUITE_P(Both, TimelineLooks, ::testing::Bool(),
                         [](const auto& isDark) { return std::string(isDark.param ? "Dark" : "Light"); });

}  // namespace
}  // namespace unmask
