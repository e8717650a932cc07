#include "core/hub/adapter_choice.h"

#include <algorithm>
#include <map>
#include <system_error>

#include "core/adapter/adapter_file.h"
#include "core/doc/wildcards.h"
#include "core/io/base64.h"

namespace unmask {
namespace {

namespace fs = std::filesystem;
using Shape = std::vector<int64_t>;

std::string shapeText(const Shape& shape) {
  std::string out;
  for (const int64_t side : shape) out += (out.empty() ? "" : " × ") + std::to_string(side);
  return out;
}

/// By name, of all transformer files; variants of one model have the same shapes.
Result<std::map<std::string, Shape>> transformerShapes(const fs::path& modelDir) {
  std::map<std::string, Shape> shapes;
  std::error_code error;
  for (fs::directory_iterator it(modelDir / "transformer", error), end; !error && it != end;
       it.increment(error)) {
    if (it->path().extension() != ".safetensors") continue;
    UNMASK_TRY(const SafetensorsFile file, SafetensorsFile::open(it->path()));
    for (const TensorView& tensor : file.tensors()) shapes.emplace(tensor.name, tensor.shape);
  }
  return shapes;
}

bool isFile(const std::string& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

}  // namespace

Result<AdapterCard> readAdapterCard(const fs::path& file, std::optional<float> scale) {
  UNMASK_TRY(const AdapterFile adapter, AdapterFile::open(file));
  for (const AdapterLayer& layer : adapter.layers()) {
    const auto known = adapter.scaleOf(layer, scale);
    if (!known) return known.error();
  }
  const AdapterInfo& info = adapter.info();
  AdapterCard card;
  card.reference.name = file.stem().string();
  card.reference.path = fs::absolute(file).string();
  card.reference.contentHash = adapter.contentHash();
  if (!info.alpha && scale) card.reference.scale = scale;
  card.trigger = info.trigger;
  card.caption = info.caption;
  card.baseModel = info.baseModel;
  card.baseModelHash = info.baseModelHash;
  if (auto picture = fromBase64(info.samplePicture)) card.samplePicture = *std::move(picture);
  return card;
}

Result<void> checkAdapterFits(const fs::path& file, const fs::path& modelDir) {
  UNMASK_TRY(const auto shapes, transformerShapes(modelDir));
  if (shapes.empty()) return {};
  UNMASK_TRY(const AdapterFile adapter, AdapterFile::open(file));
  std::vector<std::string> problems;
  for (const AdapterLayer& layer : adapter.layers()) {
    const auto it = shapes.find(layer.module + ".weight");
    const Shape wanted = {layer.up.shape[0], layer.down.shape[1]};
    if (it == shapes.end()) {
      problems.push_back(layer.module + " is not in the model");
    } else if (it->second != wanted) {
      problems.push_back(layer.module + " is for " + shapeText(wanted) + " and the model has " +
                         shapeText(it->second));
    }
  }
  if (problems.empty()) return {};
  const std::string& base = adapter.info().baseModel;
  return joinErrors({ErrorKind::BadInput, "the adapter was made for another model", file.string(), "", "", "",
                     "Use it with the model it was trained on" + (base.empty() ? "." : ": " + base + ".")},
                    problems, 3);
}

Result<std::vector<NamedAdapter>> takeAdapterTags(GenerationRequest& request) {
  UNMASK_TRY(PromptWithAdapters taken, takeAdapters(request.prompt));
  if (taken.prompt != request.prompt) {
    if (request.promptTemplate.empty()) request.promptTemplate = request.prompt;
    request.prompt = std::move(taken.prompt);
  }
  return std::move(taken.adapters);
}

Result<void> findAdapterAgain(AdapterReference& adapter, const AdapterFinder& find) {
  if (isFile(adapter.path)) return {};
  UNMASK_TRY(const fs::path path, find(adapter.name));
  adapter.path = fs::absolute(path).string();
  return {};
}

Result<GenerationRequest> withPromptAdapters(GenerationRequest request, const AdapterFinder& find) {
  for (AdapterReference& adapter : request.adapters) UNMASK_CHECK(findAdapterAgain(adapter, find));
  UNMASK_TRY(const std::vector<NamedAdapter> tags, takeAdapterTags(request));
  for (const NamedAdapter& tag : tags) {
    UNMASK_TRY(const fs::path path, find(tag.name));
    UNMASK_TRY(AdapterCard card, readAdapterCard(path));
    card.reference.strength = tag.strength;
    request.adapters.push_back(std::move(card.reference));
  }
  return request;
}

std::vector<AdapterReference> adaptersBesideTags(const GenerationRequest& request) {
  std::vector<AdapterReference> adapters = request.adapters;
  if (request.promptTemplate.empty()) return adapters;
  const auto tagged = takeAdapters(expandWildcards(request.promptTemplate, request.seed));
  if (!tagged) return adapters;
  for (auto tag = tagged->adapters.rbegin(); tag != tagged->adapters.rend(); ++tag) {
    const std::string name = fs::path(tag->name).filename().string();
    const auto it = std::find_if(adapters.rbegin(), adapters.rend(), [&](const AdapterReference& adapter) {
      const bool isNamed = adapter.name == name || adapter.name == fs::path(name).stem().string();
      return isNamed && adapter.strength == tag->strength;
    });
    if (it != adapters.rend()) adapters.erase(std::next(it).base());
  }
  return adapters;
}

}  // namespace unmask
