#include "ui/lab/colour_map.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace unmask {

QColor mapColour(double share) {
  static constexpr std::array<QRgb, 10> kCividis = {0xFF00224E, 0xFF123570, 0xFF3B496C, 0xFF575D6D,
                                                    0xFF707173, 0xFF8A8678, 0xFFA59C74, 0xFFC3B369,
                                                    0xFFE1CC55, 0xFFFDE737};
  const double at = (std::isnan(share) ? 0 : std::clamp(share, 0.0, 1.0)) * (kCividis.size() - 1);
  const size_t index = std::min(static_cast<size_t>(at), kCividis.size() - 2);
  const double rest = at - static_cast<double>(index);
  const auto between = [rest](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * rest)); };
  const QRgb a = kCividis[index], b = kCividis[index + 1];
  return {between(qRed(a), qRed(b)), between(qGreen(a), qGreen(b)), between(qBlue(a), qBlue(b))};
}

QImage imageOfMap(const CellMap& map, double opacity) {
  if (map.height == 0) return {};
  QImage image(map.width, map.height, QImage::Format_ARGB32);
  image.fill(0);
  const double range = map.high - map.low;
  for (int y = 0; y < map.height; ++y) {
    for (int x = 0; x < map.width; ++x) {
      const auto cell = static_cast<size_t>(y) * static_cast<size_t>(map.width) + static_cast<size_t>(x);
      if (map.known[cell] == 0) continue;
      QColor colour = mapColour(range > 0 ? (map.values[cell] - map.low) / range : 0);
      colour.setAlphaF(static_cast<float>(opacity));
      image.setPixel(x, y, colour.rgba());
    }
  }
  return image;
}

}  // namespace unmask
