#include "core/io/atomic_file.h"
#include "tests/core/cli/cli_fixture.h"

namespace unmask::test {
namespace {

/// The engine of these tests draws one colour a seed on 16 pixels; four pictures of that size are the
/// dataset.
class Eval : public CliTest {
 protected:
  Eval() {
    const std::vector<std::pair<const char*, uint8_t>> grey = {
        {"cat", 0}, {"dog", 90}, {"cow", 160}, {"owl", 220}};
    for (const auto& [name, value] : grey)
      writePicture(std::string("data/") + name + ".png", ImageBuffer(16, 16, 3, value));
  }

  void writePicture(const std::string& name, const ImageBuffer& picture) const {
    std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
    CliTest::writePicture(name, picture);
  }

  nlohmann::json report() const {
    const auto text = readFile(path("out/report.json"), size_t{1} << 24);
    EXPECT_TRUE(text.ok());
    return text.ok() ? nlohmann::json::parse(*text, nullptr, false) : nlohmann::json();
  }

  bool wrote(const std::string& name) const { return std::filesystem::exists(path("out/" + name)); }
};

TEST_F(Eval, WritesItsReport) {
  ASSERT_EQ(run({"eval", "--dataset", path("data"), "-o", path("out"), "--quick"}), 0) << err();
  EXPECT_TRUE(wrote("report.json"));
  EXPECT_TRUE(wrote("report.html"));
  EXPECT_TRUE(wrote("seen_pairs_best.png"));
  EXPECT_NE(out().find("seen.top1: "), std::string::npos);
  EXPECT_NE(out().find("report.html"), std::string::npos);
  EXPECT_EQ(report()["model"]["name"], "fake");
  EXPECT_EQ(report()["settings"]["sizes"]["seen_pairs"], 24);
  EXPECT_EQ(resolved, std::vector<std::string>{""});
}

TEST_F(Eval, JudgesTheNamedSectionsAlone) {
  ASSERT_EQ(
      run({"eval", "--dataset", path("data"), "-o", path("out"), "--quick", "--only", "steps,seen_pairs"}), 0)
      << err();
  std::vector<std::string> ids;
  const nlohmann::json written = report();
  for (const auto& section : written["sections"]) ids.push_back(section["id"]);
  EXPECT_EQ(ids, (std::vector<std::string>{"seen_pairs", "steps"}));
  ASSERT_EQ(run({"eval", "--dataset", path("data"), "-o", path("out"), "--quick", "--only", "step"}), 2);
  EXPECT_NE(err().find("held_out_pairs"), std::string::npos) << err();
}

TEST_F(Eval, FlagsReachTheEngine) {
  ASSERT_EQ(run({"eval", "-m", "/models/mine", "--variant", "fp16", "--dtype", "bf16", "-t", "1", "--dataset",
                 path("data"), "-o", path("out"), "--quick", "--preset", "fast", "-s", "40"}),
            0)
      << err();
  EXPECT_EQ(log.loaded.modelDir, "/models/mine");
  EXPECT_EQ(log.loaded.variant, "fp16");
  EXPECT_EQ(log.loaded.computeType, ComputeType::BFloat16);
  EXPECT_EQ(log.loaded.threads, 1);
  ASSERT_FALSE(log.requests.empty());
  EXPECT_EQ(log.requests.front().seed, 40u);
  EXPECT_EQ(log.requests.front().steps, 2);
  EXPECT_EQ(log.requests.front().guidanceScale, 3);
  EXPECT_EQ(log.requests.front().order, RevealOrder::Halton);
  EXPECT_EQ(report()["settings"]["preset"]["name"], "fast");
}

TEST_F(Eval, InpaintsWithTheLinearSchedule) {
  ASSERT_EQ(run({"eval", "--dataset", path("data"), "-o", path("out"), "--quick"}), 0) << err();
  const auto inpaint = std::ranges::find(log.requests, JobKind::Inpaint, &GenerationRequest::kind);
  ASSERT_NE(inpaint, log.requests.end());
  EXPECT_EQ(inpaint->schedule, MaskSchedule::Linear);
  EXPECT_EQ(inpaint->picture.width, 16);
  EXPECT_EQ(inpaint->editableCells.width, 4);
}

TEST_F(Eval, JsonIsOneObjectALine) {
  ASSERT_EQ(run({"eval", "--dataset", path("data"), "-o", path("out"), "--quick", "--json"}), 0) << err();
  EXPECT_TRUE(event("progress").is_object());
  const nlohmann::json done = event("done");
  ASSERT_TRUE(done.is_object());
  EXPECT_TRUE(done["figures"].contains("seen.top1"));
  EXPECT_GT(done["not_measured"], 0);
  EXPECT_EQ(done["report"], path("out"));
}

TEST_F(Eval, SweepWritesPresets) {
  ASSERT_EQ(run({"eval", "--dataset", path("data"), "-o", path("out"), "--quick", "--sweep"}), 0) << err();
  const auto text = readFile(path("out/unmask_presets.json"), size_t{1} << 20);
  ASSERT_TRUE(text.ok());
  const nlohmann::json presets = nlohmann::json::parse(*text);
  ASSERT_TRUE(presets.is_array());
  EXPECT_EQ(presets[0]["name"], "default");
  EXPECT_TRUE(presets[0]["guidance_scale"].is_number());
  EXPECT_EQ(report()["sections"].size(), 1u);
}

TEST_F(Eval, StoppingLeavesNoReport) {
  log.beforeStep = [this](int runs, int) {
    if (runs == 2) stop.request_stop();
  };
  EXPECT_EQ(run({"eval", "--dataset", path("data"), "-o", path("out"), "--quick"}), 4);
  EXPECT_FALSE(wrote("report.json"));
}

TEST_F(Eval, WhereTheReportGoesIsCheckedFirst) {
  writeText("file", "x");
  EXPECT_EQ(run({"eval", "--dataset", path("data"), "-o", path("file")}), 1);
  EXPECT_NE(err().find("file"), std::string::npos);
  EXPECT_TRUE(log.requests.empty());
}

TEST_F(Eval, WrongInputIsTold) {
  EXPECT_EQ(run({"eval", "-o", path("out")}), 2);
  EXPECT_EQ(run({"eval", "--dataset", path("nowhere"), "-o", path("out")}), 3);
  EXPECT_EQ(run({"eval", "--dataset", path("data"), "-o", path("out"), "--preset", "slow"}), 2);
  EXPECT_NE(err().find("default, fast"), std::string::npos);
  writePicture("data/large.png", ImageBuffer(20, 16, 3, 7));
  EXPECT_EQ(run({"eval", "--dataset", path("data"), "-o", path("out")}), 2);
  EXPECT_NE(err().find("20×16"), std::string::npos);
  EXPECT_FALSE(wrote("report.json"));
}

}  // namespace
}  // namespace unmask::test
