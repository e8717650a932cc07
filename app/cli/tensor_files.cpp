#include "app/cli/tensor_files.h"

#include <cstring>
#include <string>

#include "core/io/safetensors.h"
#include "core/io/trace_file.h"

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
  std::vector<const Trace*> traces;
  for (const RunImage& image : images) traces.push_back(&image.trace);
  return writeTraceFile(path, traces, &request);
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
