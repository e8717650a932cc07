#include "core/train/warm_start.h"

#include <map>

#include "core/model/vq_model.h"
#include "core/train/open_part.h"

namespace unmask {
namespace fs = std::filesystem;
using torch::Tensor;

namespace {

/// Copies every parameter but those in `apart`, which differ in size by their nature.
Result<void> copyRest(const torch::nn::Module& from, torch::nn::Module& to,
                      const std::vector<std::string>& apart, const fs::path& where) {
  const auto source = from.named_parameters();
  for (auto& item : to.named_parameters()) {
    if (std::find(apart.begin(), apart.end(), item.key()) != apart.end()) continue;
    const Tensor* found = source.find(item.key());
    if (!found || found->sizes() != item.value().sizes())
      return Error{ErrorKind::BadInput,
                   "the model to start from has another shape",
                   where.string(),
                   item.key(),
                   c10::str(item.value().sizes()),
                   found ? c10::str(found->sizes()) : "nothing",
                   ""};
    item.value().copy_(*found);
  }
  return {};
}

/// Shares with the empty rows filled from the nearest code that has some.
Tensor completed(const Tensor& shares, const Tensor& codebook) {
  const Tensor known = (shares.sum(1) > 0).nonzero().flatten();
  if (known.numel() == 0) return shares;
  const Tensor rows = codebook.index({known});
  const Tensor nearest = torch::addmm(rows.square().sum(1), codebook, rows.t(), 1, -2).argmin(1);
  return shares.index({known.index({nearest})});
}

Result<void> carryCodes(VqModel& olderVq, const Uvit& older, const WarmStartData& data, Uvit& newer) {
  const int64_t newCount = newer->config.codebookSize, oldCount = older->config.codebookSize;
  UNMASK_TRY(const Tensor shares, carriedShares(olderVq, data, newCount, oldCount));
  const auto carried = [&](const Tensor& rows) { return torch::matmul(shares, rows.slice(0, 0, oldCount)); };
  newer->embedding->weight.slice(0, 0, newCount).copy_(carried(older->embedding->weight));
  newer->embedding->weight[newer->config.maskTokenId()].copy_(
      older->embedding->weight[older->config.maskTokenId()]);
  newer->headConv2->weight.copy_(
      carried(older->headConv2->weight.flatten(1)).view(newer->headConv2->weight.sizes()));
  if (newer->headConv2->bias.defined() && older->headConv2->bias.defined())
    newer->headConv2->bias.copy_(carried(older->headConv2->bias.unsqueeze(1)).squeeze(1));
  return {};
}

}  // namespace

Tensor codeShares(const Tensor& newCodes, const Tensor& oldCodes, int64_t newCount, int64_t oldCount) {
  const Tensor pair = newCodes.flatten() * oldCount + oldCodes.flatten();
  const Tensor counts =
      torch::bincount(pair, {}, newCount * oldCount).view({newCount, oldCount}).to(torch::kFloat32);
  return counts / counts.sum(1, /*keepdim=*/true).clamp_min(1);
}

std::vector<int64_t> sharedPieces(const Tokenizer& newer, const Tokenizer& older,
                                  const std::vector<std::string>& texts) {
  const auto idsOf = [&texts](const Tokenizer& tokenizer) {
    std::map<std::string, int64_t> ids;
    for (const std::string& text : texts) {
      const TokenizedText encoded = tokenizer.encode(text);
      // The first and the last are the special ones, whose text may differ from vocabulary to vocabulary.
      for (size_t i = 1; i + 1 < encoded.pieces.size(); ++i) ids.emplace(encoded.pieces[i], encoded.ids[i]);
    }
    return ids;
  };
  const std::map<std::string, int64_t> oldIds = idsOf(older);
  std::vector<int64_t> out(static_cast<size_t>(newer.vocabularySize()), -1);
  for (const auto& [piece, id] : idsOf(newer))
    if (const auto found = oldIds.find(piece); found != oldIds.end())
      out[static_cast<size_t>(id)] = found->second;
  out[static_cast<size_t>(newer.startId())] = older.startId();
  out[static_cast<size_t>(newer.endId())] = older.endId();
  out[static_cast<size_t>(newer.padId())] = older.padId();
  return out;
}

void carryPieces(const TextEncoder& older, const std::vector<int64_t>& oldIds, TextEncoder& newer) {
  torch::NoGradGuard noGrad;
  for (size_t id = 0; id < oldIds.size(); ++id) {
    if (oldIds[id] < 0) continue;
    const Tensor learned = older->tokenEmbedding->weight[oldIds[id]];
    if (learned.any().item<bool>()) newer->tokenEmbedding->weight[static_cast<int64_t>(id)].copy_(learned);
  }
  // Later positions than the older model had start like its last one.
  const int64_t had = older->positionEmbedding->weight.size(0);
  for (int64_t i = 0; i < newer->positionEmbedding->weight.size(0); ++i)
    newer->positionEmbedding->weight[i].copy_(older->positionEmbedding->weight[std::min(i, had - 1)]);
}

void muteUnmetPieces(const Tokenizer& tokenizer, const std::vector<std::string>& texts, TextEncoder& text) {
  torch::NoGradGuard noGrad;
  Tensor& table = text->tokenEmbedding->weight;
  Tensor isMet = torch::zeros({table.size(0), 1}, torch::kBool);
  for (const int64_t id : {tokenizer.startId(), tokenizer.endId(), tokenizer.padId()}) isMet[id] = true;
  for (const std::string& caption : texts)
    for (const int64_t id : tokenizer.encode(caption).ids) isMet[id] = true;
  table.masked_fill_(~isMet, 0);
}

Result<Tensor> carriedShares(VqModel& olderVq, const WarmStartData& data, int64_t newCount,
                             int64_t oldCount) {
  // The same codes mean the same, also those that only scenes use and the single pictures below do not show.
  if (torch::equal(olderVq->codebook->weight, data.codebook)) return torch::eye(newCount);
  std::vector<Tensor> oldCodes;
  for (const Tensor& batch : data.pictures.split(8))
    oldCodes.push_back(olderVq->quantise(olderVq->encode(batch.contiguous())));
  const Tensor old = torch::cat(oldCodes);
  if (old.sizes() != data.codes.sizes())
    return Error{ErrorKind::BadInput, "the model to start from has another token grid", "", "", "", "", ""};
  return completed(codeShares(data.codes, old, newCount, oldCount), data.codebook);
}

Result<void> warmStart(const fs::path& from, const WarmStartData& data, const Tokenizer& tokenizer,
                       Uvit transformer, TextEncoder text) {
  torch::NoGradGuard noGrad;
  UNMASK_TRY(VqModel vq,
             (openPart<VqModel, VqConfig>(from / "vqvae", "diffusion_pytorch_model", parseVqConfig)));
  UNMASK_TRY(Uvit oldTransformer,
             (openPart<Uvit, TransformerConfig>(from / "transformer", "diffusion_pytorch_model",
                                                parseTransformerConfig)));
  UNMASK_TRY(TextEncoder oldText, (openPart<TextEncoder, TextEncoderConfig>(from / "text_encoder", "model",
                                                                            parseTextEncoderConfig)));
  UNMASK_TRY(const auto oldTokenizer, Tokenizer::open(from / "tokenizer"));
  UNMASK_CHECK(copyRest(*oldTransformer, *transformer,
                        {"embed.embeddings.weight", "mlm_layer.conv2.weight", "mlm_layer.conv2.bias"},
                        from / "transformer"));
  UNMASK_CHECK(copyRest(
      *oldText, *text,
      {"text_model.embeddings.token_embedding.weight", "text_model.embeddings.position_embedding.weight"},
      from / "text_encoder"));
  UNMASK_CHECK(carryCodes(vq, oldTransformer, data, transformer));
  carryPieces(oldText, sharedPieces(tokenizer, *oldTokenizer, data.texts), text);
  return {};
}

}  // namespace unmask
