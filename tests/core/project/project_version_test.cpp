#include <gmock/gmock.h>

#include "core/project/database.h"
#include "core/project/schema.h"
#include "tests/core/io/random_request.h"
#include "tests/core/io/test_files.h"
#include "tests/core/project/project_fixture.h"

namespace unmask::test {
namespace {

using testing::HasSubstr;

class ProjectVersion : public ProjectTest {
 protected:
  /// What the first version of the program wrote: no queue.
  void makeVersion1() {
    const auto db = openDatabase(path(), Access::Create);
    applySteps(*db, projectScheme(), 0, 1);
    db->exec(
        "INSERT INTO states VALUES(1, '', 5, NULL, NULL, NULL, NULL, 'first');"
        "INSERT INTO states VALUES(2, 'Stroke', 6, NULL, NULL, NULL, NULL, 'second');"
        "INSERT INTO document VALUES(1, 2, '{\"schema\": 1, \"prompt\": \"a cat\"}', NULL, 'w');"
        "INSERT INTO runs VALUES(1, NULL, 0, 'j', 7, 1, '{\"schema\": 1, \"seed\": 3}', NULL, NULL, NULL, "
        "0)");
  }
  void setVersion(int version) {
    const auto db = openDatabase(path(), Access::ReadWrite);
    db->exec("PRAGMA user_version = " + std::to_string(version));
  }
};

TEST_F(ProjectVersion, FirstVersionIsBroughtUpToDate) {
  makeVersion1();
  {
    ProjectFile project = opened();
    EXPECT_EQ(project.schemaVersion(), 1);
    EXPECT_FALSE(project.isReadOnly());
    EXPECT_EQ(must(project.document()).draft.prompt, "a cat");
    EXPECT_EQ(must(project.document()).state.extra, "second");
    EXPECT_EQ(must(project.run(1)).request.seed, 3u);
    EXPECT_TRUE(must(project.queue()).empty());
    must(project.setQueue({{randomRequest(random), "new"}}));
  }
  ProjectFile again = opened();
  EXPECT_EQ(again.schemaVersion(), projectScheme().version());
  EXPECT_EQ(must(again.queue()).size(), 1u);
  EXPECT_EQ(must(again.undoSteps()).size(), 2u);
}

TEST_F(ProjectVersion, FirstVersionCanBeReadWithoutChangingIt) {
  makeVersion1();
  const std::string before = contentOf(path());
  ProjectFile project = opened("a.unmask", ProjectFile::Mode::ReadOnly);
  EXPECT_EQ(must(project.document()).draft.prompt, "a cat");
  EXPECT_TRUE(must(project.queue()).empty());
  EXPECT_EQ(contentOf(path()), before);
}

TEST_F(ProjectVersion, NewerVersionOpensForReadingOnly) {
  must(made().close());
  {
    const auto db = openDatabase(path(), Access::ReadWrite);
    db->exec("ALTER TABLE states ADD COLUMN mood TEXT; CREATE TABLE smells(id INTEGER PRIMARY KEY)");
  }
  setVersion(99);
  const std::string before = contentOf(path());
  ProjectFile project = opened();
  EXPECT_TRUE(project.isReadOnly());
  EXPECT_THAT(project.readOnlyReason(), HasSubstr("newer Unmask"));
  EXPECT_THAT(project.readOnlyReason(), HasSubstr("99"));
  EXPECT_NE(must(project.document()).state.canvas, nullptr);
  const auto change = project.setDraft({}, "");
  ASSERT_FALSE(change.ok());
  EXPECT_EQ(change.error().kind, ErrorKind::Unsupported);
  EXPECT_THAT(change.error().text(), HasSubstr("newer Unmask"));
  must(project.close());
  EXPECT_EQ(contentOf(path()), before);
}

TEST_F(ProjectVersion, NewerVersionWithoutOurTablesIsRefused) {
  must(made().close());
  openDatabase(path(), Access::ReadWrite)->exec("ALTER TABLE states RENAME TO moments");
  setVersion(99);
  EXPECT_EQ(ProjectFile::open(path()).error().kind, ErrorKind::BadInput);
}

TEST_F(ProjectVersion, VersionsThatMakeNoSenseAreRefused) {
  must(made().close());
  for (const int version : {0, -1, 2'000'000'000}) {
    setVersion(version);
    EXPECT_EQ(ProjectFile::open(path()).error().kind, ErrorKind::BadInput) << version;
  }
}

}  // namespace
}  // namespace unmask::test
