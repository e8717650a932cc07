// The fill rule of the reference (section 13.1): weights and inputs that are a function of a name, so that
// parity tests need no stored files. No Torch here.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace unmask::test {

/// FNV-1a, 32 bits, of the bytes of `text`.
uint32_t fnv1a(std::string_view text);

/// Number `index` of the endless sequence that belongs to `label`, in [0, 1).
double unit(std::string_view label, uint64_t index);

/// All elements, row-major, of the parameter `name` (full name inside its own safetensors file).
std::vector<float> goldenParameter(std::string_view name, const std::vector<int64_t>& shape);

/// An input tensor: float32(2 · unit − 1).
std::vector<float> goldenInput(std::string_view label, size_t count);

/// Uniforms rounded to float32, as the injected noise and the training masks use them.
std::vector<float> goldenUniforms(std::string_view label, size_t count);

/// floor(limit · unit): token ids.
std::vector<int64_t> goldenIds(std::string_view label, size_t count, int64_t limit);

}  // namespace unmask::test
