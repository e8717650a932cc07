#include "tests/core/eval/scripted_model.h"

#include "core/eval/features.h"

namespace unmask::test {
namespace {

constexpr int kSide = 64;
constexpr int kCells = 4;
constexpr int kPixelsPerCell = kSide / kCells;

}  // namespace

ScriptedModel::ScriptedModel() {
  m_info.reference = {.name = "scripted", .path = "/somewhere", .contentHash = "sha256:scripted"};
  m_info.gridHeight = kCells;
  m_info.gridWidth = kCells;
  m_info.pixelsPerCell = kPixelsPerCell;
  m_info.codebookSize = 64;
  m_info.maskTokenId = 64;
  m_info.presets = {SamplingPreset{}};
}

Result<RunOutcome> ScriptedModel::run(const GenerationRequest& request, const RunOptions&,
                                      std::stop_token stop) {
  ++runs;
  stepsAsked = request.steps;
  if (beforeRun) beforeRun(runs);
  if (stop.stop_requested()) return Error{.kind = ErrorKind::Cancelled, .message = "stopped"};
  RunImage image;
  image.seed = request.seed;
  const auto answer = answers.find(request.prompt);
  image.picture = answer != answers.end() ? answer->second : ImageBuffer(kSide, kSide, 3, 255);
  if (request.kind == JobKind::Inpaint && keepsOutside) {
    for (int y = 0; y < kSide; ++y) {
      for (int x = 0; x < kSide; ++x) {
        if (request.editableCells.contains({y / kPixelsPerCell, x / kPixelsPerCell})) continue;
        for (int c = 0; c < 3; ++c) image.picture.at(x, y)[c] = request.picture.at(x, y)[c];
      }
    }
  }
  UNMASK_TRY(image.tokens, encode(image.picture));
  RunOutcome outcome;
  outcome.images.push_back(std::move(image));
  return outcome;
}

Result<TokenGrid> ScriptedModel::encode(const ImageBuffer& picture) {
  const ImageBuffer means = averagedDown(picture, kCells, kCells);
  TokenGrid tokens(kCells, kCells, 0);
  for (size_t i = 0; i < tokens.cellCount(); ++i) {
    const uint8_t* p = &means.pixels[i * 3];
    tokens.tokenIds[i] = (p[0] >> 6) << 4 | (p[1] >> 6) << 2 | p[2] >> 6;
  }
  return tokens;
}

Result<ImageBuffer> ScriptedModel::decode(const TokenGrid& tokens) {
  ImageBuffer picture(kSide, kSide, 3);
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const int32_t id = tokens[{y / kPixelsPerCell, x / kPixelsPerCell}];
      for (int c = 0; c < 3; ++c) picture.at(x, y)[c] = static_cast<uint8_t>(((id >> (4 - 2 * c)) & 3) * 85);
    }
  }
  return picture;
}

}  // namespace unmask::test
