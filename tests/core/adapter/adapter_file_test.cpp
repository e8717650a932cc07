#include "core/adapter/adapter_file.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/adapter/adapter_metadata.h"
#include "tests/support/scratch_dir.h"

namespace unmask {
namespace {

/// Tensors of a file to be: name → shape; all zeros but counted up, of one type.
class Draft {
 public:
  void add(const std::string& name, std::vector<int64_t> shape, TensorType type = TensorType::F32) {
    int64_t count = 1;
    for (const int64_t side : shape) count *= side;
    auto& bytes = m_bytes.emplace_back(static_cast<size_t>(count) * byteSize(type));
    if (type == TensorType::F32)
      for (int64_t i = 0; i < count; ++i) {
        const auto value = static_cast<float>(i + 1);
        std::memcpy(bytes.data() + 4 * i, &value, 4);
      }
    m_views.push_back({name, type, std::move(shape), bytes});
  }
  void pair(const std::string& module, int64_t in = 6, int64_t out = 4, int64_t rank = 2) {
    add("transformer." + module + ".lora_A.weight", {rank, in});
    add("transformer." + module + ".lora_B.weight", {out, rank});
  }
  std::vector<std::byte> bytes(const std::string& metadata = "") const {
    std::map<std::string, std::string> texts;
    if (!metadata.empty()) texts[kAdapterMetadataKey] = metadata;
    return *safetensorsBytes(m_views, texts);
  }
  Result<AdapterFile> read(const std::string& metadata = "") {
    m_file = bytes(metadata);
    return AdapterFile::parse(m_file, "draft");
  }

