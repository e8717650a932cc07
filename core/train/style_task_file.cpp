#include "core/train/style_task_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/io/atomic_file.h"
#include "core/io/base64.h"
#include "core/io/image_codec.h"

namespace unmask {
namespace fs = std::filesystem;

namespace {

constexpr int kVersion = 1;
constexpr char kEnding[] = ".style-task";
constexpr char kAside[] = ".forgotten";
constexpr size_t kMaxBytes = size_t{64} << 20;
constexpr size_t kMaxPictures = 64, kMaxPrompts = 10'000, kMaxText = 4096;
constexpr int64_t kMaxPixels = int64_t{1} << 24;
constexpr int kMaxThreads = 1024;

using Json = nlohmann::json;

/// Reads fields and remembers the first that is not as it should be.
class Fields {
 public:
  Fields(const Json& json, std::string& problem) : m_json(json), m_problem(problem) {}

  std::string text(const char* key, size_t limit = kMaxText) const {
    const auto it = m_json.find(key);
    const bool isText =
        it != m_json.end() && it->is_string() && it->get_ref<const std::string&>().size() <= limit;
    if (!isText) note(key);
    return isText ? it->get<std::string>() : std::string();
  }
  int64_t number(const char* key, int64_t least, int64_t most) const {
    const auto it = m_json.find(key);
    const bool isNumber = it != m_json.end() && it->is_number_integer();
    const int64_t value = isNumber ? it->get<int64_t>() : least - 1;
    if (value < least || value > most) note(key);
    return value;
  }
  const Json& list(const char* key, size_t limit) const {
    static const Json kNone = Json::array();
    const auto it = m_json.find(key);
    if (it != m_json.end() && it->is_array() && it->size() <= limit) return *it;
    note(key);
    return kNone;
  }

 private:
  void note(const char* key) const {
    if (m_problem.empty()) m_problem = key;
  }

