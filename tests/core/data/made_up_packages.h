// A folder that looks like installed emoji packages, with three concepts in it.
#pragma once

#include <filesystem>
#include <string>

namespace unmask::test {

/// A folder of its own for one test, removed with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return m_path; }
  /// Writes a file below the folder, with the folders it needs.
  std::filesystem::path write(const std::string& name, const std::string& text) const;

 private:
  std::filesystem::path m_path;
};

/// Writes `node_modules`: a red square "1f7e5" (flat, noto), a left arrow "2b05" with a mirrored alias "27a1"
/// (flat only), names for them; package versions are "9.8.7". No 3d package: that needs WebP files.
void writeMadeUpPackages(const TemporaryFolder& folder);

}  // namespace unmask::test
