// One picture's manner of drawing (its lines, its shading, its colours where they are near, some of its room
// on the sheet), carried over to other pictures: image analogies (Hertzmann et al. 2001) with the source as
// its own pair. What the source has that the same source without its lines and fine detail does not is its
// manner; where another picture has an edge like one of the source's, it gets what the source has there.
#pragma once

#include <torch/torch.h>

#include <vector>

namespace unmask {

class PictureManner {
 public:
  /// `source` float [3, H, W] in [0, 1], on the background it has. Deterministic.
  explicit PictureManner(const torch::Tensor& source);

  /// `picture` float [3, H, W] of the same size → the same thing in the source's manner. Some tenths of a
  /// second for 256 × 256. Pictures below 32 pixels come back as they are.
  torch::Tensor redraw(const torch::Tensor& picture) const;

  /// Pictures in one style have its colours in common, of which each shows a few: every manner gets those of
  /// all.
  static void shareColours(std::vector<PictureManner>& manners);

 private:
  struct Box {
    double top = 0, left = 0, bottom = 0, right = 0;
    double size() const { return std::max(bottom - top, right - left); }
  };
  static Box boxOf(const torch::Tensor& thing);
  torch::Tensor placed(const torch::Tensor& picture) const;
  torch::Tensor flattened(const torch::Tensor& picture, const torch::Tensor& thing) const;

  Box m_box;                ///< of the thing in the source
  torch::Tensor m_palette;  ///< without lines: the source's colours, or those shared: CIELab [n, 3]
  double m_flatness = 0;    ///< 1: drawn in areas of one colour each
  torch::Tensor m_keys,
      m_layers;  ///< [n, key], [n, 4 · patch²]: what edges look like, and colour · alpha and alpha
};

}  // namespace unmask
