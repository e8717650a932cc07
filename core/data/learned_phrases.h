// What a model that learns from a dataset can be asked for, as phrases of a prompt.
#pragma once

#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace unmask {

/// Labels in the dataset's order, those painted in another colour after them; with `scenes` also several of a
/// kind, backgrounds, places and relations as scene.h words them; the styles. Each once; what is held out in
/// every style is left out.
std::vector<std::string> learnedPhrases(const Dataset& dataset, bool scenes);

}  // namespace unmask
