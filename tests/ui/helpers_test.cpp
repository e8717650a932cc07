// The small parts without widgets.
#include <gtest/gtest.h>

#include "ui/error_text.h"
#include "ui/file_names.h"
#include "ui/icons.h"
#include "ui/jobs/progress_estimate.h"
#include "ui/jobs/prompt_limit.h"
#include "ui/panels/progress_strip.h"
#include "ui/panels/seed_row.h"
#include "ui/picture.h"
#include "ui/theme.h"

#include <QFile>
#include <QTemporaryDir>

namespace unmask {
namespace {

TEST(FileNames, SuggestsThePromptsWordsAndTheSeed) {
  EXPECT_EQ(suggestedFileName("a red apple", 42), "a red apple 42.png");
  EXPECT_EQ(suggestedFileName("  a\n\tred,  apple!  ", 42), "a red apple 42.png");
  EXPECT_EQ(suggestedFileName("a well-known cat's toy", 1), "a well-known cat-s toy 1.png");
}

TEST(FileNames, NeverLeavesTheFolderOrHidesTheFile) {
  EXPECT_EQ(suggestedFileName("../../etc/passwd", 1), "etc passwd 1.png");
  EXPECT_EQ(suggestedFileName(".hidden", 1), "hidden 1.png");
  EXPECT_EQ(suggestedFileName("-rf *", 1), "rf 1.png");
  EXPECT_EQ(suggestedFileName("CON: | <> \" ? \\", 1), "CON 1.png");
  EXPECT_EQ(suggestedFileName(QString(QChar(0)) + "\x07", 1), "picture 1.png");
  EXPECT_EQ(suggestedFileName("", 18446744073709551615u), "picture 18446744073709551615.png");
}

TEST(FileNames, KeepsOtherScriptsAndCutsLongPrompts) {
  EXPECT_EQ(suggestedFileName("ein grüner Apfel", 1), "ein grüner Apfel 1.png");
  EXPECT_EQ(suggestedFileName("一个红苹果", 1), "一个红苹果 1.png");
  EXPECT_LE(suggestedFileName(QString("word ").repeated(500), 1).size(), 70);
  EXPECT_LE(suggestedFileName(QString("𝔘").repeated(500), 1).size(), 70);
}

TEST(FileNames, UnusedPathCountsUp) {
  const QTemporaryDir dir;
  const QString path = dir.filePath("a.png");
  EXPECT_EQ(unusedPath(path), path);
  for (const char* name : {"a.png", "a (2).png"}) {
    QFile file(dir.filePath(name));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  }
  EXPECT_EQ(unusedPath(path), dir.filePath("a (3).png"));
}

TEST(FileNames, PngSuffixIsAddedOnce) {
  EXPECT_EQ(withPngSuffix("a"), "a.png");
  EXPECT_EQ(withPngSuffix("a.PNG"), "a.PNG");
  EXPECT_EQ(withPngSuffix("a.jpg"), "a.jpg.png");
}

int droppedWords(const QString& text, int limit) {
  return std::max(0, static_cast<int>(text.split(' ', Qt::SkipEmptyParts).size()) - limit);
}

TEST(PromptLimit, KeepsWholeWords) {
  const auto limitTo = [](int words) { return [words](const QString& t) { return droppedWords(t, words); }; };
  EXPECT_EQ(fittingPromptLength("one two three", limitTo(3)), 13);
  EXPECT_EQ(fittingPromptLength("one two three", limitTo(2)), 8);
  EXPECT_EQ(fittingPromptLength("", limitTo(0)), 0);
}

TEST(PromptLimit, CutsInsideAWordOnlyWhenThereIsNoOther) {
  const auto dropped = [](const QString& t) { return std::max<int>(0, static_cast<int>(t.size()) - 5); };
  EXPECT_EQ(fittingPromptLength("abcdefghij", dropped), 5);
  EXPECT_EQ(fittingPromptLength("ab cdefghij", dropped), 3);
  // Never between the halves of one character.
  EXPECT_EQ(fittingPromptLength("abcd𝔘fgh", dropped), 4);
}

TEST(ProgressEstimate, FirstStepDoesNotSpoilThePace) {
  ProgressEstimate estimate;
  EXPECT_FALSE(estimate.secondsLeft(0.5).has_value());
  estimate.stepDone(1, 4, 3.0);  // the text encoder was slow
  EXPECT_DOUBLE_EQ(*estimate.secondsLeft(3.0), 9.0);
  estimate.stepDone(2, 4, 4.0);
  EXPECT_DOUBLE_EQ(*estimate.secondsLeft(4.0), 2.0);
  EXPECT_DOUBLE_EQ(*estimate.secondsLeft(4.5), 1.5);
  EXPECT_DOUBLE_EQ(*estimate.secondsLeft(99), 0.0);
  estimate.stepDone(4, 4, 6.0);
  EXPECT_DOUBLE_EQ(*estimate.secondsLeft(6.0), 0.0);
}

TEST(ProgressEstimate, MissedFramesDoNotMatter) {
  ProgressEstimate estimate;
  estimate.stepDone(3, 9, 3.0);
  EXPECT_DOUBLE_EQ(*estimate.secondsLeft(3.0), 6.0);
  estimate.stepDone(5, 9, 7.0);
  EXPECT_DOUBLE_EQ(*estimate.secondsLeft(7.0), 8.0);
}

TEST(ProgressStrip, SpellsDurations) {
  EXPECT_EQ(durationText(0.84), "0.8 s");
  EXPECT_EQ(durationText(12.4), "12 s");
  EXPECT_EQ(durationText(59.7), "1 min 0 s");
  EXPECT_EQ(durationText(3900), "1 h 5 min");
}

TEST(SeedText, TakesAllOf64Bits) {
  EXPECT_EQ(seedFromText("0"), 0u);
  EXPECT_EQ(seedFromText(" 18446744073709551615 "), 18446744073709551615u);
  EXPECT_FALSE(seedFromText("18446744073709551616"));
  for (const char* bad : {"", " ", "-1", "+1", "1.5", "0x10", "1 2", "abc", "١"})
    EXPECT_FALSE(seedFromText(bad)) << bad;
}

TEST(ErrorText, NamesFileReasonAndRemedy) {
  Error error;
  error.file = "/models/x/vqvae.safetensors";
  error.message = "tensor has the wrong shape";
  error.key = "decoder.conv_in.weight";
  error.expected = "[64, 16, 3, 3]";
  error.found = "[64, 16]";
  error.remedy = "Download it again";
  const Message message = errorMessage("It failed", error);
  EXPECT_EQ(message.title, "It failed");
  EXPECT_EQ(message.tone, Tone::Error);
  EXPECT_EQ(message.text,
            "/models/x/vqvae.safetensors\n"
            "Tensor has the wrong shape (decoder.conv_in.weight; expected [64, 16, 3, 3]; found [64, 16]).\n"
            "Download it again.");
}

TEST(ErrorText, LongFindingsAreCut) {
  Error error;
  error.message = "tensors are missing";
  error.found = std::string(100'000, 'x');
  EXPECT_LT(errorMessage("t", error).text.size(), 1000);
}

TEST(Picture, ConvertsEveryChannelCount) {
  ImageBuffer rgb(2, 1, 3);
  rgb.pixels = {10, 20, 30, 40, 50, 60};
  EXPECT_EQ(toQImage(rgb).pixelColor(1, 0), QColor(40, 50, 60));
  ImageBuffer grey(2, 1, 1);
  grey.pixels = {7, 9};
  EXPECT_EQ(toQImage(grey).pixelColor(1, 0), QColor(9, 9, 9));
  ImageBuffer rgba(1, 1, 4);
  rgba.pixels = {255, 0, 0, 128};
  EXPECT_EQ(toQImage(rgba).pixelColor(0, 0).alpha(), 128);
  EXPECT_TRUE(toQImage(ImageBuffer()).isNull());
}

TEST(Picture, OwnsItsPixels) {
  QImage image;
  {
    ImageBuffer buffer(3, 3, 3, 77);  // a width whose rows are not a multiple of four bytes
    image = toQImage(buffer);
  }
  EXPECT_EQ(image.pixelColor(2, 2), QColor(77, 77, 77));
}

TEST(Theme, TonesStandOutInLightAndDark) {
  QPalette light(QColor(240, 240, 240));
  light.setColor(QPalette::WindowText, Qt::black);
  QPalette dark(QColor(40, 40, 40));
  dark.setColor(QPalette::WindowText, Qt::white);
  EXPECT_FALSE(isDark(light));
  EXPECT_TRUE(isDark(dark));
  for (const QPalette& palette : {light, dark}) {
    for (const Tone tone : {Tone::Success, Tone::Warning, Tone::Error}) {
      const float background = toneBackground(tone, palette).lightnessF();
      const float text = palette.color(QPalette::WindowText).lightnessF();
      EXPECT_GT(std::abs(background - text), 0.5f);
      EXPECT_GT(std::abs(toneColor(tone, palette).lightnessF() - background), 0.2f);
    }
  }
}

TEST(Icons, EveryDrawingIsThereAndTinted) {
  for (const char* name :
       {"generate", "stop", "dice", "lock-closed", "lock-open", "folder", "close", "info", "success",
        "warning", "error", "chevron-right", "chevron-down", "save", "copy", "undo", "redo"}) {
    const QImage image = iconPixmap(name, QColor(200, 10, 20), {32, 32}, 2).toImage();
    ASSERT_EQ(image.size(), QSize(64, 64)) << name;
    int inked = 0;
    for (int y = 0; y < 64; ++y) {
      for (int x = 0; x < 64; ++x) {
        const QColor c = image.pixelColor(x, y);
        if (c.alpha() == 255) {
          ++inked;
          EXPECT_EQ(c, QColor(200, 10, 20)) << name;
        }
      }
    }
    EXPECT_GT(inked, 60) << name;
  }
  EXPECT_FALSE(applicationIcon().pixmap(64, 64).isNull());
}

}  // namespace
}  // namespace unmask
