// Content ids → the fixed-length row that a text encoder takes.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/text/tokenizer.h"

namespace unmask {

struct AssemblyIds {
  int32_t start, end, pad;
};

/// start + as much content as fits + end + padding, `maxTokens` long; `readable` gives a piece's text.
TokenizedText assembleTokens(const std::vector<int32_t>& content, const AssemblyIds& special, int maxTokens,
                             const std::function<std::string(int32_t)>& readable);

}  // namespace unmask
