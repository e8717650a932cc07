// The tiny text encoder and U-ViT (reference 13.2 and 13.4) in plain loops over doubles, one sample at a
// time, written from the reference's sections 3 and 8.2 alone: nothing of core/model is in it, nor Torch.
#pragma once

#include <cstdint>
#include <vector>

namespace unmask::test {

using Rows = std::vector<std::vector<double>>;

struct PlainForward {
  /// [attention, head]: [positions of the inner grid, text tokens]; cross-attentions in the order they run.
  std::vector<std::vector<Rows>> attention;
  int innerHeight = 0, innerWidth = 0;
  Rows logits;  ///< [cells, codes]
};

/// `textIds`: 77, end = padding = 99. `tokenIds`: row-major, mask = 71. `microConditions`: 5. `sampling`:
/// with down- and upsampling; then height and width are even.
PlainForward plainForward(const std::vector<int>& textIds, const std::vector<int32_t>& tokenIds, int height,
                          int width, const std::vector<double>& microConditions, bool sampling);

}  // namespace unmask::test
