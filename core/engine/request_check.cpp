#include "core/engine/request_check.h"

#include <cmath>
#include <string>

namespace unmask {

namespace {

constexpr size_t kMaxAdapters = 64;
constexpr double kMaxAdapterStrength = 100;

Error usage(std::string key, std::string expected, std::string found) {
  return Error{ErrorKind::Usage,
               "the request cannot be run",
               "",
               std::move(key),
               std::move(expected),
               std::move(found),
               ""};
}

std::string sizeText(int height, int width) {
  return std::to_string(width) + "×" + std::to_string(height);
}

}  // namespace

Result<GridSize> gridOf(const GenerationRequest& request, const ModelInfo& model) {
  const int side = model.pixelsPerCell;
  GridSize grid{model.gridHeight, model.gridWidth};
  if (!request.startTokens.tokenIds.empty())
    grid = {request.startTokens.height, request.startTokens.width};
  else if (request.kind != JobKind::Generate && !request.picture.empty())
    grid = {request.picture.height / side, request.picture.width / side};
  else {
    if (request.height > 0) grid.height = request.height / side;
    if (request.width > 0) grid.width = request.width / side;
  }
  if (grid.height < 1 || grid.width < 1 || static_cast<int64_t>(grid.height) * grid.width > kMaxCells)
    return usage("size",
                 "sides of " + std::to_string(side) + " pixels or more, at most " +
                     std::to_string(kMaxCells) + " cells",
                 sizeText(grid.height * side, grid.width * side) + " pixels");
  if (model.hasDownsampling && (grid.height % 2 != 0 || grid.width % 2 != 0))
    return usage("size", "sides that are multiples of " + std::to_string(2 * side) + " pixels for this model",
                 sizeText(grid.height * side, grid.width * side));
  if (model.hasOneSize && (grid.height != model.gridHeight || grid.width != model.gridWidth)) {
    Error error = usage(
        "size", sizeText(model.gridHeight * side, model.gridWidth * side) + ", the only size of this model",
        sizeText(grid.height * side, grid.width * side));
    error.remedy = "Scale the picture, or take another model.";
    return error;
  }
  return grid;
}

Result<void> checkRequest(const GenerationRequest& r, const ModelInfo& model) {
  const auto within = [](double value, double low, double high) { return value >= low && value <= high; };
  if (r.batchCount < 1 || r.batchCount > 4096)
    return usage("batch count", "1 … 4096", std::to_string(r.batchCount));
  if (r.steps < 1 || r.steps > 1000) return usage("steps", "1 … 1000", std::to_string(r.steps));
  if (!within(r.guidanceScale, 0, 1000))
    return usage("guidance scale", "0 … 1000", std::to_string(r.guidanceScale));
  if (!within(r.temperatureStart, 0, 1000) || !within(r.temperatureEnd, 0, 1000))
    return usage("temperature", "0 … 1000",
                 std::to_string(r.temperatureStart) + "," + std::to_string(r.temperatureEnd));
  if (!within(r.strength, 0, 1)) return usage("strength", "0 … 1", std::to_string(r.strength));
  if (r.startStep < 0 || r.startStep >= r.steps)
    return usage("start step", "0 … steps − 1", std::to_string(r.startStep));
  if (r.prompt.size() > size_t{1} << 20 || r.negativePrompt.size() > size_t{1} << 20)
    return usage("prompt", "at most 1 MiB of text", std::to_string(r.prompt.size()) + " bytes");
  if (r.adapters.size() > kMaxAdapters)
    return usage("adapters", "at most " + std::to_string(kMaxAdapters), std::to_string(r.adapters.size()));
  for (const AdapterReference& adapter : r.adapters)
    if (!within(adapter.strength, -kMaxAdapterStrength, kMaxAdapterStrength))
      return usage("strength of the adapter " + adapter.name, "-100 … 100", std::to_string(adapter.strength));
  if (r.device != "cpu")
    return Error{ErrorKind::Unsupported, "this build computes on the CPU", "", "device", "cpu", r.device, ""};
  if (r.kind != JobKind::Generate && r.picture.empty() && r.startTokens.tokenIds.empty())
    return usage("picture", "a picture to start from", "none");
  if (!r.picture.empty() && r.picture.channels != 3)
    return usage("picture", "an RGB picture", std::to_string(r.picture.channels) + " channels");
  UNMASK_TRY(const GridSize grid, gridOf(r, model));
  for (const auto* mask : {&r.editableCells, &r.lockedCells})
    if (!mask->empty() &&
        (mask->height != grid.height || mask->width != grid.width ||
         mask->cells.size() != static_cast<size_t>(grid.height) * static_cast<size_t>(grid.width)))
      return usage(mask == &r.lockedCells ? "locked cells" : "mask",
                   sizeText(grid.height, grid.width) + " cells", sizeText(mask->height, mask->width));
  const TokenGrid& start = r.startTokens;
  if (start.tokenIds.size() != (start.tokenIds.empty() ? 0 : static_cast<size_t>(grid.height) * grid.width))
    return usage("start tokens", std::to_string(grid.height * grid.width) + " ids",
                 std::to_string(start.tokenIds.size()));
  for (const int32_t id : start.tokenIds)
    if (id != model.maskTokenId && (id < 0 || id >= model.codebookSize))
      return usage("start tokens",
                   "0 … " + std::to_string(model.codebookSize - 1) + " or the mask token " +
                       std::to_string(model.maskTokenId),
                   std::to_string(id));
  return {};
}

}  // namespace unmask
