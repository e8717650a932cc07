#include "core/io/png_metadata.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "core/io/atomic_file.h"
#include "core/io/deflate.h"
#include "core/io/png_chunks.h"
#include "core/io/request_names.h"
#include "core/io/utf8.h"

namespace unmask {

namespace {

constexpr size_t kMaxFileBytes = size_t{512} << 20;
constexpr size_t kMaxTextBytes = size_t{32} << 20;
constexpr size_t kMaxTotalBytes = size_t{128} << 20;
constexpr size_t kMaxTextChunks = 4096;
constexpr size_t kMaxKeywordBytes = 79;

// --- reading
// ----------------------------------------------------------------------------------------------------

Error badText(const std::string& name, const std::string& key, const std::string& expected,
              const std::string& found) {
  return Error{.kind = ErrorKind::BadInput,
               .message = "PNG text cannot be read",
               .file = name,
               .key = key,
               .expected = expected,
               .found = found};
}

std::string latin1ToUtf8(std::string_view latin1) {
  std::string utf8;
  for (const char c : latin1) {
    const auto code = static_cast<unsigned char>(c);
    if (code < 0x80) {
      utf8 += c;
    } else {
      utf8 += static_cast<char>(0xC0 | code >> 6);
      utf8 += static_cast<char>(0x80 | (code & 0x3F));
    }
  }
  return utf8;
}

/// Takes the part before the next NUL off `rest`; nullopt when there is none.
std::optional<std::string_view> takeField(std::string_view& rest) {
  const size_t end = rest.find('\0');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view field = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return field;
}

struct PngText {
  std::string key;
  std::string text;
};

/// One text chunk taken apart (W3C PNG 11.3.4).
class TextChunkParser {
 public:
  explicit TextChunkParser(const std::string& name) : m_name(name) {}

  Result<PngText> parse(std::string_view type, std::string_view data) const {
    const std::optional<std::string_view> key = takeField(data);
    if (!key || key->empty() || key->size() > kMaxKeywordBytes) {
      return badText(m_name, std::string(type), "a key of 1 to 79 bytes", "none or a longer one");
    }
    PngText result{latin1ToUtf8(*key), {}};
    if (type == "tEXt") {
      result.text = latin1ToUtf8(data);
    } else if (type == "zTXt") {
      UNMASK_TRY(const std::string latin1, compressed(result.key, data));
      result.text = latin1ToUtf8(latin1);
    } else {
      UNMASK_TRY(result.text, international(result.key, data));
    }
    if (result.text.size() > kMaxTextBytes) return tooLong(result.key);
    return result;
  }

 private:
  Error tooLong(const std::string& key) const {
    return badText(m_name, key, "a whole text of at most " + std::to_string(kMaxTextBytes) + " bytes",
                   "more, or damaged data");
  }

  /// Compression method, then a zlib stream.
  Result<std::string> compressed(const std::string& key, std::string_view data) const {
    if (data.empty() || data[0] != 0) return badText(m_name, key, "compression method 0", "another or none");
    const auto text = inflateBounded(std::as_bytes(std::span(data.substr(1))), kMaxTextBytes);
    if (!text) return tooLong(key);
    return std::string(reinterpret_cast<const char*>(text->data()), text->size());
  }

  /// Compression flag and method, language, translated key, then UTF-8 text.
  Result<std::string> international(const std::string& key, std::string_view data) const {
    if (data.size() < 2) return badText(m_name, key, "compression flag and method", "the end of the chunk");
    const char flag = data[0];
    std::string_view rest = data.substr(2);
    if (flag != 0 && flag != 1) return badText(m_name, key, "compression flag 0 or 1", "another");
    if (!takeField(rest) || !takeField(rest))
      return badText(m_name, key, "language and translated key", "neither");
    std::string text;
    if (flag == 0) {
      text = rest;
    } else {
      const std::string withMethod = data[1] + std::string(rest);
      UNMASK_TRY(text, compressed(key, withMethod));
    }
    if (text.size() > kMaxTextBytes) return tooLong(key);
    if (!isUtf8(text)) return badText(m_name, key, "UTF-8", "other bytes");
    return text;
  }

