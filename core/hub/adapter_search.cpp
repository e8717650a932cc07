#include "core/hub/adapter_search.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <system_error>

namespace unmask {
namespace {

namespace fs = std::filesystem;

constexpr char kEnding[] = ".safetensors";
constexpr int kMaxDepth = 3;
constexpr size_t kMaxEntries = 10'000;

std::optional<std::string> processEnvironment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return std::string(value);
}

std::vector<fs::path> foldersOf(const AdapterSearchOptions& options) {
  std::vector<fs::path> folders = options.extraDirs;
  if (const fs::path own = adaptersFolder(options); !own.empty()) folders.push_back(own);
  return folders;
}

void lookIn(const fs::path& dir, std::vector<FoundAdapter>& found) {
  std::error_code error;
  size_t seen = 0;
  for (fs::recursive_directory_iterator it(dir, fs::directory_options::skip_permission_denied, error), end;
       !error && it != end && seen < kMaxEntries; it.increment(error), ++seen) {
    if (it.depth() >= kMaxDepth) it.disable_recursion_pending();
    std::error_code ignored;
    if (it->path().extension() != kEnding || !it->is_regular_file(ignored)) continue;
    const std::string name = it->path().lexically_relative(dir).replace_extension().generic_string();
    const bool isKnown =
        std::ranges::any_of(found, [&](const FoundAdapter& other) { return other.name == name; });
    if (!isKnown) found.push_back({name, it->path()});
  }
}

Error severalOf(const std::string& name, const std::vector<FoundAdapter>& adapters) {
  Error error{ErrorKind::Usage,
              "several adapters have this name",
              "",
              name,
              "one of",
              "",
              "Name it with its folder, or move the others out of the way."};
  for (const FoundAdapter& adapter : adapters) error.expected += " “" + adapter.name + "”";
  return error;
}

}  // namespace

fs::path adaptersFolder(const AdapterSearchOptions& options) {
  const auto variable = options.environment ? options.environment : processEnvironment;
  if (const auto data = variable("XDG_DATA_HOME"); data && fs::path(*data).is_absolute())
    return fs::path(*data) / "unmask" / "adapters";
  if (const auto home = variable("HOME")) return fs::path(*home) / ".local/share/unmask/adapters";
  return {};
}

std::vector<FoundAdapter> findAdapters(const AdapterSearchOptions& options) {
  std::vector<FoundAdapter> found;
  for (const fs::path& dir : foldersOf(options)) lookIn(dir, found);
  std::ranges::sort(found, {}, &FoundAdapter::name);
  return found;
}

Result<fs::path> resolveAdapter(const std::string& nameOrPath, const AdapterSearchOptions& options) {
  std::error_code ignored;
  if (fs::is_regular_file(nameOrPath, ignored)) return fs::path(nameOrPath);
  const std::vector<FoundAdapter> all = findAdapters(options);
  for (const FoundAdapter& adapter : all)
    if (adapter.name == nameOrPath) return adapter.file;
  std::vector<FoundAdapter> ofStem;  // which is what a reference to a file keeps of it
  std::ranges::copy_if(all, std::back_inserter(ofStem), [&](const FoundAdapter& adapter) {
    return adapter.file.stem().string() == nameOrPath;
  });
  if (ofStem.size() == 1) return ofStem[0].file;
  if (!ofStem.empty()) return severalOf(nameOrPath, ofStem);
  Error error{ErrorKind::NotFound, "no such adapter", "", nameOrPath, "a file, or a name found in", "", ""};
  for (const fs::path& dir : foldersOf(options)) {
    error.expected += ' ';
    error.expected += dir.string();
  }
  return error;
}

}  // namespace unmask
