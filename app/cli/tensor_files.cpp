#include "app/cli/tensor_files.h"

#include <cstring>
#include <string>

#include "core/io/png_metadata.h"
#include "core/io/safetensors.h"

namespace unmask {
namespace {

constexpr int64_t kMaxCells = int64_t{1} << 20;

template <typename T>
TensorView viewOf(std::string name, TensorType type, std::vector<int64_t> shape,
                  const std::vector<T>& values) {
  return {std::move(name), type, std::move(shape), std::as_bytes(std::span(values))};
}

std::string shapeText(const std::vector<int64_t>& shape) {
  std::string text = "[";
  for (size_t i = 0; i < shape.size(); ++i) text += (i > 0 ? ", " : "") + std::to_string(shape[i]);
  return text + "]";
}

Error badTokens(const std::filesystem::path& path, std::string expected, std::string found) {
  return {.kind = ErrorKind::BadInput,
          .message = "these are no tokens of this model",
          .file = path.string(),
          .key = "tokens",
          .expected = std::move(expected),
          .found = std::move(found)};
}

int64_t integerAt(const TensorView& tensor, size_t index) {
  if (tensor.type == TensorType::I32) {
    int32_t value = 0;
    std::memcpy(&value, tensor.bytes.data() + index * sizeof value, sizeof value);
    return value;
  }
  int64_t value = 0;
  std::memcpy(&value, tensor.bytes.data() + index * sizeof value, sizeof value);
  return value;
}

Result<TokenGrid> gridFrom(const TensorView& tensor, int64_t idLimit, const std::filesystem::path& path) {
  const bool isInteger = tensor.type == TensorType::I64 || tensor.type == TensorType::I32;
  if (!isInteger) return badTokens(path, "I64", std::string(tensorTypeName(tensor.type)));
  const size_t rank = tensor.shape.size();
  const bool isGrid = rank == 2 || (rank == 3 && tensor.shape[0] == 1);
  const int64_t cellCount = tensor.elementCount();
  if (!isGrid || cellCount < 1 || cellCount > kMaxCells) {
    return badTokens(path, "shape [1, h, w] with at most 1048576 cells", shapeText(tensor.shape));
  }
  TokenGrid grid(static_cast<int>(tensor.shape[rank - 2]), static_cast<int>(tensor.shape[rank - 1]), 0);
  for (size_t i = 0; i < grid.tokenIds.size(); ++i) {
    const int64_t id = integerAt(tensor, i);
    if (id < 0 || id >= idLimit)
      return badTokens(path, "ids from 0 to " + std::to_string(idLimit - 1), std::to_string(id));
    grid.tokenIds[i] = static_cast<int32_t>(id);
  }
  return grid;
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

Result<void> writeTokenFile(const std::filesystem::path& path, const TokenGrid& tokens) {
  const std::vector<int64_t> ids(tokens.tokenIds.begin(), tokens.tokenIds.end());
  const TensorView view = viewOf("tokens", TensorType::I64, {1, tokens.height, tokens.width}, ids);
  return writeSafetensors(path, std::span(&view, 1));
}

Result<TokenGrid> readTokenFile(const std::filesystem::path& path, int64_t idLimit) {
  UNMASK_TRY(const SafetensorsFile file, SafetensorsFile::open(path));
  const TensorView* tensor = file.find("tokens");
  if (tensor == nullptr) return badTokens(path, "a tensor of this name", "none");
  return gridFrom(*tensor, idLimit, path);
}

Result<void> writeTraceFile(const std::filesystem::path& path, const std::vector<RunImage>& images,
                            const GenerationRequest& request) {
  const Error broken{
      .kind = ErrorKind::Internal, .message = "the run's record is incomplete", .file = path.string()};
  if (images.empty() || images.front().trace.states.empty()) return broken;
  const Trace& first = images.front().trace;
  TraceColumns columns;
  columns.steps = static_cast<int64_t>(first.records.size());
  columns.height = first.states.front().tokens.height;
  columns.width = first.states.front().tokens.width;
  for (const RunImage& image : images) {
    if (image.trace.states.empty() || !columns.add(image.trace)) return broken;
  }
  const int64_t batch = static_cast<int64_t>(images.size());
  const auto [steps, height, width] = std::tuple(columns.steps, columns.height, columns.width);
  const TensorView views[] = {
      viewOf("tokens", TensorType::I64, {batch, steps + 1, height, width}, columns.tokens),
      viewOf("confidence", TensorType::F32, {batch, steps, height, width}, columns.confidence),
      viewOf("selection_score", TensorType::F32, {batch, steps, height, width}, columns.selectionScore),
      viewOf("fixed_at_step", TensorType::I64, {batch, height, width}, columns.fixedAtStep),
  };
  return writeSafetensors(path, views, {{kRequestKey, requestToJson(request)}});
}

Result<void> writeForwardFile(const std::filesystem::path& path, const ForwardOutcome& outcome) {
  const TensorView views[] = {
      viewOf("encoder_hidden_states", TensorType::F32, outcome.hiddenShape, outcome.encoderHiddenStates),
      viewOf("pooled", TensorType::F32, outcome.pooledShape, outcome.pooled),
      viewOf("logits", TensorType::F32, outcome.logitsShape, outcome.logits),
  };
  return writeSafetensors(path, views);
}

}  // namespace unmask
