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
