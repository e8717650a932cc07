// The tiny networks of reference sections 13.2 to 13.4, filled by the rule of 13.1, and their inputs.
#pragma once

#include <torch/torch.h>

#include <string_view>

#include "core/model/config.h"

namespace unmask::test {

/// 13.2; `sampling` switches down- and upsampling on together.
TransformerConfig tinyTransformerConfig(bool sampling);
/// 13.3; the pipelines of 13.5 use 64 codes instead of 40.
VqConfig tinyVqConfig(int codes = 40);
/// 13.4.
TextEncoderConfig tinyTextConfig();

/// Gives every parameter of `module` its golden values.
void fillGolden(torch::nn::Module& module);

torch::Tensor goldenTensor(std::string_view label, at::IntArrayRef shape);

struct UvitInputs {
  torch::Tensor tokenIds;         // [2, 4, 4] int64
  torch::Tensor encoderStates;    // [2, 7, 16]
  torch::Tensor pooled;           // [2, 12]
  torch::Tensor microConditions;  // [2, 5]
};
UvitInputs tinyUvitInputs();

/// `count` pictures in [0, 1], [count, 3, 8, 8].
torch::Tensor tinyPictures(int64_t count);
/// The two prompts of 13.4, [2, 77].
torch::Tensor tinyTextIds();

}  // namespace unmask::test
