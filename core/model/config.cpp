#include "core/model/config.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

namespace unmask {
namespace {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

constexpr size_t kMaxConfigBytes = size_t{1} << 20;
constexpr int kMaxDepth = 32;

/// Reads typed, bounded values out of one object and keeps the first thing that is wrong.
class Reader {
 public:
  Reader(const Json& object, std::string where, std::string prefix = "")
      : m_object(object), m_where(std::move(where)), m_prefix(std::move(prefix)) {}

  void integer(const char* key, int& value, int min, int max) {
    const Json* found = find(key);
    if (!found) return;
    if (!found->is_number_integer()) return fail(key, "an integer", describe(*found));
    const bool tooLarge = found->is_number_unsigned() && found->get<uint64_t>() > static_cast<uint64_t>(max);
    const int64_t number = tooLarge ? int64_t{max} + 1 : found->get<int64_t>();
    if (number < min || number > max)
      return fail(key, std::to_string(min) + " … " + std::to_string(max), describe(*found));
    value = static_cast<int>(number);
  }

  void real(const char* key, double& value, double min, double max) {
    const Json* found = find(key);
    if (!found) return;
    if (!found->is_number()) return fail(key, "a number", describe(*found));
    const double number = found->get<double>();
    if (!std::isfinite(number) || number < min || number > max)
      return fail(key, std::to_string(min) + " … " + std::to_string(max), describe(*found));
    value = number;
  }

  void boolean(const char* key, bool& value) {
    const Json* found = find(key);
    if (!found) return;
    if (!found->is_boolean()) return fail(key, "true or false", describe(*found));
    value = found->get<bool>();
  }

  void text(const char* key, std::string& value) {
    const Json* found = find(key);
    if (!found) return;
    if (!found->is_string()) return fail(key, "a string", describe(*found));
    value = found->get<std::string>();
  }

  /// A number, or a list whose first element is taken (older configs hold a one-element list).
  void integerOrFirst(const char* key, int& value, int min, int max) {
    const Json* found = find(key);
    if (found && found->is_array()) {
      if (found->empty() || !found->front().is_number_integer())
        return fail(key, "an integer or a list of integers", describe(*found));
      Json first = Json::object();
      first[key] = found->front();
      Reader inner(first, m_where, m_prefix);
      inner.integer(key, value, min, max);
      if (!m_error) m_error = inner.m_error;
      return;
    }
    integer(key, value, min, max);
  }

  void integers(const char* key, std::vector<int>& values, size_t maxCount, int min, int max) {
    const Json* found = find(key);
    if (!found) return;
    if (!found->is_array() || found->empty() || found->size() > maxCount)
      return fail(key, "a list of 1 … " + std::to_string(maxCount) + " integers", describe(*found));
    std::vector<int> out;
    for (const Json& element : *found) {
      if (!element.is_number_integer() || element.get<int64_t>() < min || element.get<int64_t>() > max)
        return fail(key, std::to_string(min) + " … " + std::to_string(max), describe(element));
      out.push_back(static_cast<int>(element.get<int64_t>()));
    }
    values = std::move(out);
  }

  void require(bool holds, const char* key, const std::string& expected, const std::string& found) {
    if (!holds) fail(key, expected, found);
  }

  void fail(const std::string& key, const std::string& expected, const std::string& found) {
    if (m_error) return;
    m_error = Error{ErrorKind::BadInput,
                    "config value is not usable",
                    m_where,
                    m_prefix + key,
                    expected,
                    found,
                    "Use the folder as it was released."};
  }

  const Json* find(const char* key) const {
    const auto it = m_object.find(key);
    return it == m_object.end() || it->is_null() ? nullptr : &*it;
  }

  const std::optional<Error>& error() const { return m_error; }
  void adopt(const Reader& other) {
    if (!m_error) m_error = other.m_error;
  }

  static std::string describe(const Json& value) {
    std::string text = value.dump(-1, ' ', true, Json::error_handler_t::replace);
    if (text.size() > 60) text = text.substr(0, 57) + "…";
    return text;
  }

