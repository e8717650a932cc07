#include "core/train/style_task_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "core/io/atomic_file.h"
#include "tests/support/scratch_dir.h"

namespace unmask {
namespace {

class StyleTaskFile : public testing::Test {
 protected:
  StyleTaskFile() {
    task.modelDir = "/models/tiny";
    task.variant = "fp16";
    task.computeType = ComputeType::BFloat16;
    task.threads = 3;
    task.pictures = {{ImageBuffer(8, 8, 3, 90), "a thing in ink style"}};
    task.pictures[0].picture.pixels[5] = 17;
    task.trigger = "in ink style";
    task.prompts = {{"a house", "a house, flat"}, {"a cat", "a cat"}, {"a hen", "a hen", true}};
    task.settings.steps = 77;
    task.settings.alpha = 8;
    task.output = m_dir / "ink.safetensors";
  }

  test::ScratchDir m_dir;
  StyleTask task;
};

TEST_F(StyleTaskFile, ComesBackAsItWas) {
  ASSERT_TRUE(saveStyleTask(task).ok());
  const auto back = loadStyleTask(m_dir / "ink.style-task");
  ASSERT_TRUE(back.ok()) << back.error().text();
  EXPECT_EQ(back->modelDir, task.modelDir);
  EXPECT_EQ(back->variant, task.variant);
  EXPECT_EQ(back->computeType, task.computeType);
  EXPECT_EQ(back->threads, task.threads);
  ASSERT_EQ(back->pictures.size(), 1U);
  EXPECT_EQ(back->pictures[0].picture, task.pictures[0].picture);
  EXPECT_EQ(back->pictures[0].caption, task.pictures[0].caption);
  EXPECT_EQ(back->trigger, task.trigger);
  EXPECT_EQ(back->prompts, task.prompts);
  EXPECT_EQ(toJson(back->settings), toJson(task.settings));
  EXPECT_EQ(back->output, task.output);
  EXPECT_FALSE(back->resume);
}

TEST_F(StyleTaskFile, GoesOnOnlyWhereARunIs) {
  ASSERT_TRUE(saveStyleTask(task).ok());
  std::ofstream(runFileOf(task.output)) << "x";
  std::ofstream(task.output) << "x";
  EXPECT_TRUE(loadStyleTask(m_dir / "ink.style-task")->resume);
  EXPECT_EQ(unfinishedStyles(m_dir.path()), std::vector{m_dir / "ink.style-task"});
  forgetStyleTask(task.output);
  EXPECT_TRUE(unfinishedStyles(m_dir.path()).empty());
  EXPECT_FALSE(std::filesystem::exists(runFileOf(task.output)));
  EXPECT_TRUE(std::filesystem::exists(task.output));
  EXPECT_TRUE(unfinishedStyles(m_dir / "nothing").empty());
}

class ForgottenStyle : public StyleTaskFile {
 protected:
  ForgottenStyle() {
    EXPECT_TRUE(saveStyleTask(task).ok());
    std::ofstream(run) << "learned for hours";
    std::ofstream(task.output) << "x";
  }
  std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const auto& entry : std::filesystem::directory_iterator(m_dir.path()))
      out.push_back(entry.path().filename().string());
    std::ranges::sort(out);
    return out;
  }
  /// As another program, or this one after a crash, would find it.
  void expectUnfinished() const {
    EXPECT_EQ(unfinishedStyles(m_dir.path()), std::vector{file});
    EXPECT_EQ(*readFile(run, 100), "learned for hours");
    const auto back = loadStyleTask(file);
    ASSERT_TRUE(back.ok()) << back.error().text();
    EXPECT_TRUE(back->resume);
  }

  const std::filesystem::path file = taskFileOf(task.output), run = runFileOf(task.output);
};

TEST_F(ForgottenStyle, ComesBackWithItsRun) {
  ASSERT_TRUE(setStyleAside(file).ok());
  EXPECT_TRUE(unfinishedStyles(m_dir.path()).empty());
  EXPECT_FALSE(std::filesystem::exists(run));
  EXPECT_TRUE(std::filesystem::exists(task.output)) << "what was saved stays";
  removeForgottenStyles(m_dir.path(), file);
  ASSERT_TRUE(bringStyleBack(file).ok());
  expectUnfinished();
  EXPECT_EQ(names().size(), 3U);
  EXPECT_FALSE(bringStyleBack(file).ok());
  expectUnfinished();
}

TEST_F(ForgottenStyle, IsGoneWhenItIsRemoved) {
  ASSERT_TRUE(setStyleAside(file).ok());
  removeForgottenStyles(m_dir.path());
  EXPECT_EQ(names(), std::vector<std::string>{"ink.safetensors"});
  EXPECT_FALSE(bringStyleBack(file).ok());
  EXPECT_FALSE(setStyleAside(file).ok());
}

// A list of unfinished runs may be older than the run another program has begun to go on with.
TEST_F(ForgottenStyle, StaysWhileItIsLearned) {
  {
    const auto lock = lockStyle(task.output);
    ASSERT_TRUE(lock.ok()) << lock.error().text();
    const auto moved = setStyleAside(file);
    ASSERT_FALSE(moved.ok());
    EXPECT_EQ(moved.error().message, "this style is being learned already");
  }
  expectUnfinished();
  EXPECT_TRUE(setStyleAside(file).ok());
}

TEST_F(ForgottenStyle, OnlyItsOwnFilesAreRemoved) {
  for (const char* other : {"mine.forgotten", "rope.style-task", "rope.style-run"})
    std::ofstream(m_dir / other) << "x";
  ASSERT_TRUE(setStyleAside(file).ok());
  removeForgottenStyles(m_dir.path(), m_dir / "rope.style-task");
  EXPECT_EQ(names(), (std::vector<std::string>{"ink.safetensors", "mine.forgotten", "rope.style-run",
                                               "rope.style-task"}));
}

