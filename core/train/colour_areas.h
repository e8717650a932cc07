// Pictures as areas of one colour each, as flat drawings are made. Colours are CIELab (L 0 … 100), pictures
// RGB in [0, 1], float; all of it deterministic.
#pragma once

#include <torch/torch.h>

namespace unmask {

/// [3, H, W] → [H · W, 3].
torch::Tensor labFromPicture(const torch::Tensor& picture);

/// The commonest of `colours` [n, 3], at most `most`, none nearer than `apart` to one before it; what is left
/// when a hundredth is, is none: [m, 3]. Empty for none.
torch::Tensor commonColours(const torch::Tensor& colours, double apart, int most);

/// Which of `colours` [m, 3] each pixel belongs to, by the majority of what is nearest in some `side` pixels
/// around it (odd): int64 [H, W]. m ≥ 1.
torch::Tensor areasOf(const torch::Tensor& picture, const torch::Tensor& colours, int64_t side);

/// The areas in their colours: [3, H, W].
torch::Tensor filledAreas(const torch::Tensor& areas, const torch::Tensor& colours);

/// Each of `colours` moved to the nearest of `palette` [p, 3], p ≥ 1: wholly when it is as near as a red is
/// to another, not at all when it would change its name (a blue to grey, a green to yellow).
torch::Tensor movedToPalette(const torch::Tensor& colours, const torch::Tensor& palette);

}  // namespace unmask
