// Looking inside: what the facade of engine.h does not need for making pictures. Plain values in and out.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "core/base/image_buffer.h"
#include "core/base/result.h"
#include "core/doc/generation_request.h"
#include "core/doc/trace.h"

namespace unmask {

/// Which of the cross-attentions to average over; −1 = all.
struct AttentionQuery {
  int layer = -1;
  int head = -1;
  bool operator==(const AttentionQuery&) const = default;
};

/// Cross-attention of the conditional half in one step, softmax over the text, averaged over the layers and
/// heads asked for. Rows are positions of the network's inner grid, spread over the cells they stand for.
struct AttentionMaps {
  int height = 0, width = 0;   ///< of the cell grid
  int tokenCount = 0;          ///< text tokens, start, end and padding included
  int layerCount = 0;          ///< cross-attentions of the network, in the order they run
  int headCount = 0;           ///< of the first; the others may have more or fewer, and a head that some lack
                               ///< is averaged over those that have it
  std::vector<float> weights;  ///< [tokenCount, height · width]; each cell's column sums to 1
};

/// What one step would predict under each of several prompts.
struct AblationChange {
  int height = 0, width = 0;
  /// [prompts, height · width]: total variation ½ Σ|p − q| between the guided distributions under the
  /// request's own prompt and the other one, 0 … 1; 0 for cells that are fixed already.
  std::vector<float> change;
};

/// Where encoding a picture loses something.
struct VqLoss {
  TokenGrid tokens;
  ImageBuffer reconstruction;  ///< RGB
  ImageBuffer original;        ///< RGB, as fitted to whole cells
  std::vector<float> rmse;     ///< per cell, root of the mean squared difference, 0 … 1
};

/// One object per engine; the same thread, the same errors. A state must belong to the request's grid.
class Lab {
 public:
  virtual ~Lab() = default;

  /// Replays the step `state.nextStep` of the request under observation.
  virtual Result<AttentionMaps> attention(const GenerationRequest& request, const DecodeState& state,
                                          const AttentionQuery& query) = 0;

  /// The step's prediction with each of `prompts` in the place of the request's own, in one batched pass (a
  /// few for many prompts). At most 64 prompts.
  virtual Result<AblationChange> compareTexts(const GenerationRequest& request, const DecodeState& state,
                                              const std::vector<std::string>& prompts,
                                              std::stop_token stop) = 0;

  /// The cell's surroundings (one cell on each side, fewer at the border) as they would look with each of
  /// `tokenIds` in that cell. A preview: a window of cells is decoded, not the picture, and a decoder may
  /// look further. `tokens` holds no mask; at most 64 ids.
  virtual Result<std::vector<ImageBuffer>> alternatives(const TokenGrid& tokens, int cell,
                                                        const std::vector<int32_t>& tokenIds) = 0;

  /// A code's own patch, amid nothing but itself; `first` … `first + count − 1`.
  virtual Result<std::vector<ImageBuffer>> codePatches(int32_t first, int32_t count) = 0;

  /// Codebook rows [codebookSize, dimension], for likeness of codes.
  struct Codebook {
    int dimension = 0;
    std::vector<float> vectors;
  };
  virtual Result<Codebook> codebook() = 0;

  virtual Result<VqLoss> vqLoss(const ImageBuffer& picture) = 0;
};

}  // namespace unmask
