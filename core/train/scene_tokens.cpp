#include "core/train/scene_tokens.h"

#include "core/train/cell_vq_trainer.h"

namespace unmask {
using torch::Tensor;

namespace {

constexpr int64_t kPixelsPerCell = 16;

/// Scene::colour → row of flatColours(), where white comes first.
int64_t colourRow(const Scene& scene) {
  return scene.colour + 1;
}

/// [n, 3, 256, 256] → at the size the object is shown.
Tensor atSize(const Tensor& pixels, int cells) {
  return cells == kSceneCells ? pixels : torch::avg_pool2d(pixels, kSceneCells / cells);
}

}  // namespace

SceneTokens::SceneTokens(VqModel model, const Tensor& pictures) {
  TORCH_CHECK(model->cells, "scenes need a VQ model with a cell projection");
  TORCH_CHECK(model->config.numVqEmbeddings <= 32768, "more codes than the store of scenes can hold");
  torch::NoGradGuard noGrad;
  const Tensor colours = flatColours();
  const int64_t count = pictures.size(0), colourCount = colours.size(0);
  m_full = torch::empty({count, colourCount, 2, kSceneCells, kSceneCells}, torch::kInt16);
  m_half = torch::empty({count, colourCount, 2, kHalfObjectCells, kHalfObjectCells}, torch::kInt16);
  const auto codes = [&model](const Tensor& pixels) { return model->quantise(model->encode(pixels)); };
  m_flat =
      codes(
          colours.view({colourCount, 3, 1, 1}).expand({-1, -1, kPixelsPerCell, kPixelsPerCell}).contiguous())
          .flatten();
  for (int64_t i = 0; i < count; i += 8) {
    const int64_t n = std::min<int64_t>(8, count - i);
    for (int64_t c = 0; c < colourCount; ++c) {
      const Tensor pixels = layOver(pictures.narrow(0, i, n), colours[c]);
      for (int64_t mirrored = 0; mirrored < 2; ++mirrored) {
        const Tensor shown = mirrored ? pixels.flip({3}) : pixels;
        m_full.narrow(0, i, n).select(1, c).select(1, mirrored).copy_(codes(shown));
        m_half.narrow(0, i, n).select(1, c).select(1, mirrored).copy_(codes(atSize(shown, kHalfObjectCells)));
      }
    }
  }
}

Tensor SceneTokens::compose(const Scene& scene) const {
  const int64_t colour = colourRow(scene);
  Tensor codes = torch::full({kSceneCells, kSceneCells}, m_flat[colour].item<int64_t>(), torch::kInt64);
  for (const SceneObject& object : scene.objects) {
    const Tensor& store = object.cells == kSceneCells ? m_full : m_half;
    codes.narrow(0, object.cellY, object.cells)
        .narrow(1, object.cellX, object.cells)
        .copy_(store[static_cast<int64_t>(object.picture)][colour][scene.mirrored ? 1 : 0]);
  }
  return codes;
}

Tensor scenePixels(const Scene& scene, const Tensor& pictures) {
  const Tensor colour = flatColours()[colourRow(scene)];
  Tensor pixels =
      colour.view({3, 1, 1}).repeat({1, kSceneCells * kPixelsPerCell, kSceneCells * kPixelsPerCell});
  for (const SceneObject& object : scene.objects) {
    Tensor shown = layOver(pictures.narrow(0, static_cast<int64_t>(object.picture), 1), colour);
    if (scene.mirrored) shown = shown.flip({3});
    pixels.narrow(1, object.cellY * kPixelsPerCell, object.cells * kPixelsPerCell)
        .narrow(2, object.cellX * kPixelsPerCell, object.cells * kPixelsPerCell)
        .copy_(atSize(shown, object.cells).squeeze(0));
  }
  return pixels;
}

}  // namespace unmask
