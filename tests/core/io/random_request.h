// Requests drawn over every field, for round trips.
#pragma once

#include <random>

#include "core/doc/generation_request.h"

namespace unmask::test {

GenerationRequest randomRequest(std::mt19937& random);

}  // namespace unmask::test
