#include "core/project/trace_bytes.h"

#include "core/io/safetensors.h"
#include "tests/core/project/project_fixture.h"

namespace unmask::test {
namespace {

TEST(TraceBytes, ComeBackEqual) {
  std::mt19937 random(1);
  for (int i = 0; i < 30; ++i) {
    const auto trace = someTrace(random, i % 6, i % 2 == 0);
    const auto bytes = must(traceToBytes(*trace));
    EXPECT_TRUE(areEqual(must(traceFromBytes(bytes, "x")), *trace)) << i;
  }
}

TEST(TraceBytes, AreSafetensors) {
  std::mt19937 random(2);
  const auto trace = someTrace(random, 3, true);
  const auto bytes = must(traceToBytes(*trace));
  const SafetensorsFile file = must(SafetensorsFile::parse(bytes, "x"));
  const auto height = trace->states[0].tokens.height;
  const auto width = trace->states[0].tokens.width;
  ASSERT_NE(file.find("state.tokens"), nullptr);
  EXPECT_EQ(file.find("state.tokens")->shape, (std::vector<int64_t>{4, height, width}));
  EXPECT_EQ(file.find("record.alternative_ids")->shape, (std::vector<int64_t>{3, height, width, 16}));
}

TEST(TraceBytes, ContradictionsAreNotWritten) {
  std::mt19937 random(3);
  Trace trace = *someTrace(random, 2, true);
  trace.records[1].entropy.pop_back();
  EXPECT_EQ(traceToBytes(trace).error().kind, ErrorKind::Internal);
  trace = *someTrace(random, 2, true);
  trace.records[1].entropy.clear();
  EXPECT_FALSE(traceToBytes(trace).ok()) << "some records with, some without";
  trace = *someTrace(random, 2, true);
  trace.states.pop_back();
  EXPECT_FALSE(traceToBytes(trace).ok());
}

TEST(TraceBytes, WrongShapesAreRefused) {
  const std::vector<int32_t> numbers(8, 1);
  const auto bytes = std::as_bytes(std::span(numbers));
  const auto file = [&](std::vector<TensorView> tensors) { return must(safetensorsBytes(tensors)); };
  EXPECT_FALSE(traceFromBytes({}, "x").ok());
  EXPECT_FALSE(traceFromBytes(file({}), "x").ok());
  EXPECT_FALSE(traceFromBytes(file({{"state.tokens", TensorType::I32, {8}, bytes}}), "x").ok());
  EXPECT_FALSE(traceFromBytes(file({{"state.tokens", TensorType::F32, {2, 2, 2}, bytes}}), "x").ok());
  const auto missing = traceFromBytes(file({{"state.tokens", TensorType::I32, {2, 2, 2}, bytes}}), "x");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().kind, ErrorKind::BadInput);
  EXPECT_EQ(missing.error().key, "state.next_step");
}

TEST(TraceBytes, EveryCutIsRefused) {
  std::mt19937 random(4);
  const auto bytes = must(traceToBytes(*someTrace(random, 2, false)));
  for (size_t size = 0; size < bytes.size(); size += 7)
    EXPECT_FALSE(traceFromBytes(std::span(bytes).first(size), "x").ok()) << size;
}

}  // namespace
}  // namespace unmask::test
