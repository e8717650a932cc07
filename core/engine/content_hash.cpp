#include "core/engine/content_hash.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <memory>
#include <vector>

#include "core/io/folder_copy.h"

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

  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  if (!context || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1) return "";
  std::vector<char> buffer(size_t{1} << 20);
  for (const fs::path& file : files) {
    // By the name in the folder, not by what a link leads to: a download and its copy are the same model.
    const std::string name = file.lexically_relative(modelDir).generic_string() + '\n';
    EVP_DigestUpdate(context.get(), name.data(), name.size());
    std::ifstream in(file, std::ios::binary);
    while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || in.gcount() > 0)
      EVP_DigestUpdate(context.get(), buffer.data(), static_cast<size_t>(in.gcount()));
    if (in.bad()) return "";
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_DigestFinal_ex(context.get(), digest.data(), &size) != 1) return "";
  std::string text = "sha256:";
  constexpr char kHex[] = "0123456789abcdef";
  for (unsigned int i = 0; i < size; ++i) {
    text += kHex[digest[i] >> 4];
    text += kHex[digest[i] & 15];
  }
  return text;
}

}  // namespace unmask
