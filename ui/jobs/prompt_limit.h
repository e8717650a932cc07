// Which part of a prompt fits the text encoder.
#pragma once

#include <QString>
#include <functional>

namespace unmask {

/// Length of the longest beginning of `prompt` that loses no token, cut back to a whole word where there is
/// one. `droppedTokens` counts what a text would lose and must not shrink when the text grows. About
/// 2·log2(length) calls.
qsizetype fittingPromptLength(const QString& prompt, const std::function<int(const QString&)>& droppedTokens);

}  // namespace unmask
