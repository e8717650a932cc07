// Where a run's random numbers come from. They are addressed by (seed, step, cell, code), never consumed in
// order (design section 2), so a step can be replayed, branched or computed for some cells only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace unmask {

/// Immutable; one object serves one image of one run.
class NoiseSource {
 public:
  virtual ~NoiseSource() = default;

  /// Exponential(1) draws q behind the token of each cell: argmax over codes of p / q. `out` is [cells,
  /// codes].
  virtual void tokenExponentials(int step, std::span<const int> cells, int codes, float* out) const = 0;
  /// Uniforms in [0, 1) behind the Gumbel noise on the reveal order. `out` is [cells].
  virtual void revealUniforms(int step, std::span<const int> cells, float* out) const = 0;
  /// Uniforms that choose which cells a variation hides: cell is hidden when u < ratio. `out` is [cells].
  virtual void maskUniforms(std::span<const int> cells, float* out) const = 0;
};

/// Philox 4×32-10 keyed by the seed, counter made of (step, cell, use) and the code.
std::unique_ptr<NoiseSource> addressedNoise(uint64_t seed);

/// Noise read from a safetensors file for parity with the reference: `step{i}.exp` [B·h·w, K],
/// `step{i}.gumbel` [B, h·w], `noise` [h·w], float32. One object per image of the batch, sharing the mapping.
/// Steps that are absent, or of another shape, are found when `steps` are checked here: BadInput with the
/// tensor's name.
Result<std::vector<std::unique_ptr<NoiseSource>>> injectedNoise(const std::filesystem::path& path, int images,
                                                                int cells, int codes, int firstStep,
                                                                int steps, bool needsMask);

}  // namespace unmask
