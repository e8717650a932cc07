#include "ui/jobs/prompt_limit.h"

namespace unmask {

qsizetype fittingPromptLength(const QString& prompt,
                              const std::function<int(const QString&)>& droppedTokens) {
  if (droppedTokens(prompt) == 0) return prompt.size();
  qsizetype fits = 0;
  qsizetype tooLong = prompt.size();
  while (tooLong - fits > 1) {
    const qsizetype middle = fits + (tooLong - fits) / 2;
    (droppedTokens(prompt.left(middle)) == 0 ? fits : tooLong) = middle;
  }
  if (fits > 0 && prompt.at(fits - 1).isHighSurrogate()) --fits;
  if (prompt.at(fits).isSpace()) return fits;
  for (qsizetype end = fits; end > 0; --end) {
    if (prompt.at(end - 1).isSpace()) return end;
  }
  return fits;
}

}  // namespace unmask
