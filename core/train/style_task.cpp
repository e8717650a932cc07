#include "core/train/style_task.h"

#include <algorithm>
#include <random>
#include <sstream>

#include "core/io/atomic_file.h"
#include "core/io/image_codec.h"
#include "core/io/utf8.h"

namespace unmask {
namespace {

constexpr size_t kMaxPromptBytes = size_t{1} << 20;
constexpr size_t kMaxPrompts = 10'000;
constexpr const char* kPlainThings[] = {"a house", "a cat", "a tree", "a car"};
constexpr char kKeptLine[] = "---";
constexpr char kPromptsFile[] = "unmask_prompts.txt";

/// Not std::shuffle, whose order is the library's own.
void shuffle(std::vector<StylePrompt>& prompts, uint64_t seed) {
  std::mt19937_64 random(seed);
  for (size_t i = prompts.size(); i > 1; --i) std::swap(prompts[i - 1], prompts[random() % i]);
}

std::string trimmed(const std::string& text) {
  const size_t from = text.find_first_not_of(" \t\r");
  return from == std::string::npos ? "" : text.substr(from, text.find_last_not_of(" \t\r") + 1 - from);
}

/// It is what one of the given pictures shows.
bool isShown(const StyleTask& task, const StylePrompt& prompt) {
  return std::ranges::any_of(task.pictures, [&](const StylePicture& picture) {
    return withoutStyle(picture.caption, task.trigger) == prompt.caption;
  });
}

}  // namespace

std::string styleWords(const std::string& caption) {
  const std::string text = trimmed(caption);
  const size_t from = text.rfind(" in ");
  return text.ends_with(" style") && from != std::string::npos ? text.substr(from + 1) : "";
}

std::string withoutStyle(const std::string& caption, const std::string& trigger) {
  std::string out = trimmed(caption);
  if (!trigger.empty() && out.ends_with(trigger)) out.resize(out.size() - trigger.size());
  out = trimmed(out);
  return out.ends_with(",") ? trimmed(out.substr(0, out.size() - 1)) : out;
}

Result<ImageBuffer> squareCut(const ImageBuffer& rgb, const std::optional<SquareCut>& cut, int pixels) {
  const int least = std::min(rgb.width, rgb.height);
  const SquareCut square = cut.value_or(SquareCut{(rgb.width - least) / 2, (rgb.height - least) / 2, least});
  const bool fits = square.side > 0 && square.x >= 0 && square.y >= 0 &&
                    square.side <= rgb.width - square.x && square.side <= rgb.height - square.y;
  if (!fits)
    return Error{
        ErrorKind::Usage,
        "the square does not lie inside the picture",
        "",
        "crop",
        "x,y,side within " + std::to_string(rgb.width) + "x" + std::to_string(rgb.height),
        std::to_string(square.x) + "," + std::to_string(square.y) + "," + std::to_string(square.side),
        ""};
  ImageBuffer out(square.side, square.side, rgb.channels);
  const auto rowBytes = static_cast<size_t>(square.side) * static_cast<size_t>(rgb.channels);
  for (int y = 0; y < square.side; ++y) std::copy_n(rgb.at(square.x, square.y + y), rowBytes, out.at(0, y));
  return square.side == pixels ? out : resizeLanczos(out, pixels, pixels);
}

Result<std::vector<StylePrompt>> loadStylePrompts(const std::filesystem::path& file) {
  UNMASK_TRY(const std::string text, readFile(file, kMaxPromptBytes));
  std::vector<StylePrompt> prompts;
  std::istringstream lines(text);
  size_t number = 0;
  const auto bad = [&](const std::string& expected, const std::string& found) {
    return Error{ErrorKind::BadInput,
                 "the list of prompts cannot be used",
                 file.string(),
                 "line " + std::to_string(number),
                 expected,
                 found,
                 ""};
  };
  bool isOnlyKept = false;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (trimmed(line) == kKeptLine) {
      isOnlyKept = true;
      continue;
    }
    if (line.starts_with("#") || trimmed(line).empty()) continue;
    const size_t tab = line.find('\t');
    const std::string caption = trimmed(line.substr(0, tab));
    const std::string drawnAs = tab == std::string::npos ? caption : trimmed(line.substr(tab + 1));
    if (!isUtf8(line)) return bad("UTF-8", "other bytes");
    if (caption.empty() || drawnAs.empty())
      return bad("a prompt, or two with a tab between them", line.substr(0, 60));
    if (prompts.size() >= kMaxPrompts) return bad("at most " + std::to_string(kMaxPrompts), "more prompts");
    prompts.push_back({caption, drawnAs, isOnlyKept});
  }
  return prompts;
}

Result<std::vector<StylePrompt>> stylePromptsOf(const std::filesystem::path& modelDir) {
  std::error_code ignored;
  if (!std::filesystem::exists(modelDir / kPromptsFile, ignored)) return std::vector<StylePrompt>{};
  return loadStylePrompts(modelDir / kPromptsFile);
}

std::vector<StylePrompt> chosenPrompts(const StyleTask& task) {
  std::vector<StylePrompt> out;
  std::ranges::copy_if(task.prompts, std::back_inserter(out), [&task](const StylePrompt& prompt) {
    return !prompt.isOnlyKept && !isShown(task, prompt);
  });
  shuffle(out, task.settings.seed);
  out.resize(std::min(out.size(), static_cast<size_t>(task.settings.ownPictures)));
  return out;
}

std::vector<StylePrompt> keptPrompts(const StyleTask& task) {
  if (chosenPrompts(task).empty()) return {};
  std::vector<StylePrompt> out, shown;
  for (const StylePrompt& prompt : task.prompts) {
    if (isShown(task, prompt))
      shown.push_back(prompt);
    else if (prompt.isOnlyKept)
      out.push_back(prompt);
  }
  shuffle(out, task.settings.seed);
  out.insert(out.begin(), shown.begin(), shown.end());
  out.resize(std::min(out.size(), static_cast<size_t>(task.settings.keptPictures)));
  return out;
}

std::vector<std::string> previewPrompts(const StyleTask& task, size_t count) {
  const std::vector<StylePrompt> drawn = chosenPrompts(task);
  std::vector<StylePrompt> others;
  for (const StylePrompt& prompt : task.prompts) {
    if (std::ranges::find(drawn, prompt) == drawn.end()) others.push_back(prompt);
  }
  // Lists go from like to like: neighbours would show little.
  std::vector<StylePrompt> spread;
  const size_t wanted = std::min(count, others.size());
  for (size_t i = 0; i < wanted; ++i) spread.push_back(others[i * others.size() / wanted]);
  others = std::move(spread);
  others.insert(others.end(), drawn.begin(), drawn.end());
  for (const char* plain : kPlainThings) others.push_back({plain, plain});
  std::vector<std::string> out;
  for (const StylePicture& picture : task.pictures) out.push_back(picture.caption);
  for (const StylePrompt& prompt : others) {
    const std::string words = prompt.caption + (task.trigger.empty() ? "" : " " + task.trigger);
    if (std::ranges::find(out, words) == out.end()) out.push_back(words);
  }
  out.resize(std::min(out.size(), count));
  return out;
}

std::filesystem::path runFileOf(const std::filesystem::path& adapter) {
  std::filesystem::path run = adapter;
  return run.replace_extension(".style-run");
}

}  // namespace unmask
