// Fixed orders in which cells may be revealed, for the runs that do not go by confidence.
#pragma once

#include <cstdint>
#include <vector>

#include "core/doc/generation_request.h"

namespace unmask {

/// Rank of each cell, row-major [height, width]: rank 0 is revealed first; a permutation of 0 … height·width
/// − 1. Halton: the two-dimensional Halton sequence (bases 2 and 3) over the grid, so that early cells lie
/// far apart (Halton-MaskGIT, arXiv 2503.17076). Random: from the seed. Raster: row by row. Confidence has no
/// fixed order and gives an empty vector.
std::vector<int> revealRanks(RevealOrder order, int height, int width, uint64_t seed);

}  // namespace unmask
