#include <cmath>
#include <limits>
#include <type_traits>

#include "core/io/base64.h"
#include "core/io/png_metadata.h"
#include "core/io/request_names.h"
#include "core/io/strict_json.h"
#include "core/io/utf8.h"

namespace unmask {

namespace {

using nlohmann::json;

constexpr size_t kMaxJsonBytes = size_t{128} << 20;
constexpr size_t kMaxTextBytes = size_t{1} << 20;
constexpr size_t kMaxAdapters = 64;
constexpr int kMaxGridSide = 1024;
constexpr int kMaxPictureSide = 65536;
constexpr int kMaxBatch = 4096;
constexpr int kMaxSteps = 1000;
constexpr float kMaxSetting = 1000;      // guidance, temperatures, adapter strengths
constexpr float kMaxScale = 1.0e6F;      // of adapters
constexpr float kMaxCondition = 1.0e6F;  // pixels or a score
constexpr ImageLimits kPictureLimits{.maxBytes = int64_t{128} << 20, .maxPixels = int64_t{1} << 26};

// --- writing
// ----------------------------------------------------------------------------------------------------

std::string packBits(const CellMask& mask) {
  std::vector<std::byte> bits((mask.cells.size() + 7) / 8);
  for (size_t i = 0; i < mask.cells.size(); ++i) {
    if (mask.cells[i] != 0) bits[i / 8] |= std::byte{0x80} >> (i % 8);
  }
  return toBase64(bits);
}

json maskToJson(const CellMask& mask) {
  return {{"height", mask.height}, {"width", mask.width}, {"bits", packBits(mask)}};
}

json gridToJson(const TokenGrid& grid) {
  return {{"height", grid.height}, {"width", grid.width}, {"ids", grid.tokenIds}};
}

json conditionsToJson(const MicroConditions& c) {
  return {{"originalWidth", c.originalWidth},
          {"originalHeight", c.originalHeight},
          {"cropTop", c.cropTop},
          {"cropLeft", c.cropLeft},
          {"aestheticScore", c.aestheticScore}};
}

json modelToJson(const ModelReference& model) {
  return {{"name", model.name}, {"path", model.path}, {"contentHash", model.contentHash}};
}

json adaptersToJson(const std::vector<AdapterReference>& adapters) {
  json list = json::array();
  for (const AdapterReference& adapter : adapters) {
    json item = {{"name", adapter.name}, {"path", adapter.path}, {"strength", adapter.strength}};
    if (!adapter.contentHash.empty()) item["contentHash"] = adapter.contentHash;
    if (adapter.scale) item["scale"] = *adapter.scale;
    list.push_back(std::move(item));
  }
  return list;
}

void writeStart(json& out, const GenerationRequest& request) {
  if (!request.picture.empty()) {
    const auto png = encodePng(request.picture);
    assert(png.ok());
    if (png) out["picture"] = toBase64(*png);
  }
  if (!request.startTokens.tokenIds.empty()) out["startTokens"] = gridToJson(request.startTokens);
  if (!request.editableCells.empty()) out["editableCells"] = maskToJson(request.editableCells);
  if (!request.lockedCells.empty()) out["lockedCells"] = maskToJson(request.lockedCells);
}

// --- reading
// ----------------------------------------------------------------------------------------------------

/// Reads members of one object into fields. The first fault is kept and everything after it is skipped, so
/// that callers list the members and ask once. A member that is absent leaves its field as it was.
class Reader {
 public:
  Reader(const json& object, const std::string& where, std::string pointer = {})
      : m_object(object), m_where(where), m_pointer(std::move(pointer)) {
    if (!object.is_object()) fail({}, "an object", describeJson(object));
  }

  void text(const char* key, std::string& field) {
    const json* value = member(key);
    if (value == nullptr) return;
    if (!value->is_string()) return fail(key, "a text", describeJson(*value));
    const auto& found = value->get_ref<const std::string&>();
    if (found.size() > kMaxTextBytes) {
      return fail(key, "at most " + std::to_string(kMaxTextBytes) + " bytes",
                  std::to_string(found.size()) + " bytes");
    }
    field = found;
  }

  void flag(const char* key, bool& field) {
    const json* value = member(key);
    if (value == nullptr) return;
    if (!value->is_boolean()) return fail(key, "true or false", describeJson(*value));
    field = value->get<bool>();
  }