  const Json& m_json;
  std::string& m_problem;
};

std::optional<ImageBuffer> pictureFrom(const std::string& text) {
  const auto bytes = fromBase64(text);
  if (!bytes) return std::nullopt;
  auto picture =
      decodeImage(*bytes, "", /*keepGrey=*/false, {.maxBytes = kMaxBytes, .maxPixels = kMaxPixels});
  return picture ? std::optional(flattenToRgb(*picture)) : std::nullopt;
}

/// Where a file of a run is while its throwing away can be undone.
fs::path asideOf(fs::path file) {
  return file += kAside;
}

Error notMoved(const fs::path& file, const std::error_code& why) {
  return {ErrorKind::Io, "the unfinished run cannot be moved", file.string(), "", "", why.message(), ""};
}

/// The run may be missing: there is none before the first save.
std::error_code moveRun(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  fs::rename(from, to, failed);
  return failed == std::errc::no_such_file_or_directory ? std::error_code() : failed;
}

}  // namespace

fs::path taskFileOf(const fs::path& adapter) {
  fs::path file = adapter;
  return file.replace_extension(kEnding);
}

Result<void> saveStyleTask(const StyleTask& task) {
  Json json{{"version", kVersion},
            {"model", task.modelDir},
            {"variant", task.variant},
            {"bfloat16", task.computeType == ComputeType::BFloat16},
            {"threads", task.threads},
            {"trigger", task.trigger},
            {"settings", toJson(task.settings)},
            {"prompts", Json::array()},
            {"pictures", Json::array()}};
  for (const StylePrompt& prompt : task.prompts) {
    json["prompts"].push_back({prompt.caption, prompt.drawnAs});
    if (prompt.isOnlyKept) json["prompts"].back().push_back(true);
  }
  for (const StylePicture& picture : task.pictures) {
    UNMASK_TRY(const std::vector<std::byte> png, encodePng(picture.picture));
    json["pictures"].push_back({{"caption", picture.caption}, {"png", toBase64(png)}});
  }
  const fs::path file = taskFileOf(task.output);
  return writeFileAtomically(file, json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Result<StyleTask> parseStyleTask(const std::string& text, const fs::path& file) {
  const auto bad = [&file](const std::string& key) {
    return Error{ErrorKind::BadInput, "the unfinished run cannot be gone on with", file.string(), key, "", "",
                 "Begin anew."};
  };
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return bad("");
  std::string problem;
  const Fields fields(json, problem);
  if (fields.number("version", 1, 1'000'000) > kVersion)
    return Error{ErrorKind::Unsupported,
                 "the unfinished run is of a newer version",
                 file.string(),
                 "",
                 "",
                 "",
                 "Go on with the program that began it."};
  StyleTask task;
  task.modelDir = fields.text("model");
  task.variant = fields.text("variant");
  const auto isHalf = json.find("bfloat16");
  if (isHalf == json.end() || !isHalf->is_boolean()) return bad("bfloat16");
  task.computeType = isHalf->get<bool>() ? ComputeType::BFloat16 : ComputeType::Float32;
  task.threads = static_cast<int>(fields.number("threads", 0, kMaxThreads));
  task.trigger = fields.text("trigger");
  UNMASK_TRY(task.settings, parseAdapterTrainingSettings(fields.text("settings"), file.string()));
  for (const Json& prompt : fields.list("prompts", kMaxPrompts)) {
    const bool isPair = prompt.is_array() && (prompt.size() == 2 || prompt.size() == 3) &&
                        prompt[0].is_string() && prompt[1].is_string();
    const bool saysKept = isPair && prompt.size() == 3;  // which tasks of before do not
    if (!isPair || (saysKept && !prompt[2].is_boolean())) return bad("prompts");
    task.prompts.push_back(
        {prompt[0].get<std::string>(), prompt[1].get<std::string>(), saysKept && prompt[2].get<bool>()});
  }
  for (const Json& picture : fields.list("pictures", kMaxPictures)) {
    const Fields inside(picture, problem);
    auto pixels = picture.is_object() ? pictureFrom(inside.text("png", kMaxBytes)) : std::nullopt;
    if (!pixels) return bad("pictures");
    task.pictures.push_back({*std::move(pixels), inside.text("caption")});
  }
  if (!problem.empty()) return bad(problem);
  fs::path adapter = file;
  task.output = adapter.replace_extension(".safetensors");
  return task;
}

Result<StyleTask> loadStyleTask(const fs::path& file) {
  UNMASK_TRY(const std::string text, readFile(file, kMaxBytes));
  UNMASK_TRY(StyleTask task, parseStyleTask(text, file));
  std::error_code ignored;
  task.resume = fs::is_regular_file(runFileOf(task.output), ignored);
  return task;
}

Result<FileLock> lockStyle(const fs::path& adapter) {
  const fs::path file = taskFileOf(adapter);
  UNMASK_TRY(std::optional<FileLock> lock, FileLock::tryLock(file));
  if (lock) {
    removeAbandonedTemporaries(file.parent_path());
    return *std::move(lock);
  }
  return Error{ErrorKind::Io,
               "this style is being learned already",
               adapter.string(),
               "",
               "",
               FileLock::holderOf(file),
               "Wait for that run, or choose another name."};
}

std::vector<fs::path> unfinishedStyles(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    std::error_code ignored;
    const bool isTask = it->path().extension() == kEnding && it->is_regular_file(ignored);
    if (isTask && !FileLock::isHeld(it->path())) files.push_back(it->path());
  }
  std::ranges::sort(files);
  return files;
}

void forgetStyleTask(const fs::path& adapter) {
  std::error_code ignored;
  fs::remove(taskFileOf(adapter), ignored);
  fs::remove(runFileOf(adapter), ignored);
}

/// The task goes first and comes back last, so that it is never offered without its run.
Result<void> setStyleAside(const fs::path& taskFile) {
  UNMASK_TRY(const FileLock lock, lockStyle(taskFile));  // another program may have gone on with it meanwhile
  const fs::path run = runFileOf(taskFile);
  std::error_code failed, ignored;
  fs::remove(asideOf(run), ignored);  // of an earlier one of this name
  fs::rename(taskFile, asideOf(taskFile), failed);
  if (failed) return notMoved(taskFile, failed);
  failed = moveRun(run, asideOf(run));
  if (!failed) return {};
  fs::rename(asideOf(taskFile), taskFile, ignored);
  return notMoved(run, failed);
}

Result<void> bringStyleBack(const fs::path& taskFile) {
  const fs::path run = runFileOf(taskFile);
  std::error_code failed, ignored;
  if (fs::exists(taskFile, ignored) || fs::exists(run, ignored))
    return Error{ErrorKind::Io, "another run of this name has begun", taskFile.string(), "", "", "", ""};
  failed = moveRun(asideOf(run), run);
  if (failed) return notMoved(asideOf(run), failed);
  fs::rename(asideOf(taskFile), taskFile, failed);
  if (!failed) return {};
  moveRun(run, asideOf(run));
  return notMoved(asideOf(taskFile), failed);
}

void removeForgottenStyles(const fs::path& folder, const fs::path& except) {
  std::vector<fs::path> tasks;
  std::error_code error, ignored;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const fs::path& file = it->path();
    const bool isAside = file.extension() == kAside && file.stem().extension() == kEnding;
    if (isAside && file != asideOf(except)) tasks.push_back(file);
  }
  for (const fs::path& task : tasks) {
    const fs::path file = task.parent_path() / task.stem(), run = runFileOf(file);
    const bool isHalfMoved =
        fs::exists(run, ignored) && !fs::exists(asideOf(run), ignored) && !fs::exists(file, ignored);
    if (isHalfMoved) {
      fs::rename(task, file, ignored);  // perhaps on its way back
      continue;
    }
    fs::remove(asideOf(run), ignored);
    fs::remove(task, ignored);
  }
}

}  // namespace unmask
