// Networks, data and settings that train in a second: what the trainers' tests and the worker of the ranks'
// tests share. Each call gives the same values.
#pragma once

#include <torch/torch.h>

#include "core/model/config.h"
#include "core/train/settings.h"
#include "core/train/token_trainer.h"

namespace unmask::test {

TransformerConfig smallTransformer();
TextEncoderConfig smallText();
/// Eight pictures, each with a word of its own.
TokenDataset eightSamples();
TokenTrainingSettings smallTokenSettings();
TokenTrainer smallTokenTrainer(const TokenTrainingSettings& settings, RankGroup* ranks = nullptr);

VqConfig smallVq();
/// Eight flat-coloured squares on white: uint8 [8, 3, 64, 64].
torch::Tensor eightPictures();
VqTrainingSettings smallVqSettings();

/// Of a VQ model with a cell projection.
VqConfig smallCells();
/// Six pictures with alpha, a shaded square somewhere, transparent around it: uint8 [6, 4, 256, 256].
torch::Tensor sixPictures();
VqTrainingSettings smallCellSettings();

}  // namespace unmask::test
