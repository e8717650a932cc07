// The fixed part of the page that explanationHtml() writes.
#pragma once

#include <string>

namespace unmask {

/// `data` is JSON that may stand inside a script element.
std::string pageAround(const std::string& data);

}  // namespace unmask
