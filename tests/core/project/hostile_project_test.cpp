#include <gmock/gmock.h>
#include <sys/stat.h>
#include <zlib.h>

#include <functional>

#include "core/io/deflate.h"
#include "core/project/database.h"
#include "core/project/schema.h"
#include "tests/core/io/test_files.h"
#include "tests/core/project/project_fixture.h"

namespace unmask::test {
namespace {

using testing::AnyOf;
using testing::Eq;

/// Everything a project gives; stops at the first error. Crashing is what must not happen.
Result<void> readAll(const std::filesystem::path& path, ProjectFile::Mode mode) {
  UNMASK_TRY(ProjectFile project, ProjectFile::open(path, mode));
  UNMASK_CHECK(project.document());
  UNMASK_TRY(const auto steps, project.undoSteps());
  for (const UndoStep& step : steps) UNMASK_CHECK(project.stateAt(step.step));
  UNMASK_TRY(const auto runs, project.runs());
  for (const RunSummary& run : runs) UNMASK_CHECK(project.run(run.run.id));
  UNMASK_CHECK(project.queue());
  return {};
}

class HostileProject : public ProjectTest {
 protected:
  void SetUp() override {
    ProjectFile project = made();
    must(project.commit({.name = "Stroke", .strokeMask = somePicture(17, 9, 1, 3)}));
    for (int i = 0; i < 3; ++i) {
      ProjectRun run = someRun(random);
      run.parent = i;
      must(project.addRun(run));
    }
    must(project.setQueue({{someRun(random).request, "q"}}));
    must(project.close());
    m_original = contentOf(path());
  }

  /// The project with some SQL run on it that SQLite itself was told not to mind.
  void tampered(const std::string& sql) {
    putContent(path(), m_original);
    SQLite::Database db(path().string(), SQLite::OPEN_READWRITE);
    db.exec("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; PRAGMA writable_schema = ON");
    db.exec(sql);
    db.exec("PRAGMA journal_mode = DELETE");
  }
  void tampered(const std::string& sql, std::span<const std::byte> blob) {
    tampered("SELECT 1");
    SQLite::Database db(path().string(), SQLite::OPEN_READWRITE);
    SQLite::Statement statement(db, sql);
    bindBytes(statement, 1, blob);
    statement.exec();
  }
  void expectRefused(const std::string& why, ErrorKind kind = ErrorKind::BadInput) {
    for (const auto mode : {ProjectFile::Mode::ReadWrite, ProjectFile::Mode::ReadOnly}) {
      const auto opened = ProjectFile::open(path(), mode);
      ASSERT_FALSE(opened.ok()) << why;
      EXPECT_EQ(opened.error().kind, kind) << why << ": " << opened.error().text();
      EXPECT_FALSE(opened.error().message.empty());
    }
  }
  const std::string& original() const { return m_original; }

