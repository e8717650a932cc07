// The batch of reference 13.6.
#pragma once

#include <torch/torch.h>

namespace unmask::test {

struct TrainingBatch {
  torch::Tensor inputs;  // [2, 4, 4] int64, mask id 71
  torch::Tensor labels;  // [2, 16], −100 where nothing is asked
};

TrainingBatch tinyTrainingBatch();

}  // namespace unmask::test
