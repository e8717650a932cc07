// InvokeAI's and SwarmUI's metadata: flat JSON objects.
#include <algorithm>

#include "core/io/import_formats.h"

namespace unmask {

namespace {

std::string textOf(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() ? std::string() : scalarText(*found);
}

/// The members that nobody asked for, nested ones as JSON.
void addOthers(ImportedSettings& settings, const nlohmann::json& object,
               std::initializer_list<std::string_view> known) {
  for (const auto& [key, value] : object.items()) {
    if (std::find(known.begin(), known.end(), key) != known.end() || value.is_null()) continue;
    const bool isEmpty = value.is_structured() && value.empty();
    if (!isEmpty) addRest(settings, key, value.is_structured() ? value.dump() : scalarText(value));
  }
}

}  // namespace

std::optional<ImportedSettings> fromSwarmUi(const std::string& parameters) {
  if (parameters.find("sui_image_params") == std::string::npos) return std::nullopt;
  const auto json = importedJson(parameters);
  if (!json || !json->contains("sui_image_params") || !(*json)["sui_image_params"].is_object())
    return std::nullopt;
  const nlohmann::json& object = (*json)["sui_image_params"];
  ImportedSettings settings;
  settings.source = ImportSource::SwarmUi;
  settings.prompt = importedText(textOf(object, "prompt"));
  settings.negativePrompt = importedText(textOf(object, "negativeprompt"));
  settings.seed = seedFrom(textOf(object, "seed"));
  settings.modelName = importedText(textOf(object, "model"));
  setSteps(settings, textOf(object, "steps"));
  setGuidance(settings, textOf(object, "cfgscale"));
  setSize(settings, textOf(object, "width"), textOf(object, "height"));
  addOthers(settings, object,
            {"prompt", "negativeprompt", "seed", "model", "steps", "cfgscale", "width", "height"});
  return settings;
}

std::optional<ImportedSettings> fromInvokeAi(const std::string& metadata) {
  const auto json = importedJson(metadata);
  if (!json) return std::nullopt;
  ImportedSettings settings;
  settings.source = ImportSource::InvokeAi;
  settings.prompt = importedText(textOf(*json, "positive_prompt"));
  settings.negativePrompt = importedText(textOf(*json, "negative_prompt"));
  settings.seed = seedFrom(textOf(*json, "seed"));
  setSteps(settings, textOf(*json, "steps"));
  setGuidance(settings, textOf(*json, "cfg_scale"));
  setStrength(settings, textOf(*json, "strength"));
  setSize(settings, textOf(*json, "width"), textOf(*json, "height"));
  const auto model = json->find("model");
  if (model != json->end() && model->is_object()) {
    // Version 3 wrote "model_name", later ones "name".
    settings.modelName = importedText(textOf(*model, model->contains("name") ? "name" : "model_name"));
  }
  addOthers(settings, *json,
            {"positive_prompt", "negative_prompt", "seed", "steps", "cfg_scale", "strength", "width",
             "height", "model"});
  return settings;
}

}  // namespace unmask