  void integer(const char* key, int& field, int least, int most) {
    const json* value = member(key);
    if (value == nullptr) return;
    const bool isInRange = value->is_number_integer() && isBetween(*value, least, most);
    if (!isInRange) return fail(key, rangeText("an integer", least, most), describeJson(*value));
    field = value->get<int>();
  }

  void unsigned64(const char* key, uint64_t& field) {
    const json* value = member(key);
    if (value == nullptr) return;
    if (!value->is_number_unsigned()) return fail(key, "an integer from 0 to 2^64-1", describeJson(*value));
    field = value->get<uint64_t>();
  }

  void number(const char* key, float& field, float least, float most) {
    const json* value = member(key);
    if (value == nullptr) return;
    const double found = value->is_number() ? value->get<double>() : std::numeric_limits<double>::quiet_NaN();
    if (!(found >= least && found <= most))
      return fail(key, rangeText("a number", least, most), describeJson(*value));
    field = static_cast<float>(found);
  }

  template <typename Value>
  void choice(const char* key, Value& field, std::optional<Value> (*valueNamed)(std::string_view),
              const char* names) {
    const json* value = member(key);
    if (value == nullptr) return;
    const std::optional<Value> found =
        value->is_string() ? valueNamed(value->get_ref<const std::string&>()) : std::nullopt;
    if (!found) return fail(key, names, describeJson(*value));
    field = *found;
  }

  /// The member, or nullptr when it is absent or something has failed before.
  const json* member(const char* key) const {
    if (m_error || !m_object.is_object()) return nullptr;
    const auto found = m_object.find(key);
    return found == m_object.end() ? nullptr : &*found;
  }

  std::string pointerTo(const std::string& key) const {
    return key.empty() ? m_pointer : m_pointer + "/" + key;
  }

  void fail(const std::string& key, const std::string& expected, const std::string& found,
            ErrorKind kind = ErrorKind::BadInput) {
    if (m_error) return;
    m_error = Error{.kind = kind,
                    .message = "generation request cannot be read",
                    .file = m_where,
                    .key = pointerTo(key),
                    .expected = expected,
                    .found = found};
  }

  /// Takes over the fault of a reader of an inner object.
  void adopt(const Reader& inner) {
    if (!m_error) m_error = inner.m_error;
  }

  const std::string& where() const { return m_where; }
  const std::optional<Error>& error() const { return m_error; }

 private:
  static bool isBetween(const json& value, int64_t least, int64_t most) {
    if (value.is_number_unsigned() &&
        value.get<uint64_t>() > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
      return false;
    }
    const auto found = value.get<int64_t>();
    return found >= least && found <= most;
  }

  template <typename Number>
  static std::string rangeText(const std::string& what, Number least, Number most) {
    return what + " from " + json(least).dump() + " to " + json(most).dump();
  }

