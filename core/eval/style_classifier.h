// Which set of drawings does a picture look like? Told from the VQ codes of its cells.
#pragma once

#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/doc/token_grid.h"

namespace unmask {

/// The codes in a picture by id, each with log(1 + the number of its cells). A set of drawings has its own
/// colours and its own ways of ending a surface, so it has its own codes; their mean and spread say much less
/// (51 % against 75 % of the same 476 true pictures told right).
using CodeBag = std::vector<std::pair<int32_t, float>>;
CodeBag codeBagOf(const TokenGrid& tokens);

/// Softmax regression on bags of codes, rare codes weighted up (tf-idf, rows of length 1), every style as
/// important as the others. Deterministic.
class StyleClassifier {
 public:
  struct Sample {
    CodeBag codes;
    int style = 0;
    int group = 0;  ///< samples of one group (a concept in all styles) are held out together
  };

  /// `styleCount` classes. Some seconds for thousands of pictures; `stop` ends it within a tenth of one, and
  /// what comes back then is worth nothing.
  static StyleClassifier train(const std::vector<Sample>& samples, int styleCount,
                               const std::stop_token& stop = {});
  int styleOf(const CodeBag& codes) const;

  /// What each sample is taken for by a classifier that saw none of its group; five of them take turns. −1
  /// when there is nothing else to learn from.
  static std::vector<int> crossValidated(const std::vector<Sample>& samples, int styleCount,
                                         const std::stop_token& stop = {});

 private:
  CodeBag weighted(const CodeBag& codes) const;

  std::vector<float> m_rarity;    ///< [codes]; of codes nobody showed: 0
  std::vector<double> m_weights;  ///< [codes, styles]
  std::vector<double> m_bias;     ///< [styles]
};

}  // namespace unmask
