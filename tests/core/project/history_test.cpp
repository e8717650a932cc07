#include "core/project/history.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "core/project/database.h"
#include "core/project/project_file.h"
#include "core/project/schema.h"
#include "tests/core/io/random_request.h"
#include "tests/core/io/test_files.h"
#include "tests/core/project/project_fixture.h"

namespace unmask::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

NewHistoryEntry entryOf(const std::string& prompt, uint32_t picture = 1) {
  NewHistoryEntry entry;
  entry.request.prompt = prompt;
  entry.request.seed = picture;
  entry.picture = somePicture(8, 8, 3, picture);
  return entry;
}

class HistoryTest : public testing::Test {
 protected:
  std::filesystem::path path() const { return m_dir / "data/history.db"; }
  History opened() const { return must(History::open(path())); }
  static std::vector<int64_t> idsOf(const std::vector<HistoryEntry>& entries) {
    std::vector<int64_t> ids;
    for (const HistoryEntry& entry : entries) ids.push_back(entry.id);
    return ids;
  }
  static std::vector<int64_t> found(History& history, const HistoryQuery& query) {
    std::vector<int64_t> ids = idsOf(must(history.page(query)));
    EXPECT_EQ(must(history.count(query)), static_cast<int64_t>(ids.size()));
    return ids;
  }
  std::mt19937 random{5};

 private:
  ScratchDir m_dir;
};

TEST_F(HistoryTest, EntriesComeBackEqual) {
  std::vector<NewHistoryEntry> entries;
  {
    History history = opened();
    for (int i = 0; i < 12; ++i) {
      const ProjectRun run = someRun(random);
      entries.push_back({run.request, run.result, i % 3 == 0 ? nullptr : run.trace, 1000 + i});
      EXPECT_EQ(must(history.add(entries.back())), i + 1);
    }
  }
  History history = opened();
  const std::vector<HistoryEntry> page = must(history.page({}));
  ASSERT_EQ(page.size(), entries.size());
  for (size_t i = 0; i < entries.size(); ++i) {
    const auto id = static_cast<int64_t>(i) + 1;
    const HistoryEntry& listed = page[entries.size() - 1 - i];
    EXPECT_EQ(listed.id, id);
    EXPECT_EQ(listed.timeMs, 1000 + static_cast<int64_t>(i));
    EXPECT_EQ(listed.prompt, entries[i].request.prompt);
    EXPECT_EQ(listed.width, 16);
    EXPECT_EQ(must(history.request(id)), entries[i].request);
    EXPECT_TRUE(areEqual(must(history.picture(id)), entries[i].picture));
    const auto trace = must(history.trace(id));
    ASSERT_EQ(trace != nullptr, entries[i].trace != nullptr);
    if (!trace) continue;
    EXPECT_TRUE(areEqual(*trace, *entries[i].trace));
    EXPECT_EQ(trace->request, entries[i].request);
  }
  EXPECT_EQ(history.request(99).error().kind, ErrorKind::NotFound);
}

TEST_F(HistoryTest, ThumbnailKeepsTheShape) {
  History history = opened();
  NewHistoryEntry entry = entryOf("wide");
  entry.picture = somePicture(500, 250, 3, 1);
  must(history.add(entry));
  const SharedPicture thumbnail = must(history.page({}))[0].thumbnail;
  EXPECT_EQ(thumbnail->width, 192);
  EXPECT_EQ(thumbnail->height, 96);
}

TEST_F(HistoryTest, SearchFindsBeginningsOfWordsInAllTexts) {
  History history = opened();
  NewHistoryEntry entry = entryOf("A Red Apple on the café table");
  entry.request.negativePrompt = "blurry";
  entry.request.model.name = "emoji-256";
  must(history.add(entry));
  must(history.add(entryOf("a yellow star")));
  must(history.add(entryOf("red car")));
  must(history.add(
      entryOf("\xE4\xB8\x80\xE5\x8F\xAA\xE7\xBA\xA2\xE8\x89\xB2\xE7\x9A\x84\xE7\x8C\xAB")));  // 一只红色的猫
  EXPECT_THAT(found(history, {.text = "red"}), ElementsAre(3, 1));
  EXPECT_THAT(found(history, {.text = "app RED"}), ElementsAre(1));
  EXPECT_THAT(found(history, {.text = "cafe"}), ElementsAre(1));
  EXPECT_THAT(found(history, {.text = "blur emoji"}), ElementsAre(1));
  EXPECT_THAT(found(history, {.text = "pple"}), IsEmpty());
  EXPECT_THAT(found(history, {.text = "\xE7\xBA\xA2\xE8\x89\xB2"}), ElementsAre(4)) << "红色, amid a run";
  EXPECT_THAT(found(history, {.text = "  "}), ElementsAre(4, 3, 2, 1));
}

