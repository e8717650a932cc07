// What to ask of a model, from what a dataset holds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/eval/gallery.h"
#include "core/eval/scenes.h"

namespace unmask {

/// A prompt whose true picture is in the gallery.
struct PairPrompt {
  std::string caption;  ///< names concept and style
  size_t entry = 0;     ///< of the gallery
};

/// One kind of thing in a composed picture.
struct ComposedThing {
  std::string conceptId;
  std::string label;
  std::string colour;  ///< a colour word; empty = its own
  int count = 1;
  std::string phrase{};  ///< the thing in a caption, with its article: "a red apple"
};

/// A prompt for something composed: colours, several things, how they stand.
struct ComposedPrompt {
  std::string caption;
  std::string style;
  std::string background;             ///< a colour word; empty = none was asked for
  std::vector<ComposedThing> things;  ///< one or two
  std::optional<Relation> relation;   ///< of the first to the second
  bool heldOut = false;               ///< the combination was never trained on
  ImageBuffer truth;                  ///< RGB, what it would look like; empty when nobody composed it
};

struct EvalPlan {
  std::vector<PairPrompt> seen;     ///< in an order drawn by hash, so that the first n are a fair sample
  std::vector<PairPrompt> heldOut;  ///< likewise
  std::vector<ComposedPrompt> composed;
};

/// All single pictures, seen and held out; `composed` is left empty (see composedPrompts).
EvalPlan planFor(const Dataset& dataset, const Gallery& gallery);

/// The plainest caption that names the style; made from the plainest one where none does.
std::string styledCaption(const DatasetPicture& picture);

/// As many of the entries as `count`, in an order drawn by the hash of concept and style.
std::vector<size_t> sampledEntries(const Gallery& gallery, int count, const EntryFilter& filter = {});

}  // namespace unmask
