#include <gmock/gmock.h>

#include "core/io/png_metadata.h"
#include "core/project/project_file.h"
#include "tests/core/cli/cli_fixture.h"

namespace unmask::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class Inspect : public CliTest {
 protected:
  json inspected(const std::string& name, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"inspect", path(name)});
    EXPECT_EQ(run(more), 0) << err();
    const json description = json::parse(out(), nullptr, false);
    EXPECT_TRUE(description.is_object()) << out();
    return description;
  }
  void writeWeights(const std::string& name) {
    std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
    const std::vector<float> weight(6, 0.5f);
    const std::vector<uint16_t> half(4, 0x3c00);
    const std::vector<int64_t> position(3, 1);
    const TensorView views[] = {
        {"a.weight", TensorType::F32, {2, 3}, std::as_bytes(std::span(weight))},
        {"b.weight", TensorType::F16, {4}, std::as_bytes(std::span(half))},
        {"ids", TensorType::I64, {3}, std::as_bytes(std::span(position))},
    };
    ASSERT_TRUE(writeSafetensors(path(name), views, {{"format", "pt"}}).ok());
  }
};

TEST_F(Inspect, PngOfOurs) {
  ASSERT_EQ(run({"generate", "-p", "a red apple", "-s", "3", "-o", path("x.png")}), 0);
  const json description = inspected("x.png");
  EXPECT_EQ(description["kind"], "png");
  EXPECT_EQ(description["width"], 16);
  EXPECT_EQ(description["height"], 16);
  EXPECT_EQ(description["request"]["prompt"], "a red apple");
  EXPECT_EQ(description["request"]["seed"], 3);
  EXPECT_EQ(description["can_be_replayed"], true);
  EXPECT_THAT(description["texts"]["parameters"].get<std::string>(), HasSubstr("a red apple"));
}

TEST_F(Inspect, ForeignPngHasNoRequest) {
  ASSERT_TRUE(savePng(path("x.png"), ImageBuffer(3, 2, 3), {{"Comment", "héllo"}}).ok());
  const json description = inspected("x.png");
  EXPECT_EQ(description["texts"]["Comment"], "héllo");
  EXPECT_TRUE(description["request"].is_null());
  EXPECT_FALSE(description.contains("can_be_replayed"));
}

TEST_F(Inspect, RequestThatCannotBeReplayedIsStillShown) {
  ASSERT_TRUE(
      savePng(path("x.png"), ImageBuffer(3, 2, 3), {{kRequestKey, R"({"schema": 1, "steps": -4})"}}).ok());
  const json description = inspected("x.png");
  EXPECT_EQ(description["request"]["steps"], -4);
  EXPECT_EQ(description["can_be_replayed"], false);
  EXPECT_TRUE(description["request_error"].contains("message"));
}

TEST_F(Inspect, LongTextsAreCutUnlessAskedFor) {
  ASSERT_TRUE(savePng(path("x.png"), ImageBuffer(3, 2, 3), {{"Comment", std::string(9000, 'a')}}).ok());
  EXPECT_THAT(inspected("x.png")["texts"]["Comment"].get<std::string>(), HasSubstr("(9000 bytes)"));
  EXPECT_EQ(inspected("x.png", {"--full"})["texts"]["Comment"].get<std::string>().size(), 9000u);
}

TEST_F(Inspect, JsonFlagMakesItOneLine) {
  writePicture("x.png", ImageBuffer(3, 2, 3));
  inspected("x.png", {"--json"});
  EXPECT_EQ(events().size(), 1u);
}

TEST_F(Inspect, SafetensorsFile) {
  writeWeights("w.safetensors");
  const json description = inspected("w.safetensors");
  EXPECT_EQ(description["kind"], "safetensors");
  EXPECT_EQ(description["metadata"]["format"], "pt");
  ASSERT_EQ(description["tensors"].size(), 3u);
  bool found = false;
  for (const json& tensor : description["tensors"]) {
    if (tensor["name"] != "a.weight") continue;
    found = true;
    EXPECT_EQ(tensor["dtype"], "F32");
    EXPECT_EQ(tensor["shape"], (std::vector<int>{2, 3}));
    EXPECT_EQ(tensor["bytes"], 24);
  }
  EXPECT_TRUE(found);
}

