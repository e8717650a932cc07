// What pictures say about how they were made: reading text chunks from any PNG, writing ours.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "core/base/result.h"
#include "core/doc/generation_request.h"
#include "core/io/image_codec.h"

namespace unmask {

inline constexpr char kParametersKey[] = "parameters";   ///< A1111's text, read by many tools
inline constexpr char kRequestKey[] = "unmask:request";  ///< ours: the whole GenerationRequest as JSON

/// All tEXt, zTXt and iTXt chunks of a PNG as UTF-8. Walks chunks without decoding pixels; checks lengths and
/// CRCs, bounds each text at 32 MiB inflated, all together at 128 MiB, and the text chunks at 4096; never
/// trusts a size. Duplicate keys: the first wins.
Result<PngTexts> readPngTexts(std::span<const std::byte> bytes, const std::string& nameForErrors);
Result<PngTexts> readPngTexts(const std::filesystem::path& path);

/// The request as ASCII JSON text with "schema": 1; the picture as base64 PNG, masks as base64 bits. Exact
/// both ways: requestFromJson(requestToJson(r)) == r for every request within the ranges below (texts that
/// are not UTF-8 come back with U+FFFD). Unknown keys are ignored, absent ones keep their default; a newer
/// schema is Unsupported. Ranges: texts ≤ 1 MiB, batch 1 … 4096, steps 1 … 1000, startStep 0 … 1000, strength
/// 0 … 1, guidance, temperatures and adapter strengths ± 1000, sizes 0 … 65536, micro-conditions ± 10^6,
/// grids 1 … 1024 a side, token ids ≥ 0, ≤ 64 adapters, pictures of ≤ 2^26 pixels. `where` names the file in
/// errors; their key is a JSON pointer.
std::string requestToJson(const GenerationRequest& request);
Result<GenerationRequest> requestFromJson(const std::string& json, const std::string& where);

/// A1111-style: prompt, "Negative prompt: …", then "Steps: 12, Sampler: aMUSEd confidence, CFG scale: 10,
/// Seed: …, Size: WxH, Model: …".
std::string requestToParameters(const GenerationRequest& request, int width, int height);

/// Both texts for one picture of a run (request already reduced to that picture: its own seed, batchCount 1).
/// A request of more than 6 MB continues under "unmask:request/2" and so on; one of more than 96 MB is left
/// out.
PngTexts pngTextsFor(const GenerationRequest& request, int width, int height);

/// The request in the texts of a PNG of ours; nullopt when there is none.
Result<std::optional<GenerationRequest>> requestFromTexts(const PngTexts& texts, const std::string& where);

/// The request in a PNG of ours; nullopt when the picture has none.
Result<std::optional<GenerationRequest>> requestFromPng(const std::filesystem::path& path);

}  // namespace unmask
