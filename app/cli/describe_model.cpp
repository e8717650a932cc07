#include <algorithm>
#include <map>
#include <set>
#include <system_error>

#include "app/cli/describe.h"
#include "core/io/atomic_file.h"
#include "core/io/safetensors.h"
#include "core/io/strict_json.h"

namespace unmask {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxConfigBytes = size_t{16} << 20;
constexpr size_t kMaxCardBytes = size_t{1} << 20;
constexpr size_t kCardLines = 40;
constexpr size_t kMaxListedFiles = 2000;
constexpr int kMaxFolderDepth = 4;
constexpr const char* kWeightComponents[] = {"transformer", "vqvae", "text_encoder"};

bool isFile(const fs::path& path) {
  std::error_code problem;
  return fs::is_regular_file(path, problem);
}

nlohmann::json readJson(const fs::path& file) {
  const auto text = readFile(file, kMaxConfigBytes);
  if (!text) return {{"error", errorJson(text.error())}};
  auto json = parseStrictJson(*text, file.string());
  if (!json) return {{"error", errorJson(json.error())}};
  return *std::move(json);
}

bool isParameter(TensorType type) {
  return type == TensorType::F32 || type == TensorType::F16 || type == TensorType::BF16 ||
         type == TensorType::F64;
}

nlohmann::json listFiles(const fs::path& dir) {
  std::map<std::string, uintmax_t> sizes;
  std::error_code problem;
  for (fs::recursive_directory_iterator at(dir, problem), end; at != end && sizes.size() < kMaxListedFiles;
       at.increment(problem)) {
    if (problem) break;
    if (at.depth() >= kMaxFolderDepth) at.disable_recursion_pending();
    std::error_code unreadable;
    if (!at->is_regular_file(unreadable)) continue;
    sizes[at->path().lexically_relative(dir).string()] = at->file_size(unreadable);
  }
  nlohmann::json files = nlohmann::json::array();
  for (const auto& [path, bytes] : sizes) files.push_back({{"path", path}, {"bytes", bytes}});
  return files;
}

// One component's weights. A tensor that is in several files (variants of the same weights) counts once.
class ComponentSummary {
 public:
  void add(const fs::path& file);
  int64_t parameters() const { return m_parameters; }
  nlohmann::json json(const nlohmann::json& config) const;

 private:
  nlohmann::json m_files = nlohmann::json::array();
  std::set<std::string> m_names;
  std::map<std::string, int64_t> m_types;
  int64_t m_parameters = 0;
};

void ComponentSummary::add(const fs::path& file) {
  nlohmann::json entry = {{"name", file.filename().string()}};
  const auto opened = SafetensorsFile::open(file);
  if (!opened) {
    entry["error"] = errorJson(opened.error());
    m_files.push_back(std::move(entry));
    return;
  }
  std::map<std::string, int64_t> types;
  size_t bytes = 0;
  for (const TensorView& tensor : opened->tensors()) {
    const std::string type(tensorTypeName(tensor.type));
    ++types[type];
    bytes += tensor.bytes.size();
    if (!m_names.insert(tensor.name).second) continue;
    ++m_types[type];
    if (isParameter(tensor.type)) m_parameters += tensor.elementCount();
  }
  entry.update({{"tensors", opened->tensors().size()}, {"tensor_bytes", bytes}, {"dtypes", types}});
  if (!opened->metadata().empty()) entry["metadata"] = opened->metadata();
  m_files.push_back(std::move(entry));
}

nlohmann::json ComponentSummary::json(const nlohmann::json& config) const {
  nlohmann::json json = {{"config", config}};
  if (m_files.empty()) return json;
  json.update({{"parameters", m_parameters},
               {"tensors", m_names.size()},
               {"dtypes", m_types},
               {"weight_files", m_files}});
  return json;
}

nlohmann::json componentConfig(const fs::path& dir) {
  for (const char* name : {"config.json", "scheduler_config.json", "tokenizer_config.json"}) {
    if (isFile(dir / name)) return readJson(dir / name);
  }
  return nullptr;
}

// The model card's first lines, and the licence its front matter names.
nlohmann::json describeCard(const fs::path& file) {
  const auto text = readFile(file, kMaxCardBytes);
  if (!text) return {{"error", errorJson(text.error())}};
  nlohmann::json card = {{"head", ""}, {"licence", nullptr}};
  size_t begin = 0;
  size_t lines = 0;
  for (; begin < text->size() && lines < kCardLines; ++lines) {
    const size_t end = std::min(text->find('\n', begin), text->size());
    const std::string line = text->substr(begin, end - begin);
    const bool isLicence = line.starts_with("license:") && card["licence"].is_null();
    if (isLicence) card["licence"] = line.substr(std::min(line.size(), line.find_first_not_of(" \"'", 8)));
    begin = end + 1;
  }
  card["head"] = text->substr(0, std::min(begin, text->size()));
  return card;
}

}  // namespace

std::vector<WeightFile> weightFilesOf(const fs::path& modelDir) {
  std::vector<WeightFile> files;
  for (const char* component : kWeightComponents) {
    std::error_code problem;
    for (fs::directory_iterator at(modelDir / component, problem), end; !problem && at != end;
         at.increment(problem)) {
      if (at->path().extension() == ".safetensors" && isFile(at->path()))
        files.push_back({component, at->path()});
    }
  }
  std::sort(files.begin(), files.end(),
            [](const WeightFile& a, const WeightFile& b) { return a.path < b.path; });
  return files;
}

Result<nlohmann::json> describeModel(const fs::path& dir) {
  std::error_code problem;
  if (!fs::is_directory(dir, problem)) {
    return Error{.kind = ErrorKind::NotFound, .message = "there is no such folder", .file = dir.string()};
  }
  std::map<std::string, ComponentSummary> summaries;
  for (const WeightFile& file : weightFilesOf(dir)) summaries[file.component].add(file.path);

  nlohmann::json components = nlohmann::json::object();
  int64_t parameters = 0;
  for (const char* name : {"transformer", "vqvae", "text_encoder", "scheduler", "tokenizer"}) {
    if (!fs::is_directory(dir / name, problem)) continue;
    components[name] = summaries[name].json(componentConfig(dir / name));
    parameters += summaries[name].parameters();
  }
  const fs::path named = dir.has_filename() ? dir : dir.parent_path();
  nlohmann::json json = {{"kind", "model"},          {"name", named.filename().string()},
                         {"path", dir.string()},     {"parameters", parameters},
                         {"components", components}, {"files", listFiles(dir)}};
  if (isFile(dir / "model_index.json")) json["model_index"] = readJson(dir / "model_index.json");
  if (isFile(dir / "unmask_presets.json")) json["presets"] = readJson(dir / "unmask_presets.json");
  if (isFile(dir / "README.md")) json["card"] = describeCard(dir / "README.md");
  return json;
}

}  // namespace unmask
