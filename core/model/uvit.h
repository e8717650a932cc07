// The U-ViT token predictor (reference sections 3 and 4.1). Module names equal the checkpoint's tensor names.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "core/model/config.h"
#include "core/model/layers.h"

namespace unmask {

/// What a forward needs of the text and the micro-conditions. It does not depend on the tokens, so a run
/// makes it once.
struct UvitContext {
  struct TextBlock {
    KeyValue attn1, attn2;
  };
  struct Layer {
    Modulation norm1, norm2, norm3;
    KeyValue text;
  };
  std::vector<Modulation> downConv, upConv;
  std::vector<TextBlock> downText, upText;
  std::vector<Layer> layers;
  torch::Tensor pooledHead;  ///< [B, 1, 1, C]; defined only with the extension

  int64_t batchSize() const { return layers.front().norm1.scale.size(0); }
  /// Samples of `first`, then of `second`.
  static UvitContext concatenate(const UvitContext& first, const UvitContext& second);
  /// Every sample `count` times: [a, b] → [a, …, a, b, …, b].
  UvitContext repeated(int64_t count) const;
  /// One sample of the batch.
  UvitContext sample(int64_t index) const;
  bool defined() const { return !layers.empty(); }

 private:
  template <typename Join>
  static UvitContext combine(const UvitContext& a, const UvitContext& b, const Join& join);
};

/// ConvNext block with global response norm; the modulation acts on the sum, after the residual.
struct ConvNextBlockImpl : torch::nn::Module {
  explicit ConvNextBlockImpl(const TransformerConfig& config);
  torch::Tensor forward(const torch::Tensor& x, const Modulation& m);  // [B, h, w, C]
  torch::nn::Conv2d depthwise{nullptr};
  RmsNorm norm{nullptr};
  AdaptableLinear linear1{nullptr}, linear2{nullptr}, condMapper{nullptr};

 private:
  struct ResponseNorm;  // owns gamma and beta, both [1, 1, 1, 4C]
  std::shared_ptr<ResponseNorm> m_responseNorm;
};
TORCH_MODULE(ConvNextBlock);

/// Two cross-attentions over the text; no self-attention, no feed-forward (reference 3.1,
/// `SkipFFTransformerBlock`).
struct TextBlockImpl : torch::nn::Module {
  explicit TextBlockImpl(const TransformerConfig& config);
  UvitContext::TextBlock prepare(const torch::Tensor& textStates);
  torch::Tensor forward(const torch::Tensor& x, const UvitContext::TextBlock& text,  // [B, N, C]
                        const Tap* tap = nullptr, const std::string& path = {});
  AdaptableLinear kvMapper{nullptr};  // only when hidden size and block width differ
  RmsNorm norm1{nullptr}, norm2{nullptr};
  Attention attn1{nullptr}, attn2{nullptr};
};
TORCH_MODULE(TextBlock);

/// Norm, then a 2×2 convolution of stride 2, down (halves the grid) or transposed, up (doubles it).
struct ResampleImpl : torch::nn::Module {
  ResampleImpl(const TransformerConfig& config, bool up);
  torch::Tensor forward(const torch::Tensor& x);  // [B, h, w, C] → [B, h/2, w/2, C] or [B, 2h, 2w, C]
  RmsNorm norm{nullptr};
  torch::nn::Conv2d down{nullptr};         // weight [out, in, 2, 2]
  torch::nn::ConvTranspose2d up{nullptr};  // weight [in, out, 2, 2]
};
TORCH_MODULE(Resample);

struct UvitBlockImpl : torch::nn::Module {
  UvitBlockImpl(const TransformerConfig& config, bool up);
  torch::Tensor forward(torch::Tensor x, const std::vector<Modulation>& conv,
                        const std::vector<UvitContext::TextBlock>& text, const Tap* tap);
  std::vector<ConvNextBlock> resBlocks;
  std::vector<TextBlock> textBlocks;
  Resample resample{nullptr};
  bool isUp;
};
TORCH_MODULE(UvitBlock);

struct MainLayerImpl : torch::nn::Module {
  explicit MainLayerImpl(const TransformerConfig& config);
  UvitContext::Layer prepare(const torch::Tensor& textStates, const torch::Tensor& siluCond);
  torch::Tensor forward(torch::Tensor x, const UvitContext::Layer& context, const Tap* tap,
                        const std::string& path);
  /// forward() that keeps nothing but x for the gradients (recompute.h).
  torch::Tensor recomputedForward(const torch::Tensor& x, const UvitContext::Layer& context);
  AdaNorm norm1{nullptr}, norm2{nullptr}, norm3{nullptr};
  Attention attn1{nullptr}, attn2{nullptr};
  GegluFeedForward ff{nullptr};
};
TORCH_MODULE(MainLayer);

/// Sinusoids of the micro-conditions: [B, 5] → [B, 5 · encodeDim], cosines first (reference 3.2). float32.
torch::Tensor microConditionEmbedding(const torch::Tensor& microConditions, int encodeDim);

struct UvitImpl : torch::nn::Module {
  explicit UvitImpl(const TransformerConfig& config);

  /// Text and micro-conditions → context. encoderStates [B, T, E], pooled [B, P], microConditions [B, 5]
  /// float32.
  UvitContext prepare(const torch::Tensor& encoderStates, const torch::Tensor& pooled,
                      const torch::Tensor& microConditions, const Tap* tap = nullptr);
  /// Everything before `mlm_layer`: tokenIds [B, h, w] int64 → [B, h, w, C].
  torch::Tensor trunk(const torch::Tensor& tokenIds, const UvitContext& context, const Tap* tap = nullptr);
  /// `mlm_layer` on rows of the trunk's output: [..., C] → logits [..., K]. Rows are independent, so a caller
  /// passes only those of cells that are still masked.
  torch::Tensor head(const torch::Tensor& rows);
  /// The whole network as the reference has it: logits [B, K, h, w].
  torch::Tensor forward(const torch::Tensor& tokenIds, const torch::Tensor& encoderStates,
                        const torch::Tensor& pooled, const torch::Tensor& microConditions,
                        const Tap* tap = nullptr);

  /// Of every layer only the input is kept for the gradients, and the rest is computed again for them: a
  /// third more work for a fraction of the memory. The weights must then stay in place until the gradients
  /// are there.
  bool checkpointsActivations = false;

  const TransformerConfig config;
  AdaptableLinear encoderProj{nullptr}, condLinear1{nullptr}, condLinear2{nullptr};
  RmsNorm encoderProjNorm{nullptr};
  torch::nn::Embedding embedding{nullptr};
  RmsNorm embedNorm{nullptr};
  torch::nn::Conv2d embedConv{nullptr};
  UvitBlock downBlock{nullptr}, upBlock{nullptr};
  RmsNorm toHiddenNorm{nullptr}, fromHiddenNorm{nullptr};
  AdaptableLinear toHidden{nullptr}, fromHidden{nullptr};
  std::vector<MainLayer> layers;
  torch::nn::Conv2d headConv1{nullptr}, headConv2{nullptr};
  RmsNorm headNorm{nullptr};
  // Extensions; undefined unless the config switches them on.
  torch::Tensor positionOuter, positionInner;  // [sampleSize, sampleSize, C], [inner, inner, C]
  AdaptableLinear skipProj{nullptr};           // 2C → C
  AdaptableLinear pooledProj{nullptr};         // P → C
};
TORCH_MODULE(Uvit);

}  // namespace unmask
