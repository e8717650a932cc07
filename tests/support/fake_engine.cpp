#include "tests/support/fake_engine.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>

#include "core/engine/lab.h"

namespace unmask::test {
namespace {

Error cancelledError() {
  Error error;
  error.kind = ErrorKind::Cancelled;
  error.message = "stopped";
  return error;
}

Error unsupported(const char* what) {
  Error error;
  error.kind = ErrorKind::Unsupported;
  error.message = std::string(what) + " is not scripted";
  return error;
}

/// Cells still hidden after `step` of `count`.
size_t hiddenAfter(size_t cells, int step, int count) {
  if (count <= 0) return 0;
  return static_cast<size_t>(std::floor(double(cells) * (count - step) / count));
}

}  // namespace

ModelInfo FakeControl::defaultModel() {
  ModelInfo info;
  info.reference = {"fake", "/models/fake", "sha256:fake"};
  info.gridHeight = 4;
  info.gridWidth = 4;
  info.pixelsPerCell = 8;
  info.codebookSize = 16;
  info.maskTokenId = 16;
  info.maxPromptTokens = 77;
  SamplingPreset preset;
  preset.steps = 8;
  preset.guidanceScale = 4;
  preset.temperatureStart = 1.5f;
  preset.temperatureEnd = 0.25f;
  preset.schedule = MaskSchedule::Linear;
  preset.order = RevealOrder::Halton;
  info.presets = {preset};
  return info;
}

ImageBuffer fakePicture(const ModelInfo& info, uint64_t seed) {
  ImageBuffer picture(info.gridWidth * info.pixelsPerCell, info.gridHeight * info.pixelsPerCell, 3);
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      uint8_t* pixel = picture.at(x, y);
      pixel[0] = static_cast<uint8_t>(40 + 50 * (x / info.pixelsPerCell));
      pixel[1] = static_cast<uint8_t>(40 + 50 * (y / info.pixelsPerCell));
      pixel[2] = static_cast<uint8_t>(seed % 251);
    }
  }
  return picture;
}

/// Attention as a chessboard, pictures in the grey of their token; nothing else is there.
class FakeLab final : public Lab {
 public:
  /// What waits where a step would; false when the stop token ended that.
  using Gate = std::function<bool(std::stop_token)>;
  explicit FakeLab(Gate gate) : m_gate(std::move(gate)) {}

  /// Cell c looks at text token c modulo their number, and at nothing else.
  Result<AttentionMaps> attention(const GenerationRequest&, const DecodeState& state,
                                  const AttentionQuery&) override {
    AttentionMaps maps;
    maps.height = state.tokens.height;
    maps.width = state.tokens.width;
    maps.tokenCount = 4;
    maps.layerCount = maps.headCount = 1;
    const size_t cells = state.tokens.cellCount();
    maps.weights.assign(4 * cells, 0);
    for (size_t cell = 0; cell < cells; ++cell) maps.weights[cell % 4 * cells + cell] = 1;
    return maps;
  }
  /// Prompt i moves every masked cell by (i + 1) / 8. Passes the gate.
  Result<AblationChange> compareTexts(const GenerationRequest&, const DecodeState& state,
                                      const std::vector<std::string>& prompts,
                                      std::stop_token stop) override {
    if (!m_gate(std::move(stop))) return cancelledError();
    AblationChange out;
    out.height = state.tokens.height;
    out.width = state.tokens.width;
    for (size_t i = 0; i < prompts.size(); ++i)
      for (const int16_t fixed : state.fixedAtStep)
        out.change.push_back(fixed == DecodeState::kMasked ? static_cast<float>(i + 1) / 8 : 0);
    return out;
  }
  Result<std::vector<ImageBuffer>> alternatives(const TokenGrid&, int,
                                                const std::vector<int32_t>& tokenIds) override {
    std::vector<ImageBuffer> pictures;
    for (const int32_t id : tokenIds) {
      ImageBuffer picture(8, 8, 3);
      std::ranges::fill(picture.pixels, static_cast<uint8_t>(10 * id));
      pictures.push_back(std::move(picture));
    }
    return pictures;
  }
  Result<std::vector<ImageBuffer>> codePatches(int32_t first, int32_t count) override {
    std::vector<int32_t> ids;
    for (int32_t i = 0; i < count; ++i) ids.push_back(first + i);
    return alternatives({}, 0, ids);
  }
  /// One number a code: its square.
  Result<Codebook> codebook() override {
    Codebook out{1, {}};
    for (int code = 0; code < 16; ++code) out.vectors.push_back(static_cast<float>(code * code));
    return out;
  }
  /// Cell c has lost c hundredths.
  Result<VqLoss> vqLoss(const ImageBuffer& picture) override {
    VqLoss out;
    out.tokens = TokenGrid(picture.height / 8, picture.width / 8, 3);
    for (size_t cell = 0; cell < out.tokens.cellCount(); ++cell)
      out.rmse.push_back(static_cast<float>(cell) / 100);
    return out;
  }

