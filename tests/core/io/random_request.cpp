#include "tests/core/io/random_request.h"

#include "tests/core/io/test_pngs.h"

namespace unmask::test {

namespace {

int between(std::mt19937& random, int least, int most) {
  return std::uniform_int_distribution<int>(least, most)(random);
}

bool coin(std::mt19937& random) {
  return between(random, 0, 1) == 1;
}

float number(std::mt19937& random, float least, float most) {
  return std::uniform_real_distribution<float>(least, most)(random);
}

/// Up to 12 code points, of which some need escaping and some four bytes.
std::string text(std::mt19937& random) {
  static const std::vector<std::string> kParts{"a",
                                               "Z",
                                               " ",
                                               "\"",
                                               "\\",
                                               "\n",
                                               std::string(1, '\0'),
                                               "\x7F",
                                               "\xC3\xA9",
                                               "\xE2\x82\xAC",
                                               "\xF0\x9F\x8D\x8E",
                                               "\xE2\x80\xA8",
                                               "/",
                                               "<",
                                               "\t"};
  std::string out;
  for (int i = between(random, 0, 12); i > 0; --i) {
    out += kParts[static_cast<size_t>(between(random, 0, static_cast<int>(kParts.size()) - 1))];
  }
  return out;
}

CellMask mask(std::mt19937& random) {
  CellMask cells(between(random, 1, 9), between(random, 1, 9));
  for (uint8_t& cell : cells.cells) cell = coin(random) ? 1 : 0;
  return cells;
}

TokenGrid grid(std::mt19937& random) {
  TokenGrid tokens(between(random, 1, 9), between(random, 1, 9), 0);
  for (int32_t& id : tokens.tokenIds) id = between(random, 0, 0x7FFFFFFF);
  return tokens;
}

ImageBuffer picture(std::mt19937& random) {
  static constexpr int kChannels[] = {1, 3, 4};
  return noisePicture(between(random, 1, 20), between(random, 1, 20), kChannels[between(random, 0, 2)],
                      static_cast<uint32_t>(random()));
}

}  // namespace

GenerationRequest randomRequest(std::mt19937& random) {
  GenerationRequest r;
  r.kind = static_cast<JobKind>(between(random, 0, 2));
  r.promptTemplate = text(random);
  r.prompt = text(random);
  r.negativePrompt = text(random);
  r.seed = uint64_t{random()} << 32 | random();
  r.batchCount = between(random, 1, 4096);
  r.steps = between(random, 1, 1000);
  r.guidanceScale = number(random, -1000, 1000);
  r.temperatureStart = number(random, -1000, 1000);
  r.temperatureEnd = number(random, -1, 1);
  r.schedule = static_cast<MaskSchedule>(between(random, 0, 1));
  r.order = static_cast<RevealOrder>(between(random, 0, 3));
  r.strength = number(random, 0, 1);
  r.width = between(random, 0, 65536);
  r.height = between(random, 0, 65536);
  if (coin(random)) {
    r.microConditions =
        MicroConditions{number(random, 0, 1e6F), number(random, 0, 2000), number(random, -10, 10),
                        number(random, 0, 1e-30F), number(random, 0, 10)};
  }
  if (coin(random)) r.picture = picture(random);
  if (coin(random)) r.startTokens = grid(random);
  if (coin(random)) r.editableCells = mask(random);
  if (coin(random)) r.lockedCells = mask(random);
  r.startStep = between(random, 0, 1000);
  r.model = {text(random), text(random), text(random)};
  for (int i = between(random, 0, 3); i > 0; --i) {
    r.adapters.push_back({text(random), text(random), number(random, -2, 2), text(random)});
    if (coin(random)) r.adapters.back().scale = number(random, -2, 2);
  }
  r.computeType = coin(random) ? ComputeType::BFloat16 : ComputeType::Float32;
  r.device = text(random);
  r.compatDiffusers = coin(random);
  return r;
}

}  // namespace unmask::test
