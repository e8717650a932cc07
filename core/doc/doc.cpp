#include "core/doc/generation_request.h"
#include "core/doc/token_grid.h"
#include "core/doc/trace.h"