 private:
  Gate m_gate;
};

class FakeEngine : public Engine {
 public:
  FakeEngine(std::shared_ptr<FakeControl> control, ModelInfo info)
      : m_control(std::move(control)), m_info(std::move(info)) {
    ++m_control->m_enginesAlive;
  }
  ~FakeEngine() override {
    m_control->noteThread();
    --m_control->m_enginesAlive;
  }

  const ModelInfo& info() const override { return m_info; }

  Result<RunOutcome> run(const GenerationRequest& request, const RunOptions& options,
                         std::stop_token stop) override {
    m_control->noteThread();
    {
      const std::lock_guard lock(m_control->m_mutex);
      m_control->m_requests.push_back(request);
    }
    if (m_control->m_ignoresStop) stop = {};
    const auto begin = std::chrono::steady_clock::now();
    const int first = firstStep(request);
    const int count = request.steps - first;
    RunImage image;
    image.seed = request.seed;
    image.picture = finalPicture(request);
    image.pixelsChangedOutsideMask = m_control->m_damage;
    if (options.keepTrace) image.trace.states.push_back(stateAfter(request, first));
    for (int step = 1; step <= count; ++step) {
      if (!m_control->pass(&FakeControl::Gate::steps, &m_control->m_waitingSteps, stop))
        return cancelledError();
      if (step == 2) {
        if (auto error = m_control->take(&FakeControl::m_runError)) return *error;
        if (auto what = m_control->take(&FakeControl::m_runException)) throw std::runtime_error(*what);
      }
      StepFrame shown = frame(request, options, step, count, begin);
      if (options.keepTrace) {
        image.trace.states.push_back(shown.state);
        image.trace.records.push_back(shown.record);
      }
      if (options.onStep) options.onStep(shown);
      ++m_control->m_stepsPassed;
    }
    RunOutcome outcome;
    image.tokens = stateAfter(request, request.steps).tokens;
    outcome.images.push_back(std::move(image));
    outcome.secondsSteps = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return outcome;
  }

  /// Words are tokens; start and end token are counted too.
  Result<TokenizedPrompt> tokenize(const std::string& prompt) const override {
    m_control->noteThread();
    {
      const std::lock_guard lock(m_control->m_mutex);
      m_control->m_tokenized.push_back(prompt);
    }
    TokenizedPrompt result;
    result.pieces.push_back("<start>");
    std::istringstream words(prompt);
    int count = 0;
    for (std::string word; words >> word; ++count) {
      if (count < m_control->m_maxWords) result.pieces.push_back(word);
    }
    result.pieces.push_back("<end>");
    result.usedTokens = static_cast<int>(result.pieces.size());
    result.droppedTokens = std::max(0, count - m_control->m_maxWords);
    return result;
  }

  Result<DecodeState> begin(const GenerationRequest& request) override {
    return stateAfter(request, firstStep(request));
  }
  Result<Stepped> step(const GenerationRequest&, const DecodeState&, RecordLevel) override {
    return unsupported("step");
  }
  /// Everything is token 7.
  Result<TokenGrid> encode(const ImageBuffer& picture) override {
    m_control->noteThread();
    return TokenGrid(picture.height / m_info.pixelsPerCell, picture.width / m_info.pixelsPerCell, 7);
  }
  /// Every cell in the grey of its token.
  Result<ImageBuffer> decode(const TokenGrid& tokens) override {
    m_control->noteThread();
    {
      const std::lock_guard lock(m_control->m_mutex);
      m_control->m_decoded.push_back(tokens);
    }
    return greyPicture(tokens);
  }
  Lab* lab() override { return &m_lab; }
  Result<ForwardOutcome> forward(const std::string&, const std::string&, const TokenGrid&) override {
    return unsupported("forward");
  }

 private:
  ImageBuffer greyPicture(const TokenGrid& tokens) const {
    const int side = m_info.pixelsPerCell;
    ImageBuffer picture(tokens.width * side, tokens.height * side, 3);
    for (int y = 0; y < picture.height; ++y)
      for (int x = 0; x < picture.width; ++x)
        std::fill_n(picture.at(x, y), 3,
                    static_cast<uint8_t>(10 * tokens.tokenIds[tokens.indexOf({y / side, x / side})]));
    return picture;
  }

