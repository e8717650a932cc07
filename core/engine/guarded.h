// The border behind which libraries may throw.
#pragma once

#include <torch/torch.h>

#include <new>
#include <string>

#include "core/base/result.h"

namespace unmask {

/// An Error that names the stage.
Error computationError(const char* stage, const std::string& modelPath, const std::string& what,
                       bool isMemory);

/// Throws, naming what: Torch throws when something is not finite only by chance, and a black picture or an
/// empty map without a reason is worse than an error.
void requireFinite(const torch::Tensor& values, const char* what);

/// Runs `work` without gradients, turning anything a library throws into an Error that names the stage.
template <typename Work>
auto guardedCall(const char* stage, const std::string& modelPath, const Work& work) -> decltype(work()) {
  try {
    const torch::NoGradGuard noGrad;
    return work();
  } catch (const std::bad_alloc&) {
    return computationError(stage, modelPath, "out of memory", true);
  } catch (const c10::Error& error) {
    const std::string what = error.what_without_backtrace();
    return computationError(stage, modelPath, what, what.find("not enough memory") != std::string::npos);
  } catch (const std::exception& error) {
    return computationError(stage, modelPath, error.what(), false);
  }
}

}  // namespace unmask
