// --adapter, <lora:…>, adapter export, inspect and learn-style, with a recording engine.
#include <gmock/gmock.h>

#include <cstring>
#include <fstream>

#include "core/adapter/adapter_file.h"
#include "core/hub/adapter_search.h"
#include "core/io/png_metadata.h"
#include "tests/core/cli/cli_fixture.h"

namespace unmask::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class AdapterFlagsTest : public CliTest {
 protected:
  AdapterFlagsTest() {
    hooks.resolveAdapter = [this](const std::string& name) {
      AdapterSearchOptions options;
      options.extraDirs = {path("")};
      options.environment = [](const char*) { return std::nullopt; };
      return resolveAdapter(name, options);
    };
    hooks.pictureSide = [](const std::string&) -> Result<int> { return 32; };
    hooks.runLearnStyle = [this](const StyleTask& asked, std::stop_token,
                                 const StyleObserver& observer) -> Result<StyleSummary> {
      task = asked;
      observer.onEstimate({90, 1 << 30, 1000, 12});
      observer.onProgress({StyleStage::Drawing, 1, 4, 0, 80});
      observer.onProgress({StyleStage::Learning, 2, 10, 3.5, 60});
      return summary;
    };
  }

  void write(const std::string& name, std::optional<double> alpha = 8) {
    const std::vector<float> down(2 * 6, 1), up(4 * 2, 1);
    AdapterInfo info;
    info.alpha = alpha;
    info.trigger = "in ink style";
    const auto view = [](const std::vector<float>& values, std::vector<int64_t> shape) {
      return TensorView{"", TensorType::F32, std::move(shape), std::as_bytes(std::span(values))};
    };
    ASSERT_TRUE(writeAdapter(path(name), info,
                             {{"transformer_layers.0.attn1.to_q", view(down, {2, 6}), view(up, {4, 2})}})
                    .ok());
  }

  StyleTask task;
  StyleSummary summary{10, true, 2.5, 88};
};

TEST_F(AdapterFlagsTest, AreFoundByFileAndByName) {
  write("ink.safetensors");
  write("noir.safetensors");
  ASSERT_EQ(run({"generate", "-p", "x", "--adapter", path("ink.safetensors") + ":0.5", "--adapter", "noir",
                 "-o", path("x.png")}),
            0)
      << err();
  const auto& adapters = onlyRequest().adapters;
  ASSERT_EQ(adapters.size(), 2U);
  EXPECT_EQ(adapters[0].name, "ink");
  EXPECT_EQ(adapters[0].strength, 0.5F);
  EXPECT_EQ(adapters[0].contentHash, *fileHash(path("ink.safetensors")));
  EXPECT_EQ(adapters[1].name, "noir");
  EXPECT_EQ(adapters[1].strength, 1);
  EXPECT_EQ(requestIn("x.png").adapters, adapters);
}

TEST_F(AdapterFlagsTest, AreTakenOutOfThePrompt) {
  write("ink.safetensors");
  ASSERT_EQ(run({"generate", "-p", "a house <lora:ink:0.8>", "-o", path("x.png")}), 0) << err();
  EXPECT_EQ(onlyRequest().prompt, "a house");
  EXPECT_EQ(onlyRequest().promptTemplate, "a house <lora:ink:0.8>");
  ASSERT_EQ(onlyRequest().adapters.size(), 1U);
  EXPECT_EQ(onlyRequest().adapters[0].strength, 0.8F);
  EXPECT_EQ(run({"generate", "-p", "a house <lora:nink>", "-o", path("x.png")}), 3);
  EXPECT_EQ(run({"generate", "-p", "a house <lora:ink:very>", "-o", path("x.png")}), 2);
}