  /// Nothing is masked in the grid it was given.
  bool isFixed(const GenerationRequest& request) const {
    const auto& tokens = request.startTokens.tokenIds;
    return !tokens.empty() && std::ranges::find(tokens, m_info.maskTokenId) == tokens.end();
  }

  int firstStep(const GenerationRequest& request) const {
    if (isFixed(request)) return request.steps;
    if (!request.startTokens.tokenIds.empty() || request.kind == JobKind::Generate) return request.startStep;
    const int run = static_cast<int>(std::lround(request.strength * static_cast<float>(request.steps)));
    return request.steps - std::clamp(run, 1, request.steps);
  }

  bool isOpen(const GenerationRequest& request, size_t cell) const {
    if (!request.lockedCells.empty() && request.lockedCells.cells[cell]) return false;
    return request.editableCells.empty() || request.editableCells.cells[cell];
  }

  /// Cells that the run reveals, in the order it hides them from the end: scattered, for 7 is coprime to
  /// every power of two.
  std::vector<size_t> openCells(const GenerationRequest& request) const {
    const size_t cells = static_cast<size_t>(m_info.gridHeight) * static_cast<size_t>(m_info.gridWidth);
    std::vector<size_t> open;
    for (size_t i = 0; i < cells; ++i) {
      const size_t cell = (i * 7) % cells;
      const bool isHidden = request.startTokens.tokenIds.empty()
                                ? isOpen(request, cell)
                                : request.startTokens.tokenIds[cell] == m_info.maskTokenId;
      if (isHidden) open.push_back(cell);
    }
    return open;
  }

  /// After the schedule's step `step` (request.steps: all of it).
  DecodeState stateAfter(const GenerationRequest& request, int step) const {
    DecodeState state;
    state.tokens = request.startTokens.tokenIds.empty() ? TokenGrid(m_info.gridHeight, m_info.gridWidth, 3)
                                                        : request.startTokens;
    state.nextStep = step;
    const std::vector<size_t> open = openCells(request);
    const int first = firstStep(request);
    const size_t hidden = hiddenAfter(open.size(), step - first, request.steps - first);
    state.fixedAtStep.assign(state.tokens.cellCount(), DecodeState::kGiven);
    state.fixedProbability.assign(state.tokens.cellCount(), 1);
    for (size_t i = 0; i < open.size(); ++i) {
      state.tokens.tokenIds[open[i]] = i < hidden ? m_info.maskTokenId : 3;
      state.fixedAtStep[open[i]] = i < hidden ? DecodeState::kMasked : static_cast<int16_t>(step - 1);
      state.fixedProbability[open[i]] = i < hidden ? 0.0F : 0.5F;
    }
    return state;
  }

  ImageBuffer finalPicture(const GenerationRequest& request) const {
    const ImageBuffer made =
        isFixed(request) ? greyPicture(request.startTokens) : fakePicture(m_info, request.seed);
    if (request.kind != JobKind::Inpaint || request.picture.empty()) return made;
    ImageBuffer out = request.picture;
    const int side = m_info.pixelsPerCell;
    for (int y = 0; y < out.height; ++y) {
      for (int x = 0; x < out.width; ++x) {
        const size_t cell = static_cast<size_t>(y / side) * static_cast<size_t>(m_info.gridWidth) + x / side;
        if (isOpen(request, cell)) std::copy_n(made.at(x, y), 3, out.at(x, y));
      }
    }
    return out;
  }

  StepFrame frame(const GenerationRequest& request, const RunOptions& options, int step, int count,
                  std::chrono::steady_clock::time_point begin) const {
    StepFrame frame;
    frame.stepNumber = step;
    frame.stepCount = count;
    frame.state = stateAfter(request, firstStep(request) + step);
    frame.record.stepIndex = frame.state.nextStep - 1;
    frame.record.maskRatio = static_cast<float>(count - step) / static_cast<float>(count);
    frame.record.intended = TokenGrid(m_info.gridHeight, m_info.gridWidth, 3);
    frame.record.probability.assign(frame.state.tokens.cellCount(), 0.5F);
    frame.record.selectionScore.assign(frame.state.tokens.cellCount(), 0.0F);
    if (options.recordLevel == RecordLevel::Full) recordFully(frame.record);
    if (options.previews) frame.preview = finalPicture(request);
    frame.secondsElapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return frame;
  }

