#include "core/eval/eval_plan.h"

#include <algorithm>

#include "core/data/hold_out.h"

namespace unmask {

std::string styledCaption(const DatasetPicture& picture) {
  const std::string& plain = picture.captions.front();
  if (picture.style.empty()) return plain;
  const auto namesStyle = [&](const std::string& caption) {
    return caption.find(picture.style) != std::string::npos;
  };
  for (const std::string& caption : picture.captions) {
    if (caption.starts_with(plain) && namesStyle(caption)) return caption;
  }
  const auto named = std::ranges::find_if(picture.captions, namesStyle);
  return named != picture.captions.end() ? *named : plain + ", " + picture.style;
}

std::vector<size_t> sampledEntries(const Gallery& gallery, int count, const EntryFilter& filter) {
  std::vector<std::pair<uint64_t, size_t>> drawn;
  for (size_t i = 0; i < gallery.entries().size(); ++i) {
    const GalleryEntry& entry = gallery[i];
    if (filter && !filter(entry)) continue;
    drawn.emplace_back(nameHash(entry.conceptId + "\n" + entry.style), i);
  }
  std::ranges::sort(drawn);
  drawn.resize(std::min(drawn.size(), static_cast<size_t>(std::max(count, 0))));
  std::vector<size_t> entries;
  for (const auto& [hash, entry] : drawn) entries.push_back(entry);
  return entries;
}

EvalPlan planFor(const Dataset& dataset, const Gallery& gallery) {
  EvalPlan plan;
  const int all = static_cast<int>(gallery.entries().size());
  for (const size_t i : sampledEntries(gallery, all)) {
    const GalleryEntry& entry = gallery[i];
    const PairPrompt prompt{styledCaption(dataset.pictures[entry.picture]), i};
    (entry.heldOut ? plan.heldOut : plan.seen).push_back(prompt);
  }
  return plan;
}

}  // namespace unmask
