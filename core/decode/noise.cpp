#include "core/decode/noise.h"

#include <ATen/core/PhiloxRNGEngine.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>

#include "core/io/safetensors.h"

namespace unmask {

namespace {

enum class Use : uint64_t { Token = 0, Reveal = 1, Mask = 2 };

/// 23 bits and a half: strictly inside (0, 1) and exact in float32.
float uniform(uint32_t bits) {
  return (static_cast<float>(bits >> 9) + 0.5F) * (1.0F / 8388608.0F);
}

class AddressedNoise final : public NoiseSource {
 public:
  explicit AddressedNoise(uint64_t seed) : m_seed(seed) {}

  void tokenExponentials(int step, std::span<const int> cells, int codes, float* out) const override {
    for (const int cell : cells) {
      at::Philox4_32 engine = at(step, cell, Use::Token);
      for (int code = 0; code < codes; ++code) *out++ = -std::log(uniform(engine()));
    }
  }
  void revealUniforms(int step, std::span<const int> cells, float* out) const override {
    for (const int cell : cells) *out++ = uniform(at(step, cell, Use::Reveal)());
  }
  void maskUniforms(std::span<const int> cells, float* out) const override {
    for (const int cell : cells) *out++ = uniform(at(0, cell, Use::Mask)());
  }

 private:
  at::Philox4_32 at(int step, int cell, Use use) const {
    const uint64_t address =
        (static_cast<uint64_t>(step) << 34) | (static_cast<uint64_t>(cell) << 2) | static_cast<uint64_t>(use);
    return at::Philox4_32(m_seed, address, 0);
  }
  uint64_t m_seed;
};

class InjectedNoise final : public NoiseSource {
 public:
  InjectedNoise(std::shared_ptr<const SafetensorsFile> file, int image, int cellCount)
      : m_file(std::move(file)), m_image(image), m_cellCount(cellCount) {}

  void tokenExponentials(int step, std::span<const int> cells, int codes, float* out) const override {
    const auto* rows = data("step" + std::to_string(step) + ".exp");
    for (const int cell : cells) {
      const size_t row =
          static_cast<size_t>(m_image) * static_cast<size_t>(m_cellCount) + static_cast<size_t>(cell);
      std::memcpy(out, rows + row * static_cast<size_t>(codes) * sizeof(float),
                  static_cast<size_t>(codes) * sizeof(float));
      out += codes;
    }
  }
  void revealUniforms(int step, std::span<const int> cells, float* out) const override {
    const auto* row = data("step" + std::to_string(step) + ".gumbel") +
                      static_cast<size_t>(m_image) * static_cast<size_t>(m_cellCount) * sizeof(float);
    for (const int cell : cells)
      std::memcpy(out++, row + static_cast<size_t>(cell) * sizeof(float), sizeof(float));
  }
  void maskUniforms(std::span<const int> cells, float* out) const override {
    const auto* values = data("noise");
    for (const int cell : cells)
      std::memcpy(out++, values + static_cast<size_t>(cell) * sizeof(float), sizeof(float));
  }

 private:
  const std::byte* data(const std::string& name) const { return m_file->find(name)->bytes.data(); }
  std::shared_ptr<const SafetensorsFile> m_file;
  int m_image;
  int m_cellCount;
};

std::string shapeText(const std::vector<int64_t>& shape) {
  std::string out;
  for (const int64_t side : shape) out += (out.empty() ? "[" : ", ") + std::to_string(side);
  return out.empty() ? "[]" : out + "]";
}

}  // namespace

std::unique_ptr<NoiseSource> addressedNoise(uint64_t seed) {
  return std::make_unique<AddressedNoise>(seed);
}

Result<std::vector<std::unique_ptr<NoiseSource>>> injectedNoise(const std::filesystem::path& path, int images,
                                                                int cells, int codes, int firstStep,
                                                                int steps, bool needsMask) {
  UNMASK_TRY(SafetensorsFile opened, SafetensorsFile::open(path));
  const auto file = std::make_shared<const SafetensorsFile>(std::move(opened));
  std::optional<Error> problem;
  const auto require = [&](const std::string& name, const std::vector<int64_t>& shape) {
    if (problem) return;
    const TensorView* view = file->find(name);
    Error error{ErrorKind::BadInput,
                "draws file does not fit the run",
                path.string(),
                name,
                "F32 " + shapeText(shape),
                "nothing",
                ""};
    if (view && (view->type != TensorType::F32 || view->shape != shape))
      error.found = std::string(tensorTypeName(view->type)) + " " + shapeText(view->shape);
    else if (view)
      return;
    problem = error;
  };
  const int64_t rows = static_cast<int64_t>(images) * cells;
  for (int step = firstStep; step < steps; ++step) {
    require("step" + std::to_string(step) + ".exp", {rows, codes});
    // The last step reveals everything and asks for no order.
    if (step + 1 < steps) require("step" + std::to_string(step) + ".gumbel", {images, cells});
  }
  if (needsMask) require("noise", {cells});
  if (problem) return *problem;
  std::vector<std::unique_ptr<NoiseSource>> sources;
  for (int image = 0; image < images; ++image)
    sources.push_back(std::make_unique<InjectedNoise>(file, image, cells));
  return sources;
}

}  // namespace unmask