  /// Entropy counts the cells; tokens 3, 4 and 5 have one half, a quarter and an eighth.
  static void recordFully(StepRecord& record) {
    constexpr size_t kTop = StepRecord::kAlternatives;
    const size_t cells = record.probability.size();
    record.probabilityConditional.assign(cells, 0.25F);
    record.probabilityUnconditional.assign(cells, 0.125F);
    record.selectionScore.assign(cells, -1);
    record.promptPull.assign(cells, 2);
    record.alternativeIds.assign(cells * kTop, 0);
    record.alternativeProbabilities.assign(cells * kTop, 0);
    for (size_t cell = 0; cell < cells; ++cell) {
      record.entropy.push_back(static_cast<float>(cell));
      for (size_t k = 0; k < 3; ++k) {
        record.alternativeIds[cell * kTop + k] = static_cast<int32_t>(3 + k);
        record.alternativeProbabilities[cell * kTop + k] = 0.5F / static_cast<float>(1 << k);
      }
    }
  }

  std::shared_ptr<FakeControl> m_control;
  ModelInfo m_info;
  FakeLab m_lab{[this](std::stop_token stop) {
    return m_control->pass(&FakeControl::Gate::steps, &m_control->m_waitingSteps, std::move(stop));
  }};
};

template <typename T>
T FakeControl::take(T FakeControl::*member) {
  const std::lock_guard lock(m_mutex);
  return std::exchange(this->*member, T());
}

void FakeControl::setModel(const ModelInfo& info) {
  const std::lock_guard lock(m_mutex);
  m_model = info;
}

void FakeControl::failNextLoad(const Error& error) {
  const std::lock_guard lock(m_mutex);
  m_loadError = error;
}

void FakeControl::failNextRun(const Error& error) {
  const std::lock_guard lock(m_mutex);
  m_runError = error;
}

void FakeControl::throwInNextRun(const std::string& what) {
  const std::lock_guard lock(m_mutex);
  m_runException = what;
}

void FakeControl::close(int Gate::*gate) {
  const std::lock_guard lock(m_mutex);
  m_gate.*gate = 0;
}

void FakeControl::allow(int Gate::*gate, int count) {
  {
    const std::lock_guard lock(m_mutex);
    if (m_gate.*gate != kOpen) m_gate.*gate += count;
  }
  m_changed.notify_all();
}

void FakeControl::open(int Gate::*gate) {
  {
    const std::lock_guard lock(m_mutex);
    m_gate.*gate = kOpen;
  }
  m_changed.notify_all();
}

void FakeControl::openAllGates() {
  openStepGate();
  openLoadGate();
}

bool FakeControl::pass(int Gate::*gate, std::atomic<int>* waiting, std::stop_token stop) {
  std::unique_lock lock(m_mutex);
  ++*waiting;
  const bool isOpen = m_changed.wait(lock, stop, [&] { return m_gate.*gate != 0; });
  --*waiting;
  if (!isOpen || stop.stop_requested()) return false;
  if (m_gate.*gate > 0) --(m_gate.*gate);
  return true;
}

void FakeControl::noteThread() {
  const std::lock_guard lock(m_mutex);
  if (!m_thread) m_thread = std::this_thread::get_id();
  if (*m_thread != std::this_thread::get_id()) m_usedFromTwoThreads = true;
}

std::vector<TokenGrid> FakeControl::decoded() const {
  const std::lock_guard lock(m_mutex);
  return m_decoded;
}

std::vector<GenerationRequest> FakeControl::requests() const {
  const std::lock_guard lock(m_mutex);
  return m_requests;
}

std::vector<EngineOptions> FakeControl::loads() const {
  const std::lock_guard lock(m_mutex);
  return m_loads;
}

std::optional<std::thread::id> FakeControl::thread() const {
  const std::lock_guard lock(m_mutex);
  return m_thread;
}

void FakeControl::expectNewThread() {
  const std::lock_guard lock(m_mutex);
  m_thread.reset();
}

std::vector<std::string> FakeControl::tokenizedPrompts() const {
  const std::lock_guard lock(m_mutex);
  return m_tokenized;
}

std::function<Result<std::unique_ptr<Engine>>(const EngineOptions&)> FakeControl::loader(
    std::shared_ptr<FakeControl> control) {
  return [control = std::move(control)](const EngineOptions& options) -> Result<std::unique_ptr<Engine>> {
    control->noteThread();
    {
      const std::lock_guard lock(control->m_mutex);
      control->m_loads.push_back(options);
    }
    control->pass(&Gate::loads, &control->m_waitingLoads, {});
    if (auto error = control->take(&FakeControl::m_loadError)) return *error;
    const std::lock_guard lock(control->m_mutex);
    ModelInfo info = control->m_model;
    info.reference.path = options.modelDir;
    return std::unique_ptr<Engine>(std::make_unique<FakeEngine>(control, info));
  };
}

}  // namespace unmask::test
