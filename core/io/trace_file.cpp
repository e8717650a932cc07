#include "core/io/trace_file.h"

#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "core/io/png_metadata.h"
#include "core/io/safetensors.h"

namespace unmask {
namespace {

template <typename T>
TensorView viewOf(std::string name, TensorType type, std::vector<int64_t> shape,
                  const std::vector<T>& values) {
  return {std::move(name), type, std::move(shape), std::as_bytes(std::span(values))};
}

// The columns of a trace file, filled picture by picture.
struct TraceColumns {
  int64_t steps = 0;
  int64_t height = 0;
  int64_t width = 0;
  std::vector<int64_t> tokens;
  std::vector<float> confidence;
  std::vector<float> selectionScore;
  std::vector<int64_t> fixedAtStep;

  bool add(const Trace& trace);
};

bool TraceColumns::add(const Trace& trace) {
  const size_t cells = static_cast<size_t>(height * width);
  if (trace.states.size() != trace.records.size() + 1 || static_cast<int64_t>(trace.records.size()) != steps)
    return false;
  for (const DecodeState& state : trace.states) {
    if (state.tokens.height != height || state.tokens.width != width) return false;
    tokens.insert(tokens.end(), state.tokens.tokenIds.begin(), state.tokens.tokenIds.end());
  }
  for (const StepRecord& record : trace.records) {
    if (record.probability.size() != cells || record.selectionScore.size() != cells) return false;
    confidence.insert(confidence.end(), record.probability.begin(), record.probability.end());
    selectionScore.insert(selectionScore.end(), record.selectionScore.begin(), record.selectionScore.end());
  }
  const std::vector<int16_t>& fixed = trace.states.back().fixedAtStep;
  fixedAtStep.insert(fixedAtStep.end(), fixed.begin(), fixed.end());
  return fixed.size() == cells;
}

}  // namespace

Result<void> writeTraceFile(const std::filesystem::path& path, std::span<const Trace* const> traces,
                            const GenerationRequest* request) {
  const Error broken{
      .kind = ErrorKind::Internal, .message = "the run's record is incomplete", .file = path.string()};
  if (traces.empty() || traces.front()->states.empty()) return broken;
  const Trace& first = *traces.front();
  TraceColumns columns;
  columns.steps = static_cast<int64_t>(first.records.size());
  columns.height = first.states.front().tokens.height;
  columns.width = first.states.front().tokens.width;
  for (const Trace* trace : traces) {
    if (trace->states.empty() || !columns.add(*trace)) return broken;
  }
  const auto batch = static_cast<int64_t>(traces.size());
  const auto [steps, height, width] = std::tuple(columns.steps, columns.height, columns.width);
  const TensorView views[] = {
      viewOf("tokens", TensorType::I64, {batch, steps + 1, height, width}, columns.tokens),
      viewOf("confidence", TensorType::F32, {batch, steps, height, width}, columns.confidence),
      viewOf("selection_score", TensorType::F32, {batch, steps, height, width}, columns.selectionScore),
      viewOf("fixed_at_step", TensorType::I64, {batch, height, width}, columns.fixedAtStep),
  };
  if (request == nullptr) return writeSafetensors(path, views);
  return writeSafetensors(path, views, {{kRequestKey, requestToJson(*request)}});
}

}  // namespace unmask
