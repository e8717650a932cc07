#include "core/engine/torch_lab.h"

#include <algorithm>
#include <cmath>

#include "core/engine/guarded.h"
#include "core/model/side_by_side.h"
#include "core/model/tensor_image.h"

namespace unmask {
using torch::Tensor;

namespace {

constexpr size_t kMaxPrompts = 64, kMaxAlternatives = 64;
constexpr int kWindowReach = 3;  // cells decoded on each side of an alternative
constexpr int kShownReach = 1;   // … and shown

Error wrong(std::string message, std::string key, std::string expected, std::string found) {
  return Error{ErrorKind::Usage,    std::move(message), "", std::move(key),
               std::move(expected), std::move(found),   ""};
}

Tensor idsOf(const TokenGrid& tokens) {
  Tensor ids = torch::empty({1, tokens.height, tokens.width}, torch::kInt64);
  std::copy(tokens.tokenIds.begin(), tokens.tokenIds.end(), ids.data_ptr<int64_t>());
  return ids;
}

std::vector<float> listOf(const Tensor& values) {
  const Tensor flat = values.to(torch::kFloat32).contiguous();
  return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

/// Sums the attention weights that a forward pass tells of.
class WeightCollector {
 public:
  explicit WeightCollector(AttentionQuery query) : m_query(query) {}

  void operator()(const std::string& path, const Tensor& value) {
    if (!path.ends_with(".weights")) return;
    const int layer = layerCount++;
    headCount = layer == 0 ? static_cast<int>(value.size(1)) : headCount;
    if (m_query.layer >= 0 && m_query.layer != layer) return;
    if (m_query.head >= value.size(1)) return;
    // The conditional half is the last sample.
    const Tensor own = value[value.size(0) - 1];  // [heads, N, T]
    const Tensor one = m_query.head >= 0 ? own[m_query.head] : own.mean(0);
    sum = sum.defined() ? sum + one : one.clone();
    ++added;
  }

  Tensor sum;  // [N, T]
  int layerCount = 0, headCount = 0, added = 0;

 private:
  AttentionQuery m_query;
};

/// How many prompts are computed together: many in a small network on a small grid, where one alone leaves
/// cores idle; else few, for a stop takes effect between them and the attention of all is in memory at once.
size_t promptsAtOnce(bool isSmall, size_t cells) {
  constexpr size_t kUsualCells = 256;
  return std::clamp<size_t>((isSmall ? 16 : 2) * kUsualCells / cells, 1, 16);
}

std::vector<int> maskedCells(const DecodeState& state, int32_t maskTokenId) {
  std::vector<int> cells;
  for (size_t i = 0; i < state.tokens.cellCount(); ++i)
    if (state.tokens.tokenIds[i] == maskTokenId) cells.push_back(static_cast<int>(i));
  return cells;
}

}  // namespace

template <typename Work>
auto TorchLab::guarded(const char* stage, const Work& work) const -> decltype(work()) {
  return guardedCall(stage, m_engine.m_bundle.info.reference.path, work);
}

Result<void> TorchLab::prepare(const GenerationRequest& request, const DecodeState& state) {
  GenerationRequest asTokens = request;
  asTokens.startTokens = state.tokens;
  UNMASK_CHECK(checkRequest(asTokens, m_engine.m_bundle.info));
  return m_engine.useAdapters(request.adapters);
}

Result<void> TorchLab::checkCodes(const std::vector<int32_t>& tokenIds) const {
  const int codes = m_engine.m_bundle.configs.vq.numVqEmbeddings;
  for (const int32_t id : tokenIds) {
    if (id < 0 || id >= codes)
      return wrong("no such code", "token", "0 to " + std::to_string(codes - 1), std::to_string(id));
  }
  return {};
}

Result<AttentionMaps> TorchLab::attention(const GenerationRequest& request, const DecodeState& state,
                                          const AttentionQuery& query) {
  return guarded("watching the attention", [&]() -> Result<AttentionMaps> {
    UNMASK_CHECK(prepare(request, state));
    const GridSize grid{state.tokens.height, state.tokens.width};
    GenerationRequest conditional = request;
    conditional.guidanceScale = 1;  // the negative half does not see the prompt
    const UvitContext context = m_engine.contextOf(conditional, grid);
    WeightCollector collector(query);
    const Tap tap = [&collector](const std::string& path, const Tensor& value) { collector(path, value); };
    m_engine.m_bundle.transformer->trunk(idsOf(state.tokens), context, &tap);
    if (collector.added == 0)
      return wrong("the model has no such attention", "layer, head",
                   "layer below " + std::to_string(collector.layerCount) + ", head below " +
                       std::to_string(collector.headCount),
                   std::to_string(query.layer) + ", " + std::to_string(query.head));
    const Tensor mean = collector.sum / static_cast<double>(collector.added);  // [N, T]
    const int64_t factor = m_engine.m_bundle.info.hasDownsampling ? 2 : 1;
    const Tensor inner = mean.t().view({-1, grid.height / factor, grid.width / factor});
    AttentionMaps maps;
    maps.height = grid.height;
    maps.width = grid.width;
    maps.tokenCount = static_cast<int>(inner.size(0));
    maps.layerCount = collector.layerCount;
    maps.headCount = collector.headCount;
    maps.weights = listOf(inner.repeat_interleave(factor, 1).repeat_interleave(factor, 2));
    return maps;
  });
}

Result<AblationChange> TorchLab::compareTexts(const GenerationRequest& request, const DecodeState& state,
                                              const std::vector<std::string>& prompts, std::stop_token stop) {
  return guarded("comparing prompts", [&]() -> Result<AblationChange> {
    UNMASK_CHECK(prepare(request, state));
    if (prompts.size() > kMaxPrompts)
      return wrong("too many prompts at once", "prompts", "at most " + std::to_string(kMaxPrompts),
                   std::to_string(prompts.size()));
    const GridSize grid{state.tokens.height, state.tokens.width};
    const size_t total = state.tokens.cellCount();
    AblationChange out{grid.height, grid.width, std::vector<float>(prompts.size() * total, 0)};
    const std::vector<int> cells = maskedCells(state, m_engine.m_bundle.info.maskTokenId);
    if (cells.empty() || prompts.empty()) return out;

    const Tensor rows = torch::tensor(cells, torch::kInt32).to(torch::kInt64);
    const auto logits = [&](const UvitContext& context) {
      const Tensor ids = idsOf(state.tokens).expand({context.batchSize(), -1, -1});
      const Tensor features = m_engine.m_bundle.transformer->trunk(ids, context);
      const Tensor picked = features.flatten(1, 2).index_select(1, rows);
      const Tensor values = m_engine.m_bundle.transformer->head(picked).to(torch::kFloat32);  // [B, n, K]
      requireFinite(values, "the model's output");
      return values;
    };
    GenerationRequest conditional = request;
    conditional.guidanceScale = 1;
    const bool isGuided = request.guidanceScale > 1;
    const auto cancelled = [] { return Error{ErrorKind::Cancelled, "stopped", "", "", "", "", ""}; };
    if (stop.stop_requested()) return cancelled();
    Tensor unconditional;
    if (isGuided) {
      GenerationRequest negative = conditional;
      negative.prompt = request.negativePrompt;
      unconditional = logits(m_engine.contextOf(negative, grid));
    }
    const auto distribution = [&](const Tensor& own) {
      return (isGuided ? unconditional + request.guidanceScale * (own - unconditional) : own).softmax(-1);
    };
    if (stop.stop_requested()) return cancelled();
    const Tensor reference = distribution(logits(m_engine.contextOf(conditional, grid)));
    const size_t atOnce = promptsAtOnce(isSmallNetwork(*m_engine.m_bundle.transformer), total);
    for (size_t first = 0; first < prompts.size(); first += atOnce) {
      if (stop.stop_requested()) return cancelled();
      const size_t end = std::min(prompts.size(), first + atOnce);
      UvitContext batch;
      for (size_t i = first; i < end; ++i) {
        conditional.prompt = prompts[i];
        const UvitContext one = m_engine.contextOf(conditional, grid);
        batch = batch.defined() ? UvitContext::concatenate(batch, one) : one;
      }
      const Tensor change = (distribution(logits(batch)) - reference).abs().sum(-1).mul(0.5);  // [B, n]
      const std::vector<float> values = listOf(change);
      for (size_t i = first; i < end; ++i)
        for (size_t j = 0; j < cells.size(); ++j)
          out.change[i * total + static_cast<size_t>(cells[j])] = values[(i - first) * cells.size() + j];
    }
    return out;
  });
}

Result<std::vector<ImageBuffer>> TorchLab::alternatives(const TokenGrid& tokens, int cell,
                                                        const std::vector<int32_t>& tokenIds) {
  return guarded("drawing alternatives", [&]() -> Result<std::vector<ImageBuffer>> {
    if (cell < 0 || static_cast<size_t>(cell) >= tokens.cellCount())
      return wrong("no such cell", "cell", "below " + std::to_string(tokens.cellCount()),
                   std::to_string(cell));
    if (tokenIds.size() > kMaxAlternatives)
      return wrong("too many alternatives at once", "tokens", "at most " + std::to_string(kMaxAlternatives),
                   std::to_string(tokenIds.size()));
    UNMASK_CHECK(checkCodes(tokens.tokenIds));
    UNMASK_CHECK(checkCodes(tokenIds));
    const int row = cell / tokens.width, column = cell % tokens.width;
    const auto span = [](int centre, int reach, int limit) {
      const int begin = std::max(0, centre - reach);
      return std::pair{begin, std::min(limit, centre + reach + 1) - begin};
    };
    const auto [top, height] = span(row, kWindowReach, tokens.height);
    const auto [left, width] = span(column, kWindowReach, tokens.width);
    const auto [shownTop, shownHeight] = span(row, kShownReach, tokens.height);
    const auto [shownLeft, shownWidth] = span(column, kShownReach, tokens.width);
    const int64_t side = m_engine.m_bundle.info.pixelsPerCell;
    const Tensor window = idsOf(tokens).narrow(1, top, height).narrow(2, left, width);
    std::vector<ImageBuffer> pictures;
    // All at once would be quicker by little and need the memory of a large picture.
    constexpr size_t kAtOnce = 8;
    for (size_t first = 0; first < tokenIds.size(); first += kAtOnce) {
      const size_t count = std::min(kAtOnce, tokenIds.size() - first);
      Tensor batch = window.repeat({static_cast<int64_t>(count), 1, 1});
      for (size_t i = 0; i < count; ++i)
        batch[static_cast<int64_t>(i)][row - top][column - left] = static_cast<int64_t>(tokenIds[first + i]);
      const Tensor pixels = m_engine.m_bundle.vq->decode(batch)
                                .narrow(2, (shownTop - top) * side, shownHeight * side)
                                .narrow(3, (shownLeft - left) * side, shownWidth * side);
      for (size_t i = 0; i < count; ++i) pictures.push_back(imageFromTensor(pixels[static_cast<int64_t>(i)]));
    }
    return pictures;
  });
}

Result<std::vector<ImageBuffer>> TorchLab::codePatches(int32_t first, int32_t count) {
  return guarded("drawing codes", [&]() -> Result<std::vector<ImageBuffer>> {
    if (count <= 0) return std::vector<ImageBuffer>{};
    UNMASK_CHECK(checkCodes({first, first + count - 1}));
    constexpr int64_t kSide = 3, kAtOnce = 64;
    const int64_t side = m_engine.m_bundle.info.pixelsPerCell;
    std::vector<ImageBuffer> patches;
    for (int64_t i = 0; i < count; i += kAtOnce) {
      const int64_t n = std::min<int64_t>(kAtOnce, count - i);
      const Tensor ids = torch::arange(first + i, first + i + n, torch::kInt64).view({n, 1, 1});
      const Tensor pixels = m_engine.m_bundle.vq->decode(ids.expand({n, kSide, kSide}).contiguous())
                                .narrow(2, side, side)
                                .narrow(3, side, side);
      for (int64_t j = 0; j < n; ++j) patches.push_back(imageFromTensor(pixels[j]));
    }
    return patches;
  });
}

Result<Lab::Codebook> TorchLab::codebook() {
  return guarded("reading the codebook", [&]() -> Result<Codebook> {
    const Tensor& rows = m_engine.m_bundle.vq->codebook->weight;
    return Codebook{static_cast<int>(rows.size(1)), listOf(rows)};
  });
}

Result<VqLoss> TorchLab::vqLoss(const ImageBuffer& picture) {
  VqLoss loss;
  UNMASK_TRY(loss.tokens, m_engine.encode(picture));
  UNMASK_TRY(loss.reconstruction, m_engine.decode(loss.tokens));
  return guarded("comparing the picture", [&]() -> Result<VqLoss> {
    const int side = m_engine.m_bundle.info.pixelsPerCell;
    loss.original = fittedToCells(picture, side, 1);
    const auto asTensor = [](const ImageBuffer& image) {
      return tensorFromImage(image).to(torch::kFloat32).div(255);
    };
    const Tensor square = (asTensor(loss.original) - asTensor(loss.reconstruction)).square().mean(0, true);
    loss.rmse = listOf(torch::avg_pool2d(square.unsqueeze(0), side).sqrt());
    return std::move(loss);
  });
}

}  // namespace unmask
