#include "core/engine/content_hash.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <utility>
#include <vector>

#include "core/io/folder_copy.h"
#include "core/io/sha256.h"

namespace unmask {
namespace fs = std::filesystem;

namespace {

constexpr int64_t kSamples = 16, kSampleBytes = int64_t{64} << 10;  // of each file

/// The file's size and what stands at places spread evenly over it.
bool addSamples(Sha256& digest, const fs::path& file, int64_t size) {
  digest.add(std::to_string(size) + '\n');
  std::ifstream in(file, std::ios::binary);
  std::vector<char> buffer(kSampleBytes);
  for (int64_t i = 0; i < kSamples; ++i) {
    const int64_t last = std::max<int64_t>(0, size - kSampleBytes);
    in.seekg(last * i / (kSamples - 1));
    const auto wanted = static_cast<std::streamsize>(std::min(size, kSampleBytes));
    if (!in.read(buffer.data(), wanted)) return false;
    digest.add(std::string_view(buffer.data(), static_cast<size_t>(wanted)));
  }
  return true;
}

}  // namespace

std::string weightsHash(const fs::path& modelDir, int64_t maxBytes) {
  std::vector<std::pair<fs::path, int64_t>> files;  // with their sizes
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
    const auto size = static_cast<int64_t>(it->file_size(failed));
    if (failed || files.size() > 1000) return "";
    bytes += size;
    files.emplace_back(it->path(), size);
  }
  if (failed || files.empty()) return "";
  std::sort(files.begin(), files.end());

  const bool isWhole = bytes <= maxBytes;
  Sha256 digest;
  for (const auto& [file, size] : files) {
    // By the name in the folder, not by what a link leads to: a download and its copy are the same model.
    digest.add(file.lexically_relative(modelDir).generic_string() + '\n');
    if (!(isWhole ? digest.addFile(file) : addSamples(digest, file, size))) return "";
  }
  return (isWhole ? "" : "sampled-") + digest.finishAsText();
}

}  // namespace unmask
