// Documents, runs and traces drawn from a seed, and what it takes to compare them.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>

#include "core/project/project_file.h"
#include "tests/support/scratch_dir.h"

namespace unmask::test {

SharedPicture somePicture(int width, int height, int channels, uint32_t seed);
CellMask someMask(std::mt19937& random, int height = 4, int width = 5);
/// `steps` records; with `isFull` entropies and alternatives, too.
std::shared_ptr<const Trace> someTrace(std::mt19937& random, int steps, bool isFull);
ProjectDocument someDocument(std::mt19937& random);
ProjectRun someRun(std::mt19937& random);

testing::AssertionResult areEqual(const SharedPicture& a, const SharedPicture& b);
testing::AssertionResult areEqual(const DocumentState& a, const DocumentState& b);  ///< but for name and time
testing::AssertionResult areEqual(const Trace& a, const Trace& b);                  ///< but for the request
testing::AssertionResult areEqual(const ProjectRun& a, const ProjectRun& b);

/// A folder, and a project in it.
class ProjectTest : public testing::Test {
 protected:
  std::filesystem::path path(const std::string& name = "a.unmask") const { return m_dir / name; }
  const std::filesystem::path& folder() const { return m_dir.path(); }
  /// A new project of `someDocument`.
  ProjectFile made(const std::string& name = "a.unmask");
  ProjectFile opened(const std::string& name = "a.unmask",
                     ProjectFile::Mode mode = ProjectFile::Mode::ReadWrite);
  std::vector<std::string> names() const;  ///< of the files in the folder, hidden ones too, sorted

  std::mt19937 random{20261125};

 private:
  ScratchDir m_dir;
};

/// The value, or a failed test and an exception that ends it.
template <typename T>
T must(Result<T> result) {
  if (!result.ok()) {
    ADD_FAILURE() << result.error().text();
    throw std::runtime_error(result.error().text());
  }
  return *std::move(result);
}
inline void must(Result<void> result) {
  if (!result.ok()) {
    ADD_FAILURE() << result.error().text();
    throw std::runtime_error(result.error().text());
  }
}

}  // namespace unmask::test
