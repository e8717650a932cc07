#include "core/data/concept_list.h"

#include <algorithm>
#include <set>

#include "core/data/emoji_packages.h"
#include "core/io/atomic_file.h"
#include "core/text/text_cleaning.h"

namespace unmask {

namespace {

constexpr size_t kMaxFileBytes = size_t{4} << 20;
constexpr size_t kMaxEntries = 10000;
constexpr size_t kMaxSynonyms = 16;
constexpr size_t kMaxLabelBytes = 120;

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (size_t start = 0;;) {
    const size_t end = text.find(separator, start);
    parts.emplace_back(text.substr(start, end - start));
    if (end == std::string_view::npos) return parts;
    start = end + 1;
  }
}

std::string trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r") - first + 1));
}

bool isCodepointSequence(const std::string& text) {
  const auto isHexOrDash = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '-';
  };
  return !text.empty() && text.size() <= 80 && text.front() != '-' && std::ranges::all_of(text, isHexOrDash);
}

std::string guessArticle(const std::string& label) {
  return std::string_view("aeiou").find(label.front()) != std::string_view::npos ? "an" : "a";
}

Error lineError(const std::string& where, size_t line, const std::string& expected,
                const std::string& found) {
  return Error{ErrorKind::BadInput,
               "a concept is not written as it should be",
               where,
               "line " + std::to_string(line),
               expected,
               found,
               {}};
}

Result<std::vector<std::string>> parseSynonyms(const std::string& column, const std::string& where,
                                               size_t line) {
  std::vector<std::string> synonyms;
  for (const std::string& part : split(column, ',')) {
    const std::string synonym = trimmed(part);
    if (synonym.empty()) continue;
    if (synonym.size() > kMaxLabelBytes)
      return lineError(where, line, "synonyms of at most 120 bytes", "a longer one");
    synonyms.push_back(synonym);
  }
  if (synonyms.size() > kMaxSynonyms) {
    return lineError(where, line, "at most 16 synonyms", std::to_string(synonyms.size()));
  }
  return synonyms;
}

Result<ConceptEntry> parseLine(const std::string& text, const std::string& where, size_t line) {
  const std::vector<std::string> columns = split(text, '\t');
  if (columns.size() < 2 || columns.size() > 4) {
    return lineError(where, line, "2 to 4 columns separated by tabs", std::to_string(columns.size()));
  }
  ConceptEntry entry;
  entry.codepoints = normaliseCodepoints(trimmed(columns[0]));
  entry.label = trimmed(columns[1]);
  if (!isCodepointSequence(entry.codepoints))
    return lineError(where, line, "hexadecimal code points", columns[0]);
  if (entry.label.empty() || entry.label.size() > kMaxLabelBytes) {
    return lineError(where, line, "a label of 1 to 120 bytes", std::to_string(entry.label.size()) + " bytes");
  }
  if (columns.size() > 2) {
    UNMASK_TRY(entry.synonyms, parseSynonyms(columns[2], where, line));
  }
  const std::string article = columns.size() > 3 ? trimmed(columns[3]) : std::string();
  if (article.empty())
    entry.article = guessArticle(entry.label);
  else if (article == "a" || article == "an" || article == "the")
    entry.article = article;
  else if (article != "-")
    return lineError(where, line, "an article: a, an, the or -", article);
  return entry;
}

}  // namespace

Result<std::vector<ConceptEntry>> parseConcepts(std::string_view text, const std::string& where) {
  const std::string clean = replaceInvalidUtf8(text);
  std::vector<ConceptEntry> entries;
  std::set<std::string> seen;
  size_t line = 0;
  for (const std::string& raw : split(clean, '\n')) {
    ++line;
    if (trimmed(raw).empty() || raw.front() == '#') continue;
    UNMASK_TRY(ConceptEntry entry, parseLine(raw, where, line));
    if (!seen.insert(entry.codepoints).second) {
      return lineError(where, line, "every code point once", entry.codepoints + " again");
    }
    if (entries.size() == kMaxEntries) return lineError(where, line, "at most 10000 concepts", "more");
    entries.push_back(std::move(entry));
  }
  if (entries.empty()) return lineError(where, line, "at least one concept", "none");
  return entries;
}

Result<std::vector<ConceptEntry>> loadConcepts(const std::filesystem::path& path) {
  UNMASK_TRY(const std::string text, readFile(path, kMaxFileBytes));
  return parseConcepts(text, path.string());
}

}  // namespace unmask
