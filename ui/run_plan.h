// What Generate would do with what the canvas shows, and how to say it.
#pragma once

#include <QString>

#include "core/doc/generation_request.h"
#include "ui/document_model.h"

namespace unmask {

struct RunPlan {
  GenerationRequest request;  ///< complete but for model and device
  bool canRun = true;
  QString verb;         ///< of the button: "Generate", "Repaint", "Vary"
  QString explanation;  ///< one sentence, under the button
};

enum class PlanPixels { With, Without };

/// No picture, or neither mask nor a strength below 1: a new picture. A mask: its cells are painted anew.
/// A strength below 1 without a mask: a variation. Locked cells stay in every case. `picture` is what a run
/// starts from, `mask` lies over it. Without `pixels` the request lacks the picture: for showing the plan, as
/// a large picture is not copied in no time.
RunPlan planRun(const GenerationRequest& draft, PresetFields touched, const PicturePtr& picture,
                const MaskModel& mask, PlanPixels pixels = PlanPixels::With);

}  // namespace unmask
