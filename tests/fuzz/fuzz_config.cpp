#include "core/model/config.h"
#include "tests/fuzz/targets.h"

namespace unmask::fuzz {

namespace {

template <typename Config>
void check(Result<Config> (*parse)(const std::string&, const std::string&), const std::string& text) {
  const auto config = parse(text, "config.json");
  if (!config) {
    require(config.error().file == "config.json", "errors name the file");
    return;
  }
  const auto again = parse(toJson(*config), "written");
  require(again.ok() && *again == *config, "a config survives writing and reading");
}

}  // namespace

void config(Bytes input) {
  std::string_view rest = textOf(input);
  if (rest.empty()) return;
  const char kind = rest[0];
  const std::string text(rest.substr(1));
  if (kind == 'T') check(parseTransformerConfig, text);
  if (kind == 'V') check(parseVqConfig, text);
  if (kind == 'E') check(parseTextEncoderConfig, text);
  if (kind == 'S') check(parseSchedulerConfig, text);
}

}  // namespace unmask::fuzz