 private:
  std::string m_original;
};

TEST_F(HostileProject, OtherFilesAreRefused) {
  for (const std::string& content :
       {std::string(), std::string("hello"), std::string(5000, '\0'), std::string("SQLite format 3\0", 16),
        std::string("\x89PNG\r\n\x1a\n")}) {
    putContent(path(), content);
    expectRefused("content of " + std::to_string(content.size()));
    EXPECT_EQ(contentOf(path()), content) << "a file that is not ours stays as it is";
  }
}

TEST_F(HostileProject, OtherPathsAreRefused) {
  std::filesystem::remove(path());
  expectRefused("missing", ErrorKind::NotFound);
  std::filesystem::create_directory(path());
  expectRefused("a folder");
  std::filesystem::remove(path());
  ASSERT_EQ(::mkfifo(path().c_str(), 0600), 0);
  expectRefused("a pipe");
}

TEST_F(HostileProject, OtherDatabasesAreRefused) {
  tampered("PRAGMA application_id = 42");
  expectRefused("another program's");
  tampered("PRAGMA application_id = " + std::to_string(historyScheme().applicationId));
  expectRefused("a history");
}

TEST_F(HostileProject, OtherTablesAreRefused) {
  for (const char* sql : {
           "CREATE TABLE more(x)",
           "CREATE TRIGGER t AFTER UPDATE ON document BEGIN DELETE FROM runs; END",
           "CREATE VIEW v AS SELECT * FROM runs",
           "CREATE INDEX i ON states(name)",
           "DROP TABLE queue",
           "ALTER TABLE runs ADD COLUMN mood TEXT",
       }) {
    tampered(sql);
    expectRefused(sql);
  }
}

TEST_F(HostileProject, WrongTypesAreRefused) {
  // A table without STRICT takes anything; afterwards its text is made to claim that it is strict.
  const std::string strict = schemaTextOf(projectScheme(), 2);
  for (const char* change :
       {"name = x'00'", "time_ms = 'noon'", "canvas = 'x'", "extra = x'07'", "extra = NULL"}) {
    tampered(
        "CREATE TEMP TABLE kept AS SELECT * FROM sqlite_schema WHERE name = 'states';"
        "UPDATE sqlite_schema SET sql = replace(replace(sql, ') STRICT', ')'), 'NOT NULL', '') WHERE name = "
        "'states'");
    SQLite::Database db(path().string(), SQLite::OPEN_READWRITE);
    db.exec(std::string("PRAGMA foreign_keys = OFF; UPDATE states SET ") + change);
    db.exec("PRAGMA writable_schema = ON");
    const size_t begin = strict.find("CREATE TABLE states");
    SQLite::Statement put(db, "UPDATE sqlite_schema SET sql = ? WHERE name = 'states'");
    put.bind(1, strict.substr(begin, strict.find(") STRICT", begin) + 8 - begin));
    put.exec();
    db.exec("PRAGMA journal_mode = DELETE");
    expectRefused(change);
  }
}

TEST_F(HostileProject, BrokenRelationsAreRefused) {
  for (const char* sql : {
           "UPDATE runs SET parent = 3 WHERE id = 1",  // 1 → 3 → 2 → 1
           "UPDATE runs SET parent = id",
           "UPDATE runs SET parent = 77 WHERE id = 2",
           "UPDATE document SET state = 99",
           "DELETE FROM document",
           "DELETE FROM contents",
           "UPDATE states SET canvas = 12345",
           "INSERT INTO document SELECT 2, state, draft, draft_picture, window FROM document",
       }) {
    tampered(sql);
    expectRefused(sql);
  }
}

TEST_F(HostileProject, BrokenValuesAreRefused) {
  for (const char* sql : {
           "UPDATE document SET draft = '{'",
           "UPDATE document SET draft = '[]'",
           "UPDATE document SET draft = '{\"schema\": 1, \"steps\": -4}'",
           "UPDATE runs SET request = ''",
           "UPDATE runs SET verdict = 7",
           "UPDATE runs SET branch_step = 999999",
           "UPDATE runs SET steps = -1",
           "UPDATE queue SET request = '{}'",
           "UPDATE contents SET bytes = x''",
           "UPDATE contents SET bytes = x'00'",
           "UPDATE contents SET hash = randomblob(31)",
           "UPDATE contents SET kind = 3 WHERE id = 1",
           "UPDATE contents SET kind = 77",
       }) {
    tampered(sql);
    expectRefused(sql);
  }
}

TEST_F(HostileProject, SwappedPicturesAreFound) {
  tampered(
      "CREATE TEMP TABLE both AS SELECT canvas, original FROM states WHERE id = 1;"
      "CREATE TEMP TABLE b1 AS SELECT bytes FROM contents WHERE id = (SELECT canvas FROM both);"
      "UPDATE contents SET bytes = (SELECT bytes FROM contents WHERE id = (SELECT original FROM both))"
      " WHERE id = (SELECT canvas FROM both)");
  expectRefused("the canvas holds another picture than its hash says");
}

TEST_F(HostileProject, BrokenResultSpoilsOnlyItself) {
  tampered("UPDATE contents SET bytes = x'8950' WHERE id = (SELECT result FROM runs WHERE id = 2)");
  ProjectFile project = opened();
  EXPECT_TRUE(project.run(1).ok());
  EXPECT_EQ(project.run(2).error().kind, ErrorKind::BadInput);
  EXPECT_EQ(project.runResult(2).error().kind, ErrorKind::BadInput);
  EXPECT_TRUE(project.run(3).ok());
}

TEST_F(HostileProject, BombsDoNotGoOff) {
  const std::string onCanvas = " WHERE id = (SELECT canvas FROM states WHERE id = 1)";
  const std::vector<std::byte> zeros(1 << 20);
  std::vector<std::byte> bomb(12, std::byte{0xFF});  // 2^32 − 1 a side
  const auto stream = deflated(zeros, 9);
  bomb.insert(bomb.end(), stream.begin(), stream.end());
  tampered("UPDATE contents SET kind = 2, bytes = ?" + onCanvas, bomb);
  expectRefused("a size that overflows");
  std::fill(bomb.begin(), bomb.begin() + 12, std::byte{0});
  bomb[1] = std::byte{0x20};  // 8192 × 8192 × 1, of which there is one part in 64
  bomb[5] = std::byte{0x20};
  bomb[8] = std::byte{1};
  tampered("UPDATE contents SET kind = 2, bytes = ?" + onCanvas, bomb);
  expectRefused("fewer pixels than claimed");
  bomb[1] = std::byte{1};  // 256 × 256, of which there is sixteen times as much
  bomb[5] = std::byte{1};
  tampered("UPDATE contents SET kind = 2, bytes = ?" + onCanvas, bomb);
  expectRefused("more pixels than claimed");
}

TEST_F(HostileProject, SeedOfTheFuzzerIsWhole) {
  const auto seed = std::filesystem::path(UNMASK_SOURCE_DIR) / "tests/fuzz/corpus/fuzz_project/small";
  putContent(path(), contentOf(seed));
  const auto result = readAll(path(), ProjectFile::Mode::ReadOnly);
  EXPECT_TRUE(result.ok()) << result.error().text()
                           << ": run tests/fuzz/make_seeds.py when the tables change";
}

TEST_F(HostileProject, CutFilesAreRefused) {
  for (size_t size = 0; size < original().size(); size += 1021) {
    putContent(path(), original().substr(0, size));
    EXPECT_FALSE(readAll(path(), ProjectFile::Mode::ReadWrite).ok()) << size;
  }
}

TEST_F(HostileProject, DamagedPagesNeverCrash) {
  size_t refused = 0;
  for (int round = 0; round < 400; ++round) {
    std::string content = original();
    for (unsigned i = 0; i <= random() % 4; ++i) {
      // Half of the damage goes to the first bytes of pages, where the structure is.
      const size_t offset =
          random() % 2 == 0 ? random() % content.size()
                            : std::min<size_t>(random() % (content.size() / 4096 + 1) * 4096 + random() % 64,
                                               content.size() - 1);
      content[offset] = static_cast<char>(random());
    }
    putContent(path(), content);
    const auto mode = round % 2 == 0 ? ProjectFile::Mode::ReadWrite : ProjectFile::Mode::ReadOnly;
    const auto result = readAll(path(), mode);
    if (result.ok()) continue;
    ++refused;
    EXPECT_THAT(result.error().kind,
                AnyOf(Eq(ErrorKind::BadInput), Eq(ErrorKind::Unsupported), Eq(ErrorKind::Io)))
        << result.error().text();
    for (const char* suffix : {"-wal", "-shm", "-journal"})
      std::filesystem::remove(path("a.unmask" + std::string(suffix)));
  }
  // About half of the bytes are free space, times and free text, where damage means nothing or cannot be
  // told.
  EXPECT_GT(refused, 100u) << "damage that nobody notices";
}

}  // namespace
}  // namespace unmask::test
