#include <gmock/gmock.h>
#include <unistd.h>

#include "core/io/file_lock.h"
#include "tests/core/io/test_files.h"
#include "tests/core/project/project_fixture.h"

namespace unmask::test {
namespace {

using testing::HasSubstr;

class ProjectLock : public ProjectTest {};

TEST_F(ProjectLock, SecondWriterIsTurnedAwayWithASentence) {
  ProjectFile first = made();
  const auto second = ProjectFile::open(path());
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().kind, ErrorKind::Io);
  EXPECT_THAT(second.error().text(), HasSubstr("is open in another Unmask window"));
  EXPECT_THAT(second.error().text(), HasSubstr("process " + std::to_string(::getpid())));
  must(first.commit({.extra = "still mine"}));
  must(first.close());
  EXPECT_EQ(must(opened().document()).state.extra, "still mine");
}

TEST_F(ProjectLock, ReaderMayLookOnWhileAWriterWorks) {
  ProjectFile writer = made();
  must(writer.commit({.extra = "one"}));
  ProjectFile reader = opened("a.unmask", ProjectFile::Mode::ReadOnly);
  EXPECT_EQ(must(reader.document()).state.extra, "one");
  must(writer.commit({.extra = "two"}));
  EXPECT_EQ(must(reader.document()).state.extra, "two");
  EXPECT_FALSE(reader.wasInterrupted() && reader.readOnlyReason().empty());
  const auto change = reader.commit({.extra = "no"});
  ASSERT_FALSE(change.ok());
  EXPECT_EQ(change.error().kind, ErrorKind::Unsupported);
  EXPECT_THAT(change.error().text(), HasSubstr("reading only"));
}

TEST_F(ProjectLock, LockThatACrashLeftIsTakenOver) {
  must(made().close());
  putContent(path(".a.unmask.lock"), "process 1 on nowhere");
  ProjectFile project = opened();
  EXPECT_FALSE(project.isReadOnly());
  EXPECT_THAT(FileLock::holderOf(path()), HasSubstr(std::to_string(::getpid())));
  must(project.close());
  EXPECT_FALSE(std::filesystem::exists(path(".a.unmask.lock")));
}

TEST_F(ProjectLock, LinkAndTargetAreOneProject) {
  ProjectFile project = made();
  std::filesystem::create_symlink("a.unmask", path("link.unmask"));
  EXPECT_EQ(ProjectFile::open(path("link.unmask")).error().kind, ErrorKind::Io);
}

TEST_F(ProjectLock, OrderlyEndIsNoInterruption) {
  ProjectFile project = made();
  EXPECT_FALSE(project.wasInterrupted());
  must(project.commit({.extra = "x"}));
  must(project.close());
  EXPECT_FALSE(opened().wasInterrupted());
}

TEST_F(ProjectLock, LookingChangesNothing) {
  must(made().close());
  const std::string before = contentOf(path());
  {
    ProjectFile project = opened();
    must(project.document());
  }
  EXPECT_EQ(contentOf(path()), before);
}

}  // namespace
}  // namespace unmask::test
