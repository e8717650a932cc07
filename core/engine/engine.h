// The facade: plain values in and out, Torch hidden behind it. One Engine is one loaded model.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/image_buffer.h"
#include "core/base/result.h"
#include "core/doc/generation_request.h"
#include "core/doc/trace.h"

namespace unmask {

/// Defaults a model asks for; stored beside its weights as `unmask_presets.json`, else the reference's own.
struct SamplingPreset {
  std::string name = "default";
  int steps = 12;
  float guidanceScale = 10;
  float temperatureStart = 2;
  float temperatureEnd = 0;
  MaskSchedule schedule = MaskSchedule::Cosine;
  RevealOrder order = RevealOrder::Confidence;
};

class Lab;

struct ModelInfo {
  ModelReference reference;
  int gridHeight = 0;  ///< cells of the model's own picture size
  int gridWidth = 0;
  int pixelsPerCell = 16;  ///< VQ factor
  int codebookSize = 0;    ///< tokens 0 … codebookSize−1 can be drawn
  int32_t maskTokenId = 0;
  int maxPromptTokens = 77;      ///< with start and end token
  bool hasDownsampling = false;  ///< grid sides must be even
  bool hasOneSize = false;       ///< it knows its own grid alone (tables of positions)
  int64_t transformerParameters = 0;
  int64_t vqParameters = 0;
  int64_t textParameters = 0;
  int64_t weightBytes = 0;              ///< of the files
  std::vector<SamplingPreset> presets;  ///< never empty; front() is the default
};

/// What the observer sees after each step. Values only; safe to keep and to send to another thread.
struct StepFrame {
  int imageIndex = 0;  ///< of the batch
  int stepNumber = 0;  ///< 1 … stepCount, counted over the steps this run does
  int stepCount = 0;
  DecodeState state;  ///< after the step
  StepRecord record;
  ImageBuffer preview;        ///< the picture the model intends now; empty unless RunOptions::previews
  double secondsElapsed = 0;  ///< since the run began
};

struct RunOptions {
  bool previews = false;   ///< decode the intended picture after each step
  bool keepTrace = false;  ///< fill RunImage::trace
  RecordLevel recordLevel = RecordLevel::Tokens;
  std::function<void(const StepFrame&)> onStep;  ///< called on the thread that called run()
  std::string drawsFile;  ///< injected noise (safetensors), see README "Draws files"; empty = addressed noise
};

struct RunImage {
  uint64_t seed = 0;
  TokenGrid tokens;
  ImageBuffer picture;  ///< RGB. After inpainting, pixels outside the mask are the input's own bytes.
  int64_t pixelsChangedOutsideMask = 0;  ///< measured, not assumed; Inpaint only
  Trace trace;
};

struct RunOutcome {
  std::vector<RunImage> images;
  double secondsText = 0;  ///< wall time of text encoding and per-run preparation
  double secondsSteps = 0;
  double secondsDecode = 0;
};

/// What the `forward` command writes; negative half first. Row-major float32.
struct ForwardOutcome {
  std::vector<int64_t> hiddenShape;  ///< [2, tokens, E]
  std::vector<float> encoderHiddenStates;
  std::vector<int64_t> pooledShape;  ///< [2, P]
  std::vector<float> pooled;
  std::vector<int64_t> logitsShape;  ///< [2, K, h, w]
  std::vector<float> logits;
};

struct EngineOptions {
  std::string modelDir;
  std::string
      variant;  ///< e.g. "fp16": prefer files named so; empty = plain names, else whatever variant is there
  ComputeType computeType = ComputeType::Float32;
  int threads = 0;  ///< 0 = physical cores
};

/// Not thread-safe: call from one thread at a time. Cancelling goes through the stop token and takes effect
/// within a step; the result is then an Error of kind Cancelled and the engine stays usable. Library
/// exceptions are caught here and come out as ErrorKind::Internal with the stage named.
class Engine {
 public:
  virtual ~Engine() = default;

  virtual const ModelInfo& info() const = 0;

  /// Runs every image of the request. Checks the request first; a contradiction is ErrorKind::Usage.
  virtual Result<RunOutcome> run(const GenerationRequest& request, const RunOptions& options,
                                 std::stop_token stop) = 0;

  /// One step of one image: state → (state, record). The same function run() loops over. `request.seed` is
  /// the image's.
  struct Stepped {
    DecodeState state;
    StepRecord record;
  };
  virtual Result<DecodeState> begin(const GenerationRequest& request) = 0;
  virtual Result<Stepped> step(const GenerationRequest& request, const DecodeState& state,
                               RecordLevel level) = 0;

  /// Picture → tokens. The picture is fitted to a multiple of the model's cell size first (reference 7.3).
  virtual Result<TokenGrid> encode(const ImageBuffer& picture) = 0;
  /// Tokens → RGB picture; every token must be a code, not the mask.
  virtual Result<ImageBuffer> decode(const TokenGrid& tokens) = 0;
  /// Text encoder and transformer once, no adapters; tokens may be masks. Usage when they make no grid of
  /// this model.
  virtual Result<ForwardOutcome> forward(const std::string& prompt, const std::string& negativePrompt,
                                         const TokenGrid& tokens) = 0;
  /// Prompt → ids as the text encoder gets them, padded.
  struct TokenizedPrompt {
    std::vector<int32_t> ids;
    int usedTokens = 0;               ///< with start and end token
    int droppedTokens = 0;            ///< cut off at the end
    std::vector<std::string> pieces;  ///< one text per id in use
  };
  virtual Result<TokenizedPrompt> tokenize(const std::string& prompt) const = 0;

  /// The measurements of lab.h; null where there are none. Owned by the engine.
  virtual Lab* lab() { return nullptr; }
};

/// Loads a model folder in the diffusers layout (reference section 2), safetensors only. All problems of a
/// folder come in one error. Blocking; may take seconds for the released sizes.
Result<std::unique_ptr<Engine>> loadEngine(const EngineOptions& options);

}  // namespace unmask
