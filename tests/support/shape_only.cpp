#include "tests/support/shape_only.h"

#include <torch/library.h>
#include <torch/torch.h>

namespace {

at::Tensor emptyOnMeta(c10::SymIntArrayRef size, c10::optional<at::ScalarType> dtype,
                       c10::optional<at::Layout> layout, c10::optional<at::Device>, c10::optional<bool>,
                       c10::optional<at::MemoryFormat> format) {
  const c10::impl::ExcludeDispatchKeyGuard guard(c10::DispatchKey::TESTING_ONLY_GenericMode);
  return at::empty_symint(size, dtype, layout, at::Device(at::kMeta), false, format);
}

}  // namespace

TORCH_LIBRARY_IMPL(_, TESTING_ONLY_GenericMode, m) {
  m.fallback(torch::CppFunction::makeFallthrough());
}

TORCH_LIBRARY_IMPL(aten, TESTING_ONLY_GenericMode, m) {
  m.impl("empty.memory_format", emptyOnMeta);
}
