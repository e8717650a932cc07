// What "use the settings of this picture" takes over from an old request.
#pragma once

#include "core/doc/generation_request.h"
#include "core/io/imported_settings.h"

namespace unmask {

enum class RestoreWhat {
  All,     ///< every setting, the seed included
  Prompt,  ///< prompt, as typed and as evaluated, and negative prompt
  Seed,
  Remix,  ///< everything but the seed
};

/// `current` with those settings of `from`. What belongs to the canvas or to this machine stays as it is: the
/// kind of job, the picture, the grids and masks, the step to start at, the batch, the device and its number
/// format.
GenerationRequest restoredSettings(const GenerationRequest& current, const GenerationRequest& from,
                                   RestoreWhat what);

/// `current` with what another program's metadata say: prompts, and seed, steps and guidance where they are
/// told. Sizes and model names of other families of models mean nothing to ours. A request of ours is
/// restored as a whole.
GenerationRequest withImported(const GenerationRequest& current, const ImportedSettings& imported);

}  // namespace unmask
