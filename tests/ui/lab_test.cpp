// The token lab in the window: maps, the inspector of a cell, edits that undo.
#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>

#include "tests/ui/ui_test_support.h"
#include "ui/lab/colour_map.h"

namespace unmask::test {
namespace {

class LabWindow : public StudioTest {
 protected:
  void SetUp() override {
    StudioTest::SetUp();
    openWindow();
    typePrompt("red apple");
    generatePicture();
    press(Qt::Key_F7);
    ASSERT_TRUE(window->labPanel()->isVisible());
  }
  void choose(int index) {
    auto* map = find<QComboBox>("labMap");
    map->setCurrentIndex(index);
    Q_EMIT map->activated(index);
  }
  int indexOf(MapKind kind) { return find<QComboBox>("labMap")->findData(static_cast<int>(kind)); }
  QPoint pointOf(int row, int column) const {
    const CanvasView* canvas = window->canvas();
    const QPointF device = canvas->viewTransform().deviceFromPicture({column * 8 + 4.0, row * 8 + 4.0});
    return (device / canvas->devicePixelRatioF()).toPoint();
  }
  void pick(int row, int column) {
    window->actions()->toolOf(Tool::Picker)->trigger();
    QTest::mouseClick(window->canvas(), Qt::LeftButton, {}, pointOf(row, column));
  }
  QPushButton* button(const QString& text) const {
    for (auto* b : window->labPanel()->findChildren<QPushButton*>())
      if (b->text() == text) return b;
    ADD_FAILURE() << text.toStdString();
    return nullptr;
  }
};

TEST_F(LabWindow, MapsShowTheRecordedNumbers) {
  choose(indexOf(MapKind::Entropy));
  const RecordingPtr recording = window->document()->picture()->recording;
  ASSERT_NE(recording, nullptr);
  const CellMap expected = mapAtReveal({recording->states, recording->records}, MapKind::Entropy);
  EXPECT_EQ(window->lab()->map().values, expected.values);
  EXPECT_EQ(window->lab()->map().high, 15);
  EXPECT_EQ(window->canvas()->heatMap(), imageOfMap(expected, 0.82));

  window->actions()->previousStep->trigger();  // another moment, another map: only what that step measured
  ASSERT_FALSE(window->player()->isAtEnd());
  const CellMap earlier = mapOf({recording->states, recording->records},
                                static_cast<size_t>(window->player()->position()) - 1, MapKind::Entropy);
  EXPECT_EQ(window->lab()->map().known, earlier.known);

  choose(0);
  EXPECT_TRUE(window->canvas()->heatMap().isNull());
}

TEST_F(LabWindow, ClosingTheLabClearsTheCanvas) {
  choose(indexOf(MapKind::Confidence));
  EXPECT_FALSE(window->canvas()->heatMap().isNull());
  press(Qt::Key_F7);
  EXPECT_TRUE(window->canvas()->heatMap().isNull());
  EXPECT_FALSE(window->labPanel()->isVisible());
}

TEST_F(LabWindow, TheCursorReadsTheMap) {
  choose(indexOf(MapKind::Entropy));
  QTest::mouseMove(window->canvas(), pointOf(0, 0));
  QTest::mouseMove(window->canvas(), pointOf(1, 2));
  UNTIL(find<QLabel>("labHover")->text().contains(": 6"));  // cell 1 · 4 + 2
}

TEST_F(LabWindow, ACellTellsWhatItCouldHaveBeen) {
  pick(1, 2);
  auto* list = find<QListWidget>("labAlternatives");
  ASSERT_EQ(list->count(), 3);
  EXPECT_EQ(list->item(0)->text(), QLocale().toString(50) + " %");
  EXPECT_EQ(list->item(2)->data(Qt::UserRole).toInt(), 5);
  EXPECT_TRUE(find<QLabel>("labCell")->text().contains("12.5"));  // all others together
  UNTIL(list->item(1)->icon().pixmap(56, 56).toImage().pixelColor(5, 5) == QColor(40, 40, 40));
}

TEST_F(LabWindow, SwappingATokenIsOneUndoEntry) {
  const PicturePtr before = window->document()->picture();
  pick(1, 2);
  auto* list = find<QListWidget>("labAlternatives");
  list->setCurrentRow(2);
  button("Put In")->click();
  UNTIL(window->document()->picture() != before);
  const PicturePtr after = window->document()->picture();
  EXPECT_EQ(after->tokens.tokenIds[6], 5);
  EXPECT_EQ(after->image.pixelColor(2 * 8 + 3, 1 * 8 + 3), QColor(50, 50, 50));
  EXPECT_EQ(after->recording->states.back().tokens.tokenIds[6], 5);
  EXPECT_EQ(window->document()->undoStack()->undoText(), "Swap Token");
  window->actions()->undo->trigger();
  EXPECT_EQ(window->document()->picture(), before);
  EXPECT_EQ(before->tokens.tokenIds[6], 3);
}

TEST_F(LabWindow, CellsAreLockedAndMaskedByButton) {
  MaskModel* mask = window->document()->mask();
  pick(1, 2);
  button("Lock")->click();
  EXPECT_EQ(mask->lockCount(), 1U);
  EXPECT_EQ(mask->locks().cells[6], 1);
  button("Mask Around")->click();
  EXPECT_EQ(mask->cellCount(), 9U);
  window->actions()->undo->trigger();
  EXPECT_EQ(mask->cellCount(), 0U);
  button("Mask")->click();
  EXPECT_EQ(mask->cellCount(), 1U);
  EXPECT_EQ(mask->cells().cells[6], 1);
}

TEST_F(LabWindow, AWordShowsWhereItIsLookedAt) {
  choose(find<QComboBox>("labMap")->count() - 1);
  auto* words = find<QListWidget>("labWords");
  UNTIL(words->count() == 2 && window->lab()->map().height == 4);
  words->setCurrentRow(1);  // "apple" is token 2
  for (size_t cell = 0; cell < 16; ++cell)
    EXPECT_EQ(window->lab()->map().values[cell], cell % 4 == 2 ? 1 : 0) << cell;
  QTest::mouseMove(window->canvas(), pointOf(0, 0));
  QTest::mouseMove(window->canvas(), pointOf(0, 1));  // cell 1 looks at "red"
  UNTIL(find<QLabel>("labHover")->text().contains("\nred 1"));
}

}  // namespace
}  // namespace unmask::test
