#include "core/project/restore_settings.h"

#include "core/hub/adapter_choice.h"

namespace unmask {

namespace {

void takePrompt(GenerationRequest& request, const GenerationRequest& from) {
  request.promptTemplate = from.promptTemplate;
  request.prompt = from.prompt;
  request.negativePrompt = from.negativePrompt;
}

void takeSampling(GenerationRequest& request, const GenerationRequest& from) {
  request.steps = from.steps;
  request.guidanceScale = from.guidanceScale;
  request.temperatureStart = from.temperatureStart;
  request.temperatureEnd = from.temperatureEnd;
  request.schedule = from.schedule;
  request.order = from.order;
  request.strength = from.strength;
  request.width = from.width;
  request.height = from.height;
  request.microConditions = from.microConditions;
  request.model = from.model;
  request.adapters = adaptersBesideTags(from);  // the prompt brings in the others again
  request.compatDiffusers = from.compatDiffusers;
}

}  // namespace

GenerationRequest restoredSettings(const GenerationRequest& current, const GenerationRequest& from,
                                   RestoreWhat what) {
  GenerationRequest request = current;
  const bool isWhole = what == RestoreWhat::All || what == RestoreWhat::Remix;
  if (isWhole || what == RestoreWhat::Prompt) takePrompt(request, from);
  if (isWhole) takeSampling(request, from);
  if (what == RestoreWhat::All || what == RestoreWhat::Seed) request.seed = from.seed;
  return request;
}

GenerationRequest withImported(const GenerationRequest& current, const ImportedSettings& imported) {
  if (imported.request) return restoredSettings(current, *imported.request, RestoreWhat::All);
  GenerationRequest request = current;
  request.promptTemplate = imported.prompt;
  request.prompt = imported.prompt;
  request.negativePrompt = imported.negativePrompt;
  if (imported.seed) request.seed = *imported.seed;
  if (imported.steps) request.steps = *imported.steps;
  if (imported.guidanceScale) request.guidanceScale = *imported.guidanceScale;
  return request;
}

}  // namespace unmask
