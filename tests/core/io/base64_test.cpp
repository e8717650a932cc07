#include "core/io/base64.h"

#include <gtest/gtest.h>

#include "tests/core/io/test_files.h"

namespace unmask {
namespace {

TEST(Base64, WritesTheVectorsOfRfc4648) {
  EXPECT_EQ(toBase64(test::bytesOf("")), "");
  EXPECT_EQ(toBase64(test::bytesOf("f")), "Zg==");
  EXPECT_EQ(toBase64(test::bytesOf("fo")), "Zm8=");
  EXPECT_EQ(toBase64(test::bytesOf("foo")), "Zm9v");
  EXPECT_EQ(toBase64(test::bytesOf("foobar")), "Zm9vYmFy");
  EXPECT_EQ(toBase64(test::bytesOf("\xFB\xFF\xBF")), "+/+/");
}

TEST(Base64, ReadsBackEveryByte) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  for (size_t length = 0; length <= all.size(); ++length) {
    const std::string text = all.substr(0, length);
    const auto read = fromBase64(toBase64(test::bytesOf(text)));
    ASSERT_TRUE(read.has_value()) << length;
    EXPECT_EQ(test::textOf(*read), text);
  }
}

TEST(Base64, RefusesAnythingElse) {
  for (const char* text :
       {"Zg", "Zg=", "Zg==Zg==", "Z===", "====", "Zh==", "Zm9=", "Zm 9", "Zm9v\n", "Zm9*", "=Zg="}) {
    EXPECT_FALSE(fromBase64(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace unmask
