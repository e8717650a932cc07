// SVG drawings to pixels. The one place where librsvg and cairo are met.
#pragma once

#include <string>
#include <string_view>

#include "core/base/image_buffer.h"
#include "core/base/result.h"

namespace unmask {

/// Draws the whole view box into `pixels` × `pixels` RGBA (straight alpha), keeping the aspect ratio,
/// centred. Outside references are not followed; at most 8 MiB of text.
Result<ImageBuffer> renderSvg(std::string_view svg, int pixels, const std::string& where);

}  // namespace unmask
