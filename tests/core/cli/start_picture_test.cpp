// inpaint and vary: -i, --mask and --strength.
#include <gmock/gmock.h>

#include "tests/core/cli/cli_fixture.h"

namespace unmask::test {
namespace {

using testing::HasSubstr;

// The fake model has cells of 4 pixels.
class StartPicture : public CliTest {
 protected:
  void SetUp() override {
    ImageBuffer picture(16, 12, 3, 50);
    picture.at(3, 2)[1] = 200;
    writePicture("in.png", picture);
    ImageBuffer mask(16, 12, 3);
    mask.at(5, 9)[0] = mask.at(5, 9)[1] = mask.at(5, 9)[2] = 255;
    writePicture("mask.png", mask);
  }
  int inpaint(std::vector<std::string> more = {}) {
    std::vector<std::string> args = {"inpaint", "-p", "x", "-i", path("in.png"), "-o", path("x.png")};
    if (std::find(more.begin(), more.end(), "--mask") == more.end()) {
      args.insert(args.end(), {"--mask", path("mask.png")});
    }
    args.insert(args.end(), more.begin(), more.end());
    return run(args);
  }
};

TEST_F(StartPicture, InpaintGetsPictureAndTouchedCells) {
  ASSERT_EQ(inpaint(), 0) << err();
  const GenerationRequest& request = onlyRequest();
  EXPECT_EQ(request.kind, JobKind::Inpaint);
  EXPECT_EQ(request.strength, 1);
  EXPECT_EQ(request.schedule, MaskSchedule::Linear);
  EXPECT_EQ(request.picture, *loadImage(path("in.png")));
  EXPECT_EQ(request.editableCells.height, 3);
  EXPECT_EQ(request.editableCells.width, 4);
  EXPECT_EQ(request.editableCells.count(), 1u);
  EXPECT_TRUE(request.editableCells.contains({2, 1}));
  EXPECT_EQ(requestIn("x.png"), request);
}

// A network that halves its grid takes cells in pairs; the engine cuts the picture so, and the mask with it.
TEST_F(StartPicture, TheMaskIsOfTheGridTheEngineMakes) {
  log.info.hasDownsampling = true;
  ASSERT_EQ(inpaint(), 0) << err();
  EXPECT_EQ(onlyRequest().editableCells.height, 2);
  EXPECT_EQ(onlyRequest().editableCells.width, 4);
  EXPECT_EQ(onlyRequest().editableCells.count(), 1u);
}

TEST_F(StartPicture, InpaintTellsWhatChangedOutside) {
  ASSERT_EQ(inpaint({"--json"}), 0) << err();
  EXPECT_EQ(event("saved")["pixels_changed_outside_mask"], 0);
}

TEST_F(StartPicture, VaryTakesStrengthAndMask) {
  ASSERT_EQ(run({"vary", "-p", "x", "-i", path("in.png"), "-o", path("x.png")}), 0) << err();
  EXPECT_EQ(onlyRequest().kind, JobKind::Vary);
  EXPECT_EQ(onlyRequest().strength, 0.5f);
  EXPECT_EQ(onlyRequest().schedule, MaskSchedule::Cosine);
  EXPECT_TRUE(onlyRequest().editableCells.empty());
  ASSERT_EQ(run({"vary", "-p", "x", "-i", path("in.png"), "--mask", path("mask.png"), "--strength", "0.25",
                 "-o", path("x.png")}),
            0)
      << err();
  EXPECT_EQ(onlyRequest().strength, 0.25f);
  EXPECT_EQ(onlyRequest().editableCells.count(), 1u);
  EXPECT_EQ(run({"vary", "-p", "x", "-i", path("in.png"), "--strength", "1.5", "-o", path("x.png")}), 2);
}

TEST_F(StartPicture, TransparentPictureStandsOnWhite) {
  ImageBuffer clear(16, 12, 4);
  writePicture("clear.png", clear);
  ASSERT_EQ(run({"vary", "-p", "x", "-i", path("clear.png"), "-o", path("x.png")}), 0) << err();
  EXPECT_EQ(onlyRequest().picture, ImageBuffer(16, 12, 3, 255));
}

TEST_F(StartPicture, WidthAndHeightResizeThePictureAndStretchTheMask) {
  ASSERT_EQ(inpaint({"--width", "32", "--height", "24"}), 0) << err();
  EXPECT_EQ(onlyRequest().picture.width, 32);
  EXPECT_EQ(onlyRequest().picture.height, 24);
  EXPECT_EQ(onlyRequest().editableCells.height, 6);
  EXPECT_EQ(onlyRequest().editableCells.width, 8);
  // Mask pixel (5, 9) of 16×12 covers pixels 10…12 × 18…20 of 32×24.
  EXPECT_EQ(onlyRequest().editableCells.count(), 1u);
  EXPECT_TRUE(onlyRequest().editableCells.contains({4, 2}));
}

// The built-in model knows the positions of its own grid alone.
TEST_F(StartPicture, AModelOfOneSizeGetsThePictureInIt) {
  log.info.hasOneSize = true;
  ASSERT_EQ(inpaint(), 0) << err();
  EXPECT_EQ(onlyRequest().picture.width, 16);
  EXPECT_EQ(onlyRequest().picture.height, 16);
  EXPECT_EQ(onlyRequest().editableCells.height, 4);
  EXPECT_THAT(err(), HasSubstr("16x16, the only size of this model"));
  writePicture("square.png", ImageBuffer(32, 32, 3, 9));
  ASSERT_EQ(run({"vary", "-p", "x", "-i", path("square.png"), "-o", path("x.png")}), 0) << err();
  EXPECT_EQ(onlyRequest().picture, ImageBuffer(16, 16, 3, 9));
  EXPECT_THAT(err(), testing::Not(HasSubstr("only size"))) << "its shape is kept";
}

TEST_F(StartPicture, CompatTakesTheReferencesMask) {
  // 16×16 pixels, 4×4 cells; the thin stroke vanishes, so the broad one alone decides.
  writePicture("square.png", ImageBuffer(16, 16, 3, 9));
  ImageBuffer mask(16, 16, 3);
  for (int y = 0; y < 16; ++y) {
    for (int x = 8; x < 16; ++x) mask.at(x, y)[0] = mask.at(x, y)[1] = mask.at(x, y)[2] = 255;
    mask.at(1, y)[0] = mask.at(1, y)[1] = mask.at(1, y)[2] = 255;
  }
  writePicture("broad.png", mask);
  const std::vector<std::string> args = {
      "inpaint", "-p", "x", "-i", path("square.png"), "--mask", path("broad.png"), "-o", path("x.png")};
  ASSERT_EQ(run(args), 0) << err();
  EXPECT_EQ(onlyRequest().editableCells.count(), 12u);
  std::vector<std::string> compat = args;
  compat.insert(compat.end(), {"--compat", "diffusers"});
  ASSERT_EQ(run(compat), 0) << err();
  EXPECT_EQ(onlyRequest().editableCells.count(), 8u);
  EXPECT_TRUE(onlyRequest().compatDiffusers);
}

TEST_F(StartPicture, HostileFilesAreThreeAndNamed) {
  writeText("text.png", "hello");
  writePicture("small.png", ImageBuffer(8, 8, 3, 255));
  writePicture("black.png", ImageBuffer(16, 12, 3));
  writePicture("tiny.png", ImageBuffer(3, 3, 3, 255));
  for (const char* mask : {"text.png", "missing.png", "small.png", "black.png"}) {
    EXPECT_EQ(inpaint({"--mask", path(mask)}), 3) << mask;
    EXPECT_THAT(err(), HasSubstr(mask));
  }
  for (const char* picture : {"text.png", "missing.png", "tiny.png"}) {
    EXPECT_EQ(run({"vary", "-p", "x", "-i", path(picture), "-o", path("x.png")}), 3) << picture;
    EXPECT_THAT(err(), HasSubstr(picture));
  }
  EXPECT_TRUE(log.requests.empty());
  EXPECT_EQ(run({"vary", "-p", "x", "-i", path("."), "-o", path("x.png")}), 3);
}

}  // namespace
}  // namespace unmask::test
