#include "core/io/request_names.h"

#include <array>
#include <cassert>
#include <utility>

namespace unmask {

namespace {

template <typename Value, size_t N>
using Names = std::array<std::pair<Value, std::string_view>, N>;

constexpr Names<JobKind, 3> kKinds{
    {{JobKind::Generate, "generate"}, {JobKind::Inpaint, "inpaint"}, {JobKind::Vary, "vary"}}};
constexpr Names<MaskSchedule, 2> kSchedules{
    {{MaskSchedule::Cosine, "cosine"}, {MaskSchedule::Linear, "linear"}}};
constexpr Names<RevealOrder, 4> kOrders{{{RevealOrder::Confidence, "confidence"},
                                         {RevealOrder::Halton, "halton"},
                                         {RevealOrder::Random, "random"},
                                         {RevealOrder::Raster, "raster"}}};
constexpr Names<ComputeType, 2> kTypes{{{ComputeType::Float32, "fp32"}, {ComputeType::BFloat16, "bf16"}}};

template <typename Value, size_t N>
std::string_view nameIn(const Names<Value, N>& names, Value value) {
  for (const auto& [candidate, name] : names) {
    if (candidate == value) return name;
  }
  assert(false);
  return {};
}

template <typename Value, size_t N>
std::optional<Value> valueIn(const Names<Value, N>& names, std::string_view name) {
  for (const auto& [value, candidate] : names) {
    if (candidate == name) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view nameOf(JobKind kind) {
  return nameIn(kKinds, kind);
}
std::string_view nameOf(MaskSchedule schedule) {
  return nameIn(kSchedules, schedule);
}
std::string_view nameOf(RevealOrder order) {
  return nameIn(kOrders, order);
}
std::string_view nameOf(ComputeType type) {
  return nameIn(kTypes, type);
}

std::optional<JobKind> jobKindNamed(std::string_view name) {
  return valueIn(kKinds, name);
}
std::optional<MaskSchedule> maskScheduleNamed(std::string_view name) {
  return valueIn(kSchedules, name);
}
std::optional<RevealOrder> revealOrderNamed(std::string_view name) {
  return valueIn(kOrders, name);
}
std::optional<ComputeType> computeTypeNamed(std::string_view name) {
  return valueIn(kTypes, name);
}

}  // namespace unmask
