#include "core/base/module_file.h"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>
#include <vector>

namespace unmask {
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> modulePlaces(const std::string& file) {
  std::vector<fs::path> places;
  if (const char* dir = std::getenv("UNMASK_MODULE_DIR")) places.emplace_back(fs::path(dir) / file);
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  places.push_back(program / ".." / "lib" / file);             // a build tree
  places.push_back(program / ".." / "lib" / "unmask" / file);  // installed
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
constexpr int kApart = 0;  // sanitizers refuse RTLD_DEEPBIND
#else
constexpr int kApart = RTLD_DEEPBIND;
#endif

}  // namespace

Result<void*> loadModuleEntry(const std::string& name, const char* entry, const std::string& what,
                              bool isApart) {
  const std::string file = "lib" + name + ".so";
  Error error{.kind = ErrorKind::NotFound,
              .message = what + " cannot be loaded",
              .file = file,
              .remedy = "Reinstall the program."};
  for (const fs::path& place : modulePlaces(file)) {
    std::error_code ignored;
    if (!fs::exists(place, ignored)) {
      error.found +=
          (error.found.empty() ? "nothing at " : ", nothing at ") + place.lexically_normal().string();
      continue;
    }
    void* handle = dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL | (isApart ? kApart : 0));
    void* address = handle != nullptr ? dlsym(handle, entry) : nullptr;
    if (address != nullptr) return address;
    const char* reason = dlerror();
    error.found = reason != nullptr ? reason : "unknown reason";
    return error;
  }
  return error;
}

}  // namespace unmask
