#include "core/adapter/prompt_adapters.h"

#include <charconv>
#include <cmath>
#include <optional>

namespace unmask {
namespace {

constexpr std::string_view kOpening = "<lora:";
constexpr size_t kMaxTags = 64;
constexpr float kMaxStrength = 100;

std::optional<float> strengthFrom(std::string_view text) {
  float value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool isNumber = problem == std::errc() && end == text.data() + text.size();
  return isNumber && std::abs(value) <= kMaxStrength ? std::optional(value) : std::nullopt;
}

Error badTag(std::string_view tag) {
  return {ErrorKind::Usage,
          "the adapter in the prompt is not understood",
          "",
          "prompt",
          "<lora:NAME> or <lora:NAME:STRENGTH>",
          std::string(tag.substr(0, 80)),
          ""};
}

/// What stands between "<lora:" and ">".
Result<NamedAdapter> adapterIn(std::string_view inside, std::string_view tag) {
  NamedAdapter adapter;
  if (const size_t colon = inside.rfind(':'); colon != std::string_view::npos) {
    const auto strength = strengthFrom(inside.substr(colon + 1));
    if (!strength) return badTag(tag);
    adapter.strength = *strength;
    inside = inside.substr(0, colon);
  }
  if (inside.empty()) return badTag(tag);
  adapter.name = inside;
  return adapter;
}

/// "a <tag> b" leaves one blank, "a <tag>" none; a comma that separates nothing goes, too.
void closeGap(std::string& text, size_t at) {
  const auto isBlank = [&text](size_t i) { return i < text.size() && text[i] == ' '; };
  size_t before = at, after = at;
  while (before > 0 && isBlank(before - 1)) --before;
  while (isBlank(after)) ++after;
  const bool opens = before == 0 || text[before - 1] == ',';
  if (opens && after < text.size() && text[after] == ',') {
    text.erase(at, after + 1 - at);
  } else if (after == text.size() && before > 0 && text[before - 1] == ',') {
    text.erase(before - 1);
    at = text.size();
  }
  while (at > 0 && isBlank(at - 1) && (isBlank(at) || at == text.size() || text[at] == ','))
    text.erase(--at, 1);
  while (at == 0 && isBlank(0)) text.erase(0, 1);
}

}  // namespace

Result<PromptWithAdapters> takeAdapters(const std::string& prompt) {
  PromptWithAdapters out{prompt, {}};
  std::string& text = out.prompt;
  for (size_t at = 0; (at = text.find(kOpening, at)) != std::string::npos;) {
    const size_t end = text.find('>', at);
    const std::string_view tag =
        std::string_view(text).substr(at, end == std::string::npos ? end : end + 1 - at);
    if (end == std::string::npos || out.adapters.size() >= kMaxTags) return badTag(tag);
    UNMASK_TRY(NamedAdapter adapter,
               adapterIn(tag.substr(kOpening.size(), tag.size() - kOpening.size() - 1), tag));
    out.adapters.push_back(std::move(adapter));
    text.erase(at, end + 1 - at);
    closeGap(text, at);
    at = at > 0 ? at - 1 : 0;
  }
  return out;
}

NamedAdapter parseNamedAdapter(const std::string& text) {
  if (const size_t colon = text.rfind(':'); colon != std::string::npos && colon > 0)
    if (const auto strength = strengthFrom(std::string_view(text).substr(colon + 1)))
      return {text.substr(0, colon), *strength};
  return {text, 1};
}

}  // namespace unmask
