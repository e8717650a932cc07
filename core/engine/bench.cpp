#include "core/engine/bench.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <vector>

#include "core/engine/flop_count.h"
#include "core/engine/model_bundle.h"
#include "core/model/compute_threads.h"

namespace unmask {

namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::ordered_json;

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// Stands in for a vocabulary where weights are made up: one id a word.
class MadeUpTokenizer final : public Tokenizer {
 public:
  explicit MadeUpTokenizer(const TextEncoderConfig& config) : m_config(config) {}
  TokenizedText encode(std::string_view text) const override {
    TokenizedText out;
    out.ids.assign(static_cast<size_t>(maxTokens()), padId());
    out.ids[0] = startId();
    const auto words =
        static_cast<size_t>(std::count(text.begin(), text.end(), ' ')) + (text.empty() ? 0 : 1);
    const size_t used = std::min(words, static_cast<size_t>(maxTokens()) - 2);
    for (size_t i = 1; i <= used; ++i)
      out.ids[i] = static_cast<int32_t>(i % static_cast<size_t>(vocabularySize() / 2));
    out.ids[used + 1] = endId();
    out.usedTokens = static_cast<int>(used) + 2;
    return out;
  }
  int vocabularySize() const override { return m_config.vocabSize; }
  int maxTokens() const override { return m_config.maxPositionEmbeddings; }
  int32_t startId() const override { return m_config.vocabSize - 2; }
  int32_t endId() const override { return m_config.vocabSize - 1; }
  int32_t padId() const override { return m_config.vocabSize - 1; }

 private:
  TextEncoderConfig m_config;
};

/// The machine's own peak: the best of a few square products, in GFLOP/s.
double matmulPeak(torch::ScalarType type) {
  constexpr int64_t n = 2048;
  const auto a = torch::rand({n, n}).to(type), b = torch::rand({n, n}).to(type);
  double best = 1e9;
  for (int i = 0; i < 6; ++i) {
    const auto start = Clock::now();
    const auto c = torch::matmul(a, b);
    best = std::min(best, secondsSince(start));
  }
  return 2.0 * n * n * n / best / 1e9;
}

int64_t peakMemoryBytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<int64_t>(usage.ru_maxrss) * 1024;
}

struct Timings {
  double text = 0, decode = 0, total = 0;
  std::vector<double> steps;
};

Json toJson(const Timings& t) {
  return {{"text_seconds", t.text},
          {"step_seconds", t.steps},
          {"decode_seconds", t.decode},
          {"total_seconds", t.total}};
}

Result<Timings> timeOnePicture(Engine& engine, const GenerationRequest& request, std::stop_token stop) {
  Timings timings;
  double before = 0;
  RunOptions options;
  options.onStep = [&](const StepFrame& frame) {
    timings.steps.push_back(frame.secondsElapsed - before);
    before = frame.secondsElapsed;
  };
  const auto start = Clock::now();
  UNMASK_TRY(const RunOutcome outcome, engine.run(request, options, stop));
  timings.total = secondsSince(start);
  timings.text = outcome.secondsText;
  timings.decode = outcome.secondsDecode;
  if (!timings.steps.empty()) timings.steps.front() -= outcome.secondsText;
  return timings;
}

Timings medians(const std::vector<Timings>& runs) {
  Timings out;
  const auto of = [&runs](const auto& pick) {
    std::vector<double> values;
    for (const Timings& run : runs) values.push_back(pick(run));
    return median(values);
  };
  out.text = of([](const Timings& t) { return t.text; });
  out.decode = of([](const Timings& t) { return t.decode; });
  out.total = of([](const Timings& t) { return t.total; });
  for (size_t i = 0; i < runs.front().steps.size(); ++i)
    out.steps.push_back(of([i](const Timings& t) { return t.steps[i]; }));
  return out;
}

/// Time from the start of a run to its first preview, which is what a person waits for.
Result<double> firstPreviewSeconds(Engine& engine, const GenerationRequest& request, std::stop_token stop) {
  double first = 0;
  std::stop_source enough;
  const std::stop_callback forward(stop, [&enough] { enough.request_stop(); });
  RunOptions options;
  options.previews = true;
  options.onStep = [&](const StepFrame& frame) {
    if (first == 0) first = frame.secondsElapsed;
    enough.request_stop();
  };
  const auto outcome = engine.run(request, options, enough.get_token());
  if (!outcome.ok() && outcome.error().kind != ErrorKind::Cancelled) return outcome.error();
  return first;
}

