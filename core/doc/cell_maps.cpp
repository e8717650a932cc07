#include "core/doc/cell_maps.h"

#include <algorithm>
#include <array>
#include <optional>

namespace unmask {

namespace {

constexpr std::array<MapKind, 8> kAll = {MapKind::RevealOrder,
                                         MapKind::Confidence,
                                         MapKind::ConfidenceConditional,
                                         MapKind::ConfidenceUnconditional,
                                         MapKind::Entropy,
                                         MapKind::Margin,
                                         MapKind::SelectionScore,
                                         MapKind::PromptPull};

/// The record's own list behind a map; null for maps that are computed.
const std::vector<float>* listOf(const StepRecord& record, MapKind kind) {
  switch (kind) {
    case MapKind::Confidence:
      return &record.probability;
    case MapKind::ConfidenceConditional:
      return &record.probabilityConditional;
    case MapKind::ConfidenceUnconditional:
      return &record.probabilityUnconditional;
    case MapKind::Entropy:
      return &record.entropy;
    case MapKind::SelectionScore:
      return &record.selectionScore;
    case MapKind::PromptPull:
      return &record.promptPull;
    case MapKind::RevealOrder:
    case MapKind::Margin:
      break;
  }
  return nullptr;
}

bool isConfidence(MapKind kind) {
  return kind == MapKind::Confidence || kind == MapKind::ConfidenceConditional ||
         kind == MapKind::ConfidenceUnconditional;
}

std::optional<float> measured(const StepRecord& record, MapKind kind, size_t cell) {
  if (kind == MapKind::Margin) {
    const size_t at = cell * StepRecord::kAlternatives;
    if (record.alternativeProbabilities.size() < at + StepRecord::kAlternatives) return std::nullopt;
    return record.alternativeProbabilities[at] - record.alternativeProbabilities[at + 1];
  }
  const std::vector<float>* list = listOf(record, kind);
  if (list == nullptr || cell >= list->size()) return std::nullopt;
  return (*list)[cell];
}

CellMap emptyLike(const TokenGrid& grid) {
  CellMap map;
  map.height = grid.height;
  map.width = grid.width;
  map.values.assign(grid.cellCount(), 0);
  map.known.assign(grid.cellCount(), 0);
  return map;
}

void set(CellMap& map, size_t cell, float value) {
  map.values[cell] = value;
  map.known[cell] = 1;
}

/// Range of what is known; nothing known at all, of a map that needs more than was recorded, is no map.
CellMap finished(CellMap map, bool mayBeUnknown) {
  bool any = false;
  for (size_t i = 0; i < map.values.size(); ++i) {
    if (map.known[i] == 0) continue;
    map.low = any ? std::min(map.low, map.values[i]) : map.values[i];
    map.high = any ? std::max(map.high, map.values[i]) : map.values[i];
    any = true;
  }
  return any || mayBeUnknown ? map : CellMap{};
}

bool isMaskedBefore(const TraceView& trace, size_t record, size_t cell) {
  return trace.states[record].fixedAtStep[cell] == DecodeState::kMasked;
}

/// The record whose step fixed the cell.
std::optional<size_t> recordThatFixed(const TraceView& trace, size_t cell) {
  const int step = trace.states.back().fixedAtStep[cell];
  for (size_t i = 0; i < trace.records.size(); ++i)
    if (trace.records[i].stepIndex == step) return i;
  return std::nullopt;
}

bool isWhole(const TraceView& trace) {
  if (trace.states.empty() || trace.states.size() != trace.records.size() + 1) return false;
  const size_t cells = trace.states.front().tokens.cellCount();
  return std::ranges::all_of(trace.states, [cells](const DecodeState& state) {
    return state.tokens.cellCount() == cells && state.fixedAtStep.size() == cells;
  });
}

}  // namespace

std::span<const MapKind> allMaps() {
  return kAll;
}

std::string_view nameOf(MapKind kind) {
  switch (kind) {
    case MapKind::RevealOrder:
      return "reveal_order";
    case MapKind::Confidence:
      return "confidence";
    case MapKind::ConfidenceConditional:
      return "confidence_conditional";
    case MapKind::ConfidenceUnconditional:
      return "confidence_unconditional";
    case MapKind::Entropy:
      return "entropy";
    case MapKind::Margin:
      return "margin";
    case MapKind::SelectionScore:
      return "selection_score";
    case MapKind::PromptPull:
      return "prompt_pull";
  }
  return "";
}

CellMap mapOf(const TraceView& trace, size_t record, MapKind kind) {
  if (!isWhole(trace) || record >= trace.records.size()) return {};
  const DecodeState& after = trace.states[record + 1];
  CellMap map = emptyLike(after.tokens);
  for (size_t cell = 0; cell < map.values.size(); ++cell) {
    if (kind == MapKind::RevealOrder) {
      if (after.fixedAtStep[cell] != DecodeState::kMasked) set(map, cell, after.fixedAtStep[cell]);
      continue;
    }
    if (!isConfidence(kind) && !isMaskedBefore(trace, record, cell)) continue;
    if (const auto value = measured(trace.records[record], kind, cell)) set(map, cell, *value);
  }
  return finished(std::move(map), kind == MapKind::RevealOrder);
}

CellMap mapAtReveal(const TraceView& trace, MapKind kind) {
  if (!isWhole(trace)) return {};
  const DecodeState& last = trace.states.back();
  CellMap map = emptyLike(last.tokens);
  for (size_t cell = 0; cell < map.values.size(); ++cell) {
    if (kind == MapKind::RevealOrder) {
      if (last.fixedAtStep[cell] != DecodeState::kMasked) set(map, cell, last.fixedAtStep[cell]);
      continue;
    }
    const auto record = recordThatFixed(trace, cell);
    if (!record) continue;
    if (const auto value = measured(trace.records[*record], kind, cell)) set(map, cell, *value);
  }
  return finished(std::move(map), kind == MapKind::RevealOrder);
}

TraceDifference differenceOf(const TraceView& first, const TraceView& second) {
  if (first.states.empty() || second.states.empty()) return {};
  TraceDifference out = differenceOf(first.states.back(), second.states.back());
  if (out.height == 0) return out;
  out.firstDifference.assign(out.differs.size(), -1);
  const size_t count = std::max(first.states.size(), second.states.size());
  for (size_t i = 0; i < count; ++i) {
    const auto& a = first.states[std::min(i, first.states.size() - 1)].tokens;
    const auto& b = second.states[std::min(i, second.states.size() - 1)].tokens;
    if (a.cellCount() != out.differs.size() || b.cellCount() != out.differs.size()) return {};
    for (size_t cell = 0; cell < out.differs.size(); ++cell)
      if (out.firstDifference[cell] < 0 && a.tokenIds[cell] != b.tokenIds[cell])
        out.firstDifference[cell] = static_cast<int>(i);
  }
  return out;
}

TraceDifference differenceOf(const DecodeState& first, const DecodeState& second) {
  const TokenGrid &a = first.tokens, &b = second.tokens;
  if (a.height != b.height || a.width != b.width) return {};
  TraceDifference out;
  out.height = a.height;
  out.width = a.width;
  for (size_t cell = 0; cell < a.cellCount(); ++cell) {
    const bool differs = a.tokenIds[cell] != b.tokenIds[cell];
    out.differs.push_back(differs ? 1 : 0);
    out.firstDifference.push_back(differs ? 0 : -1);
    out.cellsChanged += differs ? 1 : 0;
  }
  return out;
}

}  // namespace unmask
