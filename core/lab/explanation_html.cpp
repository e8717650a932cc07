#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/io/base64.h"
#include "core/io/image_codec.h"
#include "core/io/request_names.h"
#include "core/lab/explanation.h"
#include "core/lab/explanation_page.h"

namespace unmask {

using nlohmann::json;

namespace {

Result<std::string> dataUri(const ImageBuffer& image) {
  UNMASK_TRY(const std::vector<std::byte> png, encodePng(image));
  return "data:image/png;base64," + toBase64(png);
}

/// All patches in one picture, a square as nearly as it goes; patch i lies at column i % columns.
ImageBuffer spriteOf(const std::vector<ImageBuffer>& patches, int columns) {
  if (patches.empty()) return ImageBuffer(1, 1, 3);
  const int side = patches.front().width;
  const int rows = (static_cast<int>(patches.size()) + columns - 1) / columns;
  ImageBuffer sprite(columns * side, rows * side, 3);
  for (size_t i = 0; i < patches.size(); ++i) {
    const int left = static_cast<int>(i) % columns * side, top = static_cast<int>(i) / columns * side;
    for (int y = 0; y < side; ++y)
      std::copy_n(patches[i].at(0, y), static_cast<size_t>(side) * 3, sprite.at(left, top + y));
  }
  return sprite;
}

/// Four significant digits are more than a screen shows and a third of the bytes.
json rounded(double value) {
  if (!std::isfinite(value)) return nullptr;
  if (value == 0) return 0;
  const double scale = std::pow(10, 3 - std::floor(std::log10(std::abs(value))));
  return std::round(value * scale) / scale;
}

json listOf(const std::vector<float>& values, size_t first, size_t count) {
  json out = json::array();
  for (size_t i = first; i < std::min(values.size(), first + count); ++i) out.push_back(rounded(values[i]));
  return out;
}

json mapJson(const CellMap& map) {
  json out = json::array();
  for (size_t i = 0; i < map.values.size(); ++i)
    out.push_back(map.known[i] != 0 ? rounded(map.values[i]) : json());
  return out;
}

/// Per cell its alternatives as [patch, probability], the likeliest first; null where the step knew the cell.
json alternativesJson(const Explanation& e, size_t step) {
  json out = json::array();
  const StepRecord& record = e.trace.records[step];
  const auto& fixedAt = e.trace.states[step].fixedAtStep;
  for (size_t cell = 0; cell < fixedAt.size(); ++cell) {
    if (fixedAt[cell] != DecodeState::kMasked || record.alternativeIds.empty()) {
      out.push_back(nullptr);
      continue;
    }
    json list = json::array();
    for (size_t k = cell * StepRecord::kAlternatives; k < (cell + 1) * StepRecord::kAlternatives; ++k) {
      if (record.alternativeProbabilities[k] <= 0) continue;
      const auto at = std::ranges::lower_bound(e.codeIds, record.alternativeIds[k]) - e.codeIds.begin();
      list.push_back({at, rounded(record.alternativeProbabilities[k])});
    }
    out.push_back(std::move(list));
  }
  return out;
}

Result<json> stepJson(const Explanation& e, size_t step) {
  const StepRecord& record = e.trace.records[step];
  const size_t cells = record.intended.cellCount();
  json out = {{"step", record.stepIndex},
              {"ratio", rounded(record.maskRatio)},
              {"fixedAt", e.trace.states[step + 1].fixedAtStep},
              {"tokens", record.intended.tokenIds},
              {"alternatives", alternativesJson(e, step)}};
  UNMASK_TRY(out["picture"], dataUri(e.steps[step].intended));
  for (const MapKind kind : allMaps()) {
    const CellMap map = mapOf(e.trace, step, kind);
    if (map.height > 0) out["maps"][std::string(nameOf(kind))] = mapJson(map);
  }
  for (size_t w = 0; w < e.words.size(); ++w) {
    if (!e.steps[step].attention.empty())
      out["attention"].push_back(listOf(e.steps[step].attention, w * cells, cells));
    if (!e.steps[step].ablation.empty())
      out["ablation"].push_back(listOf(e.steps[step].ablation, w * cells, cells));
  }
  return out;
}

Result<json> wordJson(const WordExplanation& word) {
  json out = {
      {"text", word.word.text}, {"attention", rounded(word.attention)}, {"ablation", rounded(word.ablation)}};
  if (word.without.difference.height == 0) return out;
  out["changed"] = word.cellsChanged;
  out["differs"] = word.without.difference.differs;
  out["parted"] = word.without.difference.firstDifference;
  out["prompt"] = word.without.prompt;
  UNMASK_TRY(out["picture"], dataUri(word.without.picture));
  return out;
}

/// JSON inside a script element must not end it, nor begin a comment there.
std::string forScript(const json& data) {
  std::string text;
  for (const char c : data.dump(-1, ' ', false, json::error_handler_t::replace)) {
    if (c == '<')
      text += "\\u003c";
    else
      text += c;
  }
  return text;
}

}  // namespace

Result<std::string> explanationHtml(const Explanation& e) {
  constexpr int kColumns = 32;
  const GenerationRequest& request = e.trace.request;
  const TokenGrid& grid = e.trace.states.front().tokens;
  json data = {{"prompt", request.prompt},
               {"negative", request.negativePrompt},
               {"model", e.model.reference.name},
               {"seed", std::to_string(request.seed)},
               {"guidance", rounded(request.guidanceScale)},
               {"order", nameOf(request.order)},
               {"height", grid.height},
               {"width", grid.width},
               {"side", e.model.pixelsPerCell},
               {"codes", e.codeIds},
               {"spriteColumns", kColumns},
               {"steps", json::array()},
               {"words", json::array()}};
  const auto agreement = [&data](const char* name, const std::optional<double>& value) {
    data[name] = value ? rounded(*value) : json();
  };
  agreement("attentionAgrees", e.attentionAgreesWithWhatIf);
  agreement("ablationAgrees", e.ablationAgreesWithWhatIf);
  UNMASK_TRY(data["sprite"], dataUri(spriteOf(e.codePatches, kColumns)));
  for (size_t step = 0; step < e.trace.records.size(); ++step) {
    UNMASK_TRY(json one, stepJson(e, step));
    data["steps"].push_back(std::move(one));
  }
  for (const WordExplanation& word : e.words) {
    UNMASK_TRY(json one, wordJson(word));
    data["words"].push_back(std::move(one));
  }
  return pageAround(forScript(data));
}

}  // namespace unmask
