#include <gmock/gmock.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <functional>

#include "tests/core/project/project_fixture.h"
#include "tests/support/file_size_limit.h"

namespace unmask::test {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

/// Runs `work` in a child that may do no more than anybody; empty when all is well, else what went wrong.
std::string unprivileged(const std::function<std::string()>& work) {
  int ends[2];
  if (::pipe(ends) != 0) return "no pipe";
  const pid_t child = ::fork();
  if (child == 0) {
    std::string text;
    try {
      constexpr uid_t kNobody = 65534;
      if (::geteuid() == 0 && ::setresuid(kNobody, kNobody, kNobody) != 0) text = "cannot become nobody";
      if (text.empty()) text = work();
    } catch (const std::exception& failure) {
      text = failure.what();
    }
    [[maybe_unused]] const ssize_t written = ::write(ends[1], text.data(), text.size());
    ::_exit(text.empty() ? 0 : 1);
  }
  ::close(ends[1]);
  std::string text;
  std::array<char, 4096> buffer;
  for (ssize_t got = 0; (got = ::read(ends[0], buffer.data(), buffer.size())) > 0;)
    text.append(buffer.data(), static_cast<size_t>(got));
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? text : "the child crashed";
}

/// Leaves the project with its log beside it, as a crash does.
void commitAndCrash(const fs::path& path, const std::string& extra) {
  const pid_t child = ::fork();
  if (child == 0) {
    auto project = ProjectFile::open(path);
    if (project.ok()) (void)project->commit({.extra = extra});
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
}

class DiskTrouble : public ProjectTest {
 protected:
  void TearDown() override { fs::permissions(folder(), fs::perms::owner_all); }
  void makeReadable() { fs::permissions(folder(), fs::perms(0755)); }
  void makeReadOnly() { fs::permissions(folder(), fs::perms(0555)); }
};

TEST_F(DiskTrouble, FullDiskLosesNothingAtAnyByte) {
  ProjectFile project = made();
  DocumentState expected = must(project.document()).state;
  size_t runs = 0;
  size_t refused = 0;
  size_t accepted = 0;
  for (rlim_t room = 0; room < 150'000; room += 1'973) {
    SCOPED_TRACE(room);
    const rlim_t limit = (fs::exists(path("a.unmask-wal")) ? fs::file_size(path("a.unmask-wal")) : 0) + room;
    DocumentEdit edit{.extra = std::to_string(room)};
    edit.canvas = somePicture(120, 120, 3, static_cast<uint32_t>(room));
    const ProjectRun run = someRun(random);
    Result<int64_t> committed = Error{};
    Result<int64_t> added = Error{};
    {
      const FileSizeLimit full(limit);
      committed = project.commit(edit);
      added = project.addRun(run);
    }
    for (const auto* result : {&committed, &added}) {
      if (result->ok()) continue;
      ++refused;
      EXPECT_EQ(result->error().kind, ErrorKind::Io) << result->error().text();
      EXPECT_THAT(result->error().text(), HasSubstr("a.unmask"));
      EXPECT_FALSE(result->error().remedy.empty()) << result->error().text();
    }
    if (committed.ok()) {
      ++accepted;
      expected.canvas = *edit.canvas;
      expected.extra = *edit.extra;
    }
    if (added.ok()) ++runs;
    ASSERT_TRUE(areEqual(must(project.document()).state, expected));
    ASSERT_EQ(must(project.runs()).size(), runs);
  }
  EXPECT_GT(refused, 10u);
  EXPECT_GT(accepted, 10u);
  must(project.commit({.extra = "there is room again"}));
  must(project.close());
  ProjectFile again = opened();
  expected.extra = "there is room again";
  EXPECT_TRUE(areEqual(must(again.document()).state, expected));
  EXPECT_EQ(must(again.runs()).size(), runs);
}

TEST_F(DiskTrouble, FullDiskKeepsTheOldCopy) {
  ProjectFile project = made();
  must(project.commit({.canvas = somePicture(200, 200, 3, 1), .extra = "old"}));
  must(project.saveCopy(path("copy.unmask")));
  must(project.commit({.extra = "new"}));
  for (const rlim_t limit : {0, 4096, 50'000, 100'000}) {
    const FileSizeLimit full(limit);
    const auto copied = project.saveCopy(path("copy.unmask"));
    ASSERT_FALSE(copied.ok()) << limit;
    EXPECT_EQ(copied.error().kind, ErrorKind::Io) << copied.error().text();
    EXPECT_THAT(copied.error().text(), HasSubstr("copy.unmask"));
  }
  EXPECT_EQ(must(opened("copy.unmask").document()).state.extra, "old");
  for (const std::string& name : names()) EXPECT_FALSE(name.ends_with(".tmp")) << name;
  EXPECT_EQ(must(project.document()).state.extra, "new");
}

TEST_F(DiskTrouble, FullDiskCreatesNothing) {
  {
    const FileSizeLimit full(8192);
    const auto created = ProjectFile::create(path(), someDocument(random));
    ASSERT_FALSE(created.ok());
    EXPECT_EQ(created.error().kind, ErrorKind::Io) << created.error().text();
  }
  EXPECT_TRUE(names().empty());
  must(made().close());
}

TEST_F(DiskTrouble, ReallyFullDiskSaysSo) {
  const fs::path disk = path("disk");
  fs::create_directory(disk);
  if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=512k") != 0)
    GTEST_SKIP() << "mounting a small disk needs root in a place that allows it";
  {
    ProjectFile project = must(ProjectFile::create(disk / "a.unmask", someDocument(random)));
    Result<int64_t> result = int64_t{0};
    std::string last;
    for (int i = 0; result.ok() && i < 100; ++i) {
      last = must(project.document()).state.extra;
      result = project.commit(
          {.canvas = somePicture(150, 150, 3, static_cast<uint32_t>(i)), .extra = std::to_string(i)});
    }
    EXPECT_FALSE(result.ok());
    if (!result.ok()) {
      EXPECT_EQ(result.error().kind, ErrorKind::Io);
      EXPECT_THAT(result.error().text(), HasSubstr("the disk is full"));
    }
    EXPECT_EQ(must(project.document()).state.extra, last);
    (void)project.close();
    EXPECT_EQ(must(must(ProjectFile::open(disk / "a.unmask")).document()).state.extra, last);
  }
  ::umount(disk.c_str());
}

TEST_F(DiskTrouble, ReadOnlyFolderOpensForReading) {
  must(made().close());
  const ProjectDocument document = must(opened().document());
  makeReadOnly();
  EXPECT_EQ(unprivileged([&]() -> std::string {
              ProjectFile project = must(ProjectFile::open(path()));
              if (!project.isReadOnly()) return "may be changed";
              if (project.readOnlyReason().find("folder cannot be written") == std::string::npos)
                return "reason: " + project.readOnlyReason();
              if (!areEqual(must(project.document()).state, document.state)) return "another document";
              const auto change = project.commit({.extra = "x"});
              if (change.ok() || change.error().kind != ErrorKind::Unsupported) return "took a change";
              return {};
            }),
            "");
}

TEST_F(DiskTrouble, ReadOnlyFolderShowsWhatACrashLeftInTheLog) {
  must(made().close());
  commitAndCrash(path(), "only in the log");
  ASSERT_TRUE(fs::exists(path("a.unmask-wal")));
  fs::remove(path("a.unmask-shm"));
  makeReadOnly();
  EXPECT_EQ(unprivileged([&] { return must(must(ProjectFile::open(path())).document()).state.extra; }),
            "only in the log");
}

TEST_F(DiskTrouble, ReadOnlyProjectCanBeSavedElsewhere) {
  must(made().close());
  fs::create_directory(path("elsewhere"));
  fs::permissions(path("elsewhere"), fs::perms(0777));
  makeReadOnly();
  EXPECT_EQ(unprivileged([&]() -> std::string {
              ProjectFile project = must(ProjectFile::open(path()));
              project = must(project.saveAs(path("elsewhere/b.unmask")));
              if (project.isReadOnly()) return "still read-only";
              must(project.commit({.extra = "mine now"}));
              return must(project.document()).state.extra == "mine now" ? "" : "lost";
            }),
            "");
}

TEST_F(DiskTrouble, ReadOnlyFolderTakesNoNewProject) {
  makeReadOnly();
  EXPECT_EQ(unprivileged([&]() -> std::string {
              const auto created = ProjectFile::create(path(), {});
              if (created.ok()) return "created";
              if (created.error().kind != ErrorKind::Io) return "another error";
              return created.error().remedy.empty() ? "no way out named" : "";
            }),
            "");
  makeReadable();
  EXPECT_TRUE(names().empty());
}

TEST_F(DiskTrouble, ReadOnlyFileOpensForReading) {
  must(made().close());
  fs::permissions(folder(), fs::perms(0777));
  fs::permissions(path(), fs::perms(0444));
  EXPECT_EQ(unprivileged([&]() -> std::string {
              ProjectFile project = must(ProjectFile::open(path()));
              if (!project.isReadOnly()) return "may be changed";
              return project.readOnlyReason().empty() ? "no reason" : "";
            }),
            "");
}

TEST_F(DiskTrouble, UnreadableFileIsAnError) {
  must(made().close());
  fs::permissions(folder(), fs::perms(0777));
  fs::permissions(path(), fs::perms(0));
  EXPECT_EQ(unprivileged([&]() -> std::string {
              const auto project = ProjectFile::open(path());
              if (project.ok()) return "opened";
              return project.error().kind == ErrorKind::Io ? "" : project.error().text();
            }),
            "");
}

}  // namespace
}  // namespace unmask::test
