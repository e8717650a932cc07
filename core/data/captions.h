// What a person might type to get a given picture.
#pragma once

#include <string>
#include <vector>

#include "core/data/concept_list.h"

namespace unmask {

/// 4 to 8 captions, no two alike, the plain "a <label>" first; some name the style, at least one does not.
/// Depends on the arguments only.
std::vector<std::string> makeCaptions(const ConceptEntry& entry, const std::string& style);

}  // namespace unmask
