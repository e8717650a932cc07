#include "ui/recording.h"

namespace unmask {
namespace {

template <typename T>
qint64 bytesOf(const std::vector<T>& values) {
  return static_cast<qint64>(values.size() * sizeof(T));
}

}  // namespace

CellMask Recording::fixedBy(int index) const {
  CellMask fixed = hiddenAt(index);
  if (index == 0) return CellMask(fixed.height, fixed.width);
  const CellMask before = hiddenAt(index - 1);
  for (size_t i = 0; i < fixed.cells.size(); ++i)
    fixed.cells[i] = before.cells[i] != 0 && fixed.cells[i] == 0;
  return fixed;
}

Recording beginningOf(const Recording& recording, int index) {
  Recording out = recording;
  out.states.resize(static_cast<size_t>(index) + 1);
  out.records.resize(static_cast<size_t>(index));
  out.previews.resize(static_cast<size_t>(index));
  return out;
}

Recording joined(const Recording& beginning, const Recording& rest) {
  Recording out = beginning;
  const DecodeState& seam = beginning.states.back();
  for (size_t k = 1; k < rest.states.size(); ++k) {
    DecodeState state = rest.states[k];
    for (size_t i = 0; i < state.fixedAtStep.size() && i < seam.fixedAtStep.size(); ++i) {
      if (state.fixedAtStep[i] != DecodeState::kGiven) continue;
      state.fixedAtStep[i] = seam.fixedAtStep[i];
      state.fixedProbability[i] = seam.fixedProbability[i];
    }
    out.states.push_back(std::move(state));
  }
  out.records.insert(out.records.end(), rest.records.begin(), rest.records.end());
  out.previews.insert(out.previews.end(), rest.previews.begin(), rest.previews.end());
  return out;
}

qint64 Recording::bytes() const {
  qint64 sum = 0;
  for (const DecodeState& state : states)
    sum += bytesOf(state.tokens.tokenIds) + bytesOf(state.fixedAtStep) + bytesOf(state.fixedProbability);
  for (const StepRecord& record : records) {
    sum += bytesOf(record.intended.tokenIds) + bytesOf(record.probability) +
           bytesOf(record.probabilityConditional) + bytesOf(record.probabilityUnconditional) +
           bytesOf(record.selectionScore) + bytesOf(record.entropy) + bytesOf(record.promptPull) +
           bytesOf(record.alternativeIds) + bytesOf(record.alternativeProbabilities);
  }
  for (const QImage& preview : previews) sum += preview.sizeInBytes();
  sum += start.sizeInBytes();
  return sum;
}

}  // namespace unmask
