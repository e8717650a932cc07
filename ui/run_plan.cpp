#include "ui/run_plan.h"

#include <QCoreApplication>

namespace unmask {
namespace {

QString words(const char* text) {
  return QCoreApplication::translate("unmask::RunPlan", text);
}

QString words(const char* one, const char* many, int count) {
  return words(count == 1 ? one : many).arg(count);
}

/// Starts from the picture; the cells that may change are said one by one, so that a resumed run counts them
/// alike.
void startFrom(const PicturePtr& picture, const CellMask& editable, const MaskModel& mask, PlanPixels pixels,
               GenerationRequest* request) {
  if (pixels == PlanPixels::With) request->picture = picture->pixels;
  request->editableCells = editable;
  if (mask.hasLocks()) request->lockedCells = mask.locks();
  request->width = 0;
  request->height = 0;
}

QString counted(int pictures) {
  return pictures > 1
             ? words(QT_TRANSLATE_NOOP("unmask::RunPlan", "%1 pictures, one after another. ")).arg(pictures)
             : QString();
}

RunPlan planRepaint(RunPlan plan, PresetFields touched, const PicturePtr& picture, const MaskModel& mask,
                    PlanPixels pixels) {
  const CellMask open = without(mask.cells(), mask.locks());
  plan.verb = words(QT_TRANSLATE_NOOP("unmask::RunPlan", "Repaint"));
  plan.request.kind = JobKind::Inpaint;
  // A model's preset speaks of whole pictures; regions are revealed evenly, as the reference does it (7.4).
  if (!touched.testFlag(PresetField::Schedule)) plan.request.schedule = MaskSchedule::Linear;
  startFrom(picture, mask.cells(), mask, pixels, &plan.request);
  const auto openCount = static_cast<int>(open.count());
  const auto locked = static_cast<int>(mask.cellCount()) - openCount;
  plan.canRun = openCount > 0;
  if (openCount == 0) {
    plan.explanation =
        words(QT_TRANSLATE_NOOP("unmask::RunPlan", "All masked cells are locked: nothing could change."));
  } else {
    plan.explanation = words(
        QT_TRANSLATE_NOOP("unmask::RunPlan", "Repaints %1 masked cell; every pixel outside stays as it is."),
        QT_TRANSLATE_NOOP("unmask::RunPlan", "Repaints %1 masked cells; every pixel outside stays as it is."),
        openCount);
    if (locked > 0)
      plan.explanation +=
          ' ' + words(QT_TRANSLATE_NOOP("unmask::RunPlan", "%1 locked cell in the mask stays too."),
                      QT_TRANSLATE_NOOP("unmask::RunPlan", "%1 locked cells in the mask stay too."), locked);
  }
  return plan;
}

RunPlan planAroundLocks(RunPlan plan, PresetFields touched, const PicturePtr& picture, const MaskModel& mask,
                        PlanPixels pixels) {
  const CellMask open = inverted(mask.locks());
  plan.verb = words(QT_TRANSLATE_NOOP("unmask::RunPlan", "Generate"));
  plan.request.kind = JobKind::Inpaint;
  if (!touched.testFlag(PresetField::Schedule)) plan.request.schedule = MaskSchedule::Linear;
  startFrom(picture, open, mask, pixels, &plan.request);
  plan.canRun = open.count() > 0;
  plan.explanation =
      plan.canRun
          ? words(QT_TRANSLATE_NOOP("unmask::RunPlan", "Makes everything anew around %1 locked cell."),
                  QT_TRANSLATE_NOOP("unmask::RunPlan", "Makes everything anew around %1 locked cells."),
                  static_cast<int>(mask.lockCount()))
          : words(QT_TRANSLATE_NOOP("unmask::RunPlan", "All cells are locked: nothing could change."));
  return plan;
}

RunPlan planVariation(RunPlan plan, const PicturePtr& picture, const MaskModel& mask, PlanPixels pixels) {
  plan.verb = words(QT_TRANSLATE_NOOP("unmask::RunPlan", "Vary"));
  plan.request.kind = JobKind::Vary;
  startFrom(picture, {}, mask, pixels, &plan.request);
  plan.canRun = plan.request.strength > 0 && mask.lockCount() < mask.cells().cells.size();
  const int percent = qRound(100 * plan.request.strength);
  if (!plan.canRun) {
    plan.explanation = words(QT_TRANSLATE_NOOP(
        "unmask::RunPlan", "Nothing could change: the strength is 0, or all cells are locked."));
  } else {
    plan.explanation =
        words(QT_TRANSLATE_NOOP("unmask::RunPlan",
                                "Makes a variation of the picture, %1 % of the way to a new one."))
            .arg(percent);
    if (mask.hasLocks())
      plan.explanation += ' ' + words(QT_TRANSLATE_NOOP("unmask::RunPlan", "%1 locked cell stays."),
                                      QT_TRANSLATE_NOOP("unmask::RunPlan", "%1 locked cells stay."),
                                      static_cast<int>(mask.lockCount()));
  }
  return plan;
}

}  // namespace

RunPlan planRun(const GenerationRequest& draft, PresetFields touched, const PicturePtr& picture,
                const MaskModel& mask, PlanPixels pixels) {
  RunPlan plan;
  plan.request = draft;
  plan.request.kind = JobKind::Generate;
  plan.verb = words(QT_TRANSLATE_NOOP("unmask::RunPlan", "Generate"));
  const bool hasPicture = picture && !picture->pixels.empty();
  if (hasPicture && mask.hasMask()) {
    plan = planRepaint(std::move(plan), touched, picture, mask, pixels);
  } else if (hasPicture && draft.strength < 1) {
    plan = planVariation(std::move(plan), picture, mask, pixels);
  } else if (hasPicture && mask.hasLocks()) {
    plan = planAroundLocks(std::move(plan), touched, picture, mask, pixels);
  } else {
    plan.request.strength = 1;
    plan.explanation = hasPicture
                           ? words(QT_TRANSLATE_NOOP(
                                 "unmask::RunPlan", "Makes a new picture. Mask a part to repaint only that."))
                           : words(QT_TRANSLATE_NOOP("unmask::RunPlan", "Makes a new picture."));
  }
  if (plan.canRun) plan.explanation = counted(draft.batchCount) + plan.explanation;
  return plan;
}

}  // namespace unmask
