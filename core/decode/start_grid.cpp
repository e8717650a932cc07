#include "core/decode/start_grid.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "core/decode/schedule.h"

namespace unmask {

namespace {

std::vector<uint8_t> changeableCells(const GenerationRequest& request, size_t cells) {
  std::vector<uint8_t> out(cells, 1);
  if (!request.editableCells.empty()) out = request.editableCells.cells;
  if (!request.lockedCells.empty())
    for (size_t i = 0; i < cells; ++i)
      if (request.lockedCells.cells[i]) out[i] = 0;
  return out;
}

/// Share of the cells a variation hides. The reference looks the ratio up one step too far at full strength
/// and hides nothing (reference 7.3); ours hides everything there, and the compat switch keeps the defect.
float variationRatio(const GenerationRequest& request, int firstStep) {
  if (firstStep > 0) return maskRatioAfter(request.schedule, firstStep - 1, request.steps);
  return request.compatDiffusers ? maskRatioAfter(request.schedule, request.steps - 1, request.steps) : 1.0F;
}

}  // namespace

int firstStepOf(const GenerationRequest& request) {
  if (request.kind == JobKind::Generate || !request.startTokens.tokenIds.empty()) return request.startStep;
  const int run = request.compatDiffusers ? stepsForStrengthAsPython(request.steps, request.strength)
                                          : stepsForStrength(request.steps, request.strength);
  // Some strength means some change: at least one step, unless the reference's literal behaviour is wanted.
  const bool atLeastOne = !request.compatDiffusers && request.strength > 0;
  return request.steps - std::max(run, atLeastOne ? 1 : 0);
}

DecodeState startState(const GenerationRequest& request, const GridInfo& grid, const TokenGrid& pictureTokens,
                       const NoiseSource& noise) {
  const size_t cells = static_cast<size_t>(grid.height) * static_cast<size_t>(grid.width);
  DecodeState state;
  state.nextStep = firstStepOf(request);
  const bool given = !request.startTokens.tokenIds.empty();
  if (given)
    state.tokens = request.startTokens;
  else if (request.kind == JobKind::Generate)
    state.tokens = TokenGrid(grid.height, grid.width, grid.maskTokenId);
  else
    state.tokens = pictureTokens;

  // With no step to run nothing may be hidden: nobody would reveal it.
  if (!given && request.kind != JobKind::Generate && state.nextStep < request.steps) {
    const std::vector<uint8_t> changeable = changeableCells(request, cells);
    std::vector<float> draws(cells, 0.0F);
    float ratio = 1;
    if (request.kind == JobKind::Vary) {
      std::vector<int> all(cells);
      std::iota(all.begin(), all.end(), 0);
      noise.maskUniforms(all, draws.data());
      ratio = variationRatio(request, state.nextStep);
    }
    for (size_t i = 0; i < cells; ++i)
      if (changeable[i] && draws[i] < ratio) state.tokens.tokenIds[i] = grid.maskTokenId;
  }

  size_t masked = 0;
  for (const int32_t id : state.tokens.tokenIds) {
    const bool hidden = id == grid.maskTokenId;
    masked += hidden;
    state.fixedAtStep.push_back(hidden ? DecodeState::kMasked : DecodeState::kGiven);
    state.fixedProbability.push_back(hidden ? 0.0F : 1.0F);
  }
  // The schedule runs over the cells that were hidden at its beginning: for inpainting the region, for a
  // resumed grid what the job had hidden at first; generation and variation follow the whole grid's schedule.
  if (request.kind == JobKind::Inpaint) {
    size_t region = masked;
    if (given && !request.editableCells.empty()) {
      const auto changeable = changeableCells(request, cells);
      region = static_cast<size_t>(std::count(changeable.begin(), changeable.end(), 1));
    }
    state.startingMaskRatio = static_cast<float>(region) / static_cast<float>(cells);
  } else if (given && request.startStep == 0) {
    state.startingMaskRatio = static_cast<float>(masked) / static_cast<float>(cells);
  }
  if (masked == 0 && !request.compatDiffusers) state.nextStep = request.steps;
  return state;
}

}  // namespace unmask
