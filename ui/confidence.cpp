#include "ui/confidence.h"

#include <cmath>

namespace unmask {
namespace {

std::vector<size_t> drawnCells(const DecodeState& end) {
  std::vector<size_t> cells;
  for (size_t i = 0; i < end.fixedAtStep.size() && i < end.tokens.cellCount(); ++i) {
    if (end.fixedAtStep[i] >= 0) cells.push_back(i);
  }
  return cells;
}

}  // namespace

int drawnCount(const Recording& recording) {
  return static_cast<int>(drawnCells(recording.states.back()).size());
}

CellMask leastConfident(const Recording& recording, double share) {
  const DecodeState& end = recording.states.back();
  CellMask out(end.tokens.height, end.tokens.width);
  std::vector<size_t> cells = drawnCells(end);
  if (cells.empty()) return out;
  const auto wanted = std::clamp<long>(std::lround(share * static_cast<double>(cells.size())), 1,
                                       static_cast<long>(cells.size()));
  std::stable_sort(cells.begin(), cells.end(),
                   [&end](size_t a, size_t b) { return end.fixedProbability[a] < end.fixedProbability[b]; });
  for (long i = 0; i < wanted; ++i) out.cells[cells[static_cast<size_t>(i)]] = 1;
  return out;
}

}  // namespace unmask
