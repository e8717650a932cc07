#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "core/io/base64.h"
#include "core/io/png_metadata.h"
#include "core/io/request_names.h"
#include "tests/core/io/random_request.h"
#include "tests/core/io/test_files.h"
#include "tests/core/io/test_pngs.h"

namespace unmask {
namespace {

using nlohmann::json;
using testing::HasSubstr;

Error errorOf(const std::string& text) {
  const auto request = requestFromJson(text, "p.png");
  EXPECT_FALSE(request.ok()) << text.substr(0, 200);
  if (request.ok()) return {};
  EXPECT_EQ(request.error().file, "p.png");
  return request.error();
}

/// The default request with one member replaced.
Error errorWith(const std::string& pointer, const json& value) {
  json document = json::parse(requestToJson({}));
  document[json::json_pointer(pointer)] = value;
  const Error error = errorOf(document.dump());
  EXPECT_EQ(error.kind, ErrorKind::BadInput) << pointer;
  return error;
}

TEST(RequestJson, RoundTripsRandomRequests) {
  std::mt19937 random(20240601);
  for (int i = 0; i < 300; ++i) {
    const GenerationRequest request = test::randomRequest(random);
    const std::string text = requestToJson(request);
    const auto read = requestFromJson(text, "f");
    ASSERT_TRUE(read) << read.error().text();
    ASSERT_TRUE(*read == request) << text;
    ASSERT_EQ(requestToJson(*read), text);
  }
}

TEST(RequestJson, RoundTripsExtremes) {
  GenerationRequest request;
  request.seed = std::numeric_limits<uint64_t>::max();
  request.guidanceScale = 0.1F;
  request.temperatureStart = std::numeric_limits<float>::denorm_min();
  request.startTokens = TokenGrid(1, 1, std::numeric_limits<int32_t>::max());
  const auto read = requestFromJson(requestToJson(request), "f");
  ASSERT_TRUE(read);
  EXPECT_TRUE(*read == request);
}

TEST(RequestJson, IsPlainAsciiWithASchema) {
  GenerationRequest request;
  request.prompt = "a \xF0\x9F\x8D\x8E\n";
  const std::string text = requestToJson(request);
  for (const char c : text) EXPECT_TRUE(c >= ' ' && c <= '~');
  EXPECT_EQ(json::parse(text)["schema"], 1);
  EXPECT_EQ(json::parse(text)["prompt"], request.prompt);
}

TEST(RequestJson, ReplacesBytesThatAreNotUtf8) {
  GenerationRequest request;
  request.prompt = "a\xFF";
  const auto read = requestFromJson(requestToJson(request), "f");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->prompt, "a\xEF\xBF\xBD");
}

TEST(RequestJson, KeepsDefaultsAndIgnoresUnknownKeys) {
  const auto read = requestFromJson(R"({"schema":1,"prompt":"x","fromTheFuture":{"a":[1]}})", "f");
  ASSERT_TRUE(read);
  GenerationRequest expected;
  expected.prompt = "x";
  EXPECT_TRUE(*read == expected);
}

TEST(RequestJson, RefusesNewerAndMissingSchemas) {
  EXPECT_EQ(errorOf(R"({"schema":2})").kind, ErrorKind::Unsupported);
  EXPECT_EQ(errorOf(R"({"schema":18446744073709551615})").kind, ErrorKind::Unsupported);
  for (const char* text :
       {R"({})", R"({"schema":0})", R"({"schema":-1})", R"({"schema":"1"})", R"({"schema":1.0})"}) {
    EXPECT_EQ(errorOf(text).kind, ErrorKind::BadInput) << text;
    EXPECT_EQ(errorOf(text).key, "/schema") << text;
  }
}

TEST(RequestJson, RefusesOtherDocuments) {
  for (const std::string text : {"", "[]", "1", "null", "{\"schema\":1", R"({"schema":1,"schema":1})"}) {
    EXPECT_EQ(errorOf(text).kind, ErrorKind::BadInput) << text;
  }
  EXPECT_THAT(errorOf("{\"schema\":1,\"x\":" + std::string(1000, '[')).message, HasSubstr("deeply"));
}

TEST(RequestJson, RefusesWrongTypesByKey) {
  const std::map<std::string, json> wrong{{"/kind", 1},
                                          {"/promptTemplate", 1},
                                          {"/prompt", json::array()},
                                          {"/negativePrompt", nullptr},
                                          {"/seed", "1"},
                                          {"/batchCount", 1.0},
                                          {"/steps", "12"},
                                          {"/guidanceScale", "x"},
                                          {"/schedule", true},
                                          {"/temperatureStart", {}},
                                          {"/temperatureEnd", "0"},
                                          {"/order", nullptr},
                                          {"/strength", "1"},
                                          {"/width", nullptr},
                                          {"/height", 1.5},
                                          {"/startStep", true},
                                          {"/model", "x"},
                                          {"/model/name", 3},
                                          {"/adapters", json::object()},
                                          {"/computeType", 32},
                                          {"/device", 0},
                                          {"/compatDiffusers", 1},
                                          {"/picture", 5},
                                          {"/startTokens", "x"},
                                          {"/editableCells", 3},
                                          {"/lockedCells", json::array()},
                                          {"/microConditions", 7}};
  for (const auto& [pointer, value] : wrong) {
    const Error error = errorWith(pointer, value);
    EXPECT_EQ(error.key, pointer);
    EXPECT_FALSE(error.expected.empty()) << pointer;
    EXPECT_FALSE(error.found.empty()) << pointer;
  }
}

TEST(RequestJson, RefusesNumbersOutOfRange) {
  const std::vector<std::pair<std::string, json>> wrong{{"/seed", -1},
                                                        {"/seed", 1.5},
                                                        {"/batchCount", 0},
                                                        {"/batchCount", 4097},
                                                        {"/steps", 0},
                                                        {"/steps", 1001},
                                                        {"/steps", -12},
                                                        {"/steps", 18446744073709551615ULL},
                                                        {"/strength", 1.001},
                                                        {"/strength", -0.1},
                                                        {"/guidanceScale", 1001},
                                                        {"/temperatureStart", 1e30},
                                                        {"/temperatureEnd", -1e30},
                                                        {"/width", -1},
                                                        {"/height", 65537},
                                                        {"/startStep", 1001},
                                                        {"/microConditions", {{"cropTop", 1e7}}}};
  for (const auto& [pointer, value] : wrong)
    EXPECT_THAT(errorWith(pointer, value).key, testing::StartsWith(pointer));
  EXPECT_EQ(errorWith("/steps", 1001).expected, "an integer from 1 to 1000");
  EXPECT_EQ(errorWith("/steps", 1001).found, "the number 1001");
  EXPECT_EQ(errorWith("/kind", "draw").expected, "generate, inpaint or vary");
}

TEST(RequestJson, RefusesBrokenAdapters) {
  EXPECT_EQ(errorWith("/adapters", json::array({{{"name", "a"}, {"strength", 1e9}}})).key,
            "/adapters/0/strength");
  EXPECT_EQ(errorWith("/adapters", json::array({"x"})).key, "/adapters/0");
  EXPECT_EQ(errorWith("/adapters", json(std::vector<json>(65, json::object()))).key, "/adapters");
}

TEST(RequestJson, RefusesBrokenGrids) {
  const auto grid = [](const json& height, const json& width, const json& ids) {
    return json{{"height", height}, {"width", width}, {"ids", ids}};
  };
  const std::vector<json> wrong{grid(1, 2, {1}),
                                grid(2, 1, {1, 2, 3}),
                                grid(0, 0, json::array()),
                                grid(-1, 1, {1}),
                                grid(1025, 1, {1}),
                                grid(1, 1, {-1}),
                                grid(1, 1, {2147483648U}),
                                grid(1, 1, {"1"}),
                                grid(1, 1, {1.0}),
                                grid("1", 1, {1}),
                                grid(1, 1, "AA=="),
                                json::object(),
                                {{"height", 1}, {"width", 1}}};
  for (const json& value : wrong)
    EXPECT_THAT(errorWith("/startTokens", value).key, testing::StartsWith("/startTokens"));
  EXPECT_EQ(errorWith("/startTokens", grid(1, 2, {1, -1})).key, "/startTokens/ids/1");
}

TEST(RequestJson, RefusesBrokenMasks) {
  const auto mask = [](const json& height, const json& width, const json& bits) {
    return json{{"height", height}, {"width", width}, {"bits", bits}};
  };
  for (const json& value :
       {mask(2, 4, ""), mask(2, 4, "AAA="), mask(2, 4, "*"), mask(0, 4, ""), mask(2000, 2000, "AA=="),
        mask(2, 3, "AQ=="), mask(2, 4, 1), json::object(), mask(-1, -1, "AA==")}) {
    EXPECT_THAT(errorWith("/lockedCells", value).key, testing::StartsWith("/lockedCells")) << value;
  }
  EXPECT_EQ(errorWith("/editableCells", mask(2, 3, "AQ==")).expected, "no bits after the last cell");
}

TEST(RequestJson, RefusesBrokenPictures) {
  EXPECT_EQ(errorWith("/picture", "no base64").key, "/picture");
  EXPECT_EQ(errorWith("/picture", toBase64(test::bytesOf("no picture"))).key, "/picture");
  const std::string bomb = test::pngOf({test::ihdr(16000, 16000), test::idat("x")});
  EXPECT_THAT(errorWith("/picture", toBase64(test::bytesOf(bomb))).found, HasSubstr("67108864 pixels"));
}

TEST(RequestJson, RefusesTextsBeyondTheirBound) {
  EXPECT_EQ(errorWith("/prompt", std::string((1 << 20) + 1, 'x')).expected, "at most 1048576 bytes");
}

// A log pasted into the prompt once made a project that could not be opened again.
TEST(RequestJson, LongTextsAreCutToWhatCanBeReadAgain) {
  GenerationRequest request;
  for (int i = 0; i < 400'000; ++i) request.prompt += "猫";
  request.negativePrompt = request.promptTemplate = request.prompt;
  const auto again = requestFromJson(requestToJson(request), "r.json");
  ASSERT_TRUE(again.ok()) << again.error().text();
  for (const std::string& text : {again->prompt, again->negativePrompt, again->promptTemplate}) {
    EXPECT_EQ(text.size(), 349'525U * 3) << "whole characters up to a mebibyte";
    EXPECT_TRUE(request.prompt.starts_with(text));
  }
}

TEST(RequestNames, ReadBackWhatTheyWrite) {
  for (const JobKind kind : {JobKind::Generate, JobKind::Inpaint, JobKind::Vary})
    EXPECT_EQ(jobKindNamed(nameOf(kind)), kind);
  for (const MaskSchedule s : {MaskSchedule::Cosine, MaskSchedule::Linear})
    EXPECT_EQ(maskScheduleNamed(nameOf(s)), s);
  for (const RevealOrder o : {RevealOrder::Confidence, RevealOrder::Halton, RevealOrder::Random}) {
    EXPECT_EQ(revealOrderNamed(nameOf(o)), o);
  }
  EXPECT_EQ(computeTypeNamed("bf16"), ComputeType::BFloat16);
  EXPECT_EQ(computeTypeNamed("fp16"), std::nullopt);
}

}  // namespace
}  // namespace unmask
