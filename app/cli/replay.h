// Making a picture again from what is written in it.
#pragma once

#include "app/cli/flags.h"

namespace unmask {

/// The request in a PNG of ours; BadInput when there is none.
Result<GenerationRequest> requestIn(const std::string& pngFile);

/// The model the flags name, else the one the request was made with. Other weights than the request's are an
/// error, or only a warning where the flags asked for them.
Result<std::unique_ptr<Engine>> loadModelOf(CommandContext& context, const GenerationRequest& request,
                                            const ModelFlags& flags);

}  // namespace unmask
