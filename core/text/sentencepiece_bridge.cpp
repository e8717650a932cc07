#include "core/text/sentencepiece_bridge.h"

#include <dlfcn.h>

#include <cstdlib>

#include "core/text/sentencepiece_module.h"

namespace unmask {
namespace fs = std::filesystem;

namespace {

constexpr char kModuleName[] = "libunmask_sentencepiece.so";

std::vector<fs::path> modulePlaces() {
  std::vector<fs::path> places;
  if (const char* dir = std::getenv("UNMASK_MODULE_DIR")) places.emplace_back(fs::path(dir) / kModuleName);
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  places.push_back(program / ".." / "lib" / kModuleName);             // a build tree
  places.push_back(program / ".." / "lib" / "unmask" / kModuleName);  // installed
  return places;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define UNMASK_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define UNMASK_SANITIZED 1
#endif
#endif
#ifdef UNMASK_SANITIZED
constexpr int kOpenFlags = RTLD_NOW | RTLD_LOCAL;  // sanitizers refuse RTLD_DEEPBIND
#else
constexpr int kOpenFlags = RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND;
#endif

Result<const SentencePieceModule*> loadModule() {
  Error error{ErrorKind::NotFound,
              "the module that reads SentencePiece vocabularies cannot be loaded",
              kModuleName,
              "",
              "",
              "",
              "Reinstall the program."};
  for (const fs::path& place : modulePlaces()) {
    std::error_code ignored;
    if (!fs::exists(place, ignored)) {
      error.found += (error.found.empty() ? "nothing at " : ", nothing at ") + place.lexically_normal().string();
      continue;
    }
    void* handle = dlopen(place.c_str(), kOpenFlags);  // kept for the life of the process
    void* entry = handle ? dlsym(handle, kSentencePieceEntry) : nullptr;
    if (entry) return reinterpret_cast<SentencePieceEntry>(entry)();
    const char* reason = dlerror();
    error.found = reason ? reason : "unknown reason";
    return error;
  }
  return error;
}

const Result<const SentencePieceModule*>& module() {
  static const Result<const SentencePieceModule*> loaded = loadModule();
  return loaded;
}

}  // namespace

Result<std::unique_ptr<Tokenizer>> openSentencePieceFolder(const fs::path& tokenizerDir) {
  if (!module().ok()) return module().error();
  return module().value()->open(tokenizerDir);
}

Result<void> makeSentencePieceFolder(const std::vector<std::string>& captions, int vocabularySize, int maxTokens,
                                     const fs::path& tokenizerDir) {
  if (!module().ok()) return module().error();
  return module().value()->make(captions, vocabularySize, maxTokens, tokenizerDir);
}

}  // namespace unmask
