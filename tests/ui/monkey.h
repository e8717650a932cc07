// Random people: thousands of actions in an order nobody would choose, with what must always hold checked
// after each. The seed is fixed, so that a failure comes back. UNMASK_MONKEY_ACTIONS and UNMASK_MONKEY_SEED
// change how many and which (CONTRIBUTING.md names the long runs).
#pragma once

#include <QApplication>
#include <QClipboard>
#include <QMimeData>
#include <QMouseEvent>
#include <QWheelEvent>
#include <cmath>
#include <optional>
#include <random>
#include <vector>

#include "tests/ui/ui_test_support.h"

namespace unmask::test {

inline constexpr int kUndoEvery = 400;  ///< actions between two ways back to the start

inline int fromEnvironment(const char* name, int otherwise) {
  bool ok = false;
  const int value = qEnvironmentVariableIntValue(name, &ok);
  return ok ? value : otherwise;
}

/// What undo has to bring back.
struct Fingerprint {
  QByteArray picture;  ///< its bytes; empty without one
  MaskLayers mask;
  bool operator==(const Fingerprint&) const = default;
};

class Monkey : public StudioTest {
 protected:
  void SetUp() override {
    StudioTest::SetUp();
    m_random.seed(static_cast<unsigned>(fromEnvironment("UNMASK_MONKEY_SEED", 1)));
    openWindow();
    dialogs->savePath = path("saved.png");
    window->lab()->setBrushToken(7, {});
    m_known = {fingerprint()};
    QObject::connect(window->jobs(), &JobController::runEnded, window.get(), [this] { ++m_runsEnded; });
    UndoStack* stack = window->document()->undoStack();
    QObject::connect(stack, &UndoStack::changed, stack, [this] { followUndo(); });
  }

  /// What differs; empty when nothing does.
  static std::string describe(const Fingerprint& a, const Fingerprint& b) {
    std::string text;
    if (a.picture != b.picture) text += "picture ";
    const auto size = [](const auto& m) { return std::to_string(m.width) + "x" + std::to_string(m.height); };
    if (!(a.mask.mask == b.mask.mask))
      text += "mask " + size(a.mask.mask) + " was " + size(b.mask.mask) + " ";
    if (!(a.mask.locks == b.mask.locks)) text += "locks " + size(a.mask.locks) + " was " + size(b.mask.locks);
    return text;
  }

  /// Every undo must bring back what was there before, step by step, not only at the start.
  void followUndo() {
    const UndoStack& stack = *window->document()->undoStack();
    const auto index = static_cast<size_t>(stack.index());
    std::optional<Fingerprint> now;
    // A stroke under way is in the layers, but in no command yet.
    if (!window->document()->mask()->isStroking()) now = fingerprint();
    if (stack.count() == 0) {    // another project: a new past
      m_known = {std::nullopt};  // its picture comes only after this; checkInvariants() looks then
    } else if (index < m_index) {
      ++m_undone;
      if (now && m_known[index]) {
        EXPECT_EQ(describe(*now, *m_known[index]), "")
            << "undone to " << index << ": " << m_undoText.toStdString();
      }
    } else if (index >= m_known.size() || m_known[index] != now) {  // a new command; else a redo
      m_known.resize(index);
      m_known.push_back(now);
    }
    m_index = index;
    m_undoText = stack.undoText();
  }

  int below(int count) { return static_cast<int>(m_random() % static_cast<unsigned>(count)); }
  bool chance(int percent) { return below(100) < percent; }

  Fingerprint fingerprint() const {
    Fingerprint out;
    if (const PicturePtr picture = window->document()->picture()) {
      const QImage& image = picture->image;
      out.picture = QByteArray(reinterpret_cast<const char*>(image.constBits()), image.sizeInBytes());
    }
    out.mask = window->document()->mask()->layers();
    return out;
  }

