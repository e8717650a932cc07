// Prompts with choices: "a {red|green|blue} {apple|pear}".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace unmask {

/// One alternative of every group, chosen by the seed and the group's place: the same seed gives the same
/// words, and the picture of seed + j the same as in a batch. Groups may stand in groups, alternatives may be
/// empty. Braces that do not pair, and those after a backslash, are text. Linear time; any text is fine.
std::string expandWildcards(std::string_view text, uint64_t seed);

/// Whether there is anything to choose.
bool hasWildcards(std::string_view text);

}  // namespace unmask
