#include "core/hub/known_phrases.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/io/atomic_file.h"

namespace unmask {
namespace {

constexpr size_t kMaxFileBytes = size_t{1} << 20;
constexpr size_t kMaxPhrases = 20000;
constexpr size_t kMaxPhraseBytes = 200;
constexpr size_t kLeastTyped = 2;
constexpr size_t kMaxWords = 6;  // of the text's end that are looked at

bool isUsable(const std::string& phrase) {
  return !phrase.empty() && phrase.size() <= kMaxPhraseBytes && std::ranges::none_of(phrase, [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
}

char lowered(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool beginsWith(std::string_view phrase, std::string_view typed) {
  return phrase.size() > typed.size() &&
         std::ranges::equal(phrase.substr(0, typed.size()), typed, {}, lowered, lowered);
}

/// Whether a word after the first one begins so.
bool hasWordBeginningWith(std::string_view phrase, std::string_view typed) {
  for (size_t i = phrase.find(' '); i != std::string_view::npos; i = phrase.find(' ', i + 1)) {
    const std::string_view rest = phrase.substr(i + 1);
    if (beginsWith(rest, typed) || std::ranges::equal(rest, typed, {}, lowered, lowered)) return true;
  }
  return false;
}

/// Where the words at the end of a text begin, the last one first.
std::vector<size_t> wordStarts(std::string_view text) {
  std::vector<size_t> starts;
  for (size_t i = text.size(); i > 0 && starts.size() < kMaxWords; --i) {
    const char before = i == 1 ? ' ' : text[i - 2];
    const char at = text[i - 1];
    if (at == ',' || at == '\n' || at == '{' || at == '|') break;
    if (at != ' ' && (before == ' ' || before == ',' || before == '\n' || before == '{' || before == '|'))
      starts.push_back(i - 1);
  }
  return starts;
}

}  // namespace

Result<std::vector<std::string>> readKnownPhrases(const std::filesystem::path& modelDir) {
  const std::filesystem::path path = modelDir / kPhrasesFile;
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::vector<std::string>{};
  UNMASK_TRY(const std::string text, readFile(path, kMaxFileBytes));
  const auto bad = [&path](const std::string& key, const std::string& expected) {
    return Error{
        ErrorKind::BadInput, "the list of phrases is not usable", path.string(), key, expected, "", ""};
  };
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return bad("", "a JSON object");
  const auto schema = json.find("schema");
  if (schema == json.end() || *schema != 1) return bad("schema", "1");
  const auto list = json.find("phrases");
  if (list == json.end() || !list->is_array() || list->size() > kMaxPhrases)
    return bad("phrases", "a list of at most " + std::to_string(kMaxPhrases));
  std::vector<std::string> phrases;
  for (const auto& item : *list) {
    if (!item.is_string() || !isUsable(item.get_ref<const std::string&>()))
      return bad("phrases[" + std::to_string(phrases.size()) + "]", "1 … 200 bytes of text");
    phrases.push_back(item.get<std::string>());
  }
  return phrases;
}

std::string phrasesJson(const std::vector<std::string>& phrases) {
  using nlohmann::ordered_json;
  constexpr auto kReplace = ordered_json::error_handler_t::replace;
  constexpr size_t kAround = 8;  // indent, comma, line end
  ordered_json list = ordered_json::array();
  size_t bytes = 64;
  for (const std::string& phrase : phrases) {
    if (!isUsable(phrase)) continue;
    bytes += ordered_json(phrase).dump(-1, ' ', false, kReplace).size() + kAround;
    if (bytes > kMaxFileBytes || list.size() >= kMaxPhrases) break;
    list.push_back(phrase);
  }
  return ordered_json{{"schema", 1}, {"phrases", list}}.dump(1, ' ', false, kReplace) + "\n";
}

PhraseCompletion completionsFor(std::string_view text, const std::vector<std::string>& phrases,
                                size_t limit) {
  const std::vector<size_t> starts = wordStarts(text);
  for (auto start = starts.rbegin(); start != starts.rend(); ++start) {
    const std::string_view typed = text.substr(*start);
    if (typed.size() < kLeastTyped || typed.back() == ' ') continue;
    PhraseCompletion found{typed.size(), {}};
    for (const auto fits : {beginsWith, hasWordBeginningWith}) {
      for (const std::string& phrase : phrases) {
        if (found.phrases.size() >= limit) break;
        if (fits(phrase, typed) && std::ranges::find(found.phrases, phrase) == found.phrases.end())
          found.phrases.push_back(phrase);
      }
    }
    const auto isTyped = [typed](const std::string& phrase) {
      return std::ranges::equal(phrase, typed, {}, lowered, lowered);
    };
    if (!found.phrases.empty() || std::ranges::any_of(phrases, isTyped)) return found;
  }
  return {};
}

}  // namespace unmask