  const std::string& m_name;
};

bool isTextChunk(const PngChunk& chunk) {
  return chunk.type == "tEXt" || chunk.type == "zTXt" || chunk.type == "iTXt";
}

// --- writing
// ----------------------------------------------------------------------------------------------------

/// A request longer than one chunk may be (a large picture inside) continues under "unmask:request/2", "…/3"
/// and so on.
constexpr size_t kPartBytes = 6'000'000;
constexpr size_t kMaxParts = 16;

std::string partKey(size_t index) {
  return index == 0 ? kRequestKey : std::string(kRequestKey) + "/" + std::to_string(index + 1);
}

std::string shortest(float value) {
  std::array<char, 32> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return {buffer.data(), end};
}

/// A NUL would end the text for every reader, and only UTF-8 may be written.
std::string cleaned(std::string text) {
  std::replace(text.begin(), text.end(), '\0', ' ');
  return toValidUtf8(text);
}

/// Values that would break the "Key: value, Key: value" line are quoted as JSON, as A1111 does.
std::string parameterValue(const std::string& value) {
  if (value.find_first_of(",:\n\"") == std::string::npos) return value;
  return nlohmann::json(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string samplerName(RevealOrder order) {
  switch (order) {
    case RevealOrder::Confidence:
      return "aMUSEd confidence";
    case RevealOrder::Halton:
      return "aMUSEd Halton";
    case RevealOrder::Random:
      return "aMUSEd random";
    case RevealOrder::Raster:
      return "aMUSEd raster";
  }
  return "aMUSEd";
}

}  // namespace

Result<PngTexts> readPngTexts(std::span<const std::byte> bytes, const std::string& nameForErrors) {
  PngChunkReader reader(bytes, nameForErrors);
  const TextChunkParser parser(nameForErrors);
  PngTexts texts;
  size_t chunks = 0;
  size_t total = 0;
  while (true) {
    UNMASK_TRY(const std::optional<PngChunk> chunk, reader.next());
    if (!chunk) return texts;
    if (!isTextChunk(*chunk)) continue;
    const std::string type(chunk->type);
    if (!chunk->isIntact) return badText(nameForErrors, type, "a chunk with its CRC", "another CRC");
    if (++chunks > kMaxTextChunks) {
      return badText(nameForErrors, type, "at most " + std::to_string(kMaxTextChunks) + " text chunks",
                     "more");
    }
    const std::string_view data(reinterpret_cast<const char*>(chunk->data.data()), chunk->data.size());
    UNMASK_TRY(PngText text, parser.parse(type, data));
    total += text.text.size();
    if (total > kMaxTotalBytes) {
      return badText(nameForErrors, type, "at most " + std::to_string(kMaxTotalBytes) + " bytes of text",
                     "more");
    }
    texts.emplace(std::move(text.key), std::move(text.text));
  }
}

Result<PngTexts> readPngTexts(const std::filesystem::path& path) {
  UNMASK_TRY(const std::string bytes, readFile(path, kMaxFileBytes));
  return readPngTexts(std::as_bytes(std::span(bytes)), path.string());
}

std::string requestToParameters(const GenerationRequest& request, int width, int height) {
  std::string text = request.prompt;
  if (!request.negativePrompt.empty()) text += "\nNegative prompt: " + request.negativePrompt;
  text += "\nSteps: " + std::to_string(request.steps);
  text += ", Sampler: " + samplerName(request.order);
  text += ", CFG scale: " + shortest(request.guidanceScale);
  text += ", Seed: " + std::to_string(request.seed);
  text += ", Size: " + std::to_string(width) + "x" + std::to_string(height);
  if (!request.model.name.empty()) text += ", Model: " + parameterValue(request.model.name);
  if (!request.model.contentHash.empty())
    text += ", Model hash: " + parameterValue(request.model.contentHash);
  if (request.kind != JobKind::Generate) text += ", Denoising strength: " + shortest(request.strength);
  text += ", Schedule: " + std::string(nameOf(request.schedule));
  text += ", Temperature: " + shortest(request.temperatureStart) + " to " + shortest(request.temperatureEnd);
  return cleaned(std::move(text));
}

PngTexts pngTextsFor(const GenerationRequest& request, int width, int height) {
  PngTexts texts{{kParametersKey, requestToParameters(request, width, height)}};
  const std::string json = requestToJson(request);
  if (json.size() > kPartBytes * kMaxParts) return texts;
  for (size_t i = 0; i * kPartBytes < json.size(); ++i) {
    texts.emplace(partKey(i), json.substr(i * kPartBytes, kPartBytes));
  }
  return texts;
}

Result<std::optional<GenerationRequest>> requestFromPng(const std::filesystem::path& path) {
  UNMASK_TRY(const PngTexts texts, readPngTexts(path));
  return requestFromTexts(texts, path.string());
}

Result<std::optional<GenerationRequest>> requestFromTexts(const PngTexts& texts, const std::string& where) {
  std::string json;
  for (size_t i = 0; i < kMaxParts; ++i) {
    const auto part = texts.find(partKey(i));
    if (part == texts.end()) break;
    json += part->second;
  }
  if (json.empty()) return std::optional<GenerationRequest>();
  UNMASK_TRY(GenerationRequest request, requestFromJson(json, where));
  return std::optional<GenerationRequest>(std::move(request));
}

}  // namespace unmask
