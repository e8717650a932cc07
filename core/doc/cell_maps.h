// Maps over the canvas: one number a cell, read off a recorded run. What each measures is told here once, for
// the window, the command line and the tests.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/doc/trace.h"

namespace unmask {

enum class MapKind {
  RevealOrder,              ///< step that fixed the cell, counted from 0; −1 given from the start
  Confidence,               ///< probability of the chosen token, guided
  ConfidenceConditional,    ///< … given the prompt alone
  ConfidenceUnconditional,  ///< … given the negative prompt alone
  Entropy,                  ///< hesitation, nats, of the guided distribution; needs RecordLevel::Full
  Margin,                   ///< first minus second probability, guided; needs RecordLevel::Full
  SelectionScore,           ///< log p + annealed noise: what ordered the reveal; fixed orders: minus the rank
  PromptPull,               ///< KL(conditional ‖ unconditional), nats; needs RecordLevel::Full
};

/// All of them, in the order they are offered.
std::span<const MapKind> allMaps();
/// "reveal_order", "confidence", … as files and flags spell them.
std::string_view nameOf(MapKind kind);

/// States and records of a run, wherever they are kept: states.size() == records.size() + 1.
struct TraceView {
  std::span<const DecodeState> states;
  std::span<const StepRecord> records;
  TraceView(std::span<const DecodeState> itsStates, std::span<const StepRecord> itsRecords)
      : states(itsStates), records(itsRecords) {}
  TraceView(const Trace& trace) : states(trace.states), records(trace.records) {}  // NOLINT: meant to convert
};

struct CellMap {
  int height = 0, width = 0;
  std::vector<float> values;   ///< row-major [height · width]
  std::vector<uint8_t> known;  ///< 1 where the step measured the cell; elsewhere `values` holds 0
  /// Smallest and largest known value; 0 and 0 where nothing is known.
  float low = 0, high = 0;
};

/// The map after record `record` (index into trace.records). A step measures the cells it found masked; what
/// was fixed before is unknown to it, but for confidence and reveal order, which stay what they were when the
/// cell was fixed. Empty (height 0) when the record does not hold what the map needs, or there is no such
/// record.
CellMap mapOf(const TraceView& trace, size_t record, MapKind kind);

/// The same, but every cell shows what was measured in the step that fixed it.
CellMap mapAtReveal(const TraceView& trace, MapKind kind);

/// Where two runs over grids of one size differ.
struct TraceDifference {
  int height = 0, width = 0;
  std::vector<uint8_t> differs;  ///< 1 where the last grids hold different tokens
  /// Per cell the number of states (trace.states, 0 = the starting grid) that were equal before the first
  /// difference, the mask counting as a value; −1 where no state differs.
  std::vector<int> firstDifference;
  int cellsChanged = 0;  ///< sum of `differs`
};

/// Height 0 when the grids have different sizes or a run has no state. A run with fewer states keeps its
/// last.
TraceDifference differenceOf(const TraceView& first, const TraceView& second);
/// Between two states, of one run or two; firstDifference is 0 or −1.
TraceDifference differenceOf(const DecodeState& first, const DecodeState& second);

}  // namespace unmask
