// Element-wise work of the networks over contiguous rows, compiled once for each instruction set and chosen
// when the program starts. Plain pointers, one thread, no Torch: fused_ops.cpp splits the rows over threads.
#pragma once

#include <cstdint>
#include <vector>

namespace unmask {

/// The bits of a bfloat16: the upper half of a float.
struct Bf16 {
  uint16_t bits;
};

/// One norm over the channels of each row, then a scale and a shift that are the same for all rows of a
/// sample: y = norm(x) · weight (+ bias) · scale + shift. What is null is left out. Statistics in float32.
struct NormArguments {
  const void* x = nullptr;  ///< [rows, channels]
  void* y = nullptr;        ///< may be x
  const void* weight = nullptr;
  const void* bias = nullptr;
  const void* scale = nullptr;  ///< [samples, channels]
  const void* shift = nullptr;  ///< [samples, channels]
  int64_t channels = 0;
  int64_t rowsPerSample = 1;
  float eps = 0;
  bool centred = false;  ///< layer norm instead of RMS norm
};

/// The same functions for one element type. Every function works on rows or columns [begin, end).
struct RowKernelsOf {
  void (*norm)(const NormArguments& arguments, int64_t begin, int64_t end);
  /// x [rows, 2F] = (value, gate) → y [rows, F] = value · GELU_erf(gate).
  void (*geglu)(const void* x, void* y, int64_t inner, int64_t begin, int64_t end);
  /// y = GELU_erf(x) over one sample [rows, channels], and the sum of y² of each channel, for channels
  /// [begin, end).
  void (*geluSquares)(const void* x, void* y, float* squares, int64_t rows, int64_t channels, int64_t begin,
                      int64_t end);
  /// y = y · scale + shift in place, scale in float32 [channels], shift [channels] of the element type.
  void (*scaleRows)(void* y, const float* scale, const void* shift, int64_t channels, int64_t begin,
                    int64_t end);
};

struct RowKernels {
  RowKernelsOf float32, bfloat16;
  const char* instructionSet;  ///< "AVX-512", "AVX2" or "baseline"
};

/// Those this processor runs, best first. Never empty.
std::vector<const RowKernels*> supportedRowKernels();
/// The best of them.
const RowKernels& rowKernels();

}  // namespace unmask
