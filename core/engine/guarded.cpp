#include "core/engine/guarded.h"

namespace unmask {

Error computationError(const char* stage, const std::string& modelPath, const std::string& what,
                       bool isMemory) {
  return Error{ErrorKind::Internal,
               std::string("computation failed while ") + stage,
               modelPath,
               "",
               "",
               what.substr(0, 400),
               isMemory ? "Close other programs, or use a smaller picture, batch or model." : ""};
}

void requireFinite(const torch::Tensor& values, const char* what) {
  TORCH_CHECK(values.isfinite().all().item<bool>(), what, " is not finite (NaN or infinity)");
}

}  // namespace unmask
