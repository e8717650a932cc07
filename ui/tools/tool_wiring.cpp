#include "ui/tools/tool_wiring.h"

namespace unmask {
namespace {

void connectMask(const Actions& actions, MaskModel* mask) {
  using Edit = void (MaskModel::*)();
  const std::pair<QAction*, Edit> edits[] = {
      {actions.maskAll, &MaskModel::fillAll},   {actions.clearMask, &MaskModel::clear},
      {actions.invertMask, &MaskModel::invert}, {actions.growMask, &MaskModel::grow},
      {actions.shrinkMask, &MaskModel::shrink}, {actions.clearLocks, &MaskModel::clearLocks}};
  for (const auto& [action, edit] : edits) QObject::connect(action, &QAction::triggered, mask, edit);
  QObject::connect(actions.anyTouch, &QAction::triggered, mask,
                   [mask] { mask->setRule(CellRule::AnyTouch); });
  QObject::connect(actions.majority, &QAction::triggered, mask,
                   [mask] { mask->setRule(CellRule::Majority); });
  const auto refresh = [actions = &actions, mask] {
    for (QAction* action : {actions->maskAll, actions->invertMask}) action->setEnabled(mask->hasPicture());
    for (QAction* action : {actions->growMask, actions->shrinkMask}) action->setEnabled(mask->hasMask());
    actions->clearMask->setEnabled(mask->hasPaint());
    actions->clearLocks->setEnabled(mask->hasLocks());
    actions->anyTouch->setChecked(mask->rule() == CellRule::AnyTouch);
    actions->majority->setChecked(mask->rule() == CellRule::Majority);
  };
  QObject::connect(mask, &MaskModel::changed, &actions, refresh);
  refresh();
}

}  // namespace

void connectTools(const Actions& actions, ToolSettings* settings, MaskModel* mask, CanvasView* canvas) {
  for (QAction* tool : actions.tools) {
    QObject::connect(tool, &QAction::triggered, settings,
                     [settings, tool] { settings->setTool(static_cast<Tool>(tool->data().toInt())); });
  }
  QObject::connect(actions.smallerBrush, &QAction::triggered, settings,
                   [settings] { settings->stepSize(-1); });
  QObject::connect(actions.largerBrush, &QAction::triggered, settings, [settings] { settings->stepSize(1); });
  QObject::connect(actions.swapPolarity, &QAction::triggered, settings, &ToolSettings::swapPolarity);
  QObject::connect(actions.resetTools, &QAction::triggered, settings, &ToolSettings::reset);
  QObject::connect(actions.showMask, &QAction::toggled, canvas, &CanvasView::setMaskShown);
  const auto refresh = [actions = &actions, settings] {
    actions->toolOf(settings->tool())->setChecked(true);
    const bool hasSize = ToolSettings::hasSize(settings->tool());
    actions->smallerBrush->setEnabled(hasSize);
    actions->largerBrush->setEnabled(hasSize);
  };
  QObject::connect(settings, &ToolSettings::changed, &actions, refresh);
  refresh();
  connectMask(actions, mask);
}

}  // namespace unmask
