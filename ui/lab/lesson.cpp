#include "ui/lab/lesson.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/main_window.h"

namespace unmask {
namespace {

QString words(const char* text) {
  return QCoreApplication::translate("unmask::Lesson", text);
}

QString keysOf(const QAction* action) {
  return Actions::keyText(action);
}

void showLab(MainWindow* window, MapSource source, MapKind kind = MapKind::RevealOrder) {
  window->actions()->showLab->setChecked(true);
  window->player()->toEnd();
  window->labPanel()->chooseMap(source, kind);
}

/// The cell the model hesitated over most.
std::optional<Cell> mostUndecided(const Recording& recording) {
  const CellMap map = mapAtReveal({recording.states, recording.records}, MapKind::Entropy);
  std::optional<size_t> best;
  for (size_t i = 0; i < map.values.size(); ++i)
    if (map.known[i] != 0 && (!best || map.values[i] > map.values[*best])) best = i;
  if (!best) return std::nullopt;
  return Cell{static_cast<int>(*best) / map.width, static_cast<int>(*best) % map.width};
}

}  // namespace

std::vector<TourStop> lessonStops(MainWindow* window) {
  const Actions& a = *window->actions();
  TimelinePlayer* player = window->player();
  QWidget* strip = window->timeline()->strip();
  std::vector<TourStop> stops;
  stops.push_back({window->canvas(), words(QT_TRANSLATE_NOOP("unmask::Lesson", "A picture made of words")),
                   words(QT_TRANSLATE_NOOP(
                       "unmask::Lesson",
                       "The model does not know pixels. It knows a grid of cells, and for each cell one "
                       "of a few thousand codes: its words for little patches.\n\n"
                       "Try: move the cursor over the grid. Each square is one code.")),
                   [window, player] {
                     player->toEnd();
                     window->actions()->showGrid->setChecked(true);
                   }});
  stops.push_back(
      {strip, words(QT_TRANSLATE_NOOP("unmask::Lesson", "It begins with nothing")),
       words(QT_TRANSLATE_NOOP(
                 "unmask::Lesson",
                 "Before the first step the cells are masked: hatched here. In every step the model "
                 "guesses all masked cells at once, keeps the guesses it likes best, and masks the "
                 "rest again.\n\n"
                 "Try: drag along the steps, or press %1 and %2."))
           .arg(keysOf(a.previousStep), keysOf(a.nextStep)),
       [window, player] {
         window->labPanel()->chooseMap(MapSource::None);
         player->toStart();
       }});
  stops.push_back({window->labPanel(), words(QT_TRANSLATE_NOOP("unmask::Lesson", "Who comes first")),
                   words(QT_TRANSLATE_NOOP(
                       "unmask::Lesson",
                       "This map shows the step that fixed each cell: dark early, bright late. Most cells "
                       "are decided in the last steps, when the rest of the picture says what must stand "
                       "there.\n\n"
                       "Try: move the cursor over the picture and read the step below the colours.")),
                   [window] { showLab(window, MapSource::Recorded, MapKind::RevealOrder); }});
  stops.push_back({window->labPanel(), words(QT_TRANSLATE_NOOP("unmask::Lesson", "How sure it was")),
                   words(QT_TRANSLATE_NOOP(
                       "unmask::Lesson",
                       "Entropy is hesitation: bright where many codes would have done. It is the model's "
                       "own doubt, not a measure of right and wrong.\n\n"
                       "Try: choose “Confidence, guided” in the list, and compare.")),
                   [window] { showLab(window, MapSource::Recorded, MapKind::Entropy); }});
  stops.push_back(
      {window->labPanel(), words(QT_TRANSLATE_NOOP("unmask::Lesson", "What else it could have been")),
       words(QT_TRANSLATE_NOOP(
                 "unmask::Lesson",
                 "Here is the cell the model hesitated over most, with what else it thought of, and "
                 "how likely each was.\n\n"
                 "Try: double-click another one to put it in; %1 takes it back. The picker (%2) "
                 "looks at other cells."))
           .arg(keysOf(a.undo), keysOf(a.toolOf(Tool::Picker))),
       [window] {
         showLab(window, MapSource::Recorded, MapKind::Entropy);
         window->actions()->toolOf(Tool::Picker)->trigger();
         const RecordingPtr recording = window->player()->recording();
         if (const auto cell = recording ? mostUndecided(*recording) : std::nullopt)
           Q_EMIT window->canvas()->cellPicked(*cell);
       }});
  stops.push_back({window->labPanel(), words(QT_TRANSLATE_NOOP("unmask::Lesson", "Where it looks")),
                   words(QT_TRANSLATE_NOOP(
                       "unmask::Lesson",
                       "While it guesses, every cell looks at the words of the prompt. The map shows how "
                       "much at one of them. That is correlation: looking is not yet using.\n\n"
                       "Try: click another word. Go to an earlier step and see whether it looks elsewhere.")),
                   [window] { showLab(window, MapSource::Attention); }});
  QWidget* whatIf = window->labPanel()->findChild<QWidget*>("whatIfButton");
  stops.push_back(
      {whatIf != nullptr ? whatIf : window->labPanel(),
       words(QT_TRANSLATE_NOOP("unmask::Lesson", "What a word does")),
       words(QT_TRANSLATE_NOOP(
                 "unmask::Lesson",
                 "The dice of a run can be kept. Leave a word out with the same dice, and whatever "
                 "changes is that word's doing: a cause.\n\n"
                 "Try: press this button (%1), then “Leave Out Each Word”."))
           .arg(keysOf(a.whatIf)),
       [window] { showLab(window, MapSource::None); }});
  stops.push_back(
      {window->promptPanel()->runButton(), words(QT_TRANSLATE_NOOP("unmask::Lesson", "Take part")),
       words(QT_TRANSLATE_NOOP(
                 "unmask::Lesson",
                 "Repainting, varying and healing are the same game from another start: some cells are "
                 "masked again, the others stay.\n\n"
                 "Try: brush over a part of the picture and press the button (%1). Only that part is "
                 "drawn anew."))
           .arg(keysOf(a.generate)),
       [window] {
         window->actions()->showGrid->setChecked(false);
         window->actions()->toolOf(Tool::Brush)->trigger();
       }});
  return stops;
}

}  // namespace unmask
