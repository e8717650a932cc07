// VQ model; reads beside reference section 5.
#include "core/model/vq_model.h"

#include <cmath>

#include "core/model/fused_ops.h"

namespace unmask {
namespace nn = torch::nn;
using torch::Tensor;

namespace {

constexpr double kNormEps = 1e-6;
/// What the decoder adds to the codes' own picture is small: in these units its last layer trains like the
/// others.
constexpr double kAddedToBase = 0.05;

nn::Conv2d conv(int64_t in, int64_t out, int64_t kernel, int64_t stride = 1) {
  return nn::Conv2d(nn::Conv2dOptions(in, out, kernel).stride(stride));
}

}  // namespace

VqNormImpl::VqNormImpl(int64_t channels, const VqConfig& config)
    : groups(config.normNumGroups), perPixel(config.extensions.pixelNorm) {
  weight = register_parameter("weight", torch::ones({channels}));
  bias = register_parameter("bias", torch::zeros({channels}));
}

Tensor VqNormImpl::forward(const Tensor& x) {
  if (!perPixel) return torch::group_norm(x, groups, weight, bias, kNormEps);
  return (rmsNorm(x.permute({0, 2, 3, 1}), weight, kNormEps) + bias).permute({0, 3, 1, 2});
}

VqResnetImpl::VqResnetImpl(int64_t in, int64_t out, const VqConfig& config) {
  const bool replicate = config.extensions.replicatePadding;
  norm1 = register_module("norm1", VqNorm(in, config));
  conv1 = register_module("conv1", Conv3x3(in, out, replicate));
  norm2 = register_module("norm2", VqNorm(out, config));
  conv2 = register_module("conv2", Conv3x3(out, out, replicate));
  if (in != out) shortcut = register_module("conv_shortcut", conv(in, out, 1));
}

Tensor VqResnetImpl::forward(const Tensor& x) {
  Tensor h = conv1->forward(torch::silu(norm1->forward(x)));
  h = conv2->forward(torch::silu(norm2->forward(h)));
  return (shortcut ? shortcut->forward(x) : x) + h;
}

VqAttentionImpl::VqAttentionImpl(int64_t channels, const VqConfig& config) {
  groupNorm = register_module(
      "group_norm", nn::GroupNorm(nn::GroupNormOptions(config.normNumGroups, channels).eps(kNormEps)));
  toQ = register_module("to_q", nn::Linear(channels, channels));
  toK = register_module("to_k", nn::Linear(channels, channels));
  toV = register_module("to_v", nn::Linear(channels, channels));
  toOut = nn::Linear(channels, channels);
  nn::ModuleList out;
  out->push_back(toOut);
  register_module("to_out", out);
}

Tensor VqAttentionImpl::forward(const Tensor& x) {
  const Tensor tokens = groupNorm->forward(x).flatten(2).transpose(1, 2);  // [B, hw, C]
  const auto single = [](const Tensor& t) { return t.unsqueeze(1); };
  const Tensor y =
      attend(single(toQ->forward(tokens)), single(toK->forward(tokens)), single(toV->forward(tokens)));
  return x + toOut->forward(y.squeeze(1)).transpose(1, 2).reshape(x.sizes());
}

VqMidImpl::VqMidImpl(int64_t channels, const VqConfig& config) {
  first = VqResnet(channels, channels, config);
  second = VqResnet(channels, channels, config);
  nn::ModuleList resnets;
  resnets->push_back(first);
  resnets->push_back(second);
  register_module("resnets", resnets);
  if (config.midBlockAddAttention) {
    attention = VqAttention(channels, config);
    nn::ModuleList attentions;
    attentions->push_back(attention);
    register_module("attentions", attentions);
  }
}

Tensor VqMidImpl::forward(const Tensor& x) {
  Tensor y = first->forward(x);
  if (attention) y = attention->forward(y);
  return second->forward(y);
}

VqLevelImpl::VqLevelImpl(int64_t in, int64_t out, int resnetCount, bool isUp, bool last,
                         const VqConfig& config)
    : replicate(config.extensions.replicatePadding) {
  nn::ModuleList list;
  for (int i = 0; i < resnetCount; ++i) {
    resnets.emplace_back(VqResnet(i == 0 ? in : out, out, config));
    list->push_back(resnets.back());
  }
  register_module("resnets", list);
  if (last) return;
  // File names: downsamplers.0.conv and upsamplers.0.conv.
  auto holder = std::make_shared<nn::Module>("resampler");
  if (isUp)
    up = holder->register_module("conv", Conv3x3(out, out, replicate));
  else
    down = holder->register_module("conv", conv(out, out, 3, 2));
  nn::ModuleList resamplers;
  resamplers->push_back(holder);
  register_module(isUp ? "upsamplers" : "downsamplers", resamplers);
}

Tensor VqLevelImpl::forward(Tensor x) {
  for (auto& resnet : resnets) x = resnet->forward(x);
  if (up) return up->forward(torch::upsample_nearest2d(x, at::IntArrayRef{x.size(2) * 2, x.size(3) * 2}));
  if (!down) return x;
  // One column right and one row below, then no padding (reference section 5).
  x = replicate ? torch::replication_pad2d(x, {0, 1, 0, 1}) : torch::constant_pad_nd(x, {0, 1, 0, 1});
  return torch::conv2d(x, down->weight, down->bias, at::IntArrayRef{2});
}

VqCoderImpl::VqCoderImpl(const VqConfig& c, bool decoder) : isDecoder(decoder) {
  const bool replicate = c.extensions.replicatePadding;
  const auto& channels = c.blockOutChannels;
  const int64_t count = static_cast<int64_t>(channels.size());
  const int64_t patch = int64_t{c.extensions.patchSize} * c.extensions.patchSize;
  nn::ModuleList list;
  if (isDecoder) {
    convIn = register_module("conv_in", Conv3x3(c.latentChannels, channels.back(), replicate));
    mid = register_module("mid_block", VqMid(channels.back(), c));
    int64_t in = channels.back();
    for (int64_t i = count - 1; i >= 0; --i) {
      levels.emplace_back(VqLevel(in, channels[i], c.layersPerBlock + 1, true, i == 0, c));
      list->push_back(levels.back());
      in = channels[i];
    }
    register_module("up_blocks", list);
    if (c.extensions.cellProjection)
      baseIn =
          register_module("base_in", Conv3x3(c.outChannels * patch, channels[count > 1 ? 1 : 0], replicate));
    normOut = register_module("conv_norm_out", VqNorm(channels.front(), c));
    convOut = register_module("conv_out", Conv3x3(channels.front(), c.outChannels * patch, replicate));
    return;
  }
  convIn = register_module("conv_in", Conv3x3(c.inChannels * patch, channels.front(), replicate));
  int64_t in = channels.front();
  for (int64_t i = 0; i < count; ++i) {
    levels.emplace_back(VqLevel(in, channels[i], c.layersPerBlock, false, i + 1 == count, c));
    list->push_back(levels.back());
    in = channels[i];
  }
  register_module("down_blocks", list);
  mid = register_module("mid_block", VqMid(channels.back(), c));
  normOut = register_module("conv_norm_out", VqNorm(channels.back(), c));
  convOut = register_module("conv_out", Conv3x3(channels.back(), c.latentChannels, replicate));
}

Tensor VqCoderImpl::forward(const Tensor& input, const Tap* tap, const Tensor& base) {
  const auto tell = [tap](const std::string& path, const Tensor& value) {
    if (tap && *tap) (*tap)(path, value);
  };
  Tensor x = convIn->forward(input);
  const std::string path = isDecoder ? "decoder" : "encoder";
  tell(path + ".conv_in", x);
  if (isDecoder) x = mid->forward(x);
  for (size_t i = 0; i < levels.size(); ++i) {
    if (base.defined() && i + 1 == levels.size()) x = x + baseIn->forward(base);
    x = levels[i]->forward(x);
    tell(path + (isDecoder ? ".up_blocks." : ".down_blocks.") + std::to_string(i), x);
  }
  if (!isDecoder) x = mid->forward(x);
  return convOut->forward(torch::silu(normOut->forward(x)));
}

CellProjectionImpl::CellProjectionImpl(const VqConfig& config) : pixelsPerCell(config.pixelsPerCell()) {
  const int64_t values = 3 * pixelsPerCell * pixelsPerCell;
  weight = register_parameter("weight", torch::eye(config.vqEmbedDim, values));
  mean = register_parameter("mean", torch::zeros({values}));
  blend = register_parameter("blend", torch::zeros({values, config.vqEmbedDim, 3, 3}));
  blendNothing();
}

void CellProjectionImpl::blendNothing() {
  torch::NoGradGuard noGrad;
  blend.zero_();
  blend.select(3, 1).select(2, 1).copy_(weight.t());
}

Tensor CellProjectionImpl::encode(const Tensor& pixels) {
  const c10::impl::ExcludeDispatchKeyGuard noAutocast(c10::DispatchKey::AutocastCPU);
  const Tensor cells =
      torch::pixel_unshuffle(pixels.to(torch::kFloat32), pixelsPerCell).permute({0, 2, 3, 1});
  return torch::matmul(cells - mean.to(torch::kFloat32), weight.to(torch::kFloat32).t())
      .permute({0, 3, 1, 2});
}

Tensor CellProjectionImpl::decode(const Tensor& latents) {
  const c10::impl::ExcludeDispatchKeyGuard noAutocast(c10::DispatchKey::AutocastCPU);
  const Tensor around = torch::replication_pad2d(latents.to(torch::kFloat32), {1, 1, 1, 1});
  const Tensor cells = torch::conv2d(around, blend.to(torch::kFloat32), mean.to(torch::kFloat32));
  return torch::pixel_shuffle(cells, pixelsPerCell);
}

VqModelImpl::VqModelImpl(const VqConfig& c) : config(c) {
  if (c.extensions.cellProjection) {
    cells = register_module("cell_projection", CellProjection(c));
  } else {
    encoder = register_module("encoder", VqCoder(c, false));
    quantConv = register_module("quant_conv", conv(c.latentChannels, c.vqEmbedDim, 1));
  }
  decoder = register_module("decoder", VqCoder(c, true));
  postQuantConv = register_module("post_quant_conv", conv(c.vqEmbedDim, c.latentChannels, 1));
  auto quantizer = std::make_shared<nn::Module>("quantize");
  codebook = quantizer->register_module("embedding", nn::Embedding(c.numVqEmbeddings, c.vqEmbedDim));
  register_module("quantize", quantizer);
}

Tensor VqModelImpl::encode(const Tensor& pixels, const Tap* tap) {
  if (cells) return cells->encode(pixels);
  Tensor x = pixels;
  if (config.extensions.patchSize > 1) x = torch::pixel_unshuffle(x, config.extensions.patchSize);
  if (config.extensions.any()) x = x.contiguous(torch::MemoryFormat::ChannelsLast);
  return quantConv->forward(encoder->forward(x, tap));
}

Tensor VqModelImpl::quantise(const Tensor& latents) {
  const Tensor flat = latents.permute({0, 2, 3, 1}).reshape({-1, config.vqEmbedDim});
  // ‖z‖² is the same for every code and is left out. In double: near-ties are then ties of the values, not of
  // rounding.
  const Tensor z = flat.to(torch::kFloat64);
  const Tensor codes = codebook->weight.to(torch::kFloat64);
  const Tensor distance = codes.square().sum(1) - 2 * torch::matmul(z, codes.t());
  return distance.argmin(1).view({latents.size(0), latents.size(2), latents.size(3)});
}

Tensor VqModelImpl::lookup(const Tensor& codes) {
  return codebook->forward(codes).permute({0, 3, 1, 2});
}

Tensor VqModelImpl::decodeLatents(const Tensor& latents, const Tap* tap) {
  const int64_t patch = config.extensions.patchSize;
  Tensor base, shown;
  if (cells) {
    base = cells->decode(latents);
    shown = torch::pixel_unshuffle(base, patch).to(latents.scalar_type());
  }
  Tensor x = decoder->forward(postQuantConv->forward(latents), tap, shown);
  if (patch > 1) x = torch::pixel_shuffle(x, patch);
  return cells ? x * kAddedToBase + base : x;
}

}  // namespace unmask
