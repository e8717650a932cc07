#include "core/hub/model_search.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <system_error>

namespace unmask {
namespace {

namespace fs = std::filesystem;

constexpr char kDefaultModel[] = "emoji-256";
constexpr size_t kMaxEntries = 10'000;  ///< of one folder; more is not a models folder

std::optional<std::string> processEnvironment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return std::string(value);
}

bool isFolder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

std::vector<fs::path> subfolders(const fs::path& dir) {
  std::vector<fs::path> out;
  std::error_code error;
  size_t seen = 0;
  for (fs::directory_iterator it(dir, fs::directory_options::skip_permission_denied, error), end;
       !error && it != end && seen < kMaxEntries; it.increment(error), ++seen) {
    if (isFolder(it->path())) out.push_back(it->path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string folderName(const fs::path& dir) {
  const fs::path plain = dir.lexically_normal();
  const fs::path name = plain.has_filename() ? plain.filename() : plain.parent_path().filename();
  return name.string();
}

class Search {
 public:
  explicit Search(const ModelSearchOptions& options)
      : m_options(options), m_environment(options.environment ? options.environment : processEnvironment) {}

  std::vector<FoundModel> run() {
    lookForBuiltIn();
    for (const fs::path& dir : m_options.extraDirs) lookIn(dir, ModelSource::UserFolder);
    if (const auto data = dataHome()) lookIn(*data / "unmask" / "models", ModelSource::UserFolder);
    lookInHubCache();
    return std::move(m_found);
  }

  const std::vector<fs::path>& places() const { return m_places; }

 private:
  std::optional<fs::path> variable(const char* name) const {
    const std::optional<std::string> value = m_environment(name);
    if (!value || value->empty()) return std::nullopt;
    return fs::path(*value);
  }

  std::optional<fs::path> underHome(const char* variableName, const char* fallback) const {
    if (const auto dir = variable(variableName); dir && dir->is_absolute()) return dir;
    if (const auto home = variable("HOME")) return *home / fallback;
    return std::nullopt;
  }

  std::optional<fs::path> dataHome() const { return underHome("XDG_DATA_HOME", ".local/share"); }

  std::optional<fs::path> hubCache() const {
    if (const auto dir = variable("HF_HUB_CACHE")) return dir;
    if (const auto dir = variable("HF_HOME")) return *dir / "hub";
    if (const auto dir = underHome("XDG_CACHE_HOME", ".cache")) return *dir / "huggingface" / "hub";
    return std::nullopt;
  }

  void lookForBuiltIn() {
    if (const auto dir = variable("UNMASK_MODEL_DIR")) lookIn(*dir, ModelSource::BuiltIn);
    if (m_options.executableDir.empty()) return;
    const fs::path& bin = m_options.executableDir;
    const fs::path candidates[] = {bin / "../../resources/models" / kDefaultModel,   // a build tree
                                   bin / "../share/unmask/models" / kDefaultModel};  // installed
    for (const fs::path& dir : candidates) {
      m_places.push_back(dir.lexically_normal());
      if (!looksLikeModel(dir)) continue;
      add(kDefaultModel, dir, ModelSource::BuiltIn);
      return;
    }
  }

  /// `dir` is a model itself, or holds models.
  void lookIn(const fs::path& dir, ModelSource source) {
    m_places.push_back(dir);
    if (looksLikeModel(dir)) return add(folderName(dir), dir, source);
    for (const fs::path& child : subfolders(dir)) {
      if (looksLikeModel(child)) add(folderName(child), child, source);
    }
  }

  void lookInHubCache() {
    const std::optional<fs::path> cache = hubCache();
    if (!cache) return;
    m_places.push_back(*cache);
    for (const fs::path& repository : subfolders(*cache)) {
      if (folderName(repository).starts_with("models--")) lookInRepository(repository);
    }
  }

  void lookInRepository(const fs::path& repository) {
    std::string name = folderName(repository).substr(std::string("models--").size());
    if (const size_t dashes = name.find("--"); dashes != std::string::npos) {
      name = (fs::path(name.substr(0, dashes)) / name.substr(dashes + 2)).string();
    }
    std::string current;
    std::ifstream(repository / "refs" / "main") >> current;
    std::vector<fs::path> snapshots = subfolders(repository / "snapshots");
    std::stable_partition(snapshots.begin(), snapshots.end(),
                          [&](const fs::path& s) { return folderName(s) == current; });
    for (const fs::path& snapshot : snapshots) {
      if (looksLikeModel(snapshot)) add(name, snapshot, ModelSource::HuggingFaceCache);
    }
  }

  void add(std::string name, const fs::path& dir, ModelSource source) {
    std::error_code error;
    fs::path real = fs::weakly_canonical(dir, error);
    if (error) real = dir;
    const auto has = [this](auto matches) { return std::any_of(m_found.begin(), m_found.end(), matches); };
    if (has([&](const FoundModel& m) { return m.dir == real; })) return;
    const auto taken = [&](const std::string& wanted) {
      return has([&](const FoundModel& m) { return m.name == wanted; });
    };
    if (taken(name)) name.append("@").append(clashSuffix(real, source));
    for (int n = 2; taken(name); ++n) name.append(".").append(std::to_string(n));
    m_found.push_back({std::move(name), real, source});
  }

  static std::string clashSuffix(const fs::path& dir, ModelSource source) {
    if (source == ModelSource::HuggingFaceCache) return folderName(dir).substr(0, 7);
    return folderName(dir.parent_path());
  }

  const ModelSearchOptions& m_options;
  std::function<std::optional<std::string>(const char*)> m_environment;
  std::vector<FoundModel> m_found;
  std::vector<fs::path> m_places;
};

Error notFound(const std::string& nameOrPath, const std::vector<fs::path>& places) {
  Error error;
  error.kind = ErrorKind::NotFound;
  error.message = nameOrPath.empty() ? "no model found" : "no such model";
  error.file = nameOrPath;
  error.expected = "a folder with model_index.json, transformer/ and vqvae/";
  error.found = "none in";
  for (const fs::path& place : places) error.found.append(" ").append(place.string()).append(";");
  if (error.found.back() == ';') error.found.pop_back();
  error.remedy = "Name a model folder with --model, or put one into ~/.local/share/unmask/models";
  return error;
}

}  // namespace

fs::path executableDir() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  return error ? fs::path() : program.parent_path();
}

bool looksLikeModel(const fs::path& dir) {
  std::error_code ignored;
  return fs::is_regular_file(dir / "model_index.json", ignored) && isFolder(dir / "transformer") &&
         isFolder(dir / "vqvae");
}

std::vector<FoundModel> findModels(const ModelSearchOptions& options) {
  return Search(options).run();
}

Result<fs::path> resolveModel(const std::string& nameOrPath, const ModelSearchOptions& options) {
  if (!nameOrPath.empty() && isFolder(nameOrPath)) {
    if (looksLikeModel(nameOrPath)) return fs::path(nameOrPath);
    Error error;
    error.kind = ErrorKind::BadInput;
    error.message = "not a model folder";
    error.file = nameOrPath;
    error.expected = "model_index.json, transformer/ and vqvae/ inside";
    error.remedy = "Name the folder that holds model_index.json";
    return error;
  }
  Search search(options);
  const std::vector<FoundModel> found = search.run();
  for (const FoundModel& model : found) {
    if (nameOrPath.empty() || model.name == nameOrPath) return model.dir;
  }
  return notFound(nameOrPath, search.places());
}

}  // namespace unmask
