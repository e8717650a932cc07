// Adapters named inside a prompt: "a house in [V] style <lora:ink:0.8>".
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"

namespace unmask {

struct NamedAdapter {
  std::string name;  ///< of a file in an adapters folder, or a path
  float strength = 1;
  bool operator==(const NamedAdapter&) const = default;
};

struct PromptWithAdapters {
  std::string prompt;  ///< without the tags and without the blanks that they leave behind
  std::vector<NamedAdapter> adapters;
};

/// Takes `<lora:NAME>` and `<lora:NAME:STRENGTH>` out of a prompt. A tag that is not closed, without a name
/// or with a strength that is no number from -100 to 100 is Usage; a prompt without tags comes back as it is.
Result<PromptWithAdapters> takeAdapters(const std::string& prompt);

/// "FILE" or "FILE:STRENGTH" of a flag; a colon that no number follows belongs to the name.
NamedAdapter parseNamedAdapter(const std::string& text);

}  // namespace unmask
