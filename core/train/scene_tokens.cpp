#include "core/train/scene_tokens.h"

#include "core/train/cell_vq_trainer.h"

namespace unmask {
using torch::Tensor;

namespace {

/// Scene::colour → row of flatColours(), where white comes first.
int64_t colourRow(const Scene& scene) {
  return scene.colour + 1;
}

/// [n, 3, 256, 256] → at the size the object is shown.
Tensor atSize(const Tensor& pixels, int cells) {
  return cells == kSceneCells ? pixels : torch::avg_pool2d(pixels, kSceneCells / cells);
}

/// [n, 3, 16 · side, 16 · side] → its cells, row by row: [n · side², 3, 16, 16].
Tensor cellsOf(const Tensor& pixels) {
  const int64_t side = pixels.size(2) / kScenePixelsPerCell;
  return pixels.view({pixels.size(0), 3, side, kScenePixelsPerCell, side, kScenePixelsPerCell})
      .permute({0, 2, 4, 1, 3, 5})
      .reshape({-1, 3, kScenePixelsPerCell, kScenePixelsPerCell});
}

/// What cells of pictures [n, 4, 256, 256] show at a size: bool [n, size, size] twice.
struct CellKinds {
  Tensor isFull;   ///< nothing of the background
  Tensor isEmpty;  ///< nothing but the background
};
CellKinds cellKinds(const Tensor& rgba, int size) {
  const int64_t side = rgba.size(2) / size;
  const Tensor alpha = rgba.narrow(1, 3, 1).to(torch::kFloat32);
  return {(torch::max_pool2d(255 - alpha, side) == 0).squeeze(1),
          (torch::max_pool2d(alpha, side) == 0).squeeze(1)};
}

}  // namespace

SceneTokens::SceneTokens(VqModel model, const Tensor& pictures) {
  TORCH_CHECK(model->cells, "scenes need a VQ model with a cell projection");
  TORCH_CHECK(model->config.numVqEmbeddings <= 32768, "more codes than the store of scenes can hold");
  torch::NoGradGuard noGrad;
  const Tensor colours = flatColours();
  const int64_t count = pictures.size(0), colourCount = colours.size(0);
  const auto codes = [&model](const Tensor& cells) {
    return model->quantise(model->encode(cells)).flatten();
  };
  m_flat = codes(colours.view({colourCount, 3, 1, 1})
                     .expand({-1, -1, kScenePixelsPerCell, kScenePixelsPerCell})
                     .contiguous());
  const auto store = [&](int size) {
    Tensor out = torch::empty({count, colourCount, 2, size, size}, torch::kInt16);
    for (int64_t i = 0; i < count; i += 8) {
      const Tensor rgba = pictures.narrow(0, i, std::min<int64_t>(8, count - i));
      for (const bool mirrored : {false, true}) {
        const Tensor shown = mirrored ? rgba.flip({3}) : rgba;
        const CellKinds kinds = cellKinds(shown, size);
        Tensor of = torch::zeros(kinds.isEmpty.sizes(), torch::kInt64);
        for (int64_t c = 0; c < colourCount; ++c) {
          const Tensor cells = cellsOf(atSize(layOver(shown, colours[c]), size));
          // Full ones are the same on every background.
          const Tensor asked = (c == 0 ? kinds.isEmpty : kinds.isEmpty | kinds.isFull).logical_not();
          of = torch::where(kinds.isEmpty, m_flat[c], of);
          if (asked.any().item<bool>()) of.index_put_({asked}, codes(cells.index({asked.flatten()})));
          out.narrow(0, i, rgba.size(0)).select(1, c).select(1, mirrored ? 1 : 0).copy_(of);
        }
      }
    }
    return out;
  };
  m_full = store(kSceneCells);
  m_half = store(kHalfObjectCells);
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
  Tensor pixels = colour.view({3, 1, 1}).repeat(
      {1, kSceneCells * kScenePixelsPerCell, kSceneCells * kScenePixelsPerCell});
  for (const SceneObject& object : scene.objects) {
    Tensor shown = layOver(pictures.narrow(0, static_cast<int64_t>(object.picture), 1), colour);
    if (scene.mirrored) shown = shown.flip({3});
    pixels.narrow(1, object.cellY * kScenePixelsPerCell, object.cells * kScenePixelsPerCell)
        .narrow(2, object.cellX * kScenePixelsPerCell, object.cells * kScenePixelsPerCell)
        .copy_(atSize(shown, object.cells).squeeze(0));
  }
  return pixels;
}

}  // namespace unmask
