#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/io/png_metadata.h"
#include "core/io/safetensors.h"
#include "core/lab/explanation.h"

namespace unmask {

using nlohmann::ordered_json;

namespace {

template <typename T>
TensorView viewOf(std::string name, TensorType type, std::vector<int64_t> shape,
                  const std::vector<T>& values) {
  return {std::move(name), type, std::move(shape), std::as_bytes(std::span(values))};
}

ordered_json wordJson(const WordExplanation& word) {
  ordered_json json = {{"word", word.word.text},
                       {"bytes", {word.word.begin, word.word.end}},
                       {"first_token", word.word.firstToken},
                       {"token_count", word.word.tokenCount},
                       {"mean_attention", word.attention},
                       {"mean_ablation", word.ablation}};
  if (word.without.difference.height == 0) return json;
  json["without"] = {{"prompt", word.without.prompt}, {"cells_changed", word.cellsChanged}};
  // How many cells first differed after each step: where the runs part.
  std::vector<int> parted(word.without.trace.states.size(), 0);
  for (const int state : word.without.difference.firstDifference)
    if (state >= 0 && static_cast<size_t>(state) < parted.size()) ++parted[static_cast<size_t>(state)];
  json["without"]["cells_parting_after_step"] = parted;
  return json;
}

ordered_json stepJson(const Explanation& e, size_t step) {
  const StepRecord& record = e.trace.records[step];
  int fixed = 0, masked = 0;
  for (const int16_t at : e.trace.states[step + 1].fixedAtStep) {
    fixed += at == record.stepIndex ? 1 : 0;
    masked += at == DecodeState::kMasked ? 1 : 0;
  }
  ordered_json json = {{"step", record.stepIndex},
                       {"mask_ratio", record.maskRatio},
                       {"temperature", record.temperature},
                       {"cells_fixed", fixed},
                       {"cells_masked_after", masked}};
  for (const MapKind kind : allMaps()) {
    const CellMap map = mapOf(e.trace, step, kind);
    if (map.height == 0 || kind == MapKind::RevealOrder) continue;
    double sum = 0;
    int known = 0;
    for (size_t i = 0; i < map.values.size(); ++i) {
      if (map.known[i] == 0) continue;
      sum += map.values[i];
      ++known;
    }
    if (known > 0) json["mean_" + std::string(nameOf(kind))] = sum / known;
  }
  return json;
}

}  // namespace

std::string explanationJson(const Explanation& e) {
  ordered_json json = {{"schema", 1},
                       {"model", e.model.reference.name},
                       {"request", ordered_json::parse(requestToJson(e.trace.request))}};
  json["words"] = ordered_json::array();
  for (const WordExplanation& word : e.words) json["words"].push_back(wordJson(word));
  json["rank_agreement"] = ordered_json::object();
  const auto agreement = [&json](const char* name, const std::optional<double>& value) {
    json["rank_agreement"][name] = value ? ordered_json(*value) : ordered_json();
  };
  agreement("attention_with_what_if", e.attentionAgreesWithWhatIf);
  agreement("ablation_with_what_if", e.ablationAgreesWithWhatIf);
  json["steps"] = ordered_json::array();
  for (size_t step = 0; step < e.trace.records.size(); ++step) json["steps"].push_back(stepJson(e, step));
  return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

Result<void> writeExplanationTensors(const std::filesystem::path& path, const Explanation& e) {
  const TokenGrid& grid = e.trace.states.front().tokens;
  const auto steps = static_cast<int64_t>(e.trace.records.size()), h = int64_t{grid.height},
             w = int64_t{grid.width}, words = static_cast<int64_t>(e.words.size());
  const auto cells = grid.cellCount();
  std::vector<int64_t> tokens, changed, alternativeIds;
  for (const DecodeState& state : e.trace.states)
    tokens.insert(tokens.end(), state.tokens.tokenIds.begin(), state.tokens.tokenIds.end());
  for (const WordExplanation& word : e.words)
    changed.insert(changed.end(), word.without.difference.differs.begin(),
                   word.without.difference.differs.end());

  std::vector<std::vector<float>> maps;
  std::vector<std::string> names;
  for (const MapKind kind : allMaps()) {
    std::vector<float> values;
    for (size_t step = 0; step < e.trace.records.size(); ++step) {
      const CellMap map = mapOf(e.trace, step, kind);
      for (size_t cell = 0; cell < cells; ++cell)
        values.push_back(map.height > 0 && map.known[cell] != 0 ? map.values[cell]
                                                                : std::numeric_limits<float>::quiet_NaN());
    }
    maps.push_back(std::move(values));
    names.emplace_back(nameOf(kind));
  }
  std::vector<float> attention, ablation, alternatives;
  for (const StepExplanation& step : e.steps) {
    attention.insert(attention.end(), step.attention.begin(), step.attention.end());
    ablation.insert(ablation.end(), step.ablation.begin(), step.ablation.end());
  }
  for (const StepRecord& record : e.trace.records) {
    alternativeIds.insert(alternativeIds.end(), record.alternativeIds.begin(), record.alternativeIds.end());
    alternatives.insert(alternatives.end(), record.alternativeProbabilities.begin(),
                        record.alternativeProbabilities.end());
    // A step that found nothing masked recorded no distributions.
    alternativeIds.resize(
        tokens.empty() ? 0 : (&record - e.trace.records.data() + 1) * cells * StepRecord::kAlternatives);
    alternatives.resize(alternativeIds.size());
  }

  std::vector<TensorView> views = {viewOf("tokens", TensorType::I64, {steps + 1, h, w}, tokens)};
  for (size_t i = 0; i < maps.size(); ++i)
    views.push_back(viewOf(names[i], TensorType::F32, {steps, h, w}, maps[i]));
  constexpr int64_t k = StepRecord::kAlternatives;
  views.push_back(viewOf("alternative_ids", TensorType::I64, {steps, h, w, k}, alternativeIds));
  views.push_back(viewOf("alternative_probabilities", TensorType::F32, {steps, h, w, k}, alternatives));
  if (!attention.empty())
    views.push_back(viewOf("attention", TensorType::F32, {steps, words, h, w}, attention));
  if (!ablation.empty()) views.push_back(viewOf("ablation", TensorType::F32, {steps, words, h, w}, ablation));
  if (changed.size() == e.words.size() * cells && words > 0)
    views.push_back(viewOf("what_if_changed", TensorType::I64, {words, h, w}, changed));
  ordered_json wordList = ordered_json::array();
  for (const WordExplanation& word : e.words) wordList.push_back(word.word.text);
  return writeSafetensors(path, views,
                          {{"unmask:request", requestToJson(e.trace.request)},
                           {"words", wordList.dump(-1, ' ', false, ordered_json::error_handler_t::replace)}});
}

}  // namespace unmask
