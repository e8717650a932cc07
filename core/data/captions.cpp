#include "core/data/captions.h"

#include <algorithm>

namespace unmask {

namespace {

constexpr size_t kMaxCaptions = 8;

std::string withArticle(const std::string& article, const std::string& words) {
  return article.empty() ? words : article + " " + words;
}

// Synonyms take the article of their own first letter, unless the concept has none (plurals, masses).
std::string articleFor(const ConceptEntry& entry, const std::string& words) {
  if (entry.article.empty() || entry.article == "the") return entry.article;
  return std::string_view("aeiou").find(words.front()) != std::string_view::npos ? "an" : "a";
}

}  // namespace

std::vector<std::string> makeCaptions(const ConceptEntry& entry, const std::string& style) {
  const std::string& label = entry.label;
  const std::string plain = withArticle(entry.article, label);
  std::vector<std::string> captions = {
      plain, label + ", " + style, plain + ", " + style, "a picture of " + plain + " in " + style + " style",
      label, style + " " + label,
  };
  for (size_t i = 0; i < entry.synonyms.size() && captions.size() < kMaxCaptions; ++i) {
    const std::string& synonym = entry.synonyms[i];
    captions.push_back(withArticle(articleFor(entry, synonym), synonym));
    if (i == 0) captions.push_back(synonym + ", " + style);
  }
  std::vector<std::string> distinct;
  for (const std::string& caption : captions) {
    if (std::ranges::find(distinct, caption) == distinct.end()) distinct.push_back(caption);
  }
  if (distinct.size() > kMaxCaptions) distinct.resize(kMaxCaptions);
  return distinct;
}

}  // namespace unmask
