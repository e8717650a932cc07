#include "core/io/imported_settings.h"
#include "core/io/utf8.h"
#include "tests/fuzz/targets.h"

namespace unmask::fuzz {

namespace {

const char* keyFor(char letter) {
  switch (letter) {
    case 'A':
      return "parameters";
    case 'I':
      return "invokeai_metadata";
    case 'P':
      return "prompt";
    case 'W':
      return "workflow";
    default:
      return nullptr;
  }
}

}  // namespace

void importedMetadata(Bytes input) {
  const std::string_view text = textOf(input);
  const char* key = text.empty() ? nullptr : keyFor(text[0]);
  if (key == nullptr) return;
  const auto settings = importedSettings({{key, std::string(text.substr(1))}});
  if (!settings) return;
  require(isUtf8(settings->prompt) && isUtf8(settings->negativePrompt) && isUtf8(settings->modelName),
          "texts are UTF-8");
  require(settings->rest.size() <= 256, "the rest is bounded");
  require(settings->width.has_value() == settings->height.has_value(), "a size has two sides");
  require(!settings->steps || (*settings->steps >= 1 && *settings->steps <= 1000), "steps are in range");
  require(!settings->guidanceScale || (*settings->guidanceScale >= -1000 && *settings->guidanceScale <= 1000),
          "guidance is in range");
}

}  // namespace unmask::fuzz