Result<std::unique_ptr<Engine>> makeEngine(const BenchRequest& request, ModelConfigs& configs) {
  if (request.modelDir.empty() == request.randomWeights.empty())
    return Error{ErrorKind::Usage, "give a model or --random-weights, and not both", "", "", "", "", ""};
  if (!request.modelDir.empty()) {
    UNMASK_TRY(configs, loadConfigs(request.modelDir));
    return loadEngine({request.modelDir, request.variant, request.computeType, request.threads});
  }
  auto released = releasedConfigs(request.randomWeights);
  if (!released.ok()) released = loadConfigs(request.randomWeights);
  if (!released.ok()) return released.error();
  configs = *released;
  prepareComputation(request.threads);
  ModelBundle bundle = randomBundle(configs, request.computeType);
  bundle.tokenizer = std::make_unique<MadeUpTokenizer>(configs.text);
  return engineFrom(std::move(bundle));
}

}  // namespace

Result<std::string> runBench(const BenchRequest& bench, std::stop_token stop) {
  try {
    const torch::NoGradGuard noGrad;
    const auto loadStart = Clock::now();
    ModelConfigs configs;
    UNMASK_TRY(const std::unique_ptr<Engine> engine, makeEngine(bench, configs));
    const double loadSeconds = secondsSince(loadStart);
    GenerationRequest request;
    request.prompt = bench.prompt;
    request.steps = bench.steps;
    request.guidanceScale = bench.guidanceScale;
    request.width = bench.width;
    request.height = bench.height;

    UNMASK_TRY(const Timings first, timeOnePicture(*engine, request, stop));
    std::vector<Timings> runs;
    for (int i = 0; i < bench.repeats; ++i) {
      request.seed = static_cast<uint64_t>(i) + 1;
      UNMASK_TRY(Timings timings, timeOnePicture(*engine, request, stop));
      runs.push_back(std::move(timings));
    }
    UNMASK_TRY(const double preview, firstPreviewSeconds(*engine, request, stop));
    const Timings steady = medians(runs);

    const ModelInfo& info = engine->info();
    const int side = info.pixelsPerCell;
    const int height = bench.height > 0 ? bench.height / side : info.gridHeight;
    const int width = bench.width > 0 ? bench.width / side : info.gridWidth;
    const double gflop = stepsGigaflop(configs.transformer, height, width, bench.steps,
                                       bench.guidanceScale > 1, configs.text.maxPositionEmbeddings);
    double stepSeconds = 0;
    for (const double seconds : steady.steps) stepSeconds += seconds;
    const double peak = matmulPeak(scalarType(bench.computeType));
    const Json json = {{"model", bench.modelDir.empty() ? bench.randomWeights : bench.modelDir},
                       {"random_weights", bench.modelDir.empty()},
                       {"dtype", bench.computeType == ComputeType::BFloat16 ? "bf16" : "fp32"},
                       {"threads", at::get_num_threads()},
                       {"steps", bench.steps},
                       {"guidance_scale", bench.guidanceScale},
                       {"width", width * side},
                       {"height", height * side},
                       {"load_seconds", loadSeconds},
                       {"first_picture", toJson(first)},
                       {"steady_state", toJson(steady)},
                       {"first_preview_seconds", preview},
                       {"steps_gflop", gflop},
                       {"steps_gflop_per_second", gflop / stepSeconds},
                       {"matmul_peak_gflop_per_second", peak},
                       {"share_of_matmul_peak", gflop / stepSeconds / peak},
                       {"parameters",
                        {{"transformer", info.transformerParameters},
                         {"vq", info.vqParameters},
                         {"text", info.textParameters}}},
                       {"weight_bytes", info.weightBytes},
                       {"peak_memory_bytes", peakMemoryBytes()}};
    return json.dump(2);
  } catch (const std::exception& error) {
    return Error{ErrorKind::Internal,
                 "the measurement failed",
                 bench.modelDir,
                 "",
                 "",
                 std::string(error.what()).substr(0, 400),
                 ""};
  }
}

}  // namespace unmask
