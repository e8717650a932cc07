// Precompiled once for every source of model_tests; never include it by hand.
#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>
