// What each kernel of core/model/fused_ops.h and winograd.h gains over its plain formula, at the shapes of
// amused-256 with guidance (2 × 256 tokens) and of the built-in model (2 × 64). Compare the row `fused` with
// the row `plain` above it.
#include <benchmark/benchmark.h>

#include "core/model/compute_threads.h"
#include "core/model/fused_ops.h"
#include "core/model/winograd.h"

namespace unmask {
namespace {

using torch::Tensor;

/// The plain formula runs when gradients are on; nothing here requires them, so no graph is built.
template <typename Work>
void measure(benchmark::State& state, const Work& work) {
  const torch::AutoGradMode gradients(state.range(0) == 0);
  for (auto _ : state) benchmark::DoNotOptimize(work());
  state.SetLabel(state.range(0) ? "fused" : "plain");
}

torch::ScalarType typeOf(const benchmark::State& state) {
  return state.range(1) ? torch::kBFloat16 : torch::kFloat32;
}

void rmsNormModulated(benchmark::State& state) {
  const int64_t rows = state.range(2), channels = state.range(3);
  const Tensor x = torch::randn({2, rows, channels}).to(typeOf(state));
  const Tensor weight = torch::randn({channels}).to(typeOf(state));
  const Tensor scale = torch::randn({2, 1, channels}).to(typeOf(state));
  measure(state, [&] { return unmask::rmsNormModulated(x, weight, 1e-6, scale, scale); });
}

void geglu(benchmark::State& state) {
  const Tensor x = torch::randn({2, state.range(2), 2 * state.range(3)}).to(typeOf(state));
  measure(state, [&] { return unmask::geglu(x); });
}

void geluResponseNorm(benchmark::State& state) {
  const int64_t side = state.range(2), channels = state.range(3);
  const Tensor x = torch::randn({2, side, side, channels}).to(typeOf(state));
  const Tensor gamma = torch::randn({1, 1, 1, channels}).to(typeOf(state));
  measure(state, [&] { return unmask::geluResponseNorm(x, gamma, gamma); });
}

void conv3x3(benchmark::State& state) {
  const int64_t side = state.range(1), channels = state.range(2);
  Conv3x3 convolution(channels, channels, true);
  if (state.range(0)) convolution->freeze();
  const Tensor x = torch::randn({1, side, side, channels}).permute({0, 3, 1, 2});
  const torch::NoGradGuard noGrad;
  for (auto _ : state) benchmark::DoNotOptimize(convolution->forward(x));
  state.SetLabel(state.range(0) ? "fused" : "plain");
}

const std::vector<std::string> kArguments = {"fused", "bf16", "rows", "channels"};

BENCHMARK(rmsNormModulated)
    ->ArgNames(kArguments)
    ->ArgsProduct({{0, 1}, {0, 1}, {256}, {1024}})
    ->ArgsProduct({{0, 1}, {0, 1}, {64}, {256}})
    ->UseRealTime();
BENCHMARK(geglu)
    ->ArgNames(kArguments)
    ->ArgsProduct({{0, 1}, {0, 1}, {256}, {2816}})
    ->ArgsProduct({{0, 1}, {0, 1}, {64}, {704}})
    ->UseRealTime();
BENCHMARK(geluResponseNorm)
    ->ArgNames({"fused", "bf16", "side", "channels"})
    ->ArgsProduct({{0, 1}, {0, 1}, {16}, {3072}})
    ->UseRealTime();
BENCHMARK(conv3x3)  // of the built-in VQ model, and two of the released one's
    ->ArgNames({"fused", "side", "channels"})
    ->ArgsProduct({{0, 1}, {16}, {256}})
    ->ArgsProduct({{0, 1}, {64}, {256}})
    ->ArgsProduct({{0, 1}, {256}, {128}})
    ->UseRealTime();

}  // namespace
}  // namespace unmask

int main(int argc, char** argv) {
  unmask::prepareComputation(0);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