TEST_F(AdapterFlagsTest, APictureIsReplayedWithItsAdapters) {
  write("ink.safetensors");
  ASSERT_EQ(run({"generate", "-p", "a house", "--adapter", "ink:0.5", "-o", path("x.png")}), 0) << err();
  const GenerationRequest first = onlyRequest();
  ASSERT_EQ(run({"generate", "--from", path("x.png"), "-o", path("y.png")}), 0) << err();
  EXPECT_EQ(onlyRequest(), first);
  // Moved, it is found by its name.
  std::filesystem::create_directories(path("sub"));
  std::filesystem::rename(path("ink.safetensors"), path("sub/ink.safetensors"));
  hooks.resolveAdapter = [this](const std::string& name) -> Result<std::filesystem::path> {
    return std::filesystem::path(path("sub/" + name + ".safetensors"));
  };
  ASSERT_EQ(run({"generate", "--from", path("x.png"), "-o", path("y.png")}), 0) << err();
  EXPECT_EQ(onlyRequest().adapters.at(0).path, path("sub/ink.safetensors"));
  EXPECT_EQ(onlyRequest().adapters.at(0).contentHash, first.adapters[0].contentHash);
  ASSERT_EQ(run({"generate", "--from", path("x.png"), "--no-adapters", "-o", path("y.png")}), 0) << err();
  EXPECT_TRUE(onlyRequest().adapters.empty());
}

TEST_F(AdapterFlagsTest, WithoutAlphaTheScaleIsAskedFor) {
  write("old.safetensors", std::nullopt);
  EXPECT_EQ(run({"generate", "-p", "x", "--adapter", "old", "-o", path("x.png")}), 2);
  EXPECT_THAT(err(), HasSubstr("--adapter-scale"));
  ASSERT_EQ(run({"generate", "-p", "x", "--adapter", "old", "--adapter-scale", "2", "-o", path("x.png")}), 0)
      << err();
  EXPECT_EQ(onlyRequest().adapters.at(0).scale, 2);
  EXPECT_EQ(requestIn("x.png").adapters.at(0).scale, 2);
}

TEST_F(AdapterFlagsTest, ARequestWithoutAdaptersIsWrittenAsBefore) {
  ASSERT_EQ(run({"generate", "-p", "x", "-s", "1", "-o", path("x.png")}), 0) << err();
  const auto texts = readPngTexts(path("x.png"));
  ASSERT_TRUE(texts.ok());
  EXPECT_THAT(texts->at(kRequestKey), HasSubstr("\"adapters\":[],"));
}

TEST_F(AdapterFlagsTest, ExportFoldsTheScale) {
  write("ink.safetensors");
  ASSERT_EQ(run({"adapter", "export", "ink", "--fold-scale", "-o", path("out.safetensors")}), 0) << err();
  const auto file = AdapterFile::open(path("out.safetensors"));
  ASSERT_TRUE(file.ok());
  float first = 0;
  std::memcpy(&first, file->layers()[0].up.bytes.data(), 4);
  EXPECT_EQ(first, 4);
  EXPECT_EQ(*file->scaleOf(file->layers()[0], {}), 1);
  EXPECT_EQ(run({"adapter", "export", "ink", "-o", path("out.safetensors")}), 2);
  EXPECT_EQ(run({"adapter"}), 2);
}

TEST_F(AdapterFlagsTest, InspectTellsWhatAnAdapterIs) {
  write("ink.safetensors");
  ASSERT_EQ(run({"inspect", path("ink.safetensors")}), 0) << err();
  const auto json = nlohmann::json::parse(out());
  EXPECT_EQ(json["adapter"]["rank"], 2);
  EXPECT_EQ(json["adapter"]["alpha"], 8);
  EXPECT_EQ(json["adapter"]["scale"], 4);
  EXPECT_EQ(json["adapter"]["trigger"], "in ink style");
  EXPECT_EQ(json["adapter"]["modules"], 1);
}

TEST_F(AdapterFlagsTest, LearnStyleMakesATask) {
  writePicture("m.png", ImageBuffer(40, 30, 3, 200));
  writeText("prompts.txt", "a house\n");
  ASSERT_EQ(run({"learn-style",
                 "-i",
                 path("m.png"),
                 "--caption",
                 "a mushroom in [V] style",
                 "--preset",
                 "quick",
                 "--steps",
                 "10",
                 "--rank",
                 "2",
                 "--targets",
                 "attention",
                 "--crop",
                 "5,0,30",
                 "--prompts",
                 path("prompts.txt"),
                 "-s",
                 "9",
                 "-o",
                 path("a.safetensors"),
                 "--json"}),
            0)
      << err();
  EXPECT_EQ(task.trigger, "in [V] style");
  ASSERT_EQ(task.pictures.size(), 1U);
  EXPECT_EQ(task.pictures[0].picture.width, 32);
  EXPECT_EQ(task.pictures[0].caption, "a mushroom in [V] style");
  EXPECT_EQ(task.prompts.size(), 1U);
  EXPECT_EQ(task.settings.steps, 10);
  EXPECT_EQ(task.settings.rank, 2);
  EXPECT_EQ(task.settings.seed, 9U);
  EXPECT_FALSE(task.settings.allTargets);
  EXPECT_FALSE(task.resume);
  EXPECT_EQ(event("estimate")["seconds"], 90);
  EXPECT_EQ(event("drawing")["total"], 4);
  EXPECT_EQ(event("learning")["done"], 2);
  EXPECT_EQ(event("done")["updates"], 10);
}

