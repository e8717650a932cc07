#include <algorithm>
#include <cmath>

#include "core/adapter/adapter_file.h"
#include "core/adapter/adapter_metadata.h"
#include "core/adapter/prompt_adapters.h"
#include "tests/fuzz/targets.h"

namespace unmask::fuzz {

namespace {

bool liesIn(Bytes outer, Bytes inner) {
  return inner.data() >= outer.data() && inner.data() + inner.size() <= outer.data() + outer.size();
}

void checkFile(Bytes input) {
  const auto adapter = AdapterFile::parse(input, "input");
  if (!adapter) {
    require(!adapter.error().text().empty(), "errors say something");
    return;
  }
  require(!adapter->layers().empty(), "an adapter has a layer");
  for (const AdapterLayer& layer : adapter->layers()) {
    require(layer.down.shape.size() == 2 && layer.up.shape.size() == 2, "both are matrices");
    require(layer.rank() > 0 && layer.up.shape[1] == layer.rank(), "they fit each other");
    require(liesIn(input, layer.down.bytes) && liesIn(input, layer.up.bytes), "matrices lie inside the file");
    const auto scale = adapter->scaleOf(layer, 1.0);
    require(!scale || std::isfinite(*scale), "a scale is a number");
  }
  require(std::ranges::is_sorted(adapter->layers(), {}, &AdapterLayer::module), "layers are sorted");
  require(adapter->parameterCount() > 0, "there is something to add");
}

void checkMetadata(Bytes input) {
  const auto info = parseAdapterMetadata(std::string(textOf(input)), "input");
  if (!info) return;
  const auto again = parseAdapterMetadata(adapterMetadata(*info), "written");
  require(
      again && again->trigger == info->trigger && again->alpha == info->alpha && again->rank == info->rank,
      "what was read can be written and read");
}

void checkPrompt(Bytes input) {
  const auto taken = takeAdapters(std::string(textOf(input)));
  if (!taken) return;
  for (const NamedAdapter& adapter : taken->adapters) {
    require(!adapter.name.empty() && std::abs(adapter.strength) <= 100, "named, and of bounded strength");
  }
  if (taken->adapters.empty()) require(taken->prompt == textOf(input), "prompts without tags stay");
}

}  // namespace

void adapter(Bytes input) {
  checkFile(input);
  checkMetadata(input);
  checkPrompt(input);
}

}  // namespace unmask::fuzz
