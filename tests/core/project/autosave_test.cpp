#include "core/project/autosave.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/core/io/test_files.h"
#include "tests/core/project/project_fixture.h"

namespace unmask::test {
namespace {

using testing::HasSubstr;

class Autosave : public ProjectTest {
 protected:
  std::filesystem::path untitled() const { return folder() / "data/untitled"; }

  /// An unnamed project with one edit, whose window is killed.
  void editAndCrash(const std::string& extra) {
    const pid_t child = ::fork();
    if (child == 0) {
      auto project = createUntitled(untitled(), someDocument(random));
      if (project.ok()) (void)project->commit({.extra = extra});
      ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
  }
};

TEST_F(Autosave, CrashIsToldFromANormalEnd) {
  editAndCrash("crashed");
  {
    ProjectFile project = must(createUntitled(untitled(), someDocument(random)));
    must(project.commit({.extra = "ended"}));
  }
  const std::vector<UntitledProject> found = untitledProjects(untitled());
  ASSERT_EQ(found.size(), 2u);
  EXPECT_FALSE(found[0].wasInterrupted) << "newest first";
  EXPECT_TRUE(found[1].wasInterrupted);
  EXPECT_NE(found[1].canvas, nullptr);
  EXPECT_EQ(found[1].problem, "");
  EXPECT_EQ(must(must(ProjectFile::open(found[1].path)).document()).state.extra, "crashed");
  EXPECT_FALSE(untitledProjects(untitled())[1].wasInterrupted) << "opened and ended in an orderly way";
}

TEST_F(Autosave, OpenOnesAreNotOffered) {
  ProjectFile project = must(createUntitled(untitled(), {}));
  EXPECT_TRUE(untitledProjects(untitled()).empty());
  EXPECT_EQ(discardProject(project.path()).error().kind, ErrorKind::Io);
  must(project.close());
  EXPECT_EQ(untitledProjects(untitled()).size(), 1u);
}

TEST_F(Autosave, DamagedOnesAreListedWithTheReason) {
  std::filesystem::create_directories(untitled());
  putContent(untitled() / "x.unmask", "no project");
  const auto found = untitledProjects(untitled());
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].problem, HasSubstr("x.unmask"));
  EXPECT_TRUE(untitledProjects(folder() / "missing").empty());
}

TEST_F(Autosave, NamingMovesTheProject) {
  ProjectFile project = must(createUntitled(untitled(), {}));
  const auto old = project.path();
  must(project.commit({.extra = "mine"}));
  EXPECT_FALSE(nameUntitled(project, folder() / "missing/a.unmask").ok());
  must(project.commit({.extra = "still open"}));
  project = must(nameUntitled(project, path()));
  EXPECT_EQ(must(project.document()).state.extra, "still open");
  EXPECT_FALSE(std::filesystem::exists(old));
  EXPECT_EQ(project.path().filename(), "a.unmask");
}

TEST_F(Autosave, DiscardedOnesAreGoneWithTheirLog) {
  editAndCrash("x");
  const auto found = untitledProjects(untitled());
  ASSERT_EQ(found.size(), 1u);
  must(discardProject(found[0].path));
  EXPECT_TRUE(std::filesystem::is_empty(untitled()));
}

TEST_F(Autosave, DataFolderFollowsXdg) {
  ::setenv("XDG_DATA_HOME", "/somewhere", 1);
  EXPECT_EQ(untitledFolder(), "/somewhere/unmask/untitled");
  ::setenv("XDG_DATA_HOME", "relative", 1);
  ::setenv("HOME", "/home/me", 1);
  EXPECT_EQ(historyPath(), "/home/me/.local/share/unmask/history.db");
  ::unsetenv("XDG_DATA_HOME");
  EXPECT_EQ(dataFolder(), "/home/me/.local/share/unmask");
}

}  // namespace
}  // namespace unmask::test