  const json& m_object;
  const std::string& m_where;
  std::string m_pointer;
  std::optional<Error> m_error;
};

void readMask(Reader& outer, const char* key, CellMask& mask) {
  const json* value = outer.member(key);
  if (value == nullptr) return;
  Reader reader(*value, outer.where(), outer.pointerTo(key));
  int height = 0;
  int width = 0;
  std::string text;
  reader.integer("height", height, 1, kMaxGridSide);
  reader.integer("width", width, 1, kMaxGridSide);
  reader.text("bits", text);
  if (height == 0 || width == 0) reader.fail({}, "height, width and bits", describeJson(*value));
  outer.adopt(reader);
  if (outer.error()) return;

  CellMask read(height, width);
  const auto bits = fromBase64(text);
  if (!bits || bits->size() != (read.cells.size() + 7) / 8) {
    return outer.fail(key, "base64 of one bit for each of " + std::to_string(read.cells.size()) + " cells",
                      "other text");
  }
  for (size_t i = 0; i < bits->size() * 8; ++i) {
    const bool isSet = ((*bits)[i / 8] & (std::byte{0x80} >> (i % 8))) != std::byte{0};
    if (i < read.cells.size()) read.cells[i] = isSet ? 1 : 0;
    if (i >= read.cells.size() && isSet) return outer.fail(key, "no bits after the last cell", "some");
  }
  mask = std::move(read);
}

void readGrid(Reader& outer, const char* key, TokenGrid& grid) {
  const json* value = outer.member(key);
  if (value == nullptr) return;
  Reader reader(*value, outer.where(), outer.pointerTo(key));
  int height = 0;
  int width = 0;
  reader.integer("height", height, 1, kMaxGridSide);
  reader.integer("width", width, 1, kMaxGridSide);
  const json* ids = reader.member("ids");
  const size_t count = static_cast<size_t>(height) * static_cast<size_t>(width);
  if (ids == nullptr || count == 0 || !ids->is_array() || ids->size() != count) {
    reader.fail("ids", "height, width and as many token ids as cells",
                ids == nullptr ? "nothing" : describeJson(*ids));
  }
  outer.adopt(reader);
  if (outer.error()) return;

  TokenGrid read(height, width, 0);
  for (size_t i = 0; i < count; ++i) {
    const json& id = (*ids)[i];
    const bool isId = id.is_number_unsigned() &&
                      id.get<uint64_t>() <= static_cast<uint64_t>(std::numeric_limits<int32_t>::max());
    if (!isId)
      return outer.fail(std::string(key) + "/ids/" + std::to_string(i), "a token id", describeJson(id));
    read.tokenIds[i] = id.get<int32_t>();
  }
  grid = std::move(read);
}

void readPicture(Reader& reader, ImageBuffer& picture) {
  const json* value = reader.member("picture");
  if (value == nullptr) return;
  const auto bytes = value->is_string() ? fromBase64(value->get_ref<const std::string&>()) : std::nullopt;
  if (!bytes) return reader.fail("picture", "a PNG as base64", describeJson(*value));
  auto decoded = decodeImage(*bytes, reader.where(), true, kPictureLimits);
  if (!decoded) return reader.fail("picture", "a PNG as base64", decoded.error().text());
  picture = *std::move(decoded);
}

void readConditions(Reader& outer, std::optional<MicroConditions>& conditions) {
  const json* value = outer.member("microConditions");
  if (value == nullptr || value->is_null()) return;
  Reader reader(*value, outer.where(), "/microConditions");
  MicroConditions read;
  reader.number("originalWidth", read.originalWidth, -kMaxCondition, kMaxCondition);
  reader.number("originalHeight", read.originalHeight, -kMaxCondition, kMaxCondition);
  reader.number("cropTop", read.cropTop, -kMaxCondition, kMaxCondition);
  reader.number("cropLeft", read.cropLeft, -kMaxCondition, kMaxCondition);
  reader.number("aestheticScore", read.aestheticScore, -kMaxCondition, kMaxCondition);
  outer.adopt(reader);
  if (!outer.error()) conditions = read;
}

void readModel(Reader& outer, ModelReference& model) {
  const json* value = outer.member("model");
  if (value == nullptr) return;
  Reader reader(*value, outer.where(), "/model");
  reader.text("name", model.name);
  reader.text("path", model.path);
  reader.text("contentHash", model.contentHash);
  outer.adopt(reader);
}

void readAdapters(Reader& outer, std::vector<AdapterReference>& adapters) {
  const json* value = outer.member("adapters");
  if (value == nullptr) return;
  if (!value->is_array() || value->size() > kMaxAdapters) {
    return outer.fail("adapters", "an array of at most " + std::to_string(kMaxAdapters),
                      describeJson(*value));
  }
  for (size_t i = 0; i < value->size() && !outer.error(); ++i) {
    Reader reader((*value)[i], outer.where(), "/adapters/" + std::to_string(i));
    AdapterReference adapter;
    reader.text("name", adapter.name);
    reader.text("path", adapter.path);
    reader.number("strength", adapter.strength, -kMaxSetting, kMaxSetting);
    reader.text("contentHash", adapter.contentHash);
    if (reader.member("scale") != nullptr)
      reader.number("scale", adapter.scale.emplace(), -kMaxScale, kMaxScale);
    outer.adopt(reader);
    adapters.push_back(std::move(adapter));
  }
}

void readSchema(Reader& reader) {
  const json* schema = reader.member("schema");
  if (schema == nullptr || !schema->is_number_unsigned() || *schema == 0) {
    return reader.fail("schema", "the integer 1", schema == nullptr ? "nothing" : describeJson(*schema));
  }
  if (schema->get<uint64_t>() > GenerationRequest::kSchemaVersion) {
    reader.fail("schema", "at most " + std::to_string(GenerationRequest::kSchemaVersion), schema->dump(),
                ErrorKind::Unsupported);
  }
}

void readSettings(Reader& reader, GenerationRequest& r) {
  reader.choice("kind", r.kind, jobKindNamed, "generate, inpaint or vary");
  reader.text("promptTemplate", r.promptTemplate);
  reader.text("prompt", r.prompt);
  reader.text("negativePrompt", r.negativePrompt);
  reader.unsigned64("seed", r.seed);
  reader.integer("batchCount", r.batchCount, 1, kMaxBatch);
  reader.integer("steps", r.steps, 1, kMaxSteps);
  reader.number("guidanceScale", r.guidanceScale, -kMaxSetting, kMaxSetting);
  reader.number("temperatureStart", r.temperatureStart, -kMaxSetting, kMaxSetting);
  reader.number("temperatureEnd", r.temperatureEnd, -kMaxSetting, kMaxSetting);
  reader.choice("schedule", r.schedule, maskScheduleNamed, "cosine or linear");
  reader.choice("order", r.order, revealOrderNamed, "confidence, halton, random or raster");
  reader.number("strength", r.strength, 0, 1);
  reader.integer("width", r.width, 0, kMaxPictureSide);
  reader.integer("height", r.height, 0, kMaxPictureSide);
  reader.integer("startStep", r.startStep, 0, kMaxSteps);
  reader.choice("computeType", r.computeType, computeTypeNamed, "fp32 or bf16");
  reader.text("device", r.device);
  reader.flag("compatDiffusers", r.compatDiffusers);
}

}  // namespace

std::string requestToJson(const GenerationRequest& request) {
  // Texts are cut to what the reader takes: what is written can be read again.
  json out = {{"schema", GenerationRequest::kSchemaVersion},
              {"kind", nameOf(request.kind)},
              {"promptTemplate", cutUtf8(request.promptTemplate, kMaxTextBytes)},
              {"prompt", cutUtf8(request.prompt, kMaxTextBytes)},
              {"negativePrompt", cutUtf8(request.negativePrompt, kMaxTextBytes)},
              {"seed", request.seed},
              {"batchCount", request.batchCount},
              {"steps", request.steps},
              {"guidanceScale", request.guidanceScale},
              {"temperatureStart", request.temperatureStart},
              {"temperatureEnd", request.temperatureEnd},
              {"schedule", nameOf(request.schedule)},
              {"order", nameOf(request.order)},
              {"strength", request.strength},
              {"width", request.width},
              {"height", request.height},
              {"startStep", request.startStep},
              {"model", modelToJson(request.model)},
              {"adapters", adaptersToJson(request.adapters)},
              {"computeType", nameOf(request.computeType)},
              {"device", request.device},
              {"compatDiffusers", request.compatDiffusers}};
  if (request.microConditions) out["microConditions"] = conditionsToJson(*request.microConditions);
  writeStart(out, request);
  // ASCII only, so that the text may be cut anywhere and survives every reader; bytes that are not UTF-8
  // become U+FFFD.
  return out.dump(-1, ' ', true, json::error_handler_t::replace);
}

Result<GenerationRequest> requestFromJson(const std::string& text, const std::string& where) {
  if (text.size() > kMaxJsonBytes) {
    return Error{.kind = ErrorKind::BadInput,
                 .message = "generation request is too large",
                 .file = where,
                 .expected = "at most " + std::to_string(kMaxJsonBytes) + " bytes",
                 .found = std::to_string(text.size()) + " bytes"};
  }
  UNMASK_TRY(const json root, parseStrictJson(text, where));
  Reader reader(root, where);
  readSchema(reader);
  GenerationRequest request;
  readSettings(reader, request);
  readConditions(reader, request.microConditions);
  readModel(reader, request.model);
  readAdapters(reader, request.adapters);
  readGrid(reader, "startTokens", request.startTokens);
  readMask(reader, "editableCells", request.editableCells);
  readMask(reader, "lockedCells", request.lockedCells);
  readPicture(reader, request.picture);
  if (reader.error()) return *reader.error();
  return request;
}

}  // namespace unmask
