// Compiled once for each instruction set, like row_kernels_isa.cpp; what is said there holds here.
#include <cstdint>

#include "core/model/row_kernels.h"

namespace unmask::UNMASK_ISA {
namespace {

#if defined(__AVX512F__)
constexpr int kLanes = 16;
#elif defined(__AVX__)
constexpr int kLanes = 8;
#else
constexpr int kLanes = 4;
#endif
constexpr int kSide = 4;  // of a tile of the input
constexpr int kPoints = kSide * kSide;
constexpr int kVectors =
    3;  // of a panel; with four rows, twelve sums fit the registers of each instruction set
constexpr int kPanel = kVectors * kLanes;
constexpr int kRows = 4;
constexpr int64_t kBlock = 32;  // tiles done at once
/// Between the points of a block: at a distance that is a power of two, all would want the same few lines of
/// the cache.
constexpr int64_t kGap = 80;

/// Left to itself, the compiler makes no vectors of these loops.
using Lanes = float __attribute__((vector_size(4 * kLanes), aligned(4), may_alias));

template <typename V>
inline V& at(float* p) {
  return *reinterpret_cast<V*>(p);
}
template <typename V>
inline const V& at(const float* p) {
  return *reinterpret_cast<const V*>(p);
}

inline int64_t roundedUp(int64_t value, int64_t step) {
  return (value + step - 1) / step * step;
}

/// Where things lie in the scratch memory: [16, kBlock, inputs], then [16, kBlock, outputs of whole
/// panels], with gaps, then what is thrown away.
struct Layout {
  int64_t inputs, outputs, inputStride, outputStride;
  explicit Layout(int64_t in, int64_t out)
      : inputs(in),
        outputs(roundedUp(out, kPanel)),
        inputStride(kBlock * inputs + kGap),
        outputStride(kBlock * outputs + kGap) {}
};

/// Bᵀ d B of the channels from i on.
template <typename V>
inline void transformInput(const float* const (&from)[kSide][kSide], float* to, int64_t stride, int64_t i) {
  V rows[kSide][kSide];
  for (int c = 0; c < kSide; ++c) {
    const V d0 = at<V>(from[0][c] + i), d1 = at<V>(from[1][c] + i), d2 = at<V>(from[2][c] + i),
            d3 = at<V>(from[3][c] + i);
    rows[0][c] = d0 - d2;
    rows[1][c] = d1 + d2;
    rows[2][c] = d2 - d1;
    rows[3][c] = d1 - d3;
  }
  for (int r = 0; r < kSide; ++r) {
    float* point = to + r * kSide * stride + i;
    at<V>(point) = rows[r][0] - rows[r][2];
    at<V>(point + stride) = rows[r][1] + rows[r][2];
    at<V>(point + 2 * stride) = rows[r][2] - rows[r][1];
    at<V>(point + 3 * stride) = rows[r][1] - rows[r][3];
  }
}

/// Aᵀ m A + bias, for the two by two pixels whose places are `to`.
template <typename V>
inline void transformOutput(const float* from, int64_t stride, const float* bias, float* const (&to)[2][2],
                            int64_t i) {
  V sums[2][kSide];
  for (int c = 0; c < kSide; ++c) {
    const V m0 = at<V>(from + c * stride + i), m1 = at<V>(from + (c + kSide) * stride + i),
            m2 = at<V>(from + (c + 2 * kSide) * stride + i), m3 = at<V>(from + (c + 3 * kSide) * stride + i);
    sums[0][c] = m0 + m1 + m2;
    sums[1][c] = m1 - m2 - m3;
  }
  const V add = at<V>(bias + i);
  for (int r = 0; r < 2; ++r) {
    at<V>(to[r][0] + i) = sums[r][0] + sums[r][1] + sums[r][2] + add;
    at<V>(to[r][1] + i) = sums[r][1] - sums[r][2] - sums[r][3] + add;
  }
}

/// kRows rows of `a` times one panel of weights.
inline void multiply(const float* a, int64_t inputs, const float* panel, float* out, int64_t outputs) {
  Lanes sums[kRows][kVectors] = {};
  for (int64_t k = 0; k < inputs; ++k) {
    const float* weights = panel + k * kPanel;
    for (int r = 0; r < kRows; ++r)
      for (int v = 0; v < kVectors; ++v) sums[r][v] += a[r * inputs + k] * at<Lanes>(weights + v * kLanes);
  }
  for (int r = 0; r < kRows; ++r)
    for (int v = 0; v < kVectors; ++v) at<Lanes>(out + r * outputs + v * kLanes) = sums[r][v];
}

void inputOf(const WinogradArguments& a, int64_t tile, float* to, int64_t stride) {
  const int64_t channels = a.inputs, perPicture = a.tileRows * a.tileColumns, within = tile % perPicture;
  const float* picture = a.x + tile / perPicture * a.height * a.width * channels;
  const float* from[kSide][kSide];
  for (int r = 0; r < kSide; ++r)
    for (int c = 0; c < kSide; ++c) {
      int64_t y = within / a.tileColumns * 2 - 1 + r, x = within % a.tileColumns * 2 - 1 + c;
      const bool isInside = y >= 0 && x >= 0 && y < a.height && x < a.width;
      y = y < 0 ? 0 : y >= a.height ? a.height - 1 : y;
      x = x < 0 ? 0 : x >= a.width ? a.width - 1 : x;
      from[r][c] = isInside || a.zeros == nullptr ? picture + (y * a.width + x) * channels : a.zeros;
    }
  int64_t i = 0;
  for (; i + kLanes <= channels; i += kLanes) transformInput<Lanes>(from, to, stride, i);
  for (; i < channels; ++i) transformInput<float>(from, to, stride, i);
}

void outputOf(const WinogradArguments& a, int64_t tile, const float* from, int64_t stride, float* spare) {
  const int64_t channels = a.outputs, perPicture = a.tileRows * a.tileColumns, within = tile % perPicture;
  const int64_t y = within / a.tileColumns * 2, x = within % a.tileColumns * 2;
  float* picture = a.y + tile / perPicture * a.height * a.width * channels;
  // What lies beyond an odd side goes where nobody looks.
  const auto pixel = [&](int64_t row, int64_t column) {
    return row < a.height && column < a.width ? picture + (row * a.width + column) * channels : spare;
  };
  float* const to[2][2] = {{pixel(y, x), pixel(y, x + 1)}, {pixel(y + 1, x), pixel(y + 1, x + 1)}};
  int64_t i = 0;
  for (; i + kLanes <= channels; i += kLanes) transformOutput<Lanes>(from, stride, a.bias, to, i);
  for (; i < channels; ++i) transformOutput<float>(from, stride, a.bias, to, i);
}

}  // namespace

int64_t winogradScratch(const WinogradArguments& a) {
  const Layout layout(a.inputs, a.outputs);
  return kPoints * (layout.inputStride + layout.outputStride) + layout.outputs;
}

int64_t winogradPanel() {
  return kPanel;
}

void winograd(const WinogradArguments& a, float* scratch, int64_t begin, int64_t end) {
  const Layout layout(a.inputs, a.outputs);
  float* after = scratch + kPoints * layout.inputStride;
  float* spare = after + kPoints * layout.outputStride;
  for (int64_t first = begin; first < end; first += kBlock) {
    const int64_t tiles = end - first < kBlock ? end - first : kBlock;
    for (int64_t t = 0; t < tiles; ++t) inputOf(a, first + t, scratch + t * a.inputs, layout.inputStride);
    for (int64_t point = 0; point < kPoints; ++point)
      for (int64_t column = 0; column < layout.outputs; column += kPanel) {
        const float* panel = a.weights + (point * layout.outputs + column) * a.inputs;
        for (int64_t t = 0; t < tiles; t += kRows)  // rows beyond the last tile are worked on in vain
          multiply(scratch + point * layout.inputStride + t * a.inputs, a.inputs, panel,
                   after + point * layout.outputStride + t * layout.outputs + column, layout.outputs);
      }
    for (int64_t t = 0; t < tiles; ++t)
      outputOf(a, first + t, after + t * layout.outputs, layout.outputStride, spare);
  }
}

}  // namespace unmask::UNMASK_ISA
