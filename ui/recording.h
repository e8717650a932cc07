// A run as the window keeps it: every step's state, record and picture.
#pragma once

#include <QImage>
#include <algorithm>
#include <memory>
#include <vector>

#include "core/doc/trace.h"

namespace unmask {

/// Immutable once shared. Index 0 is the start, before the first step; index k is after the k-th step done.
struct Recording {
  std::vector<DecodeState> states;  ///< never empty
  std::vector<StepRecord> records;  ///< one less: records[k − 1] led to states[k]
  std::vector<QImage> previews;  ///< as records: what the model intended after the step; null = none was made
  QImage start;                  ///< what the run started from; null when from nothing
  int32_t maskTokenId = 0;
  int scheduleSteps = 0;  ///< of the whole schedule; states.front().nextStep of them were not run

  int stepCount() const { return static_cast<int>(records.size()); }
  /// Of the whole run; more than stepCount() while it goes on or is held.
  int expectedSteps() const { return std::max(stepCount(), scheduleSteps - states.front().nextStep); }
  const TokenGrid& tokensAt(int index) const { return states[static_cast<size_t>(index)].tokens; }
  CellMask hiddenAt(int index) const {
    const TokenGrid& tokens = tokensAt(index);
    CellMask hidden(tokens.height, tokens.width);
    for (size_t i = 0; i < tokens.tokenIds.size(); ++i) hidden.cells[i] = tokens.tokenIds[i] == maskTokenId;
    return hidden;
  }
  /// Cells that were hidden before this step and are not after it; none at index 0.
  CellMask fixedBy(int index) const;
  int hiddenCountAt(int index) const { return static_cast<int>(hiddenAt(index).count()); }
  /// At index 0 what it started from. Null where none was made.
  QImage previewAt(int index) const { return index > 0 ? previews[static_cast<size_t>(index) - 1] : start; }
  qint64 bytes() const;
};

using RecordingPtr = std::shared_ptr<const Recording>;

/// The first `index` steps of one recording.
Recording beginningOf(const Recording& recording, int index);
/// `rest` began where `beginning` ends; what the first had fixed counts as fixed then.
Recording joined(const Recording& beginning, const Recording& rest);

}  // namespace unmask
