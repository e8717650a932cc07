#include "core/engine/flop_count.h"

#include "core/decode/schedule.h"

namespace unmask {

double stepsGigaflop(const TransformerConfig& c, int gridHeight, int gridWidth, int steps, bool guided,
                     int textTokens) {
  const double outer = static_cast<double>(gridHeight) * gridWidth;
  const double inner = c.downsample ? outer / 4 : outer;
  const double width = c.blockOutChannels, hidden = c.hiddenSize, text = textTokens;
  const auto product = [](double m, double k, double n) { return 2 * m * k * n; };
  const auto attention = [&](double channels, double keys) { return 2 * product(inner, channels, keys); };

  const double convBlock = product(inner, 9, width) + 2 * product(inner, width, 4 * width);
  const double textBlock = 2 * (2 * product(inner, width, width) + attention(width, text));
  const double layer = 4 * product(inner, hidden, hidden) + attention(hidden, inner) +
                       2 * product(inner, hidden, hidden) + attention(hidden, text) +
                       3 * product(inner, hidden, c.intermediateSize);
  double trunk = product(outer, c.inChannels, width) + 2 * product(inner, width, hidden) +
                 2 * c.numResBlocks * (convBlock + textBlock) + c.numHiddenLayers * layer;
  if (c.downsample) trunk += 2 * product(inner, 4 * width, width);
  if (c.extensions.longSkip) trunk += product(outer, 2 * width, width);

  double total = 0;
  int masked = static_cast<int>(outer);
  for (int step = 0; step < steps; ++step) {
    total += trunk + product(masked, width, c.inChannels) + product(masked, c.inChannels, c.codebookSize);
    masked = maskedCountAfter(MaskSchedule::Cosine, step, steps, static_cast<int>(outer), masked, 1);
  }
  return total * (guided ? 2 : 1) / 1e9;
}

}  // namespace unmask
