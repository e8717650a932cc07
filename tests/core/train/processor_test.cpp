// What the processor says of itself against what the kernel says of it.
#include "core/base/processor.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

namespace unmask {
namespace {

TEST(Processor, Bfloat16IsMultipliedWhereTheKernelListsIt) {
  std::ifstream file("/proc/cpuinfo");
  std::ostringstream text;
  text << file.rdbuf();
  if (text.str().find("flags") == std::string::npos) GTEST_SKIP() << "no flags in /proc/cpuinfo here";
  EXPECT_EQ(multipliesBfloat16(), text.str().find(" avx512_bf16") != std::string::npos);
}

TEST(Processor, HasACoreAtLeast) {
  EXPECT_GE(physicalCores(), 1);
}

}  // namespace
}  // namespace unmask
