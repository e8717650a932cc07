#include "core/engine/torch_engine.h"

#include <chrono>

#include "core/decode/start_grid.h"
#include "core/doc/composite.h"
#include "core/engine/guarded.h"
#include "core/engine/torch_lab.h"
#include "core/io/image_codec.h"
#include "core/model/compute_threads.h"
#include "core/model/tensor_image.h"

namespace unmask {
using torch::Tensor;

namespace {

using Clock = std::chrono::steady_clock;
constexpr size_t kCachedTexts = 16;

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Cells whose pixels are the run's own. A resumed run counts what it found as given, also what its earlier
/// steps had drawn; there the request says which cells the whole job may change.
CellMask changedCells(const GenerationRequest& request, const DecodeState& state) {
  CellMask mask(state.tokens.height, state.tokens.width);
  const bool isResumed = !request.startTokens.tokenIds.empty() && !request.editableCells.empty();
  for (size_t i = 0; i < state.fixedAtStep.size(); ++i) {
    const bool isLocked = !request.lockedCells.empty() && request.lockedCells.cells[i] != 0;
    const bool isOpen = isResumed && request.editableCells.cells[i] != 0 && !isLocked;
    mask.cells[i] = isOpen || state.fixedAtStep[i] != DecodeState::kGiven;
  }
  return mask;
}

/// A start grid comes with its own size. What is drawn from it is put into the picture, so both must agree.
Result<void> requireOneSize(const GenerationRequest& fitted, const GridSize& grid, int side) {
  const bool isPutInto = fitted.kind == JobKind::Inpaint && !fitted.picture.empty();
  if (!isPutInto ||
      (fitted.picture.height == grid.height * side && fitted.picture.width == grid.width * side))
    return {};
  return Error{ErrorKind::Usage,
               "the picture and the start tokens are of different sizes",
               "",
               "picture",
               std::to_string(grid.width * side) + "×" + std::to_string(grid.height * side) + " pixels",
               std::to_string(fitted.picture.width) + "×" + std::to_string(fitted.picture.height),
               ""};
}

}  // namespace

ImageBuffer fittedToCells(const ImageBuffer& picture, int pixelsPerCell, int cellMultiple) {
  const int step = pixelsPerCell * cellMultiple;
  const int width = picture.width - picture.width % step, height = picture.height - picture.height % step;
  if (width == picture.width && height == picture.height) return picture;
  if (width == 0 || height == 0) return resizeLanczos(picture, std::max(width, step), std::max(height, step));
  return resizeLanczos(picture, width, height);
}

template <typename Work>
auto TorchEngine::guarded(const char* stage, const Work& work) const -> decltype(work()) {
  return guardedCall(stage, m_bundle.info.reference.path, work);
}

Result<void> TorchEngine::useAdapters(const std::vector<AdapterReference>& adapters) {
  if (adapters == m_adaptersInUse) return {};
  std::vector<AdapterFold::Part> parts;
  for (const AdapterReference& adapter : adapters) {
    UNMASK_TRY(AdapterFile file, AdapterFile::open(adapter.path));
    if (!adapter.contentHash.empty() && adapter.contentHash != file.contentHash())
      return Error{ErrorKind::BadInput,
                   "this is not the adapter that the request was made with",
                   adapter.path,
                   "adapters",
                   adapter.contentHash,
                   file.contentHash(),
                   "Choose the adapter again."};
    parts.push_back({std::move(file), adapter.strength, adapter.scale});
  }
  UNMASK_CHECK(m_adapters.set(parts));
  m_adaptersInUse = adapters;
  m_texts.clear();
  return {};
}

Tensor TorchEngine::promptIds(const std::string& prompt) const {
  TORCH_CHECK(m_bundle.tokenizer, "this model has made-up weights and no tokenizer");
  const TokenizedText text = m_bundle.tokenizer->encode(prompt);
  return torch::tensor(text.ids, torch::kInt32).to(torch::kInt64).unsqueeze(0);
}

const TorchEngine::CachedText& TorchEngine::textOf(const std::string& prompt,
                                                   const std::vector<float>& micro) {
  for (const CachedText& cached : m_texts)
    if (cached.prompt == prompt && cached.microConditions == micro) return cached;
  TextEncoding encoding = m_bundle.text->forward(promptIds(prompt));
  requireFinite(encoding.pooled, "the text encoding");
  UvitContext context = m_bundle.transformer->prepare(encoding.hiddenStates, encoding.pooled,
                                                      torch::tensor(micro).unsqueeze(0));
  if (m_texts.size() >= kCachedTexts) m_texts.pop_back();
  m_texts.push_front({prompt, micro, std::move(encoding), std::move(context)});
  return m_texts.front();
}

UvitContext TorchEngine::contextOf(const GenerationRequest& request, const GridSize& grid) {
  const int side = m_bundle.info.pixelsPerCell;
  const MicroConditions m = request.microConditions.value_or(MicroConditions{
      static_cast<float>(grid.width * side), static_cast<float>(grid.height * side), 0, 0, 6});
  const std::vector<float> micro = {m.originalWidth, m.originalHeight, m.cropTop, m.cropLeft,
                                    m.aestheticScore};
  if (request.guidanceScale <= 1) return textOf(request.prompt, micro).context;
  const UvitContext negative = textOf(request.negativePrompt, micro).context;
  return UvitContext::concatenate(negative, textOf(request.prompt, micro).context);
}

Result<TorchEngine::Prepared> TorchEngine::prepare(const GenerationRequest& original) {
  Prepared prepared;
  GenerationRequest request = original;
  if (!request.picture.empty())
    request.picture = prepared.picture =
        fittedToCells(original.picture, m_bundle.info.pixelsPerCell, m_bundle.info.hasDownsampling ? 2 : 1);
  UNMASK_CHECK(checkRequest(request, m_bundle.info));
  UNMASK_TRY(prepared.grid, gridOf(request, m_bundle.info));
  UNMASK_CHECK(requireOneSize(request, prepared.grid, m_bundle.info.pixelsPerCell));
  UNMASK_CHECK(useAdapters(request.adapters));
  prepared.context = contextOf(request, prepared.grid);
  if (request.kind != JobKind::Generate && request.startTokens.tokenIds.empty())
    prepared.pictureTokens = encodeFitted(prepared.picture);
  return prepared;
}

TokenGrid TorchEngine::encodeFitted(const ImageBuffer& picture) {
  const Tensor pixels = tensorFromImage(picture).unsqueeze(0).to(torch::kFloat32).div_(255);
  const Tensor latents = m_bundle.vq->encode(pixels);
  requireFinite(latents, "the VQ encoding");
  const Tensor codes = m_bundle.vq->quantise(latents);
  TokenGrid grid(static_cast<int>(codes.size(1)), static_cast<int>(codes.size(2)), 0);
  for (size_t i = 0; i < grid.cellCount(); ++i)
    grid.tokenIds[i] = static_cast<int32_t>(codes.data_ptr<int64_t>()[i]);
  return grid;
}

ImageBuffer TorchEngine::decodeTokens(const TokenGrid& tokens) {
  Tensor codes = torch::empty({1, tokens.height, tokens.width}, torch::kInt64);
  std::copy(tokens.tokenIds.begin(), tokens.tokenIds.end(), codes.data_ptr<int64_t>());
  const Tensor pixels = m_bundle.vq->decode(codes);
  requireFinite(pixels, "the decoded picture");
  return imageFromTensor(pixels[0]);
}

ImageBuffer TorchEngine::finish(const GenerationRequest& request, const Prepared& prepared,
                                const ImageBuffer& decoded, const DecodeState& state) const {
  const bool composites =
      request.kind == JobKind::Inpaint && !request.compatDiffusers && !prepared.picture.empty();
  if (!composites) return decoded;
  const int side = m_bundle.info.pixelsPerCell;
  return compositeCells(prepared.picture, decoded, changedCells(request, state), side, side / 4);
}

Result<RunOutcome> TorchEngine::run(const GenerationRequest& request, const RunOptions& options,
                                    std::stop_token stop) {
  const auto cancelled = [] { return Error{ErrorKind::Cancelled, "stopped", "", "", "", "", ""}; };
  const auto start = Clock::now();
  UNMASK_TRY(const Prepared prepared, guarded("reading the prompt and the picture",
                                              [&]() -> Result<Prepared> { return prepare(request); }));
  const ModelInfo& model = m_bundle.info;
  const GridInfo gridInfo{prepared.grid.height, prepared.grid.width, model.maskTokenId};
  const int firstStep = firstStepOf(request), cells = gridInfo.height * gridInfo.width;

  std::vector<std::unique_ptr<NoiseSource>> noise;
  if (!options.drawsFile.empty()) {
    UNMASK_TRY(noise, injectedNoise(options.drawsFile, request.batchCount, cells, model.codebookSize,
                                    firstStep, request.steps, request.kind == JobKind::Vary));
  } else {
    for (int j = 0; j < request.batchCount; ++j)
      noise.push_back(addressedNoise(request.seed + static_cast<uint64_t>(j)));
  }

  RunOutcome outcome;
  outcome.secondsText = secondsSince(start);
  GuidedTransformer transformer(m_bundle.transformer, prepared.context, request.guidanceScale);
  // Images run one after another, so that image j is the image of seed + j to the last bit: a larger batch
  // would round its matrix products differently.
  for (int j = 0; j < request.batchCount; ++j) {
    GenerationRequest own = request;
    own.seed = request.seed + static_cast<uint64_t>(j);
    own.batchCount = 1;
    RunImage image;
    image.seed = own.seed;
    const NoiseSource& source = *noise[static_cast<size_t>(j)];
    DecodeState state = startState(own, gridInfo, prepared.pictureTokens, source);
    if (options.keepTrace) image.trace = {own, {state}, {}};
    const int stepCount = own.steps - state.nextStep;
    for (int n = 1; state.nextStep < own.steps; ++n) {
      if (stop.stop_requested()) return cancelled();
      const auto stepStart = Clock::now();
      UNMASK_TRY(StepOutcome stepped, guarded("predicting tokens", [&]() -> Result<StepOutcome> {
                   return decodeStep(own, state, model.maskTokenId, transformer, source, options.recordLevel);
                 }));
      state = stepped.state;
      outcome.secondsSteps += secondsSince(stepStart);
      if (options.keepTrace) {
        image.trace.states.push_back(state);
        image.trace.records.push_back(stepped.record);
      }
      if (!options.onStep) continue;
      StepFrame frame{j, n, stepCount, state, std::move(stepped.record), {}, 0};
      if (options.previews) {
        UNMASK_TRY(frame.preview, guarded("drawing the preview", [&]() -> Result<ImageBuffer> {
                     return finish(own, prepared, decodeTokens(frame.record.intended), state);
                   }));
      }
      if (state.nextStep >= own.steps) image.picture = frame.preview;  // the last intention is the picture
      frame.secondsElapsed = secondsSince(start);
      options.onStep(frame);
    }
    if (stop.stop_requested()) return cancelled();
    const auto decodeStart = Clock::now();
    image.tokens = state.tokens;
    if (image.picture.empty()) {
      UNMASK_TRY(image.picture, guarded("drawing the picture", [&]() -> Result<ImageBuffer> {
                   return finish(own, prepared, decodeTokens(state.tokens), state);
                 }));
    }
    outcome.secondsDecode += secondsSince(decodeStart);
    if (request.kind == JobKind::Inpaint && !prepared.picture.empty())
      image.pixelsChangedOutsideMask = pixelsChangedOutside(
          prepared.picture, image.picture, changedCells(request, state), model.pixelsPerCell);
    outcome.images.push_back(std::move(image));
  }
  return outcome;
}

Result<DecodeState> TorchEngine::begin(const GenerationRequest& request) {
  return guarded("reading the prompt and the picture", [&]() -> Result<DecodeState> {
    UNMASK_TRY(const Prepared prepared, prepare(request));
    return startState(request, {prepared.grid.height, prepared.grid.width, m_bundle.info.maskTokenId},
                      prepared.pictureTokens, *addressedNoise(request.seed));
  });
}

Result<Engine::Stepped> TorchEngine::step(const GenerationRequest& request, const DecodeState& state,
                                          RecordLevel level) {
  return guarded("predicting tokens", [&]() -> Result<Stepped> {
    GenerationRequest asTokens =
        request;  // the state stands in for the picture, which need not be encoded again
    asTokens.startTokens = state.tokens;
    UNMASK_CHECK(checkRequest(asTokens, m_bundle.info));
    if (state.nextStep >= request.steps)
      return Error{
          ErrorKind::Usage, "the run is finished", "", "step", "", std::to_string(state.nextStep), ""};
    UNMASK_CHECK(useAdapters(request.adapters));
    const GridSize grid{state.tokens.height, state.tokens.width};
    GuidedTransformer transformer(m_bundle.transformer, contextOf(request, grid), request.guidanceScale);
    StepOutcome out = decodeStep(request, state, m_bundle.info.maskTokenId, transformer,
                                 *addressedNoise(request.seed), level);
    return Stepped{std::move(out.state), std::move(out.record)};
  });
}

Result<TokenGrid> TorchEngine::encode(const ImageBuffer& picture) {
  return guarded("encoding the picture", [&]() -> Result<TokenGrid> {
    GenerationRequest request;  // for its checks
    request.kind = JobKind::Vary;
    request.picture = fittedToCells(picture, m_bundle.info.pixelsPerCell, 1);
    ModelInfo anyGrid = m_bundle.info;
    anyGrid.hasDownsampling = anyGrid.hasOneSize = false;
    UNMASK_CHECK(checkRequest(request, anyGrid));
    return encodeFitted(request.picture);
  });
}

Result<ImageBuffer> TorchEngine::decode(const TokenGrid& tokens) {
  return guarded("drawing the picture", [&]() -> Result<ImageBuffer> {
    ModelInfo codesOnly = m_bundle.info;
    codesOnly.hasDownsampling = codesOnly.hasOneSize = false;
    codesOnly.codebookSize = m_bundle.configs.vq.numVqEmbeddings;
    codesOnly.maskTokenId = 0;  // a mask cannot be drawn: only codes pass
    GenerationRequest request;
    request.startTokens = tokens;
    UNMASK_CHECK(checkRequest(request, codesOnly));
    return decodeTokens(tokens);
  });
}

Result<ForwardOutcome> TorchEngine::forward(const std::string& prompt, const std::string& negativePrompt,
                                            const TokenGrid& tokens) {
  return guarded("predicting tokens", [&]() -> Result<ForwardOutcome> {
    GenerationRequest request;
    request.prompt = prompt;
    request.negativePrompt = negativePrompt;
    request.startTokens = tokens;
    UNMASK_CHECK(checkRequest(request, m_bundle.info));
    UNMASK_CHECK(useAdapters({}));
    const int side = m_bundle.info.pixelsPerCell;
    const std::vector<float> micro = {static_cast<float>(tokens.width * side),
                                      static_cast<float>(tokens.height * side), 0, 0, 6};
    const CachedText negative = textOf(negativePrompt, micro), positive = textOf(prompt, micro);
    Tensor ids = torch::empty({1, tokens.height, tokens.width}, torch::kInt64);
    std::copy(tokens.tokenIds.begin(), tokens.tokenIds.end(), ids.data_ptr<int64_t>());
    const UvitContext context = UvitContext::concatenate(negative.context, positive.context);
    const Tensor logits =
        m_bundle.transformer->head(m_bundle.transformer->trunk(ids.expand({2, -1, -1}), context))
            .permute({0, 3, 1, 2});
    requireFinite(logits, "the logits");
    ForwardOutcome out;
    const auto fill = [](const Tensor& values, std::vector<int64_t>& shape, std::vector<float>& to) {
      const Tensor flat = values.to(torch::kFloat32).contiguous();
      shape = flat.sizes().vec();
      to.assign(flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel());
    };
    fill(torch::cat({negative.encoding.hiddenStates, positive.encoding.hiddenStates}), out.hiddenShape,
         out.encoderHiddenStates);
    fill(torch::cat({negative.encoding.pooled, positive.encoding.pooled}), out.pooledShape, out.pooled);
    fill(logits, out.logitsShape, out.logits);
    return out;
  });
}

Result<Engine::TokenizedPrompt> TorchEngine::tokenize(const std::string& prompt) const {
  if (!m_bundle.tokenizer)
    return Error{
        ErrorKind::Unsupported, "this model has made-up weights and no tokenizer", "", "", "", "", ""};
  TokenizedText text = m_bundle.tokenizer->encode(prompt);
  return TokenizedPrompt{std::move(text.ids), text.usedTokens, static_cast<int>(text.droppedPieces.size()),
                         std::move(text.pieces)};
}

TorchEngine::TorchEngine(ModelBundle bundle)
    : m_bundle(std::move(bundle)),
      m_adapters(*m_bundle.transformer),
      m_lab(std::make_unique<TorchLab>(*this)) {}

TorchEngine::~TorchEngine() = default;

Lab* TorchEngine::lab() {
  return m_lab.get();
}

std::unique_ptr<Engine> engineFrom(ModelBundle bundle) {
  return std::make_unique<TorchEngine>(std::move(bundle));
}

Result<std::unique_ptr<Engine>> loadEngine(const EngineOptions& options) {
  try {
    prepareComputation(options.threads);
    UNMASK_TRY(ModelBundle bundle, loadBundle(options));
    return engineFrom(std::move(bundle));
  } catch (const std::bad_alloc&) {
    return Error{ErrorKind::Internal,
                 "out of memory while loading the model",
                 options.modelDir,
                 "",
                 "",
                 "",
                 "Close other programs or choose a smaller model."};
  } catch (const std::exception& error) {
    return Error{ErrorKind::Internal,
                 "loading the model failed",
                 options.modelDir,
                 "",
                 "",
                 std::string(error.what()).substr(0, 400),
                 ""};
  }
}

}  // namespace unmask
