#include "core/engine/content_hash.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/io/folder_copy.h"
#include "core/io/sha256.h"

namespace unmask {
namespace fs = std::filesystem;

std::string weightsHash(const fs::path& modelDir, int64_t maxBytes) {
  std::vector<fs::path> files;
  int64_t bytes = 0;
  std::error_code failed;
  const auto options = fs::directory_options::follow_directory_symlink;
  for (fs::recursive_directory_iterator it(modelDir, options, failed), end; it != end && !failed;
       it.increment(failed)) {
    if (it.depth() >= kMaxModelDepth) it.disable_recursion_pending();
    const std::string extension = it->path().extension().string();
    if (!it->is_regular_file(failed) ||
        (extension != ".safetensors" && it->path().filename() != "config.json"))
      continue;
    bytes += static_cast<int64_t>(it->file_size(failed));
    if (failed || bytes > maxBytes || files.size() > 1000) return "";
    files.push_back(it->path());
  }
  if (failed || files.empty()) return "";
  std::sort(files.begin(), files.end());

  Sha256 digest;
  for (const fs::path& file : files) {
    // By the name in the folder, not by what a link leads to: a download and its copy are the same model.
    digest.add(file.lexically_relative(modelDir).generic_string() + '\n');
    if (!digest.addFile(file)) return "";
  }
  return digest.finishAsText();
}

}  // namespace unmask
