// A recorded run: its request, every state and every step's record. Going back, forth and branching is
// indexing.
#pragma once

#include <cstdint>
#include <vector>

#include "core/doc/generation_request.h"
#include "core/doc/token_grid.h"

namespace unmask {

/// How much a step writes down. Everything is measured from what the step computed anyway.
enum class RecordLevel {
  Tokens,  ///< the grid and the probabilities of the drawn tokens
  Full,    ///< also entropy, KL and the top alternatives
};

/// What one step did. Vectors are row-major over the grid's cells; cells that were already fixed before the
/// step keep what they had when they were fixed, and cells given from the start hold 1 (probabilities) or 0
/// (the rest).
struct StepRecord {
  static constexpr int kAlternatives = 16;

  int stepIndex = 0;               ///< i of the schedule, 0 first
  float maskRatio = 0;             ///< of the schedule after this step
  float temperature = 0;           ///< of the reveal noise in this step
  TokenGrid intended;              ///< every cell's token as the model would have it now; holds no mask token
  std::vector<float> probability;  ///< of the intended token, under the guided distribution
  std::vector<float> probabilityConditional;  ///< … given the prompt only
  std::vector<float>
      probabilityUnconditional;  ///< … given the negative prompt only; equal to the former without guidance
  std::vector<float> selectionScore;    ///< log p + temperature · Gumbel: what really ordered the reveal
  std::vector<float> entropy;           ///< nats, of the guided distribution; RecordLevel::Full
  std::vector<float> promptPull;        ///< KL(conditional ‖ unconditional), nats; RecordLevel::Full
  std::vector<int32_t> alternativeIds;  ///< [cells, kAlternatives], most probable first; RecordLevel::Full
  std::vector<float> alternativeProbabilities;  ///< guided, same layout; RecordLevel::Full
};

/// The whole state between two steps. A value: copy it to branch.
struct DecodeState {
  TokenGrid tokens;             ///< with the mask token in cells not fixed yet
  int nextStep = 0;             ///< index of the step to run next; == request.steps when done
  float startingMaskRatio = 1;  ///< share of the grid the schedule counts as masked at its beginning
  std::vector<int16_t>
      fixedAtStep;  ///< per cell: step that fixed it, kGiven if from the start, kMasked if still hidden
  std::vector<float> fixedProbability;  ///< per cell: guided probability when it was fixed; 1 for given cells

  static constexpr int16_t kGiven = -1;
  static constexpr int16_t kMasked = -2;
  bool operator==(const DecodeState&) const = default;
};

/// One image's run. states.size() == records.size() + 1; states.front() is the starting grid.
struct Trace {
  GenerationRequest request;  ///< with this image's own seed and batchCount 1
  std::vector<DecodeState> states;
  std::vector<StepRecord> records;
};

}  // namespace unmask
