#include "core/lab/run_axis.h"

#include <gtest/gtest.h>

namespace unmask {
namespace {

std::vector<std::string> valuesOf(RunAxis axis, const std::string& text, const std::string& prompt = {}) {
  const auto values = axisValues(axis, text, prompt);
  EXPECT_TRUE(values.ok()) << text << ": " << values.error().text();
  std::vector<std::string> out;
  if (values)
    for (const AxisValue& value : *values) out.push_back(value.value);
  return out;
}

using Texts = std::vector<std::string>;

TEST(RunAxis, ReadsListsAndRanges) {
  EXPECT_EQ(valuesOf(RunAxis::Guidance, "1, 2.5,10"), (Texts{"1", "2.5", "10"}));
  EXPECT_EQ(valuesOf(RunAxis::Steps, "4-7"), (Texts{"4", "5", "6", "7"}));
  EXPECT_EQ(valuesOf(RunAxis::Steps, "4-12 (+4), 20"), (Texts{"4", "8", "12", "20"}));
  EXPECT_EQ(valuesOf(RunAxis::Guidance, "2-10 [5]"), (Texts{"2", "4", "6", "8", "10"}));
  EXPECT_EQ(valuesOf(RunAxis::Strength, "0.1-0.5 (+0.1)"), (Texts{"0.1", "0.2", "0.3", "0.4", "0.5"}));
  EXPECT_EQ(valuesOf(RunAxis::Steps, "6-4"), (Texts{"6", "5", "4"}));
  EXPECT_EQ(valuesOf(RunAxis::Adapter, "-1-1 [3], 0.7"), (Texts{"-1", "0", "1", "0.7"}));
  EXPECT_EQ(valuesOf(RunAxis::Seed, "18446744073709551615"), (Texts{"18446744073709551615"}));
}

TEST(RunAxis, PromptsMayReplaceAPart) {
  const auto values = axisValues(RunAxis::Prompt, "red; blue ;green", "a red apple");
  ASSERT_TRUE(values.ok());
  EXPECT_EQ(*values, (std::vector<AxisValue>{
                         {"red", "a red apple"}, {"blue", "a blue apple"}, {"green", "a green apple"}}));
  EXPECT_EQ(valuesOf(RunAxis::Prompt, "a cat, sitting; a dog", "a red apple"),
            (Texts{"a cat, sitting", "a dog"}));
  EXPECT_EQ(valuesOf(RunAxis::NegativePrompt, ""), (Texts{""}));
  const auto whole = axisValues(RunAxis::Prompt, "car; cat", "a carpet with a car");
  ASSERT_TRUE(whole.ok());
  EXPECT_EQ(whole->back().value, "a carpet with a cat");
}

// The words a seed drew are in the request; its template would draw others with another seed.
TEST(RunAxis, AnotherSeedKeepsTheWords) {
  GenerationRequest request;
  request.promptTemplate = "a {red|blue} apple";
  request.prompt = "a red apple";
  const auto other = withValue(request, {RunAxis::Seed, {}}, "7");
  ASSERT_TRUE(other.ok());
  EXPECT_EQ(other->seed, 7U);
  EXPECT_EQ(other->prompt, "a red apple");
  EXPECT_TRUE(other->promptTemplate.empty());
}

TEST(RunAxis, OrdersByName) {
  EXPECT_EQ(valuesOf(RunAxis::Order, "all"), (Texts{"confidence", "halton", "random", "raster"}));
  EXPECT_EQ(valuesOf(RunAxis::Order, "raster, halton"), (Texts{"raster", "halton"}));
}

TEST(RunAxis, RefusesWhatCannotBeUsed) {
  for (const auto& [axis, text] : std::vector<std::pair<RunAxis, std::string>>{
           {RunAxis::Steps, ""},
           {RunAxis::Steps, "4.5"},
           {RunAxis::Steps, "0"},
           {RunAxis::Steps, "1001"},
           {RunAxis::Steps, "x"},
           {RunAxis::Steps, "1-"},
           {RunAxis::Steps, "1-5 (+0)"},
           {RunAxis::Steps, "1-5 [0]"},
           {RunAxis::Steps, "1-5 (+1"},
           {RunAxis::Steps, "1-1000"},
           {RunAxis::Guidance, "inf"},
           {RunAxis::Guidance, "nan"},
           {RunAxis::Guidance, "0-inf"},
           {RunAxis::Guidance, "-1"},
           {RunAxis::Strength, "1.5"},
           {RunAxis::Seed, "-3"},
           {RunAxis::Adapter, "101"},
           {RunAxis::Adapter, "ink"},
           {RunAxis::Order, "sideways"},
           {RunAxis::Order, ""},
           {RunAxis::Prompt, " ; ;"},
           {RunAxis::Seed, "18446744073709551616"},
           {RunAxis::Seed, "12345678901234567890-12345678901234567893"}}) {
    const auto values = axisValues(axis, text, "prompt");
    ASSERT_FALSE(values.ok()) << text;
    EXPECT_EQ(values.error().kind, ErrorKind::Usage) << text;
  }
}

TEST(RunAxis, EveryValueChangesItsOwnSettingOnly) {
  GenerationRequest request;
  request.prompt = "a red apple";
  request.promptTemplate = "a {red|green} apple";
  request.steps = 12;
  const std::vector<std::pair<RunAxis, std::string>> changes = {
      {RunAxis::Prompt, "a cat"},  {RunAxis::NegativePrompt, "blur"},
      {RunAxis::Seed, "7"},        {RunAxis::Guidance, "3.5"},
      {RunAxis::Steps, "5"},       {RunAxis::Temperature, "0.5"},
      {RunAxis::Strength, "0.25"}, {RunAxis::Order, "raster"}};
  for (const auto& [axis, value] : changes) {
    const auto changed = withValue(request, axis, value);
    ASSERT_TRUE(changed.ok()) << value;
    EXPECT_NE(*changed, request) << value;
    GenerationRequest back = *changed;
    back.prompt = request.prompt;
    back.promptTemplate = request.promptTemplate;
    back.negativePrompt = request.negativePrompt;
    back.seed = request.seed;
    back.guidanceScale = request.guidanceScale;
    back.steps = request.steps;
    back.temperatureStart = request.temperatureStart;
    back.strength = request.strength;
    back.order = request.order;
    EXPECT_EQ(back, request) << value;
  }
  EXPECT_EQ(withValue(request, RunAxis::Guidance, "3.5")->guidanceScale, 3.5F);
  EXPECT_EQ(withValue(request, RunAxis::Prompt, "a cat")->promptTemplate, "");
  EXPECT_FALSE(withValue(request, RunAxis::Steps, "many").ok());
  EXPECT_FALSE(withValue(request, RunAxis::Guidance, "").ok());
}

TEST(RunAxis, EveryAdapterIsASettingOfItsOwn) {
  GenerationRequest request;
  const size_t plain = settingsOf(request).size();
  EXPECT_EQ(plain, allAxes().size() - 1);
  EXPECT_FALSE(withValue(request, RunAxis::Adapter, "0.5").ok());
  request.adapters = {{.name = "ink", .path = "ink"}, {.name = "noir", .path = "noir", .strength = 0.8F}};
  ASSERT_EQ(settingsOf(request).size(), plain + 2);
  EXPECT_EQ(settingsOf(request).back(), RunSetting(RunAxis::Adapter, 1));
  const auto changed = withValue(request, settingsOf(request).back(), "0.25");
  ASSERT_TRUE(changed.ok());
  EXPECT_EQ(changed->adapters[1].strength, 0.25F);
  GenerationRequest back = *changed;
  back.adapters[1].strength = 0.8F;
  EXPECT_EQ(back, request);
  EXPECT_EQ(withValue(request, {RunAxis::Adapter, 2}, "1").error().kind, ErrorKind::Usage);
  EXPECT_EQ(withValue(request, {RunAxis::Adapter, 1}, "100.5").error().kind, ErrorKind::Usage);
}

TEST(RunAxis, FewerStepsThanWereDoneStayARequest) {
  GenerationRequest request;
  request.steps = 12;
  request.startStep = 8;
  EXPECT_EQ(withValue(request, RunAxis::Steps, "4")->startStep, 3);
  EXPECT_EQ(withValue(request, RunAxis::Steps, "1")->startStep, 0);
}

TEST(RunAxis, ABranchKeepsItsShareOfTheSchedule) {
  GenerationRequest request;
  request.steps = 12;
  request.startStep = 6;
  EXPECT_EQ(withValue(request, RunAxis::Steps, "24")->startStep, 12);
  EXPECT_EQ(withValue(request, RunAxis::Steps, "12")->startStep, 6);
  EXPECT_EQ(withValue(request, RunAxis::Steps, "7")->startStep, 4);
  request.startStep = 0;
  EXPECT_EQ(withValue(request, RunAxis::Steps, "24")->startStep, 0);
}

}  // namespace
}  // namespace unmask
