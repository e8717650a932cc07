// Which set of drawings does a picture look like? Told from the VQ codes of its cells.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/doc/token_grid.h"
#include "core/engine/lab.h"

namespace unmask {

/// Mean and spread of the codes' vectors over the cells that are not the picture's commonest code (its
/// ground), and the ground's share. Fixed length for a codebook.
std::vector<float> styleFeatures(const TokenGrid& tokens, const Lab::Codebook& codebook);

/// Softmax regression on standardised features. Deterministic.
class StyleClassifier {
 public:
  struct Sample {
    std::vector<float> features;
    int style = 0;
    int group = 0;  ///< samples of one group (a concept in all styles) are held out together
  };

  /// `styleCount` classes, all of them present.
  static StyleClassifier train(const std::vector<Sample>& samples, int styleCount);
  int styleOf(const std::vector<float>& features) const;

  /// Share told right by classifiers that saw none of their group, in five parts: of all samples, or of those
  /// of `onlyStyle`.
  static double crossValidated(const std::vector<Sample>& samples, int styleCount, int onlyStyle = -1);

 private:
  int m_styles = 0;
  std::vector<double> m_mean, m_scale;
  std::vector<double> m_weights;  ///< [styles, features + 1]
};

}  // namespace unmask
