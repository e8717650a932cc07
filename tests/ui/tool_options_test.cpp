// The row above the canvas has room in a narrow window, also for long words.
#include <QComboBox>
#include <QSlider>
#include <QTranslator>

#include "tests/ui/ui_test_support.h"
#include "ui/languages.h"
#include "ui/panels/overflow_row.h"
#include "ui/panels/tool_options.h"

namespace unmask::test {
namespace {

class ToolOptionsTest : public StudioTest, public ::testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override {
    StudioTest::SetUp();
    m_localeBefore = QLocale();
    installLanguage(QApplication::instance(), GetParam());
    openWindow();
    generatePicture();
    window->document()->mask()->fillAll();
    row = window->findChild<OverflowRow*>();
    ASSERT_NE(row, nullptr);
  }
  void TearDown() override {
    StudioTest::TearDown();
    for (QTranslator* translator : QApplication::instance()->findChildren<QTranslator*>()) {
      QCoreApplication::removeTranslator(translator);
      delete translator;
    }
    QLocale::setDefault(m_localeBefore);
  }
  void widen(int width) {
    window->resize(width, 700);
    UNTIL(window->width() == width);
    QCoreApplication::processEvents();
  }
  /// Nothing is squeezed, cut off or covered.
  void expectRoom() {
    std::vector<QWidget*> shown;
    for (QObject* child : row->children()) {
      auto* part = qobject_cast<QWidget*>(child);
      if (part == nullptr || part->isWindow() || !part->isVisible()) continue;
      EXPECT_TRUE(row->rect().contains(part->geometry())) << part->objectName().toStdString();
      for (const QWidget* other : shown)
        EXPECT_FALSE(part->geometry().intersects(other->geometry()))
            << part->objectName().toStdString() << " and " << other->objectName().toStdString();
      if (part->objectName() != "maskCount") {
        EXPECT_GE(part->width(), part->minimumSizeHint().width()) << part->objectName().toStdString();
        EXPECT_GE(part->width(), std::min(part->sizeHint().width(), part->maximumWidth()))
            << part->objectName().toStdString();
      }
      shown.push_back(part);
    }
    EXPECT_GE(shown.size(), 2U);
  }

  OverflowRow* row = nullptr;

 private:
  QLocale m_localeBefore;
};

TEST_P(ToolOptionsTest, NothingIsSqueezedAtAnyWidth) {
  for (const int width : {980, 1100, 1400, 1900, 980}) {
    widen(width);
    for (const Tool tool : {Tool::Brush, Tool::Rectangle, Tool::Lock, Tool::Hand}) {
      SCOPED_TRACE(std::to_string(width) + " " + std::to_string(static_cast<int>(tool)));
      window->toolSettings()->setTool(tool);
      QCoreApplication::processEvents();
      expectRoom();
    }
  }
}

TEST_P(ToolOptionsTest, WhatFindsNoRoomIsInTheSheet) {
  widen(1900);
  EXPECT_FALSE(row->moreButton()->isVisible());
  widen(980);
  ASSERT_TRUE(row->moreButton()->isVisible());
  auto* opacity = find<QSlider>("maskOpacity");
  EXPECT_TRUE(row->isInSheet(opacity));
  EXPECT_FALSE(opacity->isVisible());
  row->moreButton()->click();
  UNTIL(opacity->isVisible());
  EXPECT_TRUE(row->sheet()->isAncestorOf(QApplication::focusWidget()));
  opacity->setValue(33);
  EXPECT_NEAR(window->toolSettings()->maskOpacity(), 0.33, 1e-6);
  QTest::keyClick(row->sheet(), Qt::Key_Escape);
  EXPECT_FALSE(row->sheet()->isVisible());
  widen(1900);
  EXPECT_FALSE(row->isInSheet(opacity));
  EXPECT_TRUE(opacity->isVisible());
}

INSTANTIATE_TEST_SUITE_P(All, ToolOptionsTest, ::testing::Values("en", "de", "zh_CN"),
                         [](const auto& language) { return std::string(language.param); });

}  // namespace
}  // namespace unmask::test
