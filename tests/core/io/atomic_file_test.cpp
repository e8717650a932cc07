#include "core/io/atomic_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/fsuid.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <stdexcept>

#include "core/io/io_error.h"
#include "tests/core/io/test_files.h"

namespace unmask {
namespace {

using test::contentOf;
using test::putContent;
using test::TemporaryFolder;
using testing::ElementsAre;
using testing::HasSubstr;

/// Files of this process may not grow beyond a size: writing fails as it does on a full disk.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : m_oldHandler(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &m_old);
    const rlimit limit{bytes, m_old.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &m_old);
    std::signal(SIGXFSZ, m_oldHandler);
  }

 private:
  rlimit m_old{};
  void (*m_oldHandler)(int);
};

/// A folder nobody may write to; root gives up its file-system powers for this thread, else it could.
class ReadOnlyFolder {
 public:
  explicit ReadOnlyFolder(const std::filesystem::path& path) : m_path(path) {
    ::chmod(m_path.c_str(), 0555);
    if (::geteuid() == 0) ::setfsuid(kNobody);
  }
  ~ReadOnlyFolder() {
    if (::geteuid() == 0) ::setfsuid(0);
    ::chmod(m_path.c_str(), 0755);
  }

 private:
  static constexpr uid_t kNobody = 65534;
  std::filesystem::path m_path;
};

TEST(AtomicFile, WritesTheBytes) {
  const TemporaryFolder folder;
  const std::string content("a\0b", 3);
  ASSERT_TRUE(writeFileAtomically(folder / "new.bin", content));
  EXPECT_EQ(contentOf(folder / "new.bin"), content);
  EXPECT_THAT(folder.names(), ElementsAre("new.bin"));
}

TEST(AtomicFile, AppendsPieceByPiece) {
  const TemporaryFolder folder;
  const auto written = writeFileAtomically(folder / "pieces", [](const AppendBytes& append) -> Result<void> {
    UNMASK_CHECK(append(std::as_bytes(std::span("one", 3))));
    UNMASK_CHECK(append({}));
    return append(std::as_bytes(std::span("two", 3)));
  });
  ASSERT_TRUE(written);
  EXPECT_EQ(contentOf(folder / "pieces"), "onetwo");
}

TEST(AtomicFile, ReplacesAFileAndKeepsItsMode) {
  const TemporaryFolder folder;
  putContent(folder / "f", "old");
  ASSERT_EQ(::chmod((folder / "f").c_str(), 0640), 0);
  ASSERT_TRUE(writeFileAtomically(folder / "f", "new"));
  EXPECT_EQ(contentOf(folder / "f"), "new");
  struct stat status {};
  ASSERT_EQ(::stat((folder / "f").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0640U);
}

TEST(AtomicFile, FollowsALinkAndKeepsIt) {
  const TemporaryFolder folder;
  putContent(folder / "target", "old");
  std::filesystem::create_symlink(folder / "target", folder / "link");
  ASSERT_TRUE(writeFileAtomically(folder / "link", "new"));
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "link"));
  EXPECT_EQ(contentOf(folder / "target"), "new");
}

TEST(AtomicFile, KeepsTheOldFileWhenTheProducerFails) {
  const TemporaryFolder folder;
  putContent(folder / "f", "old");
  const auto written = writeFileAtomically(folder / "f", [](const AppendBytes& append) -> Result<void> {
    UNMASK_CHECK(append(std::as_bytes(std::span("half"))));
    return Error{.kind = ErrorKind::Cancelled, .message = "stopped"};
  });
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::Cancelled);
  EXPECT_EQ(contentOf(folder / "f"), "old");
  EXPECT_THAT(folder.names(), ElementsAre("f"));
}

TEST(AtomicFile, RemovesTheTemporaryFileWhenTheProducerThrows) {
  const TemporaryFolder folder;
  const auto write = [&] {
    return writeFileAtomically(
        folder / "f", [](const AppendBytes&) -> Result<void> { throw std::runtime_error("out of memory"); });
  };
  EXPECT_THROW((void)write(), std::runtime_error);
  EXPECT_THAT(folder.names(), ElementsAre());
}

TEST(AtomicFile, KeepsTheOldFileWhenTheDiskIsFull) {
  const TemporaryFolder folder;
  putContent(folder / "f", "old");
  Result<void> written;
  {
    const FileSizeLimit limit(4096);
    written = writeFileAtomically(folder / "f", std::string(10000, 'x'));
  }
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::Io);
  EXPECT_EQ(written.error().file, (folder / "f").string());
  EXPECT_THAT(written.error().text(), HasSubstr("File too large"));
  EXPECT_EQ(contentOf(folder / "f"), "old");
  EXPECT_THAT(folder.names(), ElementsAre("f"));
}

TEST(AtomicFile, NamesFileAndReasonWithoutPermission) {
  const TemporaryFolder folder;
  putContent(folder / "f", "old");
  Result<void> written;
  {
    const ReadOnlyFolder readOnly(folder.path());
    written = writeFileAtomically(folder / "f", "new");
  }
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::Io);
  EXPECT_EQ(written.error().file, (folder / "f").string());
  EXPECT_THAT(written.error().text(), HasSubstr("Permission denied"));
  EXPECT_EQ(contentOf(folder / "f"), "old");
}

TEST(AtomicFile, MissingFolderIsNotFound) {
  const TemporaryFolder folder;
  const auto written = writeFileAtomically(folder / "nowhere" / "f", "new");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::NotFound);
}

TEST(AtomicFile, RefusesFoldersAndDevices) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "sub");
  for (const std::filesystem::path& path :
       {folder / "sub", folder.path() / "", std::filesystem::path("/dev/null")}) {
    const auto written = writeFileAtomically(path, "new");
    ASSERT_FALSE(written) << path;
    EXPECT_EQ(written.error().kind, ErrorKind::Usage) << path;
  }
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST(SystemError, FullDiskSaysWhatToDo) {
  const Error error = systemError("/a/b.png", "write the file", ENOSPC);
  EXPECT_EQ(error.kind, ErrorKind::Io);
  EXPECT_EQ(error.text(),
            "/a/b.png: could not write the file: No space left on device. Free some space on that disk and "
            "try again");
}

TEST(ReadFile, ReadsUpToTheLimit) {
  const TemporaryFolder folder;
  putContent(folder / "f", "12345");
  const auto whole = readFile(folder / "f", 5);
  ASSERT_TRUE(whole);
  EXPECT_EQ(*whole, "12345");
  const auto tooLarge = readFile(folder / "f", 4);
  ASSERT_FALSE(tooLarge);
  EXPECT_EQ(tooLarge.error().kind, ErrorKind::BadInput);
  EXPECT_EQ(tooLarge.error().expected, "at most 4 bytes");
  EXPECT_EQ(tooLarge.error().found, "5 bytes");
}

TEST(ReadFile, BoundsFilesThatHideTheirSize) {
  const auto read = readFile("/proc/self/status", 16);  // says 0 bytes, gives many
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::BadInput);
}

TEST(ReadFile, MissingFileIsNotFound) {
  const TemporaryFolder folder;
  const auto read = readFile(folder / "f", 10);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::NotFound);
}

TEST(ReadFile, RefusesFoldersAndPipesWithoutWaiting) {
  const TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  for (const std::filesystem::path& path : {folder.path(), folder / "pipe"}) {
    const auto read = readFile(path, 10);
    ASSERT_FALSE(read) << path;
    EXPECT_EQ(read.error().kind, ErrorKind::BadInput) << path;
    EXPECT_EQ(read.error().expected, "a regular file") << path;
  }
}

}  // namespace
}  // namespace unmask
