// U-ViT of aMUSEd; reads beside reference sections 3.1 to 3.3.
#include "core/model/uvit.h"

#include <cmath>

#include "core/model/fused_ops.h"
#include "core/model/recompute.h"

namespace unmask {
namespace nn = torch::nn;
using torch::Tensor;

namespace {

// The norms inside the text blocks have this eps whatever the config says, and always a weight.
constexpr double kTextBlockEps = 1e-6;

void tell(const Tap* tap, const std::string& path, const Tensor& value) {
  if (tap && *tap) (*tap)(path, value);
}

/// The weights of a cross-attention over the text; computed for whoever listens and for nobody else.
void tellWeights(const Tap* tap, const std::string& path, AttentionImpl& attention, const Tensor& x,
                 const KeyValue& text) {
  if (tap && *tap) (*tap)(path, attention.weights(x, text));
}

AdaptableLinear linear(int64_t in, int64_t out, bool bias) {
  return AdaptableLinear(nn::LinearOptions(in, out).bias(bias));
}

nn::Conv2d conv1x1(int64_t in, int64_t out, bool bias) {
  return nn::Conv2d(nn::Conv2dOptions(in, out, 1).bias(bias));
}

/// A 1×1 convolution on channels-last features.
Tensor pointwise(const Tensor& x, nn::Conv2dImpl& conv) {
  return torch::linear(x, conv.weight.flatten(1), conv.bias);
}

}  // namespace

template <typename Join>
UvitContext UvitContext::combine(const UvitContext& a, const UvitContext& b, const Join& join) {
  UvitContext out;
  const auto modulation = [&join](const Modulation& x, const Modulation& y) {
    return Modulation{join(x.scale, y.scale), join(x.shift, y.shift)};
  };
  const auto keyValue = [&join](const KeyValue& x, const KeyValue& y) {
    return KeyValue{join(x.key, y.key), join(x.value, y.value)};
  };
  for (size_t i = 0; i < a.downConv.size(); ++i) {
    out.downConv.push_back(modulation(a.downConv[i], b.downConv[i]));
    out.upConv.push_back(modulation(a.upConv[i], b.upConv[i]));
    out.downText.push_back({keyValue(a.downText[i].attn1, b.downText[i].attn1),
                            keyValue(a.downText[i].attn2, b.downText[i].attn2)});
    out.upText.push_back(
        {keyValue(a.upText[i].attn1, b.upText[i].attn1), keyValue(a.upText[i].attn2, b.upText[i].attn2)});
  }
  for (size_t i = 0; i < a.layers.size(); ++i)
    out.layers.push_back(
        {modulation(a.layers[i].norm1, b.layers[i].norm1), modulation(a.layers[i].norm2, b.layers[i].norm2),
         modulation(a.layers[i].norm3, b.layers[i].norm3), keyValue(a.layers[i].text, b.layers[i].text)});
  if (a.pooledHead.defined()) out.pooledHead = join(a.pooledHead, b.pooledHead);
  return out;
}

UvitContext UvitContext::concatenate(const UvitContext& first, const UvitContext& second) {
  return combine(first, second, [](const Tensor& a, const Tensor& b) { return torch::cat({a, b}); });
}

UvitContext UvitContext::sample(int64_t index) const {
  return combine(*this, *this, [index](const Tensor& a, const Tensor&) { return a.narrow(0, index, 1); });
}

UvitContext UvitContext::repeated(int64_t count) const {
  if (count == 1) return *this;
  return combine(*this, *this,
                 [count](const Tensor& a, const Tensor&) { return a.repeat_interleave(count, 0); });
}

struct ConvNextBlockImpl::ResponseNorm : nn::Module {
  explicit ResponseNorm(int64_t channels)
      : gamma(register_parameter("gamma", torch::zeros({1, 1, 1, channels}))),
        beta(register_parameter("beta", torch::zeros({1, 1, 1, channels}))) {}
  Tensor gamma, beta;
};

ConvNextBlockImpl::ConvNextBlockImpl(const TransformerConfig& c) {
  const int64_t width = c.blockOutChannels;
  depthwise = register_module(
      "depthwise", nn::Conv2d(nn::Conv2dOptions(width, width, 3).padding(1).groups(width).bias(c.useBias)));
  norm = register_module("norm", RmsNorm(width, c.layerNormEps, c.lnElementwiseAffine));
  linear1 = register_module("channelwise_linear_1", linear(width, 4 * width, c.useBias));
  m_responseNorm = register_module("channelwise_norm", std::make_shared<ResponseNorm>(4 * width));
  linear2 = register_module("channelwise_linear_2", linear(4 * width, width, c.useBias));
  condMapper = register_module("cond_embeds_mapper", linear(c.hiddenSize, 2 * width, c.useBias));
}

Tensor ConvNextBlockImpl::forward(const Tensor& x, const Modulation& m) {
  // Channels-first for the convolution; with this memory layout both permutations are only views.
  Tensor branch = depthwise->forward(x.permute({0, 3, 1, 2})).permute({0, 2, 3, 1});
  branch = linear1->forward(norm->forward(branch));
  branch = geluResponseNorm(branch, m_responseNorm->gamma, m_responseNorm->beta);
  const Tensor sum = x + linear2->forward(branch);
  return modulate(sum, m.scale.unsqueeze(1), m.shift.unsqueeze(1));
}

TextBlockImpl::TextBlockImpl(const TransformerConfig& c) {
  const int64_t width = c.blockOutChannels;
  if (c.hiddenSize != width) kvMapper = register_module("kv_mapper", linear(c.hiddenSize, width, c.useBias));
  norm1 = register_module("norm1", RmsNorm(width, kTextBlockEps, true));
  attn1 = register_module("attn1", Attention(width, c.blockNumHeads, c.useBias));
  norm2 = register_module("norm2", RmsNorm(width, kTextBlockEps, true));
  attn2 = register_module("attn2", Attention(width, c.blockNumHeads, c.useBias));
}

UvitContext::TextBlock TextBlockImpl::prepare(const Tensor& textStates) {
  const Tensor source = kvMapper ? kvMapper->forward(torch::silu(textStates)) : textStates;
  return {attn1->project(source), attn2->project(source)};
}

Tensor TextBlockImpl::forward(const Tensor& x, const UvitContext::TextBlock& text, const Tap* tap,
                              const std::string& path) {
  const Tensor first = norm1->forward(x);
  tellWeights(tap, path + ".attn1.weights", *attn1, first, text.attn1);
  const Tensor y = x + attn1->forward(first, text.attn1);
  const Tensor second = norm2->forward(y);
  tellWeights(tap, path + ".attn2.weights", *attn2, second, text.attn2);
  return y + attn2->forward(second, text.attn2);
}

ResampleImpl::ResampleImpl(const TransformerConfig& c, bool isUp) {
  const int64_t width = c.blockOutChannels;
  norm = register_module("norm", RmsNorm(width, c.layerNormEps, c.lnElementwiseAffine));
  if (isUp)
    up = register_module(
        "conv", nn::ConvTranspose2d(nn::ConvTranspose2dOptions(width, width, 2).stride(2).bias(c.useBias)));
  else
    down = register_module("conv", nn::Conv2d(nn::Conv2dOptions(width, width, 2).stride(2).bias(c.useBias)));
}

// Window and stride are equal, so nothing overlaps and both directions are one matrix product over 2×2
// blocks.
Tensor ResampleImpl::forward(const Tensor& input) {
  const Tensor x = norm->forward(input);
  const int64_t b = x.size(0), h = x.size(1), w = x.size(2), c = x.size(3);
  if (up) {
    const Tensor matrix = up->weight.permute({2, 3, 1, 0}).reshape({4 * c, c});  // rows (dy, dx, out)
    Tensor y = torch::linear(x, matrix).view({b, h, w, 2, 2, c}).permute({0, 1, 3, 2, 4, 5});
    y = y.reshape({b, 2 * h, 2 * w, c});
    return up->bias.defined() ? y + up->bias : y;
  }
  TORCH_CHECK(h % 2 == 0 && w % 2 == 0, "a model with downsampling needs even grid sides, got ", h, "x", w);
  const Tensor blocks =
      x.view({b, h / 2, 2, w / 2, 2, c}).permute({0, 1, 3, 2, 4, 5}).reshape({b, h / 2, w / 2, 4 * c});
  const Tensor matrix = down->weight.permute({0, 2, 3, 1}).reshape({c, 4 * c});  // columns (dy, dx, in)
  return torch::linear(blocks, matrix, down->bias);
}

UvitBlockImpl::UvitBlockImpl(const TransformerConfig& c, bool up) : isUp(up) {
  if (up ? c.upsample : c.downsample)
    resample = register_module(up ? "upsample" : "downsample", Resample(c, up));
  nn::ModuleList res, text;
  for (int i = 0; i < c.numResBlocks; ++i) {
    resBlocks.emplace_back(ConvNextBlock(c));
    textBlocks.emplace_back(TextBlock(c));
    res->push_back(resBlocks.back());
    text->push_back(textBlocks.back());
  }
  register_module("res_blocks", res);
  register_module("attention_blocks", text);
}

Tensor UvitBlockImpl::forward(Tensor x, const std::vector<Modulation>& conv,
                              const std::vector<UvitContext::TextBlock>& text, const Tap* tap) {
  const std::string path = isUp ? "up_block" : "down_block";
  for (size_t i = 0; i < resBlocks.size(); ++i) {
    const std::string index = std::to_string(i);
    x = resBlocks[i]->forward(x, conv[i]);
    tell(tap, path + ".res_blocks." + index, x);
    const auto sizes = x.sizes().vec();
    const std::string blockPath = path + ".attention_blocks." + index;
    x = textBlocks[i]->forward(x.flatten(1, 2), text[i], tap, blockPath);
    tell(tap, blockPath, x);
    x = x.view(sizes);
  }
  return x;
}

MainLayerImpl::MainLayerImpl(const TransformerConfig& c) {
  const int64_t h = c.hiddenSize;
  const auto adaNorm = [&](bool rms) {
    return AdaNorm(h, h, c.layerNormEps, rms, c.lnElementwiseAffine, c.useBias);
  };
  norm1 = register_module("norm1", adaNorm(true));
  attn1 = register_module("attn1", Attention(h, c.numAttentionHeads, c.useBias));
  norm2 = register_module("norm2", adaNorm(true));
  attn2 = register_module("attn2", Attention(h, c.numAttentionHeads, c.useBias));
  norm3 = register_module("norm3", adaNorm(false));  // the one true layer norm (reference 3.1)
  ff = register_module("ff", GegluFeedForward(h, c.intermediateSize, c.useBias));
}

UvitContext::Layer MainLayerImpl::prepare(const Tensor& textStates, const Tensor& siluCond) {
  return {norm1->prepare(siluCond), norm2->prepare(siluCond), norm3->prepare(siluCond),
          attn2->project(textStates)};
}

Tensor MainLayerImpl::forward(Tensor x, const UvitContext::Layer& context, const Tap* tap,
                              const std::string& path) {
  const Tensor normed = norm1->forward(x, context.norm1);
  tell(tap, path + ".norm1", normed);
  const Tensor attended = attn1->selfForward(normed);
  tell(tap, path + ".attn1", attended);
  x = x + attended;
  const Tensor asked = norm2->forward(x, context.norm2);
  tellWeights(tap, path + ".attn2.weights", *attn2, asked, context.text);
  x = x + attn2->forward(asked, context.text);
  return x + ff->forward(norm3->forward(x, context.norm3));
}

Tensor MainLayerImpl::recomputedForward(const Tensor& x, const UvitContext::Layer& context) {
  std::vector<Tensor> captured = {context.norm1.scale, context.norm1.shift, context.norm2.scale,
                                  context.norm2.shift, context.norm3.scale, context.norm3.shift,
                                  context.text.key,    context.text.value};
  for (const AdaptableLinear& linear : {attn1->toQ, attn1->toK, attn1->toV, attn1->toOut, attn2->toQ,
                                        attn2->toOut, ff->projIn, ff->projOut}) {
    captured.push_back(linear->weight);
    captured.push_back(linear->bias);
    captured.push_back(linear->down);
    captured.push_back(linear->up);
  }
  for (const Tensor& parameter :
       {norm1->rmsNorm->weight, norm2->rmsNorm->weight, norm3->layerNorm->weight, norm3->layerNorm->bias})
    captured.push_back(parameter);
  std::erase_if(captured, [](const Tensor& t) { return !t.defined(); });
  return recomputed([this, context](const Tensor& in) { return forward(in, context, nullptr, ""); }, x,
                    std::move(captured));
}

Tensor microConditionEmbedding(const Tensor& microConditions, int encodeDim) {
  const int64_t half = encodeDim / 2;
  const Tensor exponent = torch::arange(half, torch::kFloat32) * static_cast<float>(-std::log(10000.0)) /
                          static_cast<float>(half);
  const Tensor angle = microConditions.to(torch::kFloat32).unsqueeze(-1) * exponent.exp();  // [B, 5, half]
  return torch::cat({angle.cos(), angle.sin()}, -1).flatten(1);
}

UvitImpl::UvitImpl(const TransformerConfig& c) : config(c) {
  const int64_t h = c.hiddenSize, width = c.blockOutChannels;
  encoderProj = register_module("encoder_proj", linear(c.encoderHiddenSize, h, c.useBias));
  encoderProjNorm =
      register_module("encoder_proj_layer_norm", RmsNorm(h, c.layerNormEps, c.lnElementwiseAffine));

  auto embed = std::make_shared<nn::Module>("embed");
  embedding = embed->register_module("embeddings", nn::Embedding(c.vocabSize, c.inChannels));
  embedNorm =
      embed->register_module("layer_norm", RmsNorm(c.inChannels, c.layerNormEps, c.lnElementwiseAffine));
  embedConv = embed->register_module("conv", conv1x1(c.inChannels, width, c.useBias));
  register_module("embed", embed);

  auto cond = std::make_shared<nn::Module>("cond_embed");
  condLinear1 = cond->register_module("linear_1", linear(c.microCondEmbedDim + c.condEmbedDim, h, c.useBias));
  condLinear2 = cond->register_module("linear_2", linear(h, h, c.useBias));
  register_module("cond_embed", cond);

  downBlock = register_module("down_block", UvitBlock(c, false));
  toHiddenNorm =
      register_module("project_to_hidden_norm", RmsNorm(width, c.layerNormEps, c.lnElementwiseAffine));
  toHidden = register_module("project_to_hidden", linear(width, h, c.useBias));
  nn::ModuleList list;
  for (int i = 0; i < c.numHiddenLayers; ++i) {
    layers.emplace_back(MainLayer(c));
    list->push_back(layers.back());
  }
  register_module("transformer_layers", list);
  fromHiddenNorm =
      register_module("project_from_hidden_norm", RmsNorm(h, c.layerNormEps, c.lnElementwiseAffine));
  fromHidden = register_module("project_from_hidden", linear(h, width, c.useBias));
  upBlock = register_module("up_block", UvitBlock(c, true));

  auto head = std::make_shared<nn::Module>("mlm_layer");
  headConv1 = head->register_module("conv1", conv1x1(width, c.inChannels, c.useBias));
  headNorm =
      head->register_module("layer_norm", RmsNorm(c.inChannels, c.layerNormEps, c.lnElementwiseAffine));
  headConv2 = head->register_module("conv2", conv1x1(c.inChannels, c.codebookSize, c.useBias));
  register_module("mlm_layer", head);

  if (c.extensions.positionalEmbedding) {
    const int64_t outer = c.sampleSize, inner = c.downsample ? outer / 2 : outer;
    positionOuter = register_parameter("position_outer", torch::zeros({outer, outer, width}));
    positionInner = register_parameter("position_inner", torch::zeros({inner, inner, width}));
  }
  if (c.extensions.longSkip) skipProj = register_module("long_skip", linear(2 * width, width, c.useBias));
  if (c.extensions.pooledTextHead)
    pooledProj = register_module("pooled_text_head", linear(c.condEmbedDim, width, c.useBias));
}

UvitContext UvitImpl::prepare(const Tensor& encoderStates, const Tensor& pooled,
                              const Tensor& microConditions, const Tap* tap) {
  const Tensor text = encoderProjNorm->forward(encoderProj->forward(encoderStates));
  tell(tap, "encoder_proj_layer_norm", text);
  const Tensor micro = microConditionEmbedding(microConditions, config.microCondEncodeDim);
  const auto dtype = condLinear1->weight.scalar_type();
  Tensor cond = torch::cat({pooled.to(torch::kFloat32), micro}, 1).to(dtype);
  cond = condLinear2->forward(torch::silu(condLinear1->forward(cond))).to(text.scalar_type());
  tell(tap, "cond_embed", cond);

  const Tensor siluCond = torch::silu(cond);
  UvitContext context;
  for (int i = 0; i < config.numResBlocks; ++i) {
    context.downConv.push_back(modulationFrom(*downBlock->resBlocks[i]->condMapper, siluCond));
    context.upConv.push_back(modulationFrom(*upBlock->resBlocks[i]->condMapper, siluCond));
    context.downText.push_back(downBlock->textBlocks[i]->prepare(text));
    context.upText.push_back(upBlock->textBlocks[i]->prepare(text));
  }
  for (auto& layer : layers) context.layers.push_back(layer->prepare(text, siluCond));
  if (pooledProj) context.pooledHead = pooledProj->forward(pooled.to(dtype)).unsqueeze(1).unsqueeze(1);
  return context;
}

Tensor UvitImpl::trunk(const Tensor& tokenIds, const UvitContext& context, const Tap* tap) {
  Tensor x = pointwise(embedNorm->forward(embedding->forward(tokenIds)), *embedConv);  // [B, h, w, C]
  tell(tap, "embed", x);
  if (positionOuter.defined()) {
    // A grid of one row would be spread over all of the table's.
    TORCH_CHECK(positionOuter.sizes() == x.sizes().slice(1), "the model knows positions of another grid");
    x = x + positionOuter;
  }
  const Tensor skip = x;

  if (downBlock->resample) {
    x = downBlock->resample->forward(x);
    tell(tap, "down_block.downsample", x);
  }
  if (positionInner.defined()) x = x + positionInner;
  x = downBlock->forward(x, context.downConv, context.downText, tap);
  tell(tap, "down_block", x);

  const auto grid = x.sizes().vec();
  x = toHidden->forward(toHiddenNorm->forward(x.flatten(1, 2)));  // [B, N, H]
  tell(tap, "project_to_hidden", x);
  for (size_t i = 0; i < layers.size(); ++i) {
    const std::string path = "transformer_layers." + std::to_string(i);
    const bool isRecomputed = checkpointsActivations && torch::GradMode::is_enabled() && tap == nullptr;
    x = isRecomputed ? layers[i]->recomputedForward(x, context.layers[i])
                     : layers[i]->forward(x, context.layers[i], tap, path);
    tell(tap, path, x);
  }
  x = fromHidden->forward(fromHiddenNorm->forward(x));
  tell(tap, "project_from_hidden", x);

  x = upBlock->forward(x.view(grid), context.upConv, context.upText, tap);
  if (upBlock->resample) {
    x = upBlock->resample->forward(x);
    tell(tap, "up_block.upsample", x);
  }
  tell(tap, "up_block", x);
  if (skipProj) x = skipProj->forward(torch::cat({x, skip}, -1));
  if (context.pooledHead.defined()) x = x + context.pooledHead;
  return x;
}

Tensor UvitImpl::head(const Tensor& rows) {
  return pointwise(headNorm->forward(pointwise(rows, *headConv1)), *headConv2);
}

Tensor UvitImpl::forward(const Tensor& tokenIds, const Tensor& encoderStates, const Tensor& pooled,
                         const Tensor& microConditions, const Tap* tap) {
  const UvitContext context = prepare(encoderStates, pooled, microConditions, tap);
  return head(trunk(tokenIds, context, tap)).permute({0, 3, 1, 2});
}

}  // namespace unmask
