#include "tests/core/eval/drawn_pictures.h"

#include <array>
#include <cmath>
#include <string>

namespace unmask::test {
namespace {

constexpr std::array<const char*, kShapes> kShapeNames = {"disc",  "square",   "ring",
                                                          "cross", "triangle", "bars"};

struct Paint {
  const char* name;
  Colour colour;
};
constexpr std::array<Paint, 6> kPaints = {{{"red", {220, 40, 40}},
                                           {"green", {60, 170, 70}},
                                           {"blue", {50, 90, 220}},
                                           {"yellow", {245, 210, 40}},
                                           {"purple", {140, 60, 190}},
                                           {"black", {20, 20, 20}}}};

/// (u, v) from −1 to 1 over the shape's box.
bool isInside(Shape shape, double u, double v) {
  const double radius = std::hypot(u, v);
  switch (shape) {
    case Shape::Disc:
      return radius <= 1;
    case Shape::Square:
      return true;
    case Shape::Ring:
      return radius <= 1 && radius >= 0.55;
    case Shape::Cross:
      return std::abs(u) <= 0.3 || std::abs(v) <= 0.3;
    case Shape::Triangle:
      return std::abs(u) <= (v + 1) / 2;
    case Shape::Bars:
      return std::abs(u) >= 0.35;
  }
  return false;
}

}  // namespace

ImageBuffer drawnShape(Shape shape, const Colour& colour, int side) {
  ImageBuffer rgba(side, side, 4, 255);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const double u = ((x + 0.5) / side - 0.5) * 2.5;
      const double v = ((y + 0.5) / side - 0.5) * 2.5;
      uint8_t* pixel = rgba.at(x, y);
      pixel[3] = std::abs(u) <= 1 && std::abs(v) <= 1 && isInside(shape, u, v) ? 255 : 0;
      for (size_t c = 0; c < 3 && pixel[3] != 0; ++c) pixel[c] = colour[c];
    }
  }
  return rgba;
}

Dataset shapeDataset(int side) {
  Dataset dataset;
  for (int shape = 0; shape < kShapes; ++shape) {
    for (const Paint& paint : kPaints) {
      for (const std::string style : {"flat", "striped"}) {
        DatasetPicture picture;
        Colour colour = paint.colour;
        picture.rgba = drawnShape(static_cast<Shape>(shape), colour, side);
        for (int y = 0; style == "striped" && y < side; ++y) {
          for (int x = 0; y / 4 % 2 == 1 && x < side; ++x) {
            uint8_t* pixel = picture.rgba.at(x, y);
            for (size_t c = 0; c < 3 && pixel[3] != 0; ++c) pixel[c] = static_cast<uint8_t>(pixel[c] * 3 / 4);
          }
        }
        picture.label = std::string(paint.name) + " " + kShapeNames[static_cast<size_t>(shape)];
        picture.conceptId = std::to_string(shape) + paint.name;
        picture.style = style;
        picture.captions = {"a " + picture.label, picture.label + ", " + style,
                            "a " + picture.label + ", " + style};
        picture.file = picture.conceptId + "-" + style + ".png";
        dataset.pictures.push_back(std::move(picture));
      }
    }
  }
  return dataset;
}

void pasteShape(ImageBuffer& rgb, const ImageBuffer& rgba, int left, int top) {
  for (int y = 0; y < rgba.height; ++y) {
    for (int x = 0; x < rgba.width; ++x) {
      if (rgba.at(x, y)[3] == 0) continue;
      for (int c = 0; c < 3; ++c) rgb.at(left + x, top + y)[c] = rgba.at(x, y)[c];
    }
  }
}

ImageBuffer plain(int width, int height, const Colour& colour) {
  ImageBuffer rgb(width, height, 3);
  for (size_t i = 0; i < rgb.pixels.size(); ++i) rgb.pixels[i] = colour[i % 3];
  return rgb;
}

}  // namespace unmask::test
