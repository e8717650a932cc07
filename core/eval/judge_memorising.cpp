// Does the model draw, or does it remember? The nearest training picture beside each output.
#include <algorithm>
#include <cstdio>

#include "core/eval/eval_context.h"

namespace unmask {
namespace {

constexpr double kCopyRatio = 0.5;

bool wasTrainedOn(const GalleryEntry& entry) {
  return !entry.heldOut;
}

/// Distance from a training picture to the training picture that is nearest to it.
double distanceToNeighbour(const Gallery& gallery, size_t entry) {
  const auto isOther = [&](const GalleryEntry& other) {
    return wasTrainedOn(other) && &other != &gallery[entry];
  };
  const auto matches = gallery.nearest(gallery[entry].whole, isOther);
  return matches.empty() ? 0 : matches.front().distance;
}

/// How near a picture comes to the training set: its distance to the nearest training picture over that one's
/// distance to its own nearest neighbour.
struct Nearness {
  Match nearest;
  double ratio = 1;
};

std::optional<Nearness> nearnessOf(const Gallery& gallery, const Feature& feature) {
  const auto matches = gallery.nearest(feature, wasTrainedOn);
  if (matches.empty()) return std::nullopt;
  const double neighbour = distanceToNeighbour(gallery, matches.front().entry);
  return Nearness{matches.front(), neighbour > 0 ? matches.front().distance / neighbour : 1};
}

/// As many of held-out outputs as of seen ones where there are both.
std::vector<const JudgedOutput*> chosenOutputs(const std::vector<JudgedOutput>& outputs, int limit) {
  std::vector<const JudgedOutput*> seen, heldOut, chosen;
  for (const JudgedOutput& output : outputs) (output.heldOut ? heldOut : seen).push_back(&output);
  for (size_t i = 0; i < std::max(seen.size(), heldOut.size()); ++i) {
    if (i < heldOut.size()) chosen.push_back(heldOut[i]);
    if (i < seen.size()) chosen.push_back(seen[i]);
  }
  chosen.resize(std::min(chosen.size(), static_cast<size_t>(std::max(limit, 0))));
  return chosen;
}

}  // namespace

Result<ReportSection> judgeMemorising(EvalContext& context) {
  ReportSection section{.id = "memorising", .title = "Nearest training pictures"};
  section.text =
      "Each output beside the training picture that is nearest to it. The ratio is the output's distance to "
      "it, "
      "divided by the distance from that picture to its own nearest neighbour in the training set: below 0.5 "
      "the "
      "output lies so close to one training picture that it is called a copy. For seen prompts that is what "
      "was "
      "trained; for held-out ones it would be a fault.";
  const auto outputs = chosenOutputs(context.outputs, context.options.sizes.memorised);
  std::vector<double> copies, heldOutCopies, trueCopies, ratios;
  PictureSheet sheet{
      "memorising",
      "Outputs and their nearest training pictures",
      "Held-out and seen prompts in turn, in the order they were made. Each cell: output, nearest "
      "training picture.",
      6,
      {}};
  for (const JudgedOutput* output : outputs) {
    const auto nearness = nearnessOf(context.gallery, output->feature);
    if (!nearness) break;
    const auto& [nearest, ratio] = *nearness;
    ratios.push_back(ratio);
    (output->heldOut ? heldOutCopies : copies).push_back(ratio < kCopyRatio);
    if (output->heldOut && output->entry >= 0) {
      const auto truth =
          nearnessOf(context.gallery, context.gallery[static_cast<size_t>(output->entry)].whole);
      trueCopies.push_back(truth && truth->ratio < kCopyRatio);
    }
    const GalleryEntry& entry = context.gallery[nearest.entry];
    const std::string name = entry.label + (entry.style.empty() ? "" : ", " + entry.style);
    section.items.push_back({{"prompt", output->prompt},
                             {"seed", output->seed},
                             {"held_out", output->heldOut},
                             {"nearest", name},
                             {"distance", rounded(nearest.distance)},
                             {"ratio", rounded(ratio)}});
    char text[32];
    std::snprintf(text, sizeof text, "ratio %.2f", ratio);
    sheet.cells.push_back({{output->picture, context.truePicture(nearest.entry)},
                           output->prompt,
                           name + ", " + text,
                           std::nullopt});
  }
  if (ratios.empty()) {
    section.missing.push_back({"memorising.ratio", "nearest training pictures", "no output was judged"});
    return section;
  }
  Figure mean = figureFrom("memorising.ratio", "distance to the nearest training picture, as a ratio", ratios,
                           {}, FigureUnit::Number);
  section.figures.push_back(std::move(mean));
  if (!copies.empty())
    section.figures.push_back(
        figureFrom("memorising.seen_copies", "copies among outputs of seen prompts", copies));
  if (!heldOutCopies.empty()) {
    Figure figure =
        figureFrom("memorising.held_out_copies", "copies among outputs of held-out prompts", heldOutCopies);
    figure.references.push_back({"true_pictures", "their true pictures, judged alike", meanOf(trueCopies),
                                 bootstrapShare(trueCopies)});
    section.figures.push_back(std::move(figure));
  }
  section.sheets.push_back(std::move(sheet));
  return section;
}

}  // namespace unmask
