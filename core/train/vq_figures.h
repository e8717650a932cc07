// What a VQ model is judged by.
#pragma once

#include <torch/torch.h>

#include <nlohmann/json.hpp>

#include "core/model/vq_model.h"

namespace unmask {

/// Structural similarity (Wang, Bovik, Sheikh, Simoncelli, 2004): Gaussian window of 11 pixels and σ 1.5
/// inside the picture, per channel, mean over channels and positions. Pictures in [0, 1] [B, 3, H, W] → [B].
torch::Tensor structuralSimilarity(const torch::Tensor& made, const torch::Tensor& wanted);

/// Reconstruction of whole pictures uint8 [N, 3, H, W]: mean PSNR in dB and SSIM, codes used, perplexity,
/// share of the commonest code among all-white cells, and how many of the codes off the border stay when a
/// picture moves by one cell.
nlohmann::ordered_json vqFigures(VqModel& model, const torch::Tensor& pictures);

}  // namespace unmask
