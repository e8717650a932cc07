// Tells how far a run is: a line that redraws itself on a terminal, or an event for each step with --json.
#pragma once

#include "app/cli/command_context.h"

namespace unmask {

class Progress {
 public:
  /// `imageCount` pictures are to be made, in one run of the engine or in several.
  Progress(CommandContext& context, int imageCount) : m_context(context), m_imageCount(imageCount) {}

  /// A run begins whose first picture is number `firstImage` of the batch.
  void beginRun(int firstImage);
  void step(const StepFrame& frame);

 private:
  double secondsLeft(const StepFrame& frame) const;
  void drawLine(const StepFrame& frame, int image, double left);

  CommandContext& m_context;
  int m_imageCount = 1;
  int m_firstImage = 0;
  int m_stepsDone = 0;
  double m_secondsOfEarlierRuns = 0;
  double m_secondsOfThisRun = 0;
};

}  // namespace unmask
