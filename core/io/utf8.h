// Text that must be UTF-8 before it may go into a file.
#pragma once

#include <string>

namespace unmask {

bool isUtf8(const std::string& text);

/// The text with every byte sequence that is not UTF-8 replaced by U+FFFD.
std::string toValidUtf8(const std::string& text);

}  // namespace unmask
