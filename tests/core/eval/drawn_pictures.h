// Coloured shapes in two styles: a dataset that needs no packages.
#pragma once

#include "core/data/dataset.h"
#include "core/eval/regions.h"

namespace unmask::test {

enum class Shape { Disc, Square, Ring, Cross, Triangle, Bars };
inline constexpr int kShapes = 6;

/// RGBA, the shape centred and filling four fifths of the side.
ImageBuffer drawnShape(Shape shape, const Colour& colour, int side);

/// Six shapes in six colours in the styles "flat" (even paint) and "striped" (darker rows), 64×64:
/// 36 concepts, 72 pictures. Captions "a red disc", "a red disc, flat".
Dataset shapeDataset(int side = 64);

/// Pastes a shape onto RGB with its alpha.
void pasteShape(ImageBuffer& rgb, const ImageBuffer& rgba, int left, int top);

/// A plain RGB picture.
ImageBuffer plain(int width, int height, const Colour& colour);

}  // namespace unmask::test
