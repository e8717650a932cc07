// Compiled once for each instruction set, with UNMASK_ISA naming the namespace. Loops run over blocks of
// kLanes values, which the compiler turns into vector instructions. No inline function of another header may
// be called here: the linker keeps one copy of each, and if it were this one, the whole program would need
// these instructions.
#include <cstdint>

#include "core/model/row_kernels.h"

namespace unmask::UNMASK_ISA {

// winograd_kernels_isa.cpp
void winograd(const WinogradArguments& arguments, float* scratch, int64_t begin, int64_t end);
int64_t winogradScratch(const WinogradArguments& arguments);
int64_t winogradPanel();

namespace {

constexpr int64_t kLanes = 16;
constexpr float kErfEnd = 3.92F;  // beyond it float32 knows no difference to 1

struct Lanes {
  float v[kLanes];
};

inline float toFloat(float x) {
  return x;
}
inline float toFloat(Bf16 x) {
  return __builtin_bit_cast(float, static_cast<uint32_t>(x.bits) << 16);
}
inline void store(float& to, float x) {
  to = x;
}
/// Nearest, ties to even, as Torch rounds. NaN stays NaN, though its payload may change.
inline void store(Bf16& to, float x) {
  const uint32_t bits = __builtin_bit_cast(uint32_t, x);
  const uint32_t rounded = (bits + 0x7FFFU + ((bits >> 16) & 1U)) >> 16;
  to.bits = static_cast<uint16_t>((bits & 0x7FFFFFFFU) > 0x7F800000U ? 0x7FC0U : rounded);
}

/// erf as x·P(x²)/Q(x²), fitted on [0, 3.92] (least squares, reweighted towards equal error): within 4e-7 of
/// the truth in float32.
inline float erfOf(float x) {
  x = x > kErfEnd ? kErfEnd : x;
  x = x < -kErfEnd ? -kErfEnd : x;
  const float u = x * x;
  float p = 2.03473837e-06F;
  p = p * u + 0.000287477933F;
  p = p * u + 0.00386828145F;
  p = p * u + 0.0530603447F;
  p = p * u + 0.192763047F;
  p = p * u + 1.12837902F;
  float q = 3.80705975e-05F;
  q = q * u + 0.00118810306F;
  q = q * u + 0.0151722068F;
  q = q * u + 0.115084198F;
  q = q * u + 0.504163469F;
  q = q * u + 1.0F;
  return x * p / q;
}

inline float geluOf(float x) {
  return 0.5F * x * (1.0F + erfOf(x * 0.70710678118654752F));
}

inline float sum(const Lanes& lanes) {
  float s[4];
  for (int i = 0; i < 4; ++i) s[i] = lanes.v[i] + lanes.v[i + 4] + (lanes.v[i + 8] + lanes.v[i + 12]);
  return (s[0] + s[2]) + (s[1] + s[3]);
}

/// Σ f(x) over a row, in 16 partial sums.
template <typename T, typename F>
inline float sumOf(const T* x, int64_t n, F f) {
  Lanes lanes{};
  int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes)
    for (int64_t k = 0; k < kLanes; ++k) lanes.v[k] += f(toFloat(x[i + k]));
  float rest = 0;
  for (; i < n; ++i) rest += f(toFloat(x[i]));
  return sum(lanes) + rest;
}

template <typename T>
void norm(const NormArguments& a, int64_t begin, int64_t end) {
  const int64_t n = a.channels;
  const auto* weight = static_cast<const T*>(a.weight);
  const auto* bias = static_cast<const T*>(a.bias);
  for (int64_t row = begin; row < end; ++row) {
    const T* x = static_cast<const T*>(a.x) + row * n;
    T* y = static_cast<T*>(a.y) + row * n;
    const int64_t sample = row / a.rowsPerSample;
    const T* scale = a.scale ? static_cast<const T*>(a.scale) + sample * n : nullptr;
    const T* shift = a.shift ? static_cast<const T*>(a.shift) + sample * n : nullptr;
    const float count = static_cast<float>(n);
    const float mean = a.centred ? sumOf(x, n, [](float v) { return v; }) / count : 0.0F;
    const float variance = sumOf(x, n, [mean](float v) { return (v - mean) * (v - mean); }) / count;
    const float factor = 1.0F / __builtin_sqrtf(variance + a.eps);
    const auto each = [&](auto&& affine) {
      for (int64_t i = 0; i < n; ++i) store(y[i], affine((toFloat(x[i]) - mean) * factor, i));
    };
    // One loop a case, so that none has a branch inside.
    if (weight && !bias && scale && shift)
      each(
          [&](float v, int64_t i) { return v * toFloat(weight[i]) * toFloat(scale[i]) + toFloat(shift[i]); });
    else if (weight && !bias && !scale)
      each([&](float v, int64_t i) { return v * toFloat(weight[i]); });
    else
      each([&](float v, int64_t i) {
        v = weight ? v * toFloat(weight[i]) : v;
        v = bias ? v + toFloat(bias[i]) : v;
        return scale ? v * toFloat(scale[i]) + toFloat(shift[i]) : v;
      });
  }
}

template <typename T>
void geglu(const void* from, void* to, int64_t inner, int64_t begin, int64_t end) {
  for (int64_t row = begin; row < end; ++row) {
    const T* value = static_cast<const T*>(from) + row * 2 * inner;
    const T* gate = value + inner;
    T* y = static_cast<T*>(to) + row * inner;
    for (int64_t i = 0; i < inner; ++i) store(y[i], toFloat(value[i]) * geluOf(toFloat(gate[i])));
  }
}

template <typename T>
void geluSquares(const void* from, void* to, float* squares, int64_t rows, int64_t channels, int64_t begin,
                 int64_t end) {
  for (int64_t i = begin; i < end; ++i) squares[i] = 0;
  for (int64_t row = 0; row < rows; ++row) {
    const T* x = static_cast<const T*>(from) + row * channels;
    T* y = static_cast<T*>(to) + row * channels;
    for (int64_t i = begin; i < end; ++i) {
      store(y[i], geluOf(toFloat(x[i])));
      const float kept = toFloat(y[i]);
      squares[i] += kept * kept;
    }
  }
}

template <typename T>
void scaleRows(void* rows, const float* scale, const void* shift, int64_t channels, int64_t begin,
               int64_t end) {
  const auto* add = static_cast<const T*>(shift);
  for (int64_t row = begin; row < end; ++row) {
    T* y = static_cast<T*>(rows) + row * channels;
    for (int64_t i = 0; i < channels; ++i) store(y[i], toFloat(y[i]) * scale[i] + toFloat(add[i]));
  }
}

template <typename T>
constexpr RowKernelsOf kernelsOf() {
  return {norm<T>, geglu<T>, geluSquares<T>, scaleRows<T>};
}

}  // namespace

extern const RowKernels kKernels;
const RowKernels kKernels = {kernelsOf<float>(), kernelsOf<Bf16>(), winograd,
                             winogradScratch,    winogradPanel,     UNMASK_ISA_NAME};

}  // namespace unmask::UNMASK_ISA
