#include "core/io/folder_copy.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <span>
#include <vector>

#include "core/io/atomic_file.h"

namespace unmask {
namespace fs = std::filesystem;

namespace {

bool isHidden(const fs::path& below) {
  return std::ranges::any_of(below, [](const fs::path& name) { return name.string().starts_with('.'); });
}

Error failure(const std::error_code& failed, const fs::path& where) {
  return {ErrorKind::Io,
          "copying the model failed: " + failed.message(),
          where.string(),
          "",
          "",
          "",
          "Look at the disk's space and the rights of the folder."};
}

Result<void> copyWhole(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  fs::create_directories(to.parent_path(), failed);
  if (failed) return failure(failed, to);
  std::ifstream file(from, std::ios::binary);
  return writeFileAtomically(to, [&](const AppendBytes& append) -> Result<void> {
    std::vector<char> bytes(size_t{1} << 20);
    while (file.read(bytes.data(), static_cast<std::streamsize>(bytes.size())) || file.gcount() > 0)
      UNMASK_CHECK(append(std::as_bytes(std::span(bytes).first(static_cast<size_t>(file.gcount())))));
    if (file.eof() && !file.bad()) return {};
    return failure(std::make_error_code(std::errc::io_error), from);
  });
}

}  // namespace

Result<void> copyFolder(const fs::path& from, const fs::path& to,
                        const std::function<bool(const fs::path& below)>& isWanted) {
  std::error_code failed;
  std::vector<fs::path> wanted;  // all of them before the first is copied: `to` may lie in `from`
  fs::recursive_directory_iterator files(from, fs::directory_options::follow_directory_symlink, failed);
  for (; !failed && files != fs::recursive_directory_iterator(); files.increment(failed)) {
    if (files.depth() >= kMaxModelDepth) files.disable_recursion_pending();
    const fs::path below = files->path().lexically_relative(from);
    if (isHidden(below)) continue;
    const bool isFile = files->is_regular_file(failed);
    if (failed) return failure(failed, files->path());  // a link to nothing: what was downloaded half
    if (isFile && isWanted(below)) wanted.push_back(below);
  }
  if (failed) return failure(failed, from);
  for (const fs::path& below : wanted) UNMASK_CHECK(copyWhole(from / below, to / below));
  return {};
}

bool holdsWeights(const fs::path& file) {
  constexpr std::array kExtensions = {".safetensors", ".bin",  ".pt",  ".pth",     ".ckpt",
                                      ".h5",          ".onnx", ".npz", ".msgpack", ".part"};
  fs::path stripped = file;
  if (const std::string name = file.filename().string(); name.ends_with(".json"))
    stripped = name.substr(0, name.find(".index."));  // .index.json and .index.VARIANT.json
  return std::ranges::find(kExtensions, stripped.extension().string()) != kExtensions.end();
}

}  // namespace unmask
