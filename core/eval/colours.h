// Colours by their everyday names.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/eval/regions.h"

namespace unmask {

/// The eleven basic colour terms (Berlin and Kay).
enum class ColourName { White, Grey, Black, Red, Orange, Yellow, Green, Blue, Purple, Pink, Brown };
inline constexpr int kColourNames = 11;

std::string_view nameOf(ColourName name);

/// By hue, saturation and lightness (HSL), with borders between the names that were drawn where most people
/// draw them.
ColourName colourNamed(const Colour& colour);

/// Which names a word of a prompt allows: "blue" → {Blue}, "turquoise" → {Blue, Green}; empty for a word that
/// is no colour.
std::vector<ColourName> colourNamesFor(std::string_view word);

/// How much of an object has each name, as shares of 1. Pixels count by their colourfulness, so that
/// outlines, eyes and highlights do not outvote the paint; when nothing is colourful, every pixel counts the
/// same. Nothing but zeros when no pixel of `segmentation` lies in `box`.
std::array<double, kColourNames> colourShares(const ImageBuffer& rgb, const Segmentation& segmentation,
                                              const Box& box);

/// True when one of the names that `word` allows has the largest share, or at least 40 % of it all.
bool showsColour(const std::array<double, kColourNames>& shares, std::string_view word);

}  // namespace unmask
