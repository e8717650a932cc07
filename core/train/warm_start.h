// Beginning a U-ViT run from a trained model whose VQ model and vocabulary are other ones.
//
// What the networks know of words and layout is kept; only the tables that name codes and word pieces are
// carried over: a new code takes the mean of the old codes seen at the same cells of the same pictures, a new
// word piece the row of the old piece of the same text.
#pragma once

#include <torch/torch.h>

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/text_encoder.h"
#include "core/model/uvit.h"
#include "core/model/vq_model.h"
#include "core/text/tokenizer.h"

namespace unmask {

/// For each of `newCount` codes the share of each of `oldCount` codes among the cells where the new one
/// stands: float [newCount, oldCount]; rows of codes that never occur are all zero. Grids of one shape.
torch::Tensor codeShares(const torch::Tensor& newCodes, const torch::Tensor& oldCodes, int64_t newCount,
                         int64_t oldCount);

/// New id → old id of the same piece, -1 where there is none; pieces are those met in `texts`, and the
/// special ones.
std::vector<int64_t> sharedPieces(const Tokenizer& newer, const Tokenizer& older,
                                  const std::vector<std::string>& texts);
/// Takes the rows of the table of pieces over, by `oldIds` as sharedPieces() tells. Rows of nothing but zeros
/// stay the newer's own: they are muted (below), nothing was learned of them.
void carryPieces(const TextEncoder& older, const std::vector<int64_t>& oldIds, TextEncoder& newer);

/// Zeroes the rows of all pieces that none of `texts` has, but for the special ones: no gradient reaches
/// them, and a word that was never shown should say nothing rather than something drawn by lot.
void muteUnmetPieces(const Tokenizer& tokenizer, const std::vector<std::string>& texts, TextEncoder& text);

struct WarmStartData {
  torch::Tensor pictures;  ///< float [N, 3, H, W] in [0, 1], encoded with the older VQ model
  torch::Tensor codes;     ///< int64 [N, h, w], the same by the newer one
  torch::Tensor
      codebook;  ///< float [K, D] of the newer one: a code that never occurs is taken for its nearest
  std::vector<std::string> texts;  ///< words and captions
};

/// How each new code is made up of old ones, float [newCount, oldCount]: codeShares(), codes that never occur
/// taking after their nearest; where both models have the same codebook, every code is itself. BadInput when
/// the grids differ.
Result<torch::Tensor> carriedShares(VqModel& olderVq, const WarmStartData& data, int64_t newCount,
                                    int64_t oldCount);

/// Copies from the model folder `from` what fits. BadInput when shapes that must agree do not: hidden sizes,
/// layers.
Result<void> warmStart(const std::filesystem::path& from, const WarmStartData& data,
                       const Tokenizer& tokenizer, Uvit transformer, TextEncoder text);

}  // namespace unmask
