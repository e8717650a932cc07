#include "core/train/loss_curve.h"

#include <gtest/gtest.h>

#include "core/io/image_codec.h"
#include "tests/support/scratch_dir.h"

namespace unmask {
namespace {

TEST(LossCurve, ResumesWhatItWroteUpToTheCheckpoint) {
  const test::ScratchDir dir;
  LossCurve curve({"step", "loss"});
  for (int i = 1; i <= 10; ++i) curve.add({i * 25.0, 5.0 / i});
  ASSERT_TRUE(curve.writeCsv(dir / "loss.csv").ok());
  LossCurve resumed({"step", "loss"});
  ASSERT_TRUE(resumed.resume(dir / "loss.csv", 126).ok());
  ASSERT_EQ(resumed.rows().size(), 5U);
  EXPECT_EQ(resumed.rows().back().front(), 125);
  EXPECT_NEAR(resumed.rows().back().back(), 1, 1e-6);
  LossCurve fresh({"step", "loss"});
  EXPECT_TRUE(fresh.resume(dir / "absent.csv", 100).ok());
  EXPECT_TRUE(fresh.rows().empty());
}

TEST(LossCurve, DrawsItsColumns) {
  const test::ScratchDir dir;
  LossCurve curve({"step", "loss", "psnr"});
  for (int i = 1; i <= 50; ++i) curve.add({i * 25.0, 5.0 / i, 10.0 + i});
  ASSERT_TRUE(curve.writePng(dir / "loss.png", {"loss", "psnr"}).ok());
  const auto picture = loadImage(dir / "loss.png");
  ASSERT_TRUE(picture.ok());
  EXPECT_EQ(picture->height, 440);
  int inked = 0;
  for (const uint8_t byte : picture->pixels) inked += byte < 128;
  EXPECT_GT(inked, 500);
}

}  // namespace
}  // namespace unmask
