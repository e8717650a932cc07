// Scenes put together on the token grid. Works because the encoder sees one cell at a time: every picture is
// encoded beforehand, at both sizes and both ways round, cells that show some of the background once for each
// of its colours, and a scene is a matter of copying blocks of codes.
#pragma once

#include <torch/torch.h>

#include "core/data/scene.h"
#include "core/model/vq_model.h"

namespace unmask {

inline constexpr int64_t kScenePixelsPerCell = 16;  ///< of the VQ models whose codes make scenes

class SceneTokens {
 public:
  /// Encodes pictures uint8 [N, 4, 256, 256] (straight alpha) in the order of Dataset::pictures. The model
  /// needs a cell projection. About 3 KiB a picture and background.
  SceneTokens(VqModel model, const torch::Tensor& pictures);

  /// The codes of a scene: int64 [16, 16].
  torch::Tensor compose(const Scene& scene) const;

 private:
  torch::Tensor m_full, m_half;  // int16 [N, colours, mirrored, side, side]
  torch::Tensor m_flat;          // int64 [colours]: the code of nothing but background
};

/// The same scene in pixels, float [3, 256, 256] in [0, 1]: what compose() gives the codes of.
torch::Tensor scenePixels(const Scene& scene, const torch::Tensor& pictures);

}  // namespace unmask
