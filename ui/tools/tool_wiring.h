// Connects the commands about tools and mask with what does them.
#pragma once

#include "ui/actions.h"
#include "ui/canvas/canvas_view.h"
#include "ui/mask_model.h"
#include "ui/tools/tool_settings.h"

namespace unmask {

/// All of them outlive the connections (they die with the window).
void connectTools(const Actions& actions, ToolSettings* settings, MaskModel* mask, CanvasView* canvas);

}  // namespace unmask