TEST_F(HistoryTest, SearchTextIsNoLanguage) {
  History history = opened();
  must(history.add(entryOf("a cat AND a dog, 100% \"quoted\" (x) NEAR")));
  for (const char* text : {"\"", "cat AND", "NOT", "*", "(", "cat\"", "prompt:cat", "^cat", "a + b",
                           "'; DROP", "NEAR(a b)", "{", "\\", "%", "-cat", "\xFF\xFE"}) {
    EXPECT_TRUE(history.page({.text = text}).ok()) << text;
    EXPECT_TRUE(history.count({.text = text}).ok()) << text;
  }
  EXPECT_THAT(found(history, {.text = "cat \"quoted"}), ElementsAre(1));
  EXPECT_TRUE(history.page({.text = std::string(100'000, 'x')}).ok());
}

TEST_F(HistoryTest, StarTrashAndRestore) {
  History history = opened();
  for (int i = 0; i < 6; ++i) must(history.add(entryOf("cat " + std::to_string(i))));
  must(history.setStarred({2, 4, 5}, true));
  must(history.setStarred({5}, false));
  EXPECT_THAT(found(history, {.isStarredOnly = true}), ElementsAre(4, 2));
  must(history.moveToTrash({4, 1, 6}));
  EXPECT_THAT(found(history, {}), ElementsAre(5, 3, 2));
  EXPECT_THAT(found(history, {.text = "cat", .isStarredOnly = true}), ElementsAre(2));
  EXPECT_THAT(found(history, {.isInTrash = true}), ElementsAre(6, 4, 1));
  EXPECT_THAT(found(history, {.text = "cat", .isInTrash = true}), ElementsAre(6, 4, 1));
  must(history.restore({4, 1, 6}));
  EXPECT_THAT(found(history, {}), ElementsAre(6, 5, 4, 3, 2, 1)) << "everything where it was";
  EXPECT_THAT(found(history, {.isStarredOnly = true}), ElementsAre(4, 2));
}

TEST_F(HistoryTest, MarksAreAllOrNone) {
  History history = opened();
  must(history.add(entryOf("a")));
  EXPECT_EQ(history.setStarred({1, 99}, true).error().kind, ErrorKind::NotFound);
  EXPECT_EQ(history.moveToTrash({1, 99}).error().kind, ErrorKind::NotFound);
  EXPECT_EQ(history.purge({1, 99}).error().kind, ErrorKind::NotFound);
  EXPECT_FALSE(must(history.page({}))[0].isStarred);
  EXPECT_FALSE(history.add({}).ok()) << "no picture";
  EXPECT_FALSE(history.addAll({entryOf("b"), {}}).ok());
  EXPECT_EQ(must(history.count({})), 1);
}

TEST_F(HistoryTest, PurgeRemovesWhatNobodyElseUses) {
  History history = opened();
  NewHistoryEntry big = entryOf("big");
  big.picture = somePicture(400, 400, 3, 9);
  must(history.add(big));
  must(history.add(big));
  must(history.add(entryOf("small", 3)));
  must(history.purge({1}));
  EXPECT_TRUE(areEqual(must(history.picture(2)), big.picture)) << "entry 2 shows the same picture";
  EXPECT_THAT(found(history, {.text = "big"}), ElementsAre(2));
  must(history.moveToTrash({2}));
  EXPECT_EQ(must(history.purgeTrash(0)), 0u);
  EXPECT_EQ(must(history.purgeTrash(INT64_MAX)), 1u);
  EXPECT_THAT(found(history, {.text = "big"}), IsEmpty());
  EXPECT_THAT(found(history, {.isInTrash = true}), IsEmpty());
  EXPECT_EQ(must(history.add(entryOf("new"))), 4) << "ids are not used again";
  history = opened();
  EXPECT_LT(std::filesystem::file_size(path()), 400'000u) << "the room is given back";
}

TEST_F(HistoryTest, AnotherPictureTakesAnEntrysPlace) {
  History history = opened();
  const NewHistoryEntry first = entryOf("a red apple", 1), other = entryOf("a house", 2);
  must(history.add(first));
  must(history.add(other));
  must(history.setStarred({1}, true));
  NewHistoryEntry next = entryOf("a green pear", 7);
  next.picture = somePicture(24, 8, 3, 7);
  must(history.replace(1, next));
  EXPECT_TRUE(areEqual(must(history.picture(1)), next.picture));
  EXPECT_EQ(must(history.request(1)), next.request);
  EXPECT_THAT(found(history, {}), ElementsAre(2, 1));
  EXPECT_THAT(found(history, {.text = "pear"}), ElementsAre(1));
  EXPECT_THAT(found(history, {.text = "apple"}), IsEmpty());
  const HistoryEntry listed = must(history.page({.isStarredOnly = true})).at(0);
  EXPECT_EQ(listed.id, 1);
  EXPECT_EQ(listed.width, 24);
  EXPECT_TRUE(areEqual(must(history.picture(2)), other.picture));

  must(history.moveToTrash({1}));
  EXPECT_EQ(history.replace(1, first).error().kind, ErrorKind::NotFound);
  EXPECT_EQ(history.replace(9, first).error().kind, ErrorKind::NotFound);
  EXPECT_TRUE(areEqual(must(history.picture(1)), next.picture));
}

TEST_F(HistoryTest, AReplacedPictureLeavesNothingBehind) {
  NewHistoryEntry big = entryOf("big");
  big.picture = somePicture(400, 400, 3, 9);
  {
    History history = opened();
    must(history.add(big));
    must(history.replace(1, entryOf("small", 3)));
    must(history.purge({}));  // gives room back
  }
  EXPECT_LT(std::filesystem::file_size(path()), 400'000u);
}

TEST_F(HistoryTest, PromptsOutliveTheirPictures) {
  History history = opened();
  NewHistoryEntry wild = entryOf("a red cat");
  wild.request.promptTemplate = "a {red|blue} cat";
  must(history.add(entryOf("first")));
  must(history.add(wild));
  must(history.add(entryOf("second")));
  must(history.add(wild));
  EXPECT_THAT(must(history.prompts(10)), ElementsAre("a {red|blue} cat", "second", "first"));
  must(history.purge({1, 2, 3, 4}));
  EXPECT_THAT(must(history.prompts(2)), ElementsAre("a {red|blue} cat", "second"));
}

TEST_F(HistoryTest, TwoWindowsShareIt) {
  History one = opened();
  History two = opened();
  must(one.add(entryOf("one")));
  must(two.add(entryOf("two")));
  EXPECT_THAT(found(one, {}), ElementsAre(2, 1));
  EXPECT_THAT(found(two, {}), ElementsAre(2, 1));
}

// The disk was full, or the machine went down, between the file and its tables.
TEST_F(HistoryTest, AMakingThatWasCutShortIsTakenUpAgain) {
  std::filesystem::create_directories(path().parent_path());
  putContent(path(), "");
  must(opened().add(entryOf("after nothing")));
  EXPECT_EQ(must(opened().count({})), 1);

  std::filesystem::remove(path());
  openDatabase(path(), Access::Create)->exec("PRAGMA journal_mode = WAL");
  EXPECT_GT(std::filesystem::file_size(path()), 0U);
  must(opened().add(entryOf("after the first page")));
  EXPECT_EQ(must(opened().count({})), 1);
}

TEST_F(HistoryTest, OtherFilesAreRefused) {
  { opened(); }
  putContent(path(), "something else");
  EXPECT_EQ(History::open(path()).error().kind, ErrorKind::BadInput);
  std::filesystem::remove(path());
  must(must(ProjectFile::create(path(), {})).close());
  EXPECT_EQ(History::open(path()).error().kind, ErrorKind::BadInput);
  EXPECT_EQ(ProjectFile::open(path()).ok(), true) << "and left as it was";
}

TEST_F(HistoryTest, NewerVersionOpensForReadingOnly) {
  {
    History history = opened();
    must(history.add(entryOf("old")));
  }
  openDatabase(path(), Access::ReadWrite)->exec("PRAGMA user_version = 42");
  History history = opened();
  EXPECT_TRUE(history.isReadOnly());
  EXPECT_THAT(history.readOnlyReason(), HasSubstr("newer Unmask"));
  EXPECT_EQ(must(history.count({})), 1);
  EXPECT_EQ(history.add(entryOf("new")).error().kind, ErrorKind::Unsupported);
}

TEST_F(HistoryTest, DamagedPictureIsAnError) {
  {
    History history = opened();
    must(history.add(entryOf("a")));
  }
  openDatabase(path(), Access::ReadWrite)->exec("UPDATE contents SET bytes = x'8950'");
  History history = opened();
  EXPECT_EQ(history.picture(1).error().kind, ErrorKind::BadInput);
  EXPECT_EQ(history.page({}).error().kind, ErrorKind::BadInput);
}

/// 20,000 entries, made once for all tests of the suite.
class LargeHistory : public HistoryTest {
 protected:
  static constexpr int kEntries = 20'000;

  static void SetUpTestSuite() {
    s_dir = std::make_unique<ScratchDir>();
    History history = must(History::open(*s_dir / "history.db"));
    static constexpr const char* kThings[] = {"apple", "star", "house", "cat", "car", "pizza", "penguin"};
    for (int i = 0; i < kEntries;) {
      std::vector<NewHistoryEntry> entries;
      for (; entries.size() < 2000; ++i) {
        std::string prompt = "a ";
        prompt += kThings[i % 7];
        prompt += i == 777 ? " needle" : " hay";
        entries.push_back(entryOf(prompt, static_cast<uint32_t>(i % 50)));
      }
      must(history.addAll(entries));
    }
    std::vector<int64_t> trashed;
    for (int64_t id = kEntries - 9000; id <= kEntries; ++id) trashed.push_back(id);
    must(history.moveToTrash(trashed));
    must(history.setStarred({5, 500, 5000}, true));
  }
  static void TearDownTestSuite() { s_dir.reset(); }
  static History large() { return must(History::open(*s_dir / "history.db")); }

  /// A page costs as many rows as it shows, whatever lies around them.
  static void expectBounded(History& history, const HistoryQuery& query, const std::string& index) {
    const QueryCost cost = must(history.cost(query));
    EXPECT_THAT(cost.plan, HasSubstr(index));
    EXPECT_THAT(cost.plan, Not(HasSubstr("TEMP B-TREE")));
    EXPECT_EQ(cost.fullScanSteps, 0) << cost.plan;
    EXPECT_EQ(cost.sorts, 0) << cost.plan;
    EXPECT_LE(cost.machineSteps, 40 * static_cast<int64_t>(query.limit) + 100) << cost.plan;
  }

 private:
  static std::unique_ptr<ScratchDir> s_dir;
};
std::unique_ptr<ScratchDir> LargeHistory::s_dir;

TEST_F(LargeHistory, PagesAreReadFromTheIndex) {
  History history = large();
  for (const int64_t before : {0, 100, 9999, 10'500}) {
    SCOPED_TRACE(before);
    expectBounded(history, {.before = before, .limit = 50}, "entries_by_bin (is_trashed=?");
    expectBounded(history, {.isInTrash = true, .before = before, .limit = 50},
                  "entries_by_bin (is_trashed=?");
    expectBounded(history, {.isStarredOnly = true, .before = before, .limit = 50},
                  "entries_by_star (is_trashed=? AND is_starred=?");
  }
}

TEST_F(LargeHistory, SearchIsAnsweredByTheWordIndex) {
  History history = large();
  const HistoryQuery rare{.text = "needle"};
  const QueryCost cost = must(history.cost(rare));
  EXPECT_THAT(cost.plan, HasSubstr("VIRTUAL TABLE INDEX"));
  EXPECT_THAT(cost.plan, HasSubstr("USING INTEGER PRIMARY KEY"));
  EXPECT_THAT(cost.plan, Not(HasSubstr("TEMP B-TREE")));
  EXPECT_LE(cost.machineSteps, 200);
  EXPECT_THAT(found(history, rare), ElementsAre(778));
  const QueryCost common = must(history.cost({.text = "hay", .before = 9000, .limit = 50}));
  EXPECT_EQ(common.rows, 50u);
  EXPECT_LE(common.machineSteps, 40 * 50 + 200) << common.plan;
}

TEST_F(LargeHistory, PagingVisitsEveryEntryOnceNewestFirst) {
  History history = large();
  std::vector<int64_t> ids;
  for (HistoryQuery query{.limit = 1000};;) {
    const std::vector<int64_t> page = idsOf(must(history.page(query)));
    if (page.empty()) break;
    ids.insert(ids.end(), page.begin(), page.end());
    query.before = page.back();
  }
  EXPECT_EQ(static_cast<int64_t>(ids.size()), must(history.count({})));
  EXPECT_EQ(ids.size(), static_cast<size_t>(kEntries - 9001));
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end(), std::greater<>()));
  EXPECT_EQ(std::adjacent_find(ids.begin(), ids.end()), ids.end());
}

}  // namespace
}  // namespace unmask::test
