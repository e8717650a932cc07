// What the program hands to the window: how to get an engine, where to look for models, where to keep state.
#pragma once

#include <QString>
#include <functional>
#include <memory>

#include "core/engine/engine.h"
#include "core/hub/model_search.h"
#include "core/train/style_learner.h"

namespace unmask {

/// Loads a model; called on the engine thread, may block for seconds. The program passes `loadEngine`, tests
/// a fake: this is why ui needs no Torch.
using EngineLoader = std::function<Result<std::unique_ptr<Engine>>(const EngineOptions&)>;

/// Opens a run that learns a style; called on its own thread, may block for seconds. The program passes
/// `StyleLearner::open`.
using StyleOpener = std::function<Result<std::unique_ptr<StyleLearner>>(const StyleTask&)>;

struct StudioOptions {
  EngineLoader loader;
  StyleOpener styleOpener;  ///< null: nothing can be learned
  EngineOptions engine;  ///< threads, compute type, variant; `modelDir` is filled in when a model is chosen
  ModelSearchOptions search;
  QString model;     ///< folder or name from the command line; empty = the last one used, else the default
  QString stateDir;  ///< folder of the session journal; created when needed
  QString dataDir;   ///< folder of history and unnamed projects; empty = nothing is kept
  QString document;  ///< a project or picture to open; empty = where the last session was
  bool offersTour = false;  ///< on the first start
};

/// `$XDG_STATE_HOME/unmask`, else `~/.local/state/unmask`.
QString defaultStateDir();

}  // namespace unmask