TEST_F(AdapterFlagsTest, LearnStyleSaysWhatIsWrongBeforeItBegins) {
  writePicture("m.png", ImageBuffer(40, 30, 3, 200));
  const auto learn = [&](std::vector<std::string> more) {
    std::vector<std::string> args = {"learn-style", "-i", path("m.png"), "-o", path("a.safetensors")};
    args.insert(args.end(), more.begin(), more.end());
    task = {};
    return run(args);
  };
  EXPECT_EQ(learn({"--caption", "a mushroom"}), 2);
  EXPECT_THAT(err(), HasSubstr("--trigger"));
  EXPECT_EQ(learn({"--caption", "a mushroom", "--own-pictures", "0"}), 0) << err();
  EXPECT_EQ(learn({"--caption", "a mushroom", "--trigger", "mushroom"}), 0) << err();
  EXPECT_EQ(learn({"--caption", "a in b style", "--crop", "20,0,30"}), 2);
  EXPECT_EQ(learn({"--caption", "a in b style", "--crop", "1;2;3"}), 2);
  EXPECT_EQ(learn({"--caption", "a in b style", "--caption", "c in b style"}), 2);
  EXPECT_EQ(learn({"--caption", "a in b style", "--preset", "best"}), 2);
  EXPECT_EQ(learn({}), 2);
}

TEST_F(AdapterFlagsTest, AStoppedRunSaysHowItGoesOn) {
  writePicture("m.png", ImageBuffer(40, 30, 3, 200));
  summary = {4, false, 3, 10};
  EXPECT_EQ(run({"learn-style", "-i", path("m.png"), "--caption", "a in b style", "-o", path("a.safetensors"),
                 "--resume"}),
            4);
  EXPECT_TRUE(task.resume);
  EXPECT_THAT(err(), HasSubstr("--resume goes on"));
}

TEST_F(AdapterFlagsTest, LabelsMayHaveLineEndsOfWindows) {
  write("ink.safetensors");
  for (const char* set : {"ink", "noir"}) {
    std::filesystem::create_directories(path(std::string("sets/") + set));
    writePicture(std::string("sets/") + set + "/cat.png", ImageBuffer(256, 256, 3, 200));
  }
  writeText("labels.txt", "cat\r\n\r\n");
  const std::vector<std::string> args = {"eval-style",
                                         "--pictures",
                                         path("sets"),
                                         "--style",
                                         "ink",
                                         "--adapter",
                                         path("ink.safetensors"),
                                         "--labels",
                                         path("labels.txt"),
                                         "-o",
                                         path("verdict")};
  ASSERT_EQ(run(args), 0) << err();
  std::ifstream report(path("verdict.json"));
  EXPECT_EQ(nlohmann::json::parse(report)["labels"], nlohmann::json({"cat"}));
  writeText("labels.txt", "castle\n");
  EXPECT_EQ(run(args), 2);
  EXPECT_THAT(err(), HasSubstr("castle"));
}

// Not after the quarter of an hour that judging takes.
TEST_F(AdapterFlagsTest, WhereTheVerdictGoesIsCheckedFirst) {
  EXPECT_NE(run({"eval-style", "--pictures", path("no-such-sets"), "--style", "ink", "--adapter",
                 path("none.safetensors"), "-o", path("no-such-folder/verdict")}),
            0);
  EXPECT_THAT(err(), HasSubstr("no-such-folder"));
}