 private:
  const Json& m_object;
  std::string m_where;
  std::string m_prefix;
  std::optional<Error> m_error;
};

Result<Json> parseObject(const std::string& text, const std::string& where) {
  const auto bad = [&where](std::string message, std::string found) {
    return Error{ErrorKind::BadInput, std::move(message), where, "", "a JSON object", std::move(found), ""};
  };
  if (text.size() > kMaxConfigBytes)
    return bad("config file is too large", std::to_string(text.size()) + " bytes");
  // The depth is checked while parsing, before a deep tree can exist.
  bool tooDeep = false;
  const auto guard = [&tooDeep](int depth, Json::parse_event_t, Json&) {
    if (depth > kMaxDepth) tooDeep = true;
    return !tooDeep;
  };
  Json json = Json::parse(text, guard, /*allow_exceptions=*/false);
  if (tooDeep)
    return bad("config is nested too deeply", "more than " + std::to_string(kMaxDepth) + " levels");
  if (json.is_discarded() || !json.is_object()) return bad("config is not a JSON object", "something else");
  return json;
}

/// The `unmask_extensions` object, its version checked and its keys limited to `known`.
const Json* extensionsOf(Reader& reader, int version, const std::vector<std::string>& known) {
  const Json* extensions = reader.find("unmask_extensions");
  if (!extensions) return nullptr;
  if (!extensions->is_object()) {
    reader.fail("unmask_extensions", "an object", "something else");
    return nullptr;
  }
  const auto found = extensions->find("version");
  if (found == extensions->end() || !found->is_number_integer() || *found != version) {
    reader.fail("unmask_extensions.version", std::to_string(version),
                found == extensions->end() ? "nothing" : Reader::describe(*found));
    return nullptr;
  }
  for (const auto& [key, value] : extensions->items())
    if (key != "version" && std::find(known.begin(), known.end(), key) == known.end()) {
      reader.fail("unmask_extensions." + key.substr(0, 60), "a key this version knows",
                  "an unknown extension");
      return nullptr;
    }
  return extensions;
}

constexpr int kMaxWidth = 16384;

}  // namespace

Result<TransformerConfig> parseTransformerConfig(const std::string& text, const std::string& where) {
  UNMASK_TRY(const Json json, parseObject(text, where));
  TransformerConfig c;
  Reader r(json, where);
  r.integer("hidden_size", c.hiddenSize, 1, kMaxWidth);
  r.boolean("use_bias", c.useBias);
  r.real("hidden_dropout", c.hiddenDropout, 0, 0.99);
  r.integer("cond_embed_dim", c.condEmbedDim, 1, kMaxWidth);
  r.integer("micro_cond_encode_dim", c.microCondEncodeDim, 2, kMaxWidth);
  r.integer("micro_cond_embed_dim", c.microCondEmbedDim, 2, kMaxWidth);
  r.integer("encoder_hidden_size", c.encoderHiddenSize, 1, kMaxWidth);
  r.integer("vocab_size", c.vocabSize, 2, 1 << 20);
  r.integer("codebook_size", c.codebookSize, 1, 1 << 20);
  r.integer("in_channels", c.inChannels, 1, kMaxWidth);
  r.integerOrFirst("block_out_channels", c.blockOutChannels, 1, kMaxWidth);
  r.integer("num_res_blocks", c.numResBlocks, 0, 64);
  r.boolean("downsample", c.downsample);
  r.boolean("upsample", c.upsample);
  r.integerOrFirst("block_num_heads", c.blockNumHeads, 1, 256);
  r.integer("num_hidden_layers", c.numHiddenLayers, 1, 256);
  r.integer("num_attention_heads", c.numAttentionHeads, 1, 256);
  r.real("attention_dropout", c.attentionDropout, 0, 0.99);
  r.integer("intermediate_size", c.intermediateSize, 1, 65536);
  r.real("layer_norm_eps", c.layerNormEps, 0, 1);
  r.boolean("ln_elementwise_affine", c.lnElementwiseAffine);
  r.integer("sample_size", c.sampleSize, 1, 512);
  if (const Json* x = extensionsOf(r, TransformerExtensions::kVersion,
                                   {"positional_embedding", "long_skip", "pooled_text_head"})) {
    Reader e(*x, where, "unmask_extensions.");
    e.boolean("positional_embedding", c.extensions.positionalEmbedding);
    e.boolean("long_skip", c.extensions.longSkip);
    e.boolean("pooled_text_head", c.extensions.pooledTextHead);
    r.adopt(e);
  }
  r.require(c.hiddenSize % c.numAttentionHeads == 0, "num_attention_heads",
            "a divisor of hidden_size " + std::to_string(c.hiddenSize), std::to_string(c.numAttentionHeads));
  r.require(c.blockOutChannels % c.blockNumHeads == 0, "block_num_heads",
            "a divisor of block_out_channels " + std::to_string(c.blockOutChannels),
            std::to_string(c.blockNumHeads));
  r.require(c.codebookSize < c.vocabSize, "codebook_size",
            "less than vocab_size " + std::to_string(c.vocabSize), std::to_string(c.codebookSize));
  r.require(c.microCondEncodeDim % 2 == 0, "micro_cond_encode_dim", "an even number",
            std::to_string(c.microCondEncodeDim));
  r.require(c.microCondEmbedDim == 5 * c.microCondEncodeDim, "micro_cond_embed_dim",
            "5 · micro_cond_encode_dim = " + std::to_string(5 * c.microCondEncodeDim),
            std::to_string(c.microCondEmbedDim));
  r.require(c.downsample == c.upsample, "upsample", "the same as downsample", c.upsample ? "true" : "false");
  if (r.error()) return *r.error();
  return c;
}

Result<VqConfig> parseVqConfig(const std::string& text, const std::string& where) {
  UNMASK_TRY(const Json json, parseObject(text, where));
  VqConfig c;
  c.forceUpcast = false;  // the class default; released files say (§2.2) what they want
  c.numVqEmbeddings = 256;
  c.latentChannels = 3;
  c.blockOutChannels = {64};
  c.layersPerBlock = 1;
  c.lookupFromCodebook = false;
  c.midBlockAddAttention = true;
  Reader r(json, where);
  std::string activation = "silu";
  std::string normType = "group";
  r.text("act_fn", activation);
  r.text("norm_type", normType);
  r.integers("block_out_channels", c.blockOutChannels, 8, 1, 4096);
  r.integer("in_channels", c.inChannels, 3, 3);
  r.integer("out_channels", c.outChannels, 3, 3);
  r.integer("latent_channels", c.latentChannels, 1, 1024);
  r.integer("layers_per_block", c.layersPerBlock, 1, 16);
  r.integer("norm_num_groups", c.normNumGroups, 1, 1024);
  r.integer("num_vq_embeddings", c.numVqEmbeddings, 1, 1 << 20);
  c.vqEmbedDim = c.latentChannels;
  r.integer("vq_embed_dim", c.vqEmbedDim, 1, 1024);
  r.boolean("mid_block_add_attention", c.midBlockAddAttention);
  r.boolean("lookup_from_codebook", c.lookupFromCodebook);
  r.boolean("force_upcast", c.forceUpcast);
  if (const Json* x = extensionsOf(r, VqExtensions::kVersion,
                                   {"patch_size", "pixel_norm", "replicate_padding", "cell_projection"})) {
    Reader e(*x, where, "unmask_extensions.");
    e.integer("patch_size", c.extensions.patchSize, 1, 16);
    e.boolean("pixel_norm", c.extensions.pixelNorm);
    e.boolean("replicate_padding", c.extensions.replicatePadding);
    e.boolean("cell_projection", c.extensions.cellProjection);
    r.adopt(e);
  }
  r.require(activation == "silu" || activation == "swish", "act_fn", "silu", activation.substr(0, 40));
  r.require(normType == "group", "norm_type", "group", normType.substr(0, 40));
  for (const char* key : {"down_block_types", "up_block_types"}) {
    const char* only = key[0] == 'd' ? "DownEncoderBlock2D" : "UpDecoderBlock2D";
    if (const Json* types = r.find(key)) {
      const bool fits =
          types->is_array() && types->size() == c.blockOutChannels.size() &&
          std::all_of(types->begin(), types->end(), [only](const Json& t) { return t == only; });
      r.require(fits, key, std::to_string(c.blockOutChannels.size()) + " × " + only, "something else");
    }
  }
  if (c.extensions.cellProjection) {
    const int64_t values = int64_t{3} * c.pixelsPerCell() * c.pixelsPerCell();
    r.require(c.pixelsPerCell() <= 64 && c.vqEmbedDim <= values, "vq_embed_dim",
              "at most the values of one cell of at most 64 pixels", std::to_string(c.vqEmbedDim));
  }
  if (!c.extensions.pixelNorm)
    for (int channels : c.blockOutChannels)
      r.require(channels % c.normNumGroups == 0, "norm_num_groups", "a divisor of every block_out_channels",
                std::to_string(c.normNumGroups));
  if (r.error()) return *r.error();
  return c;
}

Result<TextEncoderConfig> parseTextEncoderConfig(const std::string& text, const std::string& where) {
  UNMASK_TRY(const Json json, parseObject(text, where));
  TextEncoderConfig c;
  c.hiddenSize = 512;  // the class defaults, which the released file overrides
  c.intermediateSize = 2048;
  c.projectionDim = 512;
  c.numAttentionHeads = 8;
  Reader r(json, where);
  r.integer("vocab_size", c.vocabSize, 2, 1 << 20);
  r.integer("hidden_size", c.hiddenSize, 1, kMaxWidth);
  r.integer("intermediate_size", c.intermediateSize, 1, 65536);
  r.integer("num_hidden_layers", c.numHiddenLayers, 1, 256);
  r.integer("num_attention_heads", c.numAttentionHeads, 1, 256);
  r.integer("max_position_embeddings", c.maxPositionEmbeddings, 2, 4096);
  r.integer("projection_dim", c.projectionDim, 1, kMaxWidth);
  r.real("layer_norm_eps", c.layerNormEps, 0, 1);
  r.integer("bos_token_id", c.bosTokenId, 0, 1 << 20);
  r.integer("eos_token_id", c.eosTokenId, 0, 1 << 20);
  r.integer("pad_token_id", c.padTokenId, 0, 1 << 20);
  std::string activation = "quick_gelu";
  r.text("hidden_act", activation);
  c.hiddenAct = activation == "gelu" ? TextActivation::Gelu : TextActivation::QuickGelu;
  r.require(activation == "gelu" || activation == "quick_gelu", "hidden_act", "quick_gelu or gelu",
            activation.substr(0, 40));
  r.require(c.hiddenSize % c.numAttentionHeads == 0, "num_attention_heads",
            "a divisor of hidden_size " + std::to_string(c.hiddenSize), std::to_string(c.numAttentionHeads));
  if (r.error()) return *r.error();
  return c;
}

Result<SchedulerConfig> parseSchedulerConfig(const std::string& text, const std::string& where) {
  UNMASK_TRY(const Json json, parseObject(text, where));
  SchedulerConfig c;
  Reader r(json, where);
  r.integer("mask_token_id", c.maskTokenId, 0, 1 << 20);
  std::string schedule = "cosine";
  r.text("masking_schedule", schedule);
  r.require(schedule == "cosine" || schedule == "linear", "masking_schedule", "cosine or linear",
            schedule.substr(0, 40));
  c.linearSchedule = schedule == "linear";
  if (r.error()) return *r.error();
  return c;
}

std::string toJson(const TransformerConfig& c) {
  OrderedJson j = {{"_class_name", "UVit2DModel"},
                   {"attention_dropout", c.attentionDropout},
                   {"block_num_heads", c.blockNumHeads},
                   {"block_out_channels", c.blockOutChannels},
                   {"codebook_size", c.codebookSize},
                   {"cond_embed_dim", c.condEmbedDim},
                   {"downsample", c.downsample},
                   {"encoder_hidden_size", c.encoderHiddenSize},
                   {"hidden_dropout", c.hiddenDropout},
                   {"hidden_size", c.hiddenSize},
                   {"in_channels", c.inChannels},
                   {"intermediate_size", c.intermediateSize},
                   {"layer_norm_eps", c.layerNormEps},
                   {"ln_elementwise_affine", c.lnElementwiseAffine},
                   {"micro_cond_embed_dim", c.microCondEmbedDim},
                   {"micro_cond_encode_dim", c.microCondEncodeDim},
                   {"num_attention_heads", c.numAttentionHeads},
                   {"num_hidden_layers", c.numHiddenLayers},
                   {"num_res_blocks", c.numResBlocks},
                   {"sample_size", c.sampleSize},
                   {"upsample", c.upsample},
                   {"use_bias", c.useBias},
                   {"vocab_size", c.vocabSize}};
  if (c.extensions.any())
    j["unmask_extensions"] = {{"version", TransformerExtensions::kVersion},
                              {"positional_embedding", c.extensions.positionalEmbedding},
                              {"long_skip", c.extensions.longSkip},
                              {"pooled_text_head", c.extensions.pooledTextHead}};
  return j.dump(2) + "\n";
}

std::string toJson(const VqConfig& c) {
  const size_t levels = c.blockOutChannels.size();
  OrderedJson j = {{"_class_name", "VQModel"},
                   {"act_fn", "silu"},
                   {"block_out_channels", c.blockOutChannels},
                   {"down_block_types", std::vector<std::string>(levels, "DownEncoderBlock2D")},
                   {"force_upcast", c.forceUpcast},
                   {"in_channels", c.inChannels},
                   {"latent_channels", c.latentChannels},
                   {"layers_per_block", c.layersPerBlock},
                   {"lookup_from_codebook", c.lookupFromCodebook},
                   {"mid_block_add_attention", c.midBlockAddAttention},
                   {"norm_num_groups", c.normNumGroups},
                   {"norm_type", "group"},
                   {"num_vq_embeddings", c.numVqEmbeddings},
                   {"out_channels", c.outChannels},
                   {"sample_size", 32},
                   {"scaling_factor", 0.18215},
                   {"up_block_types", std::vector<std::string>(levels, "UpDecoderBlock2D")},
                   {"vq_embed_dim", c.vqEmbedDim}};
  if (c.extensions.any())
    j["unmask_extensions"] = {{"version", VqExtensions::kVersion},
                              {"patch_size", c.extensions.patchSize},
                              {"pixel_norm", c.extensions.pixelNorm},
                              {"replicate_padding", c.extensions.replicatePadding}};
  // Only where it is used, so that files of before keep their bytes.
  if (c.extensions.cellProjection) j["unmask_extensions"]["cell_projection"] = true;
  return j.dump(2) + "\n";
}

std::string toJson(const TextEncoderConfig& c) {
  const OrderedJson j = {{"architectures", {"CLIPTextModelWithProjection"}},
                         {"bos_token_id", c.bosTokenId},
                         {"eos_token_id", c.eosTokenId},
                         {"hidden_act", c.hiddenAct == TextActivation::Gelu ? "gelu" : "quick_gelu"},
                         {"hidden_size", c.hiddenSize},
                         {"intermediate_size", c.intermediateSize},
                         {"layer_norm_eps", c.layerNormEps},
                         {"max_position_embeddings", c.maxPositionEmbeddings},
                         {"model_type", "clip_text_model"},
                         {"num_attention_heads", c.numAttentionHeads},
                         {"num_hidden_layers", c.numHiddenLayers},
                         {"pad_token_id", c.padTokenId},
                         {"projection_dim", c.projectionDim},
                         {"vocab_size", c.vocabSize}};
  return j.dump(2) + "\n";
}

std::string toJson(const SchedulerConfig& c) {
  const OrderedJson j = {{"_class_name", "AmusedScheduler"},
                         {"mask_token_id", c.maskTokenId},
                         {"masking_schedule", c.linearSchedule ? "linear" : "cosine"}};
  return j.dump(2) + "\n";
}

}  // namespace unmask
