#include "core/project/trace_bytes.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <list>

#include "core/io/safetensors.h"

namespace unmask {

namespace {

static_assert(std::endian::native == std::endian::little, "safetensors are little-endian");

constexpr int64_t kMaxSide = 1024;
constexpr int64_t kMaxSteps = 1000;
constexpr char kFormatKey[] = "unmask:trace";
constexpr char kFormat[] = "1";

template <typename T>
constexpr TensorType typeOf() {
  if constexpr (std::is_same_v<T, float>) return TensorType::F32;
  if constexpr (std::is_same_v<T, int32_t>) return TensorType::I32;
  if constexpr (std::is_same_v<T, int16_t>) return TensorType::I16;
}

/// The vectors of StepRecord, once for writing and once for reading.
template <typename Visitor>
void visitRecordVectors(Visitor&& visit) {
  visit("record.probability", &StepRecord::probability, 1);
  visit("record.probability_conditional", &StepRecord::probabilityConditional, 1);
  visit("record.probability_unconditional", &StepRecord::probabilityUnconditional, 1);
  visit("record.selection_score", &StepRecord::selectionScore, 1);
  visit("record.entropy", &StepRecord::entropy, 1);
  visit("record.prompt_pull", &StepRecord::promptPull, 1);
  visit("record.alternative_ids", &StepRecord::alternativeIds, StepRecord::kAlternatives);
  visit("record.alternative_probabilities", &StepRecord::alternativeProbabilities, StepRecord::kAlternatives);
}

// --- writing

class Writer {
 public:
  Writer(int height, int width) : m_height(height), m_width(width) {}

  template <typename T>
  void add(const std::string& name, std::vector<int64_t> shape, const std::vector<T>& values) {
    m_storage.emplace_back(reinterpret_cast<const std::byte*>(values.data()),
                           reinterpret_cast<const std::byte*>(values.data() + values.size()));
    m_views.push_back({name, typeOf<T>(), std::move(shape), m_storage.back()});
  }

  /// One number of each item.
  template <typename T, typename Item, typename Get>
  void numbers(const std::string& name, const std::vector<Item>& items, Get&& get) {
    std::vector<T> values;
    for (const Item& item : items) values.push_back(get(item));
    add(name, {static_cast<int64_t>(items.size())}, values);
  }

  /// `perCell` values for every cell of each item; left out when every item has none.
  template <typename T, typename Item, typename Get>
  void cells(const std::string& name, const std::vector<Item>& items, int perCell, Get&& get) {
    const size_t expected = static_cast<size_t>(m_height) * m_width * perCell;
    std::vector<T> values;
    size_t empty = 0;
    for (const Item& item : items) {
      const std::vector<T>& part = get(item);
      if (part.empty()) ++empty;
      if (!part.empty() && part.size() != expected) m_isWhole = false;
      values.insert(values.end(), part.begin(), part.end());
    }
    if (empty == items.size()) return;
    if (empty != 0) m_isWhole = false;
    std::vector<int64_t> shape{static_cast<int64_t>(items.size()), m_height, m_width};
    if (perCell > 1) shape.push_back(perCell);
    if (m_isWhole) add(name, std::move(shape), values);
  }

  bool isWhole() const { return m_isWhole; }
  const std::vector<TensorView>& views() const { return m_views; }

 private:
  int m_height;
  int m_width;
  bool m_isWhole = true;
  std::list<std::vector<std::byte>> m_storage;  ///< never moves what the views show
  std::vector<TensorView> m_views;
};

// --- reading

class Reader {
 public:
  Reader(const SafetensorsFile& file, const std::string& where) : m_file(file), m_where(where) {}

  /// The tensor, or nullptr when it is absent and may be; any other type or shape fails.
  const TensorView* tensor(const std::string& name, TensorType type, const std::vector<int64_t>& shape,
                           bool mayBeAbsent = false) {
    const TensorView* found = m_file.find(name);
    if (found == nullptr && mayBeAbsent) return nullptr;
    if (found != nullptr && found->type == type && found->shape == shape) return found;
    if (m_isWhole) m_fault = name;
    m_isWhole = false;
    return nullptr;
  }

