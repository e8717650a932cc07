// A1111's text: the prompt's lines, "Negative prompt: …" and its lines, then one line of "Key: value" pairs.
#include <algorithm>
#include <vector>

#include "core/io/import_formats.h"

namespace unmask {

namespace {

constexpr std::string_view kNegative = "Negative prompt:";
constexpr size_t kFewestPairs = 3;  ///< A1111 takes a line with fewer for a part of the prompt
constexpr size_t kMaxPairs = 512;

struct Pair {
  std::string key;
  std::string value;
};

std::vector<std::string_view> linesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (true) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

bool isKeyCharacter(char c) {
  const bool isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return isLetter || std::string_view(" _-/.()+&").find(c) != std::string_view::npos;
}

/// Takes a value off `rest`: a JSON text, or what comes before the next comma.
std::string takeValue(std::string_view& rest) {
  size_t end = 0;
  if (rest.starts_with('"')) {
    end = 1;
    while (end < rest.size() && rest[end] != '"') end += rest[end] == '\\' ? 2 : 1;
    if (end < rest.size()) {
      const std::string_view quoted = rest.substr(0, end + 1);
      const auto text = nlohmann::json::parse(quoted, nullptr, false);
      const size_t comma = rest.find(',', end);
      rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
      return text.is_string() ? text.get<std::string>() : std::string(quoted);
    }
  }
  end = rest.find(',');
  std::string value(rest.substr(0, end));
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return value;
}

/// Empty unless the whole line is pairs.
std::vector<Pair> pairsOf(std::string_view line) {
  std::vector<Pair> pairs;
  while (!line.empty() && pairs.size() < kMaxPairs) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (line.empty()) break;
    size_t end = 0;
    while (end < line.size() && isKeyCharacter(line[end])) ++end;
    if (end == 0 || end >= line.size() || line[end] != ':') return {};
    std::string key(line.substr(0, end));
    line.remove_prefix(end + 1);
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    pairs.push_back({std::move(key), takeValue(line)});
  }
  return pairs;
}

void setPair(ImportedSettings& settings, const Pair& pair) {
  const auto& [key, value] = pair;
  if (key == "Steps") return setSteps(settings, value);
  if (key == "CFG scale") return setGuidance(settings, value);
  if (key == "Denoising strength") return setStrength(settings, value);
  if (key == "Size") {
    const size_t cross = value.find('x');
    if (cross != std::string::npos) setSize(settings, value.substr(0, cross), value.substr(cross + 1));
    return;
  }
  if (key == "Seed") {
    settings.seed = seedFrom(value);
  } else if (key == "Model") {
    settings.modelName = importedText(value);
  } else {
    addRest(settings, key, value);
  }
}

/// The line of settings: the last one of enough pairs, of which one tells the steps; add-ons write more lines
/// after it. Else the very last line, if it is pairs. lines.size() when there is none.
size_t settingsLine(const std::vector<std::string_view>& lines) {
  for (size_t i = lines.size(); i-- > 0;) {
    if (lines[i].find("Steps:") == std::string_view::npos) continue;
    if (pairsOf(lines[i]).size() >= kFewestPairs) return i;
  }
  return pairsOf(lines.back()).size() >= kFewestPairs ? lines.size() - 1 : lines.size();
}

void append(std::string& text, std::string_view line, bool isFirst) {
  if (!isFirst) text += '\n';
  text += line;
}

void trimEnd(std::string& text) {
  text.erase(text.find_last_not_of(" \t\r\n") + 1);
}

}  // namespace

std::optional<ImportedSettings> fromA1111(const std::string& parameters) {
  const std::vector<std::string_view> lines = linesOf(parameters);
  const size_t last = settingsLine(lines);
  ImportedSettings settings;
  settings.source = ImportSource::A1111;
  std::string prompt;
  std::string negative;
  bool isNegative = false;
  bool isFirst = true;
  for (size_t i = 0; i < last; ++i) {
    std::string_view line = lines[i];
    if (!isNegative && line.starts_with(kNegative)) {
      isNegative = true;
      isFirst = true;
      line.remove_prefix(kNegative.size());
      if (line.starts_with(' ')) line.remove_prefix(1);
    }
    append(isNegative ? negative : prompt, line, isFirst);
    isFirst = false;
  }
  trimEnd(prompt);
  trimEnd(negative);
  settings.prompt = importedText(prompt);
  settings.negativePrompt = importedText(negative);
  if (last == lines.size()) return settings;
  for (const Pair& pair : pairsOf(lines[last])) setPair(settings, pair);
  for (size_t i = last + 1; i < lines.size(); ++i) addRest(settings, "more", lines[i]);
  return settings;
}

}  // namespace unmask
