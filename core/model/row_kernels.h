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

/// A 3×3 convolution by Winograd's F(2×2, 3×3) (Lavin and Gray, arXiv 1509.09308, section 4.1): every 2×2 of
/// the result comes from a 4×4 tile of the input, with 16 products a channel instead of 36. Tiles are
/// numbered over all pictures, row by row. All float32.
struct WinogradArguments {
  const float* x = nullptr;      ///< [pictures, height, width, inputs]
  const float* zeros = nullptr;  ///< [inputs], what lies around a picture; null repeats its border
  const float* weights =
      nullptr;                  ///< G g Gᵀ in panels: [16, panels, inputs, panel], zeros beyond the outputs
  const float* bias = nullptr;  ///< [outputs]
  float* y = nullptr;           ///< [pictures, height, width, outputs]
  int64_t height = 0, width = 0;
  int64_t tileRows = 0, tileColumns = 0;  ///< half the sides, rounded up
  int64_t inputs = 0, outputs = 0;
};

struct RowKernels {
  RowKernelsOf float32, bfloat16;
  /// Tiles [begin, end). `scratch`: winogradScratch() values for this thread alone, at first finite.
  void (*winograd)(const WinogradArguments& arguments, float* scratch, int64_t begin, int64_t end);
  int64_t (*winogradScratch)(const WinogradArguments& arguments);
  int64_t (*winogradPanel)();  ///< outputs of a panel
  const char* instructionSet;  ///< "AVX-512", "AVX2" or "baseline"
};

/// Those this processor runs, best first. Never empty.
std::vector<const RowKernels*> supportedRowKernels();
/// The best of them.
const RowKernels& rowKernels();

}  // namespace unmask