  template <typename T>
  std::vector<T> values(const std::string& name, const std::vector<int64_t>& shape,
                        bool mayBeAbsent = false) {
    const TensorView* found = tensor(name, typeOf<T>(), shape, mayBeAbsent);
    if (found == nullptr) return {};
    std::vector<T> read(found->bytes.size() / sizeof(T));
    if (!read.empty()) std::memcpy(read.data(), found->bytes.data(), found->bytes.size());
    return read;
  }

  bool isWhole() const { return m_isWhole; }
  Error error() const {
    return Error{.kind = ErrorKind::BadInput,
                 .message = "the recorded run cannot be read",
                 .file = m_where,
                 .key = m_fault,
                 .expected = "every part of a trace, of one size"};
  }

 private:
  const SafetensorsFile& m_file;
  const std::string& m_where;
  bool m_isWhole = true;
  std::string m_fault = "state.tokens";
};

template <typename T>
std::vector<T> slice(const std::vector<T>& all, size_t index, size_t size) {
  if (all.empty()) return {};
  const auto begin = all.begin() + static_cast<std::ptrdiff_t>(index * size);
  return {begin, begin + static_cast<std::ptrdiff_t>(size)};
}

struct TraceShape {
  int64_t states = 0;
  int64_t height = 0;
  int64_t width = 0;

