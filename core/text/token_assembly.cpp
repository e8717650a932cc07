#include "core/text/token_assembly.h"

#include <algorithm>

namespace unmask {

TokenizedText assembleTokens(const std::vector<int32_t>& content, const AssemblyIds& special, int maxTokens,
                             const std::function<std::string(int32_t)>& readable) {
  const auto length = static_cast<size_t>(maxTokens);
  const size_t kept = std::min(content.size(), length - 2);
  TokenizedText text;
  text.ids.reserve(length);
  text.ids.push_back(special.start);
  text.ids.insert(text.ids.end(), content.begin(), content.begin() + static_cast<ptrdiff_t>(kept));
  text.ids.push_back(special.end);
  text.usedTokens = static_cast<int>(text.ids.size());
  for (const int32_t id : text.ids) text.pieces.push_back(readable(id));
  for (size_t i = kept; i < content.size(); ++i) text.droppedPieces.push_back(readable(content[i]));
  text.ids.resize(length, special.pad);
  return text;
}

}  // namespace unmask