TEST_F(ForgottenStyle, DoesNotTakeThePlaceOfANewRun) {
  ASSERT_TRUE(setStyleAside(file).ok());
  task.settings.steps = 5;
  ASSERT_TRUE(saveStyleTask(task).ok());
  const auto back = bringStyleBack(file);
  ASSERT_FALSE(back.ok());
  EXPECT_EQ(back.error().file, file.string());
  EXPECT_EQ(loadStyleTask(file)->settings.steps, 5);
  removeForgottenStyles(m_dir.path());
  EXPECT_EQ(loadStyleTask(file)->settings.steps, 5);
}

TEST_F(ForgottenStyle, DoesNotGetTheRunOfAnEarlierOne) {
  ASSERT_TRUE(setStyleAside(file).ok());
  ASSERT_TRUE(saveStyleTask(task).ok());  // stopped before its first save
  ASSERT_TRUE(setStyleAside(file).ok());
  ASSERT_TRUE(bringStyleBack(file).ok());
  EXPECT_FALSE(loadStyleTask(file)->resume);
}

// A crash between the two renames, of throwing away or of bringing back: which of the two nobody can tell.
TEST_F(ForgottenStyle, HalfMovedItIsUnfinishedAgain) {
  std::filesystem::rename(file, file.string() + ".forgotten");
  EXPECT_TRUE(unfinishedStyles(m_dir.path()).empty());
  removeForgottenStyles(m_dir.path());
  expectUnfinished();
}

TEST_F(ForgottenStyle, StaysWhereItIsWhenItCannotBeMoved) {
  std::filesystem::create_directories(run.string() + ".forgotten/in the way");
  const auto moved = setStyleAside(file);
  ASSERT_FALSE(moved.ok());
  EXPECT_EQ(moved.error().kind, ErrorKind::Io);
  expectUnfinished();
}

TEST_F(StyleTaskFile, ARunThatGoesOnIsNobodyElses) {
  ASSERT_TRUE(saveStyleTask(task).ok());
  {
    const auto lock = lockStyle(task.output);
    ASSERT_TRUE(lock.ok()) << lock.error().text();
    EXPECT_TRUE(unfinishedStyles(m_dir.path()).empty());
    const auto another = lockStyle(task.output);
    ASSERT_FALSE(another.ok());
    EXPECT_EQ(another.error().kind, ErrorKind::Io);
    EXPECT_NE(another.error().text().find("process "), std::string::npos) << another.error().text();
    EXPECT_TRUE(lockStyle(m_dir / "noir.safetensors").ok());
  }
  EXPECT_EQ(unfinishedStyles(m_dir.path()).size(), 1U);
  std::ofstream(m_dir / ".ink.style-task.lock") << "process 1 on nowhere";  // a crash left it
  EXPECT_EQ(unfinishedStyles(m_dir.path()).size(), 1U);
  EXPECT_TRUE(lockStyle(task.output).ok());
}

TEST_F(StyleTaskFile, AnythingElseIsRefused) {
  ASSERT_TRUE(saveStyleTask(task).ok());
  const std::string good = *readFile(m_dir / "ink.style-task", size_t{1} << 20);
  ASSERT_TRUE(parseStyleTask(good, "x.style-task").ok());
  const auto with = [&good](const std::string& from, const std::string& to) {
    std::string text = good;
    const size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
  };
  for (const std::string& bad :
       {std::string(), std::string("[]"), std::string("{"), std::string("{}"), std::string(100'000, '['),
        good.substr(0, good.size() / 2), with("\"threads\":3", "\"threads\":-1"),
        with("\"threads\":3", "\"threads\":\"3\""), with("\"bfloat16\":true", "\"bfloat16\":1"),
        with("\"version\":1", "\"version\":0"), with("[\"a cat\",\"a cat\"]", "[\"a cat\"]"),
        with("[\"a hen\",\"a hen\",true]", "[\"a hen\",\"a hen\",1]"), with("\"png\":\"", "\"png\":\"AAAA"),
        with("\"caption\"", "\"Caption\""), with("\\\"rank\\\":16", "\\\"rank\\\":0")}) {
    const auto read = parseStyleTask(bad, "x.style-task");
    ASSERT_FALSE(read.ok()) << bad.substr(0, 80);
    EXPECT_EQ(read.error().kind, ErrorKind::BadInput);
    EXPECT_EQ(read.error().file, "x.style-task");
  }
  EXPECT_EQ(parseStyleTask(with("\"version\":1", "\"version\":2"), "x").error().kind, ErrorKind::Unsupported);
}

TEST_F(StyleTaskFile, PreviewsShowThePictureThenWhatNoOwnPictureShows) {
  task.prompts.pop_back();
  task.settings.ownPictures = 1;
  const StylePrompt drawn = chosenPrompts(task)[0];
  const std::string other = drawn.caption == "a cat" ? "a house" : "a cat";
  EXPECT_EQ(previewPrompts(task, 3),
            (std::vector<std::string>{"a thing in ink style", other + " in ink style",
                                      drawn.caption + " in ink style"}));
  task.prompts.push_back({"a hen", "a hen", true});
  EXPECT_EQ(previewPrompts(task, 4)[2], "a hen in ink style") << "kept as it is, so nothing shows it";
  task.prompts.clear();
  EXPECT_EQ(previewPrompts(task, 4).size(), 4U);
  EXPECT_EQ(previewPrompts(task, 1), std::vector<std::string>{"a thing in ink style"});
}

}  // namespace
}  // namespace unmask