  Qt::KeyboardModifiers someModifiers() {
    Qt::KeyboardModifiers modifiers;
    if (chance(15)) modifiers |= Qt::ShiftModifier;
    if (chance(10)) modifiers |= Qt::ControlModifier;
    if (chance(5)) modifiers |= Qt::AltModifier;
    return modifiers;
  }
  QPoint somewhere() {
    const QSize size = window->canvas()->size();
    // Also a little outside: a stroke leaves the canvas.
    return {below(size.width() + 40) - 20, below(size.height() + 40) - 20};
  }

  void paint() {
    const Qt::MouseButton button = chance(75)   ? Qt::LeftButton
                                   : chance(60) ? Qt::RightButton
                                                : Qt::MiddleButton;
    const Qt::KeyboardModifiers modifiers = someModifiers();
    CanvasView* canvas = window->canvas();
    QTest::mousePress(canvas, button, modifiers, somewhere());
    for (int i = below(6); i > 0; --i) {
      const QPoint at = somewhere();
      QMouseEvent move(QEvent::MouseMove, at, canvas->mapToGlobal(at), Qt::NoButton, button, modifiers);
      QApplication::sendEvent(canvas, &move);
      if (chance(8)) act();  // a key, a step, another window in the middle of a stroke
    }
    QTest::mouseRelease(canvas, button, modifiers, somewhere());
  }
  void turnWheel() {
    CanvasView* canvas = window->canvas();
    const QPoint at = somewhere();
    QWheelEvent wheel(at, canvas->mapToGlobal(at), {}, {0, chance(50) ? 120 : -120}, Qt::NoButton,
                      someModifiers(), Qt::NoScrollPhase, false);
    QApplication::sendEvent(canvas, &wheel);
  }
  void trigger() {
    const QList<QAction*> actions = window->findChildren<QAction*>();
    QAction* action = actions[below(static_cast<int>(actions.size()))];
    // Not these: one ends the test, others open a window that nobody closes, and a new project has a new
    // past.
    for (const char* name : {"quit", "about", "showKeys", "settings", "tour", "lesson", "fullScreen",
                             "whatIf", "runGrid", "codebook", "exportMap"})
      if (action->objectName() == name) return;
    if (action->isEnabled() && action->menu() == nullptr) action->trigger();
  }
  void type() {
    static const char* const kTexts[] = {"a red apple", "{cat|dog} on {blue|red}", "", "苹果", "x, y"};
    // Not by keys: the test library has none beyond ASCII.
    window->promptPanel()->prompt()->setPlainText(QString::fromUtf8(kTexts[below(std::size(kTexts))]));
    window->canvas()->setFocus();
  }
  void pressSomething() {
    static constexpr int kKeys[] = {Qt::Key_B,           Qt::Key_E,
                                    Qt::Key_U,           Qt::Key_L,
                                    Qt::Key_G,           Qt::Key_I,
                                    Qt::Key_H,           Qt::Key_Z,
                                    Qt::Key_X,           Qt::Key_Comma,
                                    Qt::Key_Period,      Qt::Key_Home,
                                    Qt::Key_End,         Qt::Key_K,
                                    Qt::Key_Left,        Qt::Key_Right,
                                    Qt::Key_Return,      Qt::Key_Escape,
                                    Qt::Key_Space,       Qt::Key_Tab,
                                    Qt::Key_BracketLeft, Qt::Key_BracketRight,
                                    Qt::Key_Delete};
    window->canvas()->setFocus();
    press(kKeys[below(std::size(kKeys))], someModifiers());
  }
  void steerEngine() {
    switch (below(5)) {
      case 0:
        control->closeStepGate();
        break;
      case 1:
        control->allowSteps(1 + below(3));
        break;
      case 2:
        if (chance(30)) control->failNextRun({ErrorKind::Internal, "made to fail", {}, {}, {}, {}, {}});
        break;
      default:
        control->openStepGate();
    }
  }
  void bringPicture() {
    QImage image(20 + below(60), 20 + below(60), chance(50) ? QImage::Format_RGB32 : QImage::Format_ARGB32);
    image.fill(static_cast<uint>(m_random()) | (chance(50) ? 0xFF000000U : 0U));
    auto* data = new QMimeData;
    data->setImageData(image);
    QApplication::clipboard()->setMimeData(data);
    window->actions()->paste->trigger();
  }
  void act() {
    const int what = below(100);
    if (what < 30)
      paint();
    else if (what < 45)
      pressSomething();
    else if (what < 62)
      trigger();
    else if (what < 72)
      (chance(60) ? window->actions()->undo : window->actions()->redo)->trigger();
    else if (what < 80)
      window->actions()->generate->trigger();
    else if (what < 84)
      turnWheel();
    else if (what < 88)
      steerEngine();
    else if (what < 91)
      type();
    else if (what < 93)
      bringPicture();
    else
      QCoreApplication::processEvents();
  }