  size_t cells() const { return static_cast<size_t>(height * width); }
  std::vector<int64_t> perState() const { return {states}; }
  std::vector<int64_t> perStateCell() const { return {states, height, width}; }
  std::vector<int64_t> perRecord() const { return {states - 1}; }
  std::vector<int64_t> perRecordCell(int each) const {
    std::vector<int64_t> shape{states - 1, height, width};
    if (each > 1) shape.push_back(each);
    return shape;
  }
};

std::optional<TraceShape> shapeOf(const SafetensorsFile& file) {
  const TensorView* tokens = file.find("state.tokens");
  if (tokens == nullptr || tokens->shape.size() != 3) return std::nullopt;
  const TraceShape shape{tokens->shape[0], tokens->shape[1], tokens->shape[2]};
  const auto isSide = [](int64_t side) { return side >= 1 && side <= kMaxSide; };
  if (shape.states < 1 || shape.states > kMaxSteps + 1 || !isSide(shape.height) || !isSide(shape.width))
    return std::nullopt;
  return shape;
}

void readStates(Reader& reader, const TraceShape& shape, std::vector<DecodeState>& states) {
  const auto tokens = reader.values<int32_t>("state.tokens", shape.perStateCell());
  const auto nextStep = reader.values<int32_t>("state.next_step", shape.perState());
  const auto ratio = reader.values<float>("state.starting_mask_ratio", shape.perState());
  const auto fixedAt = reader.values<int16_t>("state.fixed_at_step", shape.perStateCell(), true);
  const auto fixedProbability = reader.values<float>("state.fixed_probability", shape.perStateCell(), true);
  if (!reader.isWhole()) return;
  for (size_t i = 0; i < static_cast<size_t>(shape.states); ++i) {
    DecodeState& state = states.emplace_back();
    state.tokens = TokenGrid(static_cast<int>(shape.height), static_cast<int>(shape.width), 0);
    state.tokens.tokenIds = slice(tokens, i, shape.cells());
    state.nextStep = nextStep[i];
    state.startingMaskRatio = ratio[i];
    state.fixedAtStep = slice(fixedAt, i, shape.cells());
    state.fixedProbability = slice(fixedProbability, i, shape.cells());
  }
}

void readRecords(Reader& reader, const TraceShape& shape, std::vector<StepRecord>& records) {
  const auto stepIndex = reader.values<int32_t>("record.step_index", shape.perRecord());
  const auto maskRatio = reader.values<float>("record.mask_ratio", shape.perRecord());
  const auto temperature = reader.values<float>("record.temperature", shape.perRecord());
  const auto intended =
      reader.values<int32_t>("record.intended", shape.perRecordCell(1), /*mayBeAbsent=*/shape.states == 1);
  if (!reader.isWhole()) return;
  records.resize(static_cast<size_t>(shape.states - 1));
  for (size_t i = 0; i < records.size(); ++i) {
    records[i].stepIndex = stepIndex[i];
    records[i].maskRatio = maskRatio[i];
    records[i].temperature = temperature[i];
    records[i].intended = TokenGrid(static_cast<int>(shape.height), static_cast<int>(shape.width), 0);
    records[i].intended.tokenIds = slice(intended, i, shape.cells());
  }
  visitRecordVectors([&]<typename T>(const char* name, std::vector<T> StepRecord::*member, int each) {
    const auto all = reader.values<T>(name, shape.perRecordCell(each), true);
    if (!reader.isWhole()) return;
    for (size_t i = 0; i < records.size(); ++i)
      records[i].*member = slice(all, i, shape.cells() * static_cast<size_t>(each));
  });
}

Error contradiction() {
  return Error{.kind = ErrorKind::Internal, .message = "the recorded run contradicts itself"};
}

bool haveOneSize(const Trace& trace) {
  if (trace.states.size() != trace.records.size() + 1) return false;
  const TokenGrid& first = trace.states.front().tokens;
  if (first.cellCount() == 0) return false;
  const auto fits = [&first](const TokenGrid& grid) {
    return grid.height == first.height && grid.width == first.width && grid.cellCount() == first.cellCount();
  };
  return std::all_of(trace.states.begin(), trace.states.end(),
                     [&](const auto& s) { return fits(s.tokens); }) &&
         std::all_of(trace.records.begin(), trace.records.end(),
                     [&](const auto& r) { return fits(r.intended); });
}

}  // namespace

Result<std::vector<std::byte>> traceToBytes(const Trace& trace) {
  if (!haveOneSize(trace)) return contradiction();
  using State = DecodeState;
  using Record = StepRecord;
  const std::vector<State>& states = trace.states;
  const std::vector<Record>& records = trace.records;
  Writer writer(states.front().tokens.height, states.front().tokens.width);
  writer.cells<int32_t>(
      "state.tokens", states, 1, [](const State& s) -> auto& { return s.tokens.tokenIds; });
  writer.numbers<int32_t>("state.next_step", states, [](const State& s) { return s.nextStep; });
  writer.numbers<float>("state.starting_mask_ratio", states,
                        [](const State& s) { return s.startingMaskRatio; });
  writer.cells<int16_t>(
      "state.fixed_at_step", states, 1, [](const State& s) -> auto& { return s.fixedAtStep; });
  writer.cells<float>(
      "state.fixed_probability", states, 1, [](const State& s) -> auto& { return s.fixedProbability; });
  writer.numbers<int32_t>("record.step_index", records, [](const Record& r) { return r.stepIndex; });
  writer.numbers<float>("record.mask_ratio", records, [](const Record& r) { return r.maskRatio; });
  writer.numbers<float>("record.temperature", records, [](const Record& r) { return r.temperature; });
  writer.cells<int32_t>(
      "record.intended", records, 1, [](const Record& r) -> auto& { return r.intended.tokenIds; });
  visitRecordVectors([&]<typename T>(const char* name, std::vector<T> StepRecord::*member, int each) {
    writer.cells<T>(
        name, records, each, [member](const Record& r) -> auto& { return r.*member; });
  });
  if (!writer.isWhole()) return contradiction();
  return safetensorsBytes(writer.views(), {{kFormatKey, kFormat}});
}

Result<Trace> traceFromBytes(std::span<const std::byte> bytes, const std::string& where) {
  UNMASK_TRY(const SafetensorsFile file, SafetensorsFile::parse(bytes, where));
  Reader reader(file, where);
  const std::optional<TraceShape> shape = shapeOf(file);
  if (!shape) return reader.error();
  Trace trace;
  readStates(reader, *shape, trace.states);
  if (reader.isWhole()) readRecords(reader, *shape, trace.records);
  if (!reader.isWhole()) return reader.error();
  return trace;
}

}  // namespace unmask
