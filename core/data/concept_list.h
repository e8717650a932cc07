// The curated list of things a model learns to draw.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace unmask {

struct ConceptEntry {
  std::string codepoints;  ///< lower-case hex joined by '-', without variation selectors: "1f34e"
  std::string label;       ///< "red apple"
  std::vector<std::string> synonyms;
  std::string article;  ///< "a", "an", "the", or empty for plurals and masses ("grapes", "bread")
};

/// Parses lines of `codepoints<TAB>label[<TAB>synonyms,…[<TAB>article]]`; '#' starts a comment line; the
/// article is "a", "an", "the" or "-" for none, and guessed from the label when absent. Code points must be
/// unique, and at most 10,000 entries with at most 16 synonyms are taken.
Result<std::vector<ConceptEntry>> parseConcepts(std::string_view text, const std::string& where);
Result<std::vector<ConceptEntry>> loadConcepts(const std::filesystem::path& path);

}  // namespace unmask