  void checkInvariants() {
    const DocumentModel& document = *window->document();
    const MaskModel& mask = *window->document()->mask();
    ASSERT_EQ(mask.hasPicture(), document.picture() != nullptr);
    if (document.picture()) {
      ASSERT_EQ(mask.pictureSize(), document.picture()->image.size());
      ASSERT_EQ(mask.locks().cells.empty() || mask.locks().cells.size() == mask.cells().cells.size(), true);
    }
    size_t selected = 0;
    for (const uint8_t cell : mask.cells().cells) selected += cell != 0 ? 1 : 0;
    ASSERT_EQ(selected, mask.cellCount());
    const UndoStack& stack = *window->document()->undoStack();
    if (stack.count() == 0 && !m_known[0] && !mask.isStroking()) m_known[0] = fingerprint();
    ASSERT_LE(stack.index(), stack.count());
    ASSERT_EQ(stack.canUndo(), stack.index() > 0);
    const CandidateSet& candidates = *window->candidates();
    ASSERT_GE(candidates.current(), CandidateSet::kOriginal);
    ASSERT_LT(candidates.current(), std::max(1, candidates.count()));
    const TimelinePlayer& player = *window->player();
    ASSERT_GE(player.position(), 0);
    ASSERT_LE(player.position(), player.end());
    ASSERT_FALSE(window->windowTitle().isEmpty());
    const double scale = window->canvas()->viewTransform().scale();
    ASSERT_TRUE(std::isfinite(scale) && scale > 0);
  }

  /// Undo to the start gives the start; redo to the end gives what was there.
  void goBackAndForth() {
    control->openStepGate();
    window->runs()->stop();
    UNTIL(isIdle());
    QCoreApplication::processEvents();
    window->document()->mask()->cancelStroke();
    UndoStack& stack = *window->document()->undoStack();
    const Fingerprint before = fingerprint();
    const int done = stack.index();
    while (stack.canUndo()) stack.undo();
    if (m_known[0]) {
      ASSERT_EQ(describe(fingerprint(), *m_known[0]), "") << "after " << done << " undone";
    }
    while (stack.index() < done) stack.redo();
    ASSERT_EQ(fingerprint(), before) << "after " << done << " redone";
  }

  /// Acts until `count` is reached or something does not hold.
  void run(int count) {
    for (int i = 1; i <= count; ++i) {
      act();
      if (HasFailure()) FAIL() << "in action " << i;
      checkInvariants();
      if (HasFatalFailure()) FAIL() << "after action " << i;
      if (i % kUndoEvery != 0) continue;
      goBackAndForth();
      if (HasFatalFailure()) FAIL() << "after action " << i;
    }
  }

  std::mt19937 m_random;
  std::vector<std::optional<Fingerprint>> m_known;  ///< by index of the undo stack
  size_t m_index = 0;
  QString m_undoText;  ///< of the command that an undo takes back
  int m_undone = 0;
  int m_runsEnded = 0;
};

}  // namespace unmask::test