TEST_F(Inspect, TraceShowsItsRequest) {
  ASSERT_EQ(run({"generate", "-p", "a cat", "-o", path("x.png"), "--trace", path("t.safetensors")}), 0);
  EXPECT_EQ(inspected("t.safetensors")["metadata"][kRequestKey]["prompt"], "a cat");
}

TEST_F(Inspect, OtherProgramsSettingsAreUnderstood) {
  ASSERT_TRUE(savePng(path("x.png"), ImageBuffer(3, 2, 3),
                      {{"parameters",
                        "a cat\nNegative prompt: dog\nSteps: 9, CFG scale: 2, Seed: 5, Sampler: Euler"}})
                  .ok());
  const json settings = inspected("x.png")["settings"];
  EXPECT_EQ(settings["source"], "A1111");
  EXPECT_EQ(settings["prompt"], "a cat");
  EXPECT_EQ(settings["negative_prompt"], "dog");
  EXPECT_EQ(settings["steps"], 9);
  EXPECT_EQ(settings["seed"], 5);
  EXPECT_TRUE(settings["width"].is_null());
  EXPECT_EQ(settings["rest"]["Sampler"], "Euler");
}

TEST_F(Inspect, Project) {
  ProjectDocument document;
  document.state.canvas = std::make_shared<const ImageBuffer>(6, 4, 3);
  document.draft.prompt = "a cat";
  auto project = ProjectFile::create(path("x.unmask"), document);
  ASSERT_TRUE(project.ok()) << project.error().text();
  DocumentEdit edit{.name = "Brush stroke"};
  edit.strokeMask = std::make_shared<const ImageBuffer>(6, 4, 1, 255);
  edit.lockedCells = CellMask(2, 3, true);
  ASSERT_TRUE(project->commit(edit).ok());
  ProjectRun run;
  run.request.prompt = std::string(5000, 'p');
  run.request.picture = ImageBuffer(8, 8, 3);
  run.result = document.state.canvas;
  ASSERT_TRUE(project->addRun(run).ok());
  run.parent = 1;
  run.branchStep = 3;
  run.verdict = RunVerdict::Accepted;
  ASSERT_TRUE(project->addRun(run).ok());
  ASSERT_TRUE(project->setQueue({{run.request, ""}}).ok());

  const json description = inspected("x.unmask");  // while it is open
  EXPECT_EQ(description["kind"], "project");
  EXPECT_EQ(description["document"]["canvas"]["width"], 6);
  EXPECT_TRUE(description["document"]["original"].is_null());
  EXPECT_EQ(description["document"]["painted_pixels"], 24);
  EXPECT_EQ(description["document"]["locked_cells"], 6);
  EXPECT_EQ(description["document"]["draft"]["prompt"], "a cat");
  EXPECT_EQ(description["undo_steps"][1]["name"], "Brush stroke");
  ASSERT_EQ(description["runs"].size(), 2u);
  EXPECT_EQ(description["runs"][0]["verdict"], "candidate");
  EXPECT_FALSE(description["runs"][0].contains("parent"));
  EXPECT_THAT(description["runs"][0]["request"]["prompt"].get<std::string>(), HasSubstr("(5000 bytes)"));
  EXPECT_EQ(description["runs"][1]["parent"], 1);
  EXPECT_EQ(description["runs"][1]["branch_step"], 3);
  EXPECT_EQ(description["queue"].size(), 1u);
  EXPECT_EQ(inspected("x.unmask", {"--full"})["runs"][0]["request"]["prompt"].get<std::string>().size(),
            5000u);
}

TEST_F(Inspect, OtherDatabaseIsThree) {
  writeText("x.unmask", std::string("SQLite format 3\0", 16) + std::string(500, 'x'));
  EXPECT_EQ(run({"inspect", path("x.unmask")}), 3);
  EXPECT_THAT(err(), HasSubstr("not an Unmask"));
}

