#include "tests/core/cli/recording_engine.h"

namespace unmask::test {

EngineLog::EngineLog() {
  info.reference = {.name = "fake", .path = "/models/fake", .contentHash = "sha256:fake"};
  info.gridHeight = 4;
  info.gridWidth = 4;
  info.pixelsPerCell = 4;
  info.codebookSize = kFakeMaskToken;
  info.maskTokenId = kFakeMaskToken;
  info.transformerParameters = 1000;
  info.vqParameters = 200;
  info.textParameters = 30;
  SamplingPreset usual;
  usual.steps = 4;
  usual.guidanceScale = 5;
  SamplingPreset fast;
  fast.name = "fast";
  fast.steps = 2;
  fast.guidanceScale = 3;
  fast.temperatureStart = 1.5f;
  fast.temperatureEnd = 0.5f;
  fast.schedule = MaskSchedule::Linear;
  fast.order = RevealOrder::Halton;
  info.presets = {usual, fast};
}

Result<DecodeState> RecordingEngine::begin(const GenerationRequest&) {
  DecodeState state;
  state.tokens = TokenGrid(m_log.info.gridHeight, m_log.info.gridWidth, kFakeMaskToken);
  state.fixedAtStep.assign(state.tokens.cellCount(), DecodeState::kMasked);
  state.fixedProbability.assign(state.tokens.cellCount(), 0);
  return state;
}

// Step i fixes row i with token i, at a probability and score that tell the step and the cell.
Result<Engine::Stepped> RecordingEngine::step(const GenerationRequest& request, const DecodeState& state,
                                              RecordLevel) {
  Stepped next{state, {}};
  const int row = state.nextStep;
  const bool isLast = row + 1 == request.steps;
  next.record.stepIndex = row;
  for (int cell = 0; cell < static_cast<int>(state.tokens.cellCount()); ++cell) {
    next.record.probability.push_back(static_cast<float>(row) + static_cast<float>(cell) / 100);
    next.record.selectionScore.push_back(-static_cast<float>(cell));
    const bool revealed = cell / state.tokens.width == row || isLast;
    if (!revealed || state.fixedAtStep[static_cast<size_t>(cell)] != DecodeState::kMasked) continue;
    next.state.tokens.tokenIds[static_cast<size_t>(cell)] = row % kFakeMaskToken;
    next.state.fixedAtStep[static_cast<size_t>(cell)] = static_cast<int16_t>(row);
  }
  next.record.intended = next.state.tokens;
  ++next.state.nextStep;
  return next;
}

Result<RunImage> RecordingEngine::runImage(const GenerationRequest& request, int index,
                                           const RunOptions& options, const std::stop_token& stop) {
  RunImage image;
  image.seed = request.seed + static_cast<uint64_t>(index);
  UNMASK_TRY(DecodeState state, begin(request));
  image.trace.states.push_back(state);
  for (int i = 0; i < request.steps; ++i) {
    if (m_log.beforeStep) m_log.beforeStep(static_cast<int>(m_log.requests.size()), i);
    if (stop.stop_requested()) return Error{.kind = ErrorKind::Cancelled, .message = "stopped at a step"};
    UNMASK_TRY(const Stepped next, step(request, state, options.recordLevel));
    state = next.state;
    image.trace.states.push_back(state);
    image.trace.records.push_back(next.record);
    StepFrame frame;
    frame.imageIndex = index;
    frame.stepNumber = i + 1;
    frame.stepCount = request.steps;
    frame.state = state;
    frame.record = next.record;
    frame.secondsElapsed = 0.5 * (index * request.steps + i + 1);
    if (options.onStep) options.onStep(frame);
  }
  image.tokens = state.tokens;
  image.picture =
      ImageBuffer(m_log.info.gridWidth * 4, m_log.info.gridHeight * 4, 3, static_cast<uint8_t>(image.seed));
  if (!options.keepTrace) image.trace = {};
  return image;
}

Result<RunOutcome> RecordingEngine::run(const GenerationRequest& request, const RunOptions& options,
                                        std::stop_token stop) {
  m_log.requests.push_back(request);
  m_log.drawsFiles.push_back(options.drawsFile);
  if (m_log.runError) return *m_log.runError;
  RunOutcome outcome;
  outcome.secondsSteps = 0.25;
  for (int j = 0; j < request.batchCount; ++j) {
    UNMASK_TRY(RunImage image, runImage(request, j, options, stop));
    outcome.images.push_back(std::move(image));
  }
  return outcome;
}

Result<TokenGrid> RecordingEngine::encode(const ImageBuffer& picture) {
  m_log.encoded = picture;
  TokenGrid tokens(2, 3, 0);
  for (int i = 0; i < 6; ++i) tokens.tokenIds[static_cast<size_t>(i)] = i;
  return tokens;
}

Result<ImageBuffer> RecordingEngine::decode(const TokenGrid& tokens) {
  m_log.decoded = tokens;
  return ImageBuffer(tokens.width * 4, tokens.height * 4, 3, 77);
}

Result<ForwardOutcome> RecordingEngine::forward(const std::string& prompt, const std::string& negativePrompt,
                                                const TokenGrid& tokens) {
  m_log.forwarded = {prompt, negativePrompt};
  m_log.forwardTokens = tokens;
  ForwardOutcome outcome;
  outcome.hiddenShape = {2, 3, 1};
  outcome.encoderHiddenStates = {1, 2, 3, 4, 5, 6};
  outcome.pooledShape = {2, 1};
  outcome.pooled = {7, 8};
  outcome.logitsShape = {2, 1, 1, 2};
  outcome.logits = {9, 10, 11, 12};
  return outcome;
}

Result<Engine::TokenizedPrompt> RecordingEngine::tokenize(const std::string& prompt) const {
  TokenizedPrompt tokenized;
  tokenized.ids = {100, static_cast<int32_t>(prompt.size()), 101, 102, 102};
  tokenized.usedTokens = 3;
  tokenized.droppedTokens = m_log.droppedTokens;
  tokenized.pieces = {"<start>", prompt, "<end>"};
  return tokenized;
}

}  // namespace unmask::test