TEST_F(AdapterFlagsTest, StylesMayBeToldByOtherPicturesThanThings) {
  write("ink.safetensors");
  for (const char* set : {"ink", "noir"}) {
    std::filesystem::create_directories(path(std::string("sets/") + set));
    writePicture(std::string("sets/") + set + "/cat.png", ImageBuffer(256, 256, 3, 200));
  }
  std::filesystem::create_directories(path("whole/noir"));
  writePicture("whole/noir/house.png", ImageBuffer(256, 256, 3, 100));
  const std::vector<std::string> args = {
      "eval-style",   "--pictures", path("sets"), "--style-pictures",      path("whole"),
      "--style",      "ink",        "--adapter",  path("ink.safetensors"), "-o",
      path("verdict")};
  EXPECT_EQ(run(args), 3);
  EXPECT_THAT(err(), AllOf(HasSubstr("too few sets"), HasSubstr("whole")));
  std::filesystem::create_directories(path("whole/charcoal"));
  writePicture("whole/charcoal/house.png", ImageBuffer(256, 256, 3, 50));
  EXPECT_EQ(run(args), 2) << "nothing to tell ink by";
  EXPECT_THAT(err(), HasSubstr("ink"));
  std::filesystem::create_directories(path("whole/ink"));
  writePicture("whole/ink/house.png", ImageBuffer(256, 256, 3, 0));
  EXPECT_EQ(run(args), 0) << err();
}

TEST_F(AdapterFlagsTest, AFinishedAdapterIsNotReplaced) {
  writePicture("m.png", ImageBuffer(40, 30, 3, 200));
  write("a.safetensors");
  EXPECT_EQ(
      run({"learn-style", "-i", path("m.png"), "--caption", "a in b style", "-o", path("a.safetensors")}), 2);
  EXPECT_THAT(err(), HasSubstr("a.safetensors"));
  EXPECT_TRUE(task.pictures.empty());
}

TEST_F(AdapterFlagsTest, SaysWhenNothingIsKnownToBeDrawn) {
  writePicture("m.png", ImageBuffer(40, 30, 3, 200));
  writeText("prompts.txt", "a house\n");
  std::vector<std::string> args = {"learn-style",  "-i", path("m.png"),        "--caption",
                                   "a in b style", "-o", path("a.safetensors")};
  EXPECT_EQ(run(args), 0) << err();
  EXPECT_THAT(err(), HasSubstr("--prompts"));
  args.insert(args.end(), {"--prompts", path("prompts.txt")});
  EXPECT_EQ(run(args), 0) << err();
  EXPECT_THAT(err(), Not(HasSubstr("--prompts")));
}

TEST_F(AdapterFlagsTest, AnUnfinishedRunIsNotReplaced) {
  writePicture("m.png", ImageBuffer(40, 30, 3, 200));
  writeText("a.style-run", "hours");
  std::vector<std::string> args = {"learn-style",  "-i", path("m.png"),        "--caption",
                                   "a in b style", "-o", path("a.safetensors")};
  EXPECT_EQ(run(args), 2);
  EXPECT_THAT(err(), HasSubstr("a.style-run"));
  EXPECT_THAT(err(), HasSubstr("--resume"));
  EXPECT_TRUE(task.pictures.empty());
  args.push_back("--resume");
  EXPECT_EQ(run(args), 0) << err();
  EXPECT_TRUE(task.resume);
}

TEST_F(AdapterFlagsTest, ARunStoppedBeforeItsFirstUpdateClaimsNoAdapter) {
  writePicture("m.png", ImageBuffer(40, 30, 3, 200));
  summary = {0, false, 0, 10};
  const std::vector<std::string> args = {"learn-style",  "-i", path("m.png"),        "--caption",
                                         "a in b style", "-o", path("a.safetensors")};
  EXPECT_EQ(run(args), 4);
  EXPECT_THAT(err(), HasSubstr("no adapter yet"));
  EXPECT_THAT(err(), HasSubstr("a.style-run"));
  EXPECT_THAT(err(), Not(HasSubstr("a.safetensors")));
  std::vector<std::string> asJson = args;
  asJson.push_back("--json");
  EXPECT_EQ(run(asJson), 4);
  EXPECT_EQ(event("saved")["file"], path("a.style-run"));
}

}  // namespace
}  // namespace unmask::test
