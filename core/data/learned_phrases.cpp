#include "core/data/learned_phrases.h"

#include <unordered_set>

#include "core/data/scene.h"

namespace unmask {

std::vector<std::string> learnedPhrases(const Dataset& dataset, bool scenes) {
  std::vector<std::string> phrases;
  std::unordered_set<std::string> taken;
  const auto add = [&](std::string phrase) {
    if (!phrase.empty() && taken.insert(phrase).second) phrases.push_back(std::move(phrase));
  };
  for (const bool painted : {false, true}) {
    for (const DatasetPicture& picture : dataset.pictures)
      if (!picture.heldOut && picture.paint.empty() != painted) add(picture.label);
  }
  const size_t labels = phrases.size();
  if (scenes) {
    for (const NamedColour& colour : backgroundColours())
      add((colour.name == "orange" ? "on an " : "on a ") + colour.name + " background");
    for (const char* words : {"on a white background", "on the left", "on the right", "at the top",
                              "at the bottom", "left of", "right of", "above", "below", "a small"})
      add(words);
  }
  for (const DatasetPicture& picture : dataset.pictures) add(picture.style);
  for (size_t i = 0; scenes && i < labels; ++i) {
    add("two " + pluralOf(phrases[i]));
    add("three " + pluralOf(phrases[i]));
  }
  return phrases;
}

}  // namespace unmask
