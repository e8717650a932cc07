// Text that must be UTF-8 before it may go into a file.
#pragma once

#include <string>
#include <string_view>

namespace unmask {

bool isUtf8(const std::string& text);

/// The text with every byte sequence that is not UTF-8 replaced by U+FFFD.
std::string toValidUtf8(const std::string& text);

/// At most `maxBytes` of it, cut between characters.
std::string_view cutUtf8(std::string_view text, size_t maxBytes);

}  // namespace unmask