 private:
  std::vector<std::vector<std::byte>> m_bytes;
  std::vector<TensorView> m_views;
  std::vector<std::byte> m_file;
};

constexpr char kQ[] = "transformer_layers.0.attn1.to_q";

TEST(AdapterFile, PairsTensorsByModule) {
  Draft draft;
  draft.pair("transformer_layers.1.attn1.to_q", 8, 8, 4);
  draft.pair(kQ);
  const auto file = draft.read();
  ASSERT_TRUE(file.ok()) << file.error().text();
  ASSERT_EQ(file->layers().size(), 2U);
  EXPECT_EQ(file->layers()[0].module, kQ);
  EXPECT_EQ(file->layers()[0].rank(), 2);
  EXPECT_EQ(file->layers()[1].rank(), 4);
  EXPECT_EQ(file->parameterCount(), 2 * 6 + 4 * 2 + 4 * 8 + 8 * 4);
}

TEST(AdapterFile, ReadsOtherSpellingsOfTheSame) {
  Draft draft;
  draft.add(std::string("base_model.model.") + kQ + ".lora_A.default.weight", {2, 6});
  draft.add(std::string(kQ) + ".lora_B.weight", {4, 2});
  const auto file = draft.read();
  ASSERT_TRUE(file.ok()) << file.error().text();
  EXPECT_EQ(file->layers().at(0).module, kQ);
}

TEST(AdapterFile, TheScaleIsAlphaOverRank) {
  Draft draft;
  draft.pair(kQ);
  const auto plain = draft.read(R"({"transformer.r": 2, "transformer.lora_alpha": 8})");
  ASSERT_TRUE(plain.ok()) << plain.error().text();
  EXPECT_EQ(*plain->scaleOf(plain->layers()[0], {}), 4);
  EXPECT_EQ(*plain->scaleOf(plain->layers()[0], 7.0), 4) << "what the file says wins";
  const auto root = draft.read(R"({"transformer.lora_alpha": 8, "transformer.use_rslora": true})");
  EXPECT_DOUBLE_EQ(*root->scaleOf(root->layers()[0], {}), 8 / std::sqrt(2.0));
}

TEST(AdapterFile, WithoutAlphaItAsksForTheScale) {
  Draft draft;
  draft.pair(kQ);
  const auto file = draft.read();
  const auto scale = file->scaleOf(file->layers()[0], {});
  ASSERT_FALSE(scale.ok());
  EXPECT_EQ(scale.error().kind, ErrorKind::Usage);
  EXPECT_NE(scale.error().remedy.find("--adapter-scale"), std::string::npos);
  EXPECT_EQ(*file->scaleOf(file->layers()[0], 0.5), 0.5);
  EXPECT_FALSE(file->scaleOf(file->layers()[0], NAN).ok());
}

TEST(AdapterFile, AModuleMayHaveAnAlphaOfItsOwn) {
  Draft draft;
  draft.pair(kQ);
  draft.add(std::string("transformer.") + kQ + ".alpha", {});
  const auto file = draft.read(R"({"transformer.lora_alpha": 8})");
  ASSERT_TRUE(file.ok()) << file.error().text();
  EXPECT_EQ(*file->scaleOf(file->layers()[0], {}), 0.5);
}

TEST(AdapterFile, RefusesOtherKindsWithTheReason) {
  const auto kindOf = [](const std::string& key, std::vector<int64_t> shape) {
    Draft draft;
    draft.pair(kQ);
    draft.add(key, std::move(shape));
    const auto file = draft.read();
    EXPECT_FALSE(file.ok()) << key;
    EXPECT_FALSE(file.ok() || file.error().message.empty());
    return file.ok() ? ErrorKind::Internal : file.error().kind;
  };
  EXPECT_EQ(kindOf("text_encoder.text_model.encoder.layers.0.self_attn.q_proj.lora_A.weight", {2, 6}),
            ErrorKind::Unsupported);
  EXPECT_EQ(kindOf(std::string("transformer.") + kQ + ".lora_magnitude_vector", {4}), ErrorKind::Unsupported);
  EXPECT_EQ(kindOf("transformer.embed.conv.lora_A.weight", {2, 6, 1, 1}), ErrorKind::Unsupported);
  EXPECT_EQ(kindOf("transformer.embed.conv.weight", {2, 6}), ErrorKind::BadInput);
}

TEST(AdapterFile, RefusesWhatDoesNotFitTogether) {
  const auto problemOf = [](const std::function<void(Draft&)>& fill, const std::string& metadata = "") {
    Draft draft;
    fill(draft);
    const auto file = draft.read(metadata);
    EXPECT_FALSE(file.ok());
    return file.ok() ? std::string() : file.error().found;
  };
  const std::string a = std::string("transformer.") + kQ + ".lora_A.weight";
  const std::string b = std::string("transformer.") + kQ + ".lora_B.weight";
  EXPECT_NE(problemOf([&](Draft& d) { d.add(a, {2, 6}); }).find("lacks lora_B"), std::string::npos);
  EXPECT_NE(problemOf([&](Draft& d) { d.add(b, {4, 2}); }).find("lacks lora_A"), std::string::npos);
  EXPECT_NE(problemOf([&](Draft& d) {
              d.add(a, {2, 6}), d.add(b, {4, 3});
            }).find("[4, 3]"),
            std::string::npos);
  EXPECT_NE(problemOf([&](Draft& d) {
              d.add(a, {0, 6}), d.add(b, {4, 0});
            }).find("no matrix"),
            std::string::npos);
  EXPECT_NE(problemOf([&](Draft& d) {
              d.add(a, {5000, 1}), d.add(b, {1, 5000});
            }).find("5000"),
            std::string::npos);
  EXPECT_NE(problemOf([&](Draft& d) {
              d.add(a, {2, 6}, TensorType::I64), d.add(b, {4, 2});
            }).find("I64"),
            std::string::npos);
  EXPECT_NE(problemOf([&](Draft& d) {
              d.pair(kQ);
              d.add(std::string(kQ) + ".lora_A.weight", {2, 6});
            }).find("twice"),
            std::string::npos);
  EXPECT_NE(problemOf([&](Draft& d) { d.pair(kQ); }, R"({"transformer.r": 3})").find("rank 2"),
            std::string::npos);
  EXPECT_NE(problemOf([](Draft&) {}).find("no tensors"), std::string::npos);
}

TEST(AdapterFile, ModulesMayHaveRanksOfTheirOwn) {
  Draft draft;
  draft.pair(kQ);
  const auto file = draft.read(R"({"transformer.r": 4, "transformer.rank_pattern": {"to_q": 2}})");
  ASSERT_TRUE(file.ok()) << file.error().text();
  EXPECT_EQ(file->layers()[0].rank(), 2);
}

TEST(AdapterFile, RefusesDescriptionsThatAreNone) {
  const char* broken[] = {"{",
                          "[]",
                          R"({"transformer.r": 0})",
                          R"({"transformer.r": 1e300})",
                          R"({"transformer.r": "2"})",
                          R"({"transformer.lora_alpha": "8"})",
                          R"({"transformer.lora_alpha": 1e30})",
                          R"({"transformer.target_modules": [1]})",
                          R"({"transformer.use_rslora": 1})",
                          R"({"unmask.trigger": 5})"};
  for (const char* text : broken) {
    Draft draft;
    draft.pair(kQ);
    const auto file = draft.read(text);
    ASSERT_FALSE(file.ok()) << text;
    EXPECT_EQ(file.error().kind, ErrorKind::BadInput) << text;
  }
  for (const char* text :
       {R"({"transformer.use_dora": true})", R"({"transformer.alpha_pattern": {"to_q": 3}})"}) {
    Draft draft;
    draft.pair(kQ);
    EXPECT_EQ(draft.read(text).error().kind, ErrorKind::Unsupported) << text;
  }
}

TEST(AdapterFile, SurvivesBeingCutOffAnywhere) {
  Draft draft;
  draft.pair(kQ);
  const std::vector<std::byte> whole = draft.bytes(R"({"transformer.r": 2, "transformer.lora_alpha": 8})");
  for (size_t length = 0; length < whole.size(); ++length)
    EXPECT_FALSE(AdapterFile::parse(std::span(whole).first(length), "cut").ok()) << length;
}

TEST(AdapterFile, ComesBackFromAFileAsItWasWritten) {
  test::ScratchDir dir;
  Draft draft;
  draft.pair(kQ);
  AdapterInfo info;
  info.rank = 2;
  info.alpha = 8;
  info.targets = {"to_q"};
  info.baseModel = "emoji-256";
  info.baseModelHash = "sha256:ab";
  info.trigger = "in [V] style";
  info.caption = "a house in [V] style";
  info.settings = R"({"rank":2})";
  const auto source = draft.read();
  const auto path = dir.path() / "ink.safetensors";
  ASSERT_TRUE(writeAdapter(path, info, source->layers()).ok());
  const auto file = AdapterFile::open(path);
  ASSERT_TRUE(file.ok()) << file.error().text();
  EXPECT_EQ(file->info().alpha, 8);
  EXPECT_EQ(file->info().targets, info.targets);
  EXPECT_EQ(file->info().trigger, info.trigger);
  EXPECT_EQ(file->info().settings, info.settings);
  EXPECT_TRUE(file->contentHash().starts_with("sha256:"));
  EXPECT_EQ(file->contentHash(), *fileHash(path));
  const std::string names[] = {file->layers()[0].down.name, file->layers()[0].up.name};
  EXPECT_EQ(names[0], std::string("transformer.") + kQ + ".lora_A.weight");
  EXPECT_EQ(names[1], std::string("transformer.") + kQ + ".lora_B.weight");
}

// diffusers drops what does not begin with "transformer." and hands the rest to PEFT's LoraConfig.
TEST(AdapterFile, DescribesItselfInPeftsWords) {
  AdapterInfo info;
  info.rank = 16;
  info.alpha = 32;
  info.targets = {"to_q", "to_k", "to_v"};
  info.trigger = "in [V] style";
  const auto json = nlohmann::json::parse(adapterMetadata(info));
  EXPECT_EQ(json["transformer.r"], 16);
  EXPECT_EQ(json["transformer.lora_alpha"], 32);
  EXPECT_EQ(json["transformer.target_modules"], (nlohmann::json{"to_q", "to_k", "to_v"}));
  for (const auto& [key, value] : json.items())
    EXPECT_TRUE(key.starts_with("unmask.") || key == "transformer.r" || key == "transformer.lora_alpha" ||
                key == "transformer.target_modules")
        << key;
}

TEST(AdapterFile, ExportFoldsTheScaleIn) {
  test::ScratchDir dir;
  for (const TensorType type : {TensorType::F32, TensorType::BF16, TensorType::F16}) {
    Draft draft;
    draft.add(std::string("transformer.") + kQ + ".lora_A.weight", {2, 6});
    draft.add(std::string("transformer.") + kQ + ".lora_B.weight", {4, 2}, type);
    const auto source = draft.read(R"({"transformer.lora_alpha": 8})");
    const auto path = dir.path() / "folded.safetensors";
    ASSERT_TRUE(exportWithFoldedScale(*source, {}, path).ok());
    const auto file = AdapterFile::open(path);
    ASSERT_TRUE(file.ok()) << file.error().text();
    EXPECT_EQ(*file->scaleOf(file->layers()[0], {}), 1);
    float first = 0;
    std::memcpy(&first, file->layers()[0].up.bytes.data(), 4);
    EXPECT_EQ(first, type == TensorType::F32 ? 4 : 0);  // 1 · alpha / rank; the other types were left at zero
  }
}

}  // namespace
}  // namespace unmask