TEST_F(Inspect, ModelFolder) {
  writeText("m/model_index.json", R"({"_class_name": "AmusedPipeline"})");
  writeText("m/transformer/config.json", R"({"hidden_size": 8})");
  writeWeights("m/transformer/diffusion_pytorch_model.safetensors");
  writeWeights("m/transformer/diffusion_pytorch_model.fp16.safetensors");
  writeWeights("m/vqvae/diffusion_pytorch_model.safetensors");
  writeText("m/scheduler/scheduler_config.json", R"({"mask_token_id": 9})");
  writeText("m/unmask_presets.json", R"([{"name": "default"}])");
  writeText("m/README.md", "---\nlicense: \"apache-2.0\"\n---\n# A model\n");
  const json description = inspected("m");
  EXPECT_EQ(description["kind"], "model");
  EXPECT_EQ(description["name"], "m");
  EXPECT_EQ(description["model_index"]["_class_name"], "AmusedPipeline");
  const json& transformer = description["components"]["transformer"];
  EXPECT_EQ(transformer["config"]["hidden_size"], 8);
  EXPECT_EQ(transformer["parameters"], 10) << "integers are no parameters, a variant's tensors count once";
  EXPECT_EQ(transformer["tensors"], 3);
  EXPECT_EQ(transformer["dtypes"], (json{{"F16", 1}, {"F32", 1}, {"I64", 1}}));
  EXPECT_EQ(transformer["weight_files"].size(), 2u);
  EXPECT_EQ(transformer["weight_files"][0]["tensor_bytes"], 24 + 8 + 24);
  EXPECT_EQ(description["parameters"], 20);
  EXPECT_EQ(description["components"]["scheduler"]["config"]["mask_token_id"], 9);
  EXPECT_EQ(description["presets"][0]["name"], "default");
  EXPECT_THAT(description["card"]["licence"].get<std::string>(), HasSubstr("apache-2.0"));
  EXPECT_THAT(description["card"]["head"].get<std::string>(), HasSubstr("# A model"));
  bool listed = false;
  for (const json& file : description["files"])
    listed |= file["path"] == "vqvae/diffusion_pytorch_model.safetensors";
  EXPECT_TRUE(listed);
}

TEST_F(Inspect, BrokenPartsOfAModelAreShownAsSuch) {
  writeText("m/transformer/config.json", std::string(100000, '['));
  writeText("m/transformer/model.safetensors", "hello");
  writeText("m/README.md", "license:");
  writeText("m/vqvae/config.json", "\xff\xfe");
  const json description = inspected("m");
  EXPECT_TRUE(description["components"]["transformer"]["config"].contains("error"));
  EXPECT_TRUE(description["components"]["transformer"]["weight_files"][0].contains("error"));
  EXPECT_TRUE(description["components"]["vqvae"]["config"].contains("error"));
  EXPECT_EQ(description["parameters"], 0);
}

TEST_F(Inspect, WithoutTargetItIsTheDefaultModel) {
  writeText("m/model_index.json", "{}");
  hooks.resolveModel = [this](const std::string& name) -> Result<std::string> {
    return path(name.empty() ? "m" : name);
  };
  EXPECT_EQ(run({"inspect"}), 0) << err();
  EXPECT_EQ(json::parse(out())["name"], "m");
  EXPECT_EQ(run({"inspect", "-m", "m"}), 0) << err();
  EXPECT_EQ(run({"inspect", "-m", "m", "m"}), 2);
}

TEST_F(Inspect, HostileFilesAreThree) {
  writeText("text.safetensors", "hello");
  writeText("cut.png", std::string("\x89PNG\r\n\x1a\n\0\0", 10));
  writeText("head.png", std::string("\x89PNG\r\n\x1a\n\0\0\0\rIDAT\0\0\0\0\0\0\0\0\0\0\0\0", 28));
  writeText("empty.png", "");
  for (const char* name : {"text.safetensors", "cut.png", "head.png", "empty.png", "missing"}) {
    EXPECT_EQ(run({"inspect", path(name)}), 3) << name;
    EXPECT_THAT(err(), HasSubstr(name));
    EXPECT_EQ(out(), "");
  }
}

}  // namespace
}  // namespace unmask::test
