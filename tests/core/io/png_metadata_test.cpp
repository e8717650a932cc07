#include "core/io/png_metadata.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/io/random_request.h"
#include "tests/core/io/test_files.h"
#include "tests/core/io/test_pngs.h"

namespace unmask {
namespace {

using test::TemporaryFolder;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(PngMetadata, ParametersAreInTheCommonForm) {
  GenerationRequest request;
  request.prompt = "a red apple, on\na table";
  request.negativePrompt = "blurry";
  request.seed = 18446744073709551615U;
  request.guidanceScale = 7.5F;
  request.model.name = "emoji-256";
  EXPECT_EQ(
      requestToParameters(request, 256, 128),
      "a red apple, on\na table\n"
      "Negative prompt: blurry\n"
      "Steps: 12, Sampler: aMUSEd confidence, CFG scale: 7.5, Seed: 18446744073709551615, Size: 256x128, "
      "Model: emoji-256, Schedule: cosine, Temperature: 2 to 0");
}

TEST(PngMetadata, ParametersQuoteValuesAndNameOtherJobs) {
  GenerationRequest request;
  request.kind = JobKind::Vary;
  request.strength = 0.25F;
  request.order = RevealOrder::Halton;
  request.model = {"my, \"model\"", "", "sha256:ab"};
  const std::string text = requestToParameters(request, 8, 8);
  EXPECT_THAT(text, HasSubstr("Sampler: aMUSEd Halton, "));
  EXPECT_THAT(text,
              HasSubstr(R"(Model: "my, \"model\"", Model hash: "sha256:ab", Denoising strength: 0.25, )"));
  EXPECT_THAT(text, testing::Not(HasSubstr("Negative prompt")));
}

TEST(PngMetadata, HostilePromptsStillMakeAReadablePng) {
  GenerationRequest request;
  request.prompt = std::string("nul \0 and \xFF", 11);
  const auto png = encodePng(ImageBuffer(1, 1, 3), pngTextsFor(request, 1, 1));
  ASSERT_TRUE(png) << png.error().text();
  const auto texts = readPngTexts(*png, "f");
  ASSERT_TRUE(texts);
  EXPECT_THAT(texts->at(kParametersKey), testing::StartsWith("nul   and \xEF\xBF\xBD\nSteps: 12"));
}

TEST(PngMetadata, RequestsComeBackFromTheirPicture) {
  const TemporaryFolder folder;
  std::mt19937 random(7);
  for (int i = 0; i < 20; ++i) {
    const GenerationRequest request = test::randomRequest(random);
    ASSERT_TRUE(savePng(folder / "p.png", test::noisePicture(8, 8, 3, 1), pngTextsFor(request, 8, 8)));
    const auto read = requestFromPng(folder / "p.png");
    ASSERT_TRUE(read) << read.error().text();
    ASSERT_TRUE(read->has_value());
    EXPECT_TRUE(**read == request);
  }
}

TEST(PngMetadata, LargeRequestsGoOnInFurtherChunks) {
  const TemporaryFolder folder;
  GenerationRequest request;
  request.picture = test::noisePicture(1700, 1300, 3, 5);  // 6.6 MB that do not compress
  const PngTexts texts = pngTextsFor(request, 8, 8);
  EXPECT_EQ(texts.size(), 3U);
  EXPECT_EQ(texts.count("unmask:request/2"), 1U);
  ASSERT_TRUE(savePng(folder / "p.png", ImageBuffer(8, 8, 3), texts));
  const auto read = requestFromPng(folder / "p.png");
  ASSERT_TRUE(read) << read.error().text();
  ASSERT_TRUE(read->has_value());
  EXPECT_TRUE(**read == request);
  EXPECT_TRUE(loadImage(folder / "p.png"));
}

TEST(PngMetadata, OtherPicturesHoldNoRequest) {
  const TemporaryFolder folder;
  ASSERT_TRUE(savePng(folder / "p.png", ImageBuffer(1, 1, 3), {{kParametersKey, "Steps: 20"}}));
  const auto read = requestFromPng(folder / "p.png");
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->has_value());
}

TEST(PngMetadata, BrokenRequestsNameTheFile) {
  const TemporaryFolder folder;
  ASSERT_TRUE(savePng(folder / "p.png", ImageBuffer(1, 1, 3), {{kRequestKey, R"({"schema":1,"steps":0})"}}));
  const auto read = requestFromPng(folder / "p.png");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().file, (folder / "p.png").string());
  EXPECT_EQ(read.error().key, "/steps");
  test::putContent(folder / "q.png", "nothing");
  EXPECT_EQ(requestFromPng(folder / "q.png").error().message, "is not a PNG");
}

}  // namespace
}  // namespace unmask
