// Precompiled once for every source that speaks Torch; never include it by hand.
#pragma once
#include <torch/torch.h>
