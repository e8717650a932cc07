// The list of styles under the prompt, by mouse and keys, with a fake engine.
#include "ui/styles/styles.h"

#include <QDir>
#include <QDropEvent>
#include <QInputDialog>
#include <QMimeData>
#include <QPushButton>
#include <QUrl>

#include "core/io/safetensors.h"
#include "core/project/restore_settings.h"
#include "tests/ui/styles_support.h"
#include "ui/project/notes.h"

namespace unmask {
namespace {

class StyleListTest : public test::StylesTest {
 protected:
  void SetUp() override {
    StylesTest::SetUp();
    openWindow();
    window->styles()->section()->setOpen(true);
  }
  std::string write(const QString& name, const std::string& trigger = "in ink style",
                    std::optional<double> alpha = 4) {
    const std::string file = path(name + ".safetensors").toStdString();
    test::writeStyle(file, trigger, alpha);
    return file;
  }
  const std::vector<StyleRow*>& rows() const { return window->styles()->panel()->rows(); }
  /// So many rows, where a mouse can reach them.
  bool hasRows(size_t count) const {
    return rows().size() == count && std::ranges::all_of(rows(), [](const StyleRow* row) {
             return row->isVisible() && row->childrenRect().right() <= row->width();
           });
  }
  /// "From a File…" of the button's menu.
  void addFromFile(const std::string& file) {
    dialogs->style = QString::fromStdString(file);
    offer("From a File…")->trigger();
  }
  QAction* offer(const QString& text) const {
    QMenu* menu = find<QPushButton>("addStyle")->menu();
    Q_EMIT menu->aboutToShow();
    for (QAction* action : menu->actions()) {
      if (action->text() == text) return action;
    }
    return nullptr;
  }
  template <typename T>
  T* of(size_t row, const char* name) const {
    T* object = rows().at(row)->findChild<T*>(name);
    EXPECT_NE(object, nullptr) << name;
    return object;
  }
  void enter(QDoubleSpinBox* box, const char* text) {
    box->setFocus();
    box->selectAll();
    QTest::keyClicks(box, text);
    QTest::keyClick(box, Qt::Key_Return);
  }
  const std::vector<AdapterReference>& draftAdapters() const { return window->document()->draft().adapters; }
};

TEST_F(StyleListTest, AChosenFileGoesIntoTheRun) {
  const std::string file = write("ink");
  addFromFile(file);
  UNTIL(hasRows(1));
  EXPECT_EQ(of<QLabel>(0, "styleName")->text(), "ink");
  enter(of<QDoubleSpinBox>(0, "styleStrength"), "0.5");
  EXPECT_EQ(of<QSlider>(0, "styleSlider")->value(), 50);
  typePrompt("a house");
  generatePicture();
  const AdapterReference expected{"ink", file, 0.5F, *fileHash(file)};
  ASSERT_EQ(control->requests().size(), 1U);
  EXPECT_EQ(control->requests()[0].adapters, std::vector{expected});
  EXPECT_EQ(window->document()->picture()->request.adapters, std::vector{expected});
}

TEST_F(StyleListTest, SliderStepsAndTurnsItOffAndOn) {
  addFromFile(write("ink"));
  UNTIL(hasRows(1));
  auto* slider = of<QSlider>(0, "styleSlider");
  slider->setFocus();
  QTest::keyClick(slider, Qt::Key_Left);
  EXPECT_EQ(draftAdapters().at(0).strength, 0.95F);
  QTest::keyClick(slider, Qt::Key_End);
  EXPECT_EQ(draftAdapters().at(0).strength, 2);
  auto* isOn = of<QCheckBox>(0, "styleOn");
  QTest::mouseClick(isOn, Qt::LeftButton);
  EXPECT_TRUE(draftAdapters().empty());
  ASSERT_EQ(rows().size(), 1U);
  EXPECT_FALSE(slider->isEnabled());
  EXPECT_EQ(window->styles()->section()->heading()->text(), "Styles");
  QTest::keyClick(isOn, Qt::Key_Space);
  EXPECT_EQ(draftAdapters().at(0).strength, 2);
  EXPECT_EQ(window->styles()->section()->heading()->text(), "Styles (1)");
  QTest::mouseClick(of<QToolButton>(0, "styleRemove"), Qt::LeftButton);
  EXPECT_TRUE(draftAdapters().empty());
  EXPECT_TRUE(rows().empty());
}

TEST_F(StyleListTest, TheFoldersStylesAreOffered) {
  test::writeStyle(stylesFolder() / "mine" / "noir.safetensors");
  test::writeStyle(stylesFolder() / "ink.safetensors");
  window->styles()->shelf()->search();
  UNTIL(offer("mine/noir") != nullptr);
  offer("ink")->trigger();
  UNTIL(hasRows(1));
  EXPECT_EQ(draftAdapters().at(0).path, (stylesFolder() / "ink.safetensors").string());
  EXPECT_EQ(offer("ink"), nullptr);  // it is in the list
  offer("mine/noir")->trigger();
  UNTIL(hasRows(2));
  EXPECT_EQ(of<QLabel>(0, "styleName")->text(), "noir");
}

TEST_F(StyleListTest, AFileThatIsNoneSaysWhy) {
  QFile text(path("text.safetensors"));
  ASSERT_TRUE(text.open(QIODevice::WriteOnly));
  text.write("not an adapter");
  text.close();
  addFromFile(text.fileName().toStdString());
  UNTIL(window->messageBar()->isVisible());
  EXPECT_EQ(window->messageBar()->title(), "The style was not added");
  EXPECT_TRUE(window->messageBar()->text().contains("text.safetensors"));
  EXPECT_TRUE(rows().empty());
}

TEST_F(StyleListTest, AStyleOfAnotherModelIsRefused) {
  const std::vector<float> weights(5 * 6);
  const TensorView view{"layers.0.to_q.weight", TensorType::F32, {5, 6}, std::as_bytes(std::span(weights))};
  ASSERT_TRUE(
      writeSafetensors(path("models/first/transformer/x.safetensors").toStdString(), std::span(&view, 1))
          .ok());
  addFromFile(write("ink"));
  UNTIL(window->messageBar()->isVisible());
  EXPECT_TRUE(window->messageBar()->text().contains("another model"))
      << qPrintable(window->messageBar()->text());
  EXPECT_TRUE(rows().empty());
}

TEST_F(StyleListTest, WithoutAlphaTheScaleIsAskedFor) {
  addFromFile(write("old", "", std::nullopt));
  UNTIL(window->findChild<QInputDialog*>("styleScaleDialog") != nullptr);
  auto* dialog = find<QInputDialog>("styleScaleDialog");
  auto* box = dialog->findChild<QDoubleSpinBox*>();
  ASSERT_NE(box, nullptr);
  box->selectAll();
  QTest::keyClicks(box, "2");
  dialog->accept();
  UNTIL(hasRows(1));
  EXPECT_EQ(draftAdapters().at(0).scale, 2.0F);
}

TEST_F(StyleListTest, ADroppedFileIsAdded) {
  write("ink");
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(path("ink.safetensors"))});
  QDragEnterEvent enter({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(window.get(), &enter);
  EXPECT_TRUE(enter.isAccepted());
  QDropEvent drop({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(window.get(), &drop);
  UNTIL(hasRows(1));
  QDragEnterEvent enterAgain({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QDropEvent again({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  window->document()->setStyles({{window->document()->styles()[0].adapter, false}});
  QApplication::sendEvent(window.get(), &enterAgain);
  QApplication::sendEvent(window.get(), &again);
  UNTIL(draftAdapters().size() == 1);  // turned on, not added twice
  EXPECT_EQ(rows().size(), 1U);
}

TEST_F(StyleListTest, AClickPutsItsWordsIntoThePrompt) {
  addFromFile(write("ink"));
  typePrompt("a house");
  UNTIL(rows().size() == 1 && of<QToolButton>(0, "styleTrigger")->isVisible());
  auto* words = of<QToolButton>(0, "styleTrigger");
  EXPECT_TRUE(words->isEnabled());
  QTest::mouseClick(words, Qt::LeftButton);
  EXPECT_EQ(window->document()->draft().prompt, "a house in ink style");
  EXPECT_FALSE(words->isEnabled());
  window->promptPanel()->prompt()->undo();
  EXPECT_EQ(window->document()->draft().prompt, "a house");
  EXPECT_TRUE(words->isEnabled());
}

TEST_F(StyleListTest, TagsOfThePromptAreResolved) {
  test::writeStyle(stylesFolder() / "ink.safetensors");
  typePrompt("a house <lora:ink:0.8>");
  generatePicture();
  const GenerationRequest made = control->requests().at(0);
  EXPECT_EQ(made.prompt, "a house");
  EXPECT_EQ(made.promptTemplate, "a house <lora:ink:0.8>");
  ASSERT_EQ(made.adapters.size(), 1U);
  EXPECT_EQ(made.adapters[0].strength, 0.8F);
  EXPECT_EQ(window->document()->picture()->request, made);
  EXPECT_TRUE(draftAdapters().empty());
  UNTIL(!control->tokenizedPrompts().empty() && control->tokenizedPrompts().back() == "a house");
  typePrompt("a house <lora:pen>");
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(window->messageBar()->isVisible() && isIdle());
  EXPECT_TRUE(window->messageBar()->text().contains("pen")) << qPrintable(window->messageBar()->text());
  EXPECT_EQ(control->requests().size(), 1U);
}

TEST_F(StyleListTest, AnEarlierRunBringsItsStylesBack) {
  test::writeStyle(stylesFolder() / "ink.safetensors");
  addFromFile(write("noir", "in noir style"));
  UNTIL(hasRows(1));
  typePrompt("a house <lora:ink:0.8>");
  generatePicture();
  const GenerationRequest first = window->document()->picture()->request;
  ASSERT_EQ(first.adapters.size(), 2U);
  const std::vector<AdapterReference> listed = draftAdapters();
  window->document()->setStyles({});
  typePrompt("a cat");
  window->document()->replaceDraft(restoredSettings(window->document()->draft(), first, RestoreWhat::All),
                                   {});
  EXPECT_EQ(draftAdapters(), listed);
  EXPECT_EQ(rows().size(), 1U);
  generatePicture();
  EXPECT_EQ(window->document()->picture()->request.adapters, first.adapters);
}

TEST_F(StyleListTest, TheListComesBackWithTheSession) {
  addFromFile(write("ink"));
  UNTIL(hasRows(1));
  addFromFile(write("noir", "in noir style"));
  UNTIL(hasRows(2));
  enter(of<QDoubleSpinBox>(0, "styleStrength"), "1.25");
  QTest::mouseClick(of<QCheckBox>(1, "styleOn"), Qt::LeftButton);
  const std::vector<StyleChoice> styles = window->document()->styles();
  ASSERT_EQ(styles.size(), 2U);
  ASSERT_FALSE(styles[1].isOn);
  UNTIL(window->project()->isSettled());
  ASSERT_TRUE(QFile::remove(path("ink.safetensors")));
  openWindow();
  UNTIL(window->document()->styles().size() == 2);
  EXPECT_EQ(window->document()->styles(), styles);
  EXPECT_TRUE(window->styles()->section()->isOpen());
  // The one whose file is gone says so.
  UNTIL(of<QLabel>(1, "styleRemark")->isVisible());
  EXPECT_TRUE(of<QLabel>(1, "styleRemark")->text().contains("not there"))
      << qPrintable(of<QLabel>(1, "styleRemark")->text());
  EXPECT_FALSE(of<QLabel>(0, "styleRemark")->isVisible());
}

TEST_F(StyleListTest, AHeldRunGoesOnWithTheStylesOfNow) {
  typePrompt("a house");
  window->actions()->runOneStep->trigger();
  UNTIL(window->runs()->isHeld());
  addFromFile(write("ink"));
  UNTIL(hasRows(1));
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(control->requests().size() == 2 && isIdle());
  EXPECT_EQ(control->requests()[1].adapters, draftAdapters());
}

TEST(WindowNotes, KeepRestingStylesAndRefuseNonsense) {
  WindowNotes notes;
  notes.restingStyles = {{"ink", "/a/ink.safetensors", 0.5F, "sha256:1", 2.0F}, {"noir", "/b", 1.5F}};
  EXPECT_EQ(windowNotesFrom(toJson(notes)), notes);
  EXPECT_TRUE(windowNotesFrom(R"({"restingStyles":[{"name":"x"},3,null]})").restingStyles.empty());
  EXPECT_TRUE(windowNotesFrom(R"({"restingStyles":7})").restingStyles.empty());
}

}  // namespace
}  // namespace unmask
