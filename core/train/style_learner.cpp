#include "core/train/style_learner.h"

#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/adapter/adapter_file.h"
#include "core/engine/guarded.h"
#include "core/engine/model_bundle.h"
#include "core/engine/preset_request.h"
#include "core/io/base64.h"
#include "core/io/image_codec.h"
#include "core/io/utf8.h"
#include "core/model/compute_threads.h"
#include "core/model/tensor_image.h"
#include "core/model/weights.h"
#include "core/train/adapter_trainer.h"
#include "core/train/checkpoint.h"
#include "core/train/redraw.h"
#include "core/train/style_task_file.h"

namespace unmask {
namespace fs = std::filesystem;
using torch::Tensor;

namespace {

using Clock = std::chrono::steady_clock;
constexpr int kSampleSide = 64;  // pixels of the picture kept in the adapter's metadata
constexpr int kKeptSteps = 4;    // of pictures that are not redrawn
constexpr int64_t kTextsAtOnce = 64;

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// What the system says of this process: "VmRSS", memory held now, or "VmHWM", at most; 0 where it is silent.
int64_t statusBytes(const std::string& field) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(field + ":"))
      return std::strtoll(line.c_str() + field.size() + 1, nullptr, 10) * 1024;
  return 0;
}

/// "VmHWM" counts from now, where that is allowed (proc(5), clear_refs).
void forgetPeak() {
  std::ofstream("/proc/self/clear_refs") << "5";
}

Tensor codesOf(const TokenGrid& grid) {
  return torch::tensor(grid.tokenIds, torch::kInt32).to(torch::kInt64).view({grid.height, grid.width});
}

Tensor asTensor(const ImageBuffer& picture) {
  return tensorFromImage(picture).to(torch::kFloat32).div(255);
}

/// Moved by whole cells; what comes in is the picture's border.
Tensor shifted(const Tensor& pixels, int64_t dy, int64_t dx, int64_t margin) {
  const int64_t h = pixels.size(1), w = pixels.size(2);
  const Tensor around = torch::replication_pad2d(pixels.unsqueeze(0), {margin, margin, margin, margin})[0];
  return around.narrow(1, margin - dy, h).narrow(2, margin - dx, w);
}

struct Pace {
  double seconds = 0;
  int64_t count = 0;
  void add(double more) { seconds += more, ++count; }
  double each() const { return count > 0 ? seconds / static_cast<double>(count) : 0; }
};

class TorchStyleLearner final : public StyleLearner {
 public:
  /// `bytesBefore`: what the process held before the model was loaded.
  TorchStyleLearner(StyleTask task, ModelBundle bundle, int64_t bytesBefore);
  Result<void> prepare();
  Result<void> resume();

  Result<StyleEstimate> estimate() override;
  Result<StyleProgress> advance(std::stop_token stop) override;
  const std::vector<float>& losses() const override { return m_losses; }
  Result<void> save() override;
  Result<std::vector<ImageBuffer>> preview(const std::vector<std::string>& prompts, uint64_t seed,
                                           std::stop_token stop) override;

 private:
  void encodeTexts(ModelBundle& bundle);
  int64_t rowOf(const std::string& caption) const;
  GenerationRequest request(const std::string& prompt, uint64_t seed) const;
  Result<ImageBuffer> drawn(const GenerationRequest& request, std::stop_token stop);
  Result<void> drawOne(std::stop_token stop);
  void startLearning();
  StyleProgress progress() const;
  std::string identity() const;
  AdapterInfo description() const;
  size_t toDraw() const { return m_prompts.size() + m_keptPrompts.size(); }
  size_t drawnSoFar() const { return m_own.size() + m_kept.size(); }
  bool isDrawing() const { return drawnSoFar() < toDraw(); }
  template <typename Work>
  auto guarded(const char* stage, const Work& work) const -> decltype(work()) {
    return guardedCall(stage, m_task.modelDir, work);
  }

  StyleTask m_task;
  int64_t m_bytesBefore;
  std::vector<StylePrompt> m_prompts;  ///< of the own pictures
  std::vector<StylePrompt> m_keptPrompts;
  std::vector<std::string> m_texts;
  Tensor m_hidden, m_pooled;  ///< of m_texts
  Uvit m_transformer;
  std::unique_ptr<Engine> m_engine;  ///< with the same network
  std::vector<PictureManner> m_manners;
  AdapterDataset::Group m_source;
  std::vector<Tensor> m_own, m_redrawn, m_kept;  ///< codes [h, w]
  std::unique_ptr<AdapterTrainer> m_trainer;
  std::vector<float> m_losses;
  Pace m_drawingPace, m_keptPace, m_learningPace;
};

TorchStyleLearner::TorchStyleLearner(StyleTask task, ModelBundle bundle, int64_t bytesBefore)
    : m_task(std::move(task)),
      m_bytesBefore(bytesBefore),
      m_prompts(chosenPrompts(m_task)),
      m_keptPrompts(m_prompts.empty() ? std::vector<StylePrompt>() : keptPrompts(m_task)),
      m_transformer(bundle.transformer) {
  encodeTexts(bundle);
  m_engine = engineFrom(std::move(bundle));
}

void TorchStyleLearner::encodeTexts(ModelBundle& bundle) {
  const torch::NoGradGuard noGrad;
  m_texts = {""};
  for (const StylePicture& picture : m_task.pictures) m_texts.push_back(picture.caption);
  for (const StylePrompt& prompt : m_prompts) {
    m_texts.push_back(prompt.drawnAs);
    m_texts.push_back(prompt.caption);
    m_texts.push_back(prompt.caption + " " + m_task.trigger);
  }
  for (const StylePrompt& prompt : m_keptPrompts) {
    m_texts.push_back(prompt.drawnAs);
    m_texts.push_back(prompt.caption);
  }
  std::vector<Tensor> ids, hidden, pooled;
  for (const std::string& text : m_texts)
    ids.push_back(torch::tensor(bundle.tokenizer->encode(text).ids, torch::kInt32).to(torch::kInt64));
  for (const Tensor& some : torch::stack(ids).split(kTextsAtOnce)) {
    const TextEncoding encoding = bundle.text->forward(some);
    hidden.push_back(encoding.hiddenStates);
    pooled.push_back(encoding.pooled);
  }
  m_hidden = torch::cat(hidden);
  m_pooled = torch::cat(pooled);
}

int64_t TorchStyleLearner::rowOf(const std::string& caption) const {
  const auto it = std::ranges::find(m_texts, caption);
  assert(it != m_texts.end());
  return it - m_texts.begin();
}

/// The picture's tokens, mirrored and moved as the settings want it.
Result<void> TorchStyleLearner::prepare() {
  const int64_t cell = m_engine->info().pixelsPerCell, reach = m_task.settings.shiftCells;
  std::vector<Tensor> codes;
  for (const StylePicture& picture : m_task.pictures) {
    const Tensor pixels = asTensor(picture.picture);
    if (!m_prompts.empty()) m_manners.emplace_back(pixels);
    for (int64_t dy = -reach; dy <= reach; ++dy)
      for (int64_t dx = -reach; dx <= reach; ++dx)
        for (const bool flipped : {false, true}) {
          if (flipped && !m_task.settings.mirror) continue;
          const Tensor moved = shifted(pixels, dy * cell, dx * cell, reach * cell);
          UNMASK_TRY(const TokenGrid grid,
                     m_engine->encode(imageFromTensor(flipped ? moved.flip({2}) : moved)));
          codes.push_back(codesOf(grid));
          m_source.captions.push_back(rowOf(picture.caption));
        }
  }
  PictureManner::shareColours(m_manners);
  m_source.codes = torch::stack(codes);
  if (!isDrawing()) startLearning();
  return {};
}

GenerationRequest TorchStyleLearner::request(const std::string& prompt, uint64_t seed) const {
  GenerationRequest request;
  request.prompt = prompt;
  request.seed = seed;
  applyPreset(request, m_engine->info().presets.front());
  return request;
}

Result<ImageBuffer> TorchStyleLearner::drawn(const GenerationRequest& request, std::stop_token stop) {
  UNMASK_TRY(RunOutcome outcome, m_engine->run(request, {}, stop));
  return std::move(outcome.images.front().picture);
}

/// Own pictures are drawn as well as the model can; what is only kept, in few steps: it is the model's own
/// prediction on it that is learned, not the picture.
Result<void> TorchStyleLearner::drawOne(std::stop_token stop) {
  const size_t k = m_own.size();
  const bool isOnlyKept = k == m_prompts.size();
  const StylePrompt& prompt = isOnlyKept ? m_keptPrompts[m_kept.size()] : m_prompts[k];
  GenerationRequest asked = request(prompt.drawnAs, m_task.settings.seed + drawnSoFar());
  if (isOnlyKept) asked.steps = std::min(asked.steps, kKeptSteps);
  UNMASK_TRY(const ImageBuffer own, drawn(asked, stop));
  UNMASK_TRY(const TokenGrid ownTokens, m_engine->encode(own));
  if (isOnlyKept) {
    m_kept.push_back(codesOf(ownTokens));
    if (!isDrawing()) startLearning();
    return {};
  }
  const ImageBuffer redrawn = imageFromTensor(m_manners[k % m_manners.size()].redraw(asTensor(own)));
  UNMASK_TRY(const TokenGrid redrawnTokens, m_engine->encode(redrawn));
  m_own.push_back(codesOf(ownTokens));
  m_redrawn.push_back(codesOf(redrawnTokens));
  if (!isDrawing()) startLearning();
  return {};
}

void TorchStyleLearner::startLearning() {
  AdapterDataset data;
  const AdapterTrainingSettings& s = m_task.settings;
  m_source.share = m_own.empty() ? 1 : s.sourceShare;
  data.groups.push_back(m_source);
  if (!m_own.empty()) {
    AdapterDataset::Group redrawn{torch::stack(m_redrawn), {}, 1 - s.sourceShare - s.priorShare};
    // With and without the words that chose the style it was drawn in.
    AdapterDataset::Group prior{{}, {}, s.priorShare, true};
    std::vector<Tensor> priorCodes;
    const auto keep = [&](const std::vector<StylePrompt>& prompts, const std::vector<Tensor>& codes) {
      for (size_t k = 0; k < codes.size(); ++k) {
        priorCodes.insert(priorCodes.end(), 2, codes[k]);
        prior.captions.push_back(rowOf(prompts[k].drawnAs));
        prior.captions.push_back(rowOf(prompts[k].caption));
      }
    };
    keep(m_prompts, m_own);
    keep(m_keptPrompts, m_kept);
    prior.codes = torch::stack(priorCodes);
    for (const StylePrompt& prompt : m_prompts)
      redrawn.captions.push_back(rowOf(prompt.caption + " " + m_task.trigger));
    data.groups.push_back(std::move(redrawn));
    data.groups.push_back(std::move(prior));
  }
  data.hiddenStates = m_hidden;
  data.pooled = m_pooled;
  data.emptyCaption = 0;
  data.pictureSide = static_cast<float>(m_engine->info().gridWidth * m_engine->info().pixelsPerCell);
  m_trainer = std::make_unique<AdapterTrainer>(m_transformer, std::move(data), s);
}

StyleProgress TorchStyleLearner::progress() const {
  StyleProgress out;
  const int64_t steps = m_task.settings.steps, done = m_trainer ? m_trainer->stepsDone() : 0;
  const auto usual = static_cast<double>(m_engine->info().presets.front().steps);
  const double eachKept = m_keptPace.count > 0
                              ? m_keptPace.each()
                              : m_drawingPace.each() * std::min(1.0, static_cast<double>(kKeptSteps) / usual);
  const auto drawings = static_cast<double>(m_prompts.size() - m_own.size()) * m_drawingPace.each() +
                        static_cast<double>(m_keptPrompts.size() - m_kept.size()) * eachKept;
  out.secondsLeft = drawings + static_cast<double>(steps - done) * m_learningPace.each();
  out.loss = m_losses.empty() ? 0 : m_losses.back();
  out.stage = isDrawing() ? StyleStage::Drawing : done < steps ? StyleStage::Learning : StyleStage::Done;
  out.done = isDrawing() ? static_cast<int64_t>(drawnSoFar()) : done;
  out.total = isDrawing() ? static_cast<int64_t>(toDraw()) : steps;
  return out;
}

Result<StyleProgress> TorchStyleLearner::advance(std::stop_token stop) {
  const auto start = Clock::now();
  if (isDrawing()) {
    Pace& pace = m_own.size() < m_prompts.size() ? m_drawingPace : m_keptPace;
    UNMASK_CHECK(guarded("drawing an own picture", [&] { return drawOne(stop); }));
    pace.add(secondsSince(start));
  } else if (m_trainer->stepsDone() < m_task.settings.steps) {
    if (stop.stop_requested()) return Error{ErrorKind::Cancelled, "stopped", "", "", "", "", ""};
    UNMASK_CHECK(guarded("learning", [&]() -> Result<void> {
      const torch::AutoGradMode withGradients(true);
      const TokenStepReport step = m_trainer->step();
      if (!std::isfinite(step.loss) || !std::isfinite(step.gradientNorm))
        return Error{
            ErrorKind::Internal, "the loss is not finite", "", "learning_rate", "a smaller one", "", ""};
      m_losses.push_back(static_cast<float>(step.loss));
      return {};
    }));
    m_learningPace.add(secondsSince(start));
  }
  return progress();
}

Result<StyleEstimate> TorchStyleLearner::estimate() {
  if (m_drawingPace.count == 0) {
    for (int i = 0; i < 2 && isDrawing(); ++i) {
      m_drawingPace = {};  // the first picture also sets things up
      const auto drawn = advance({});
      if (!drawn) return drawn.error();
    }
  }
  StyleEstimate out;
  UNMASK_CHECK(guarded("measuring", [&]() -> Result<void> {
    const torch::AutoGradMode withGradients(true);
    AdapterDataset data;
    data.groups = {m_source};
    data.hiddenStates = m_hidden;
    data.pooled = m_pooled;
    AdapterTrainer trial(m_transformer, std::move(data), m_task.settings);
    trial.step();  // the first one also sets things up
    const auto start = Clock::now();
    trial.step();
    if (m_learningPace.count == 0) m_learningPace.add(secondsSince(start));
    out.parameters = trial.parameterCount();
    out.moduleCount = static_cast<int64_t>(trial.matrices().size());
    return {};
  }));
  out.seconds = progress().secondsLeft;
  out.bytes = std::max<int64_t>(0, statusBytes("VmHWM") - m_bytesBefore);
  return out;
}

/// What must be the same for a run to be gone on with.
std::string TorchStyleLearner::identity() const {
  nlohmann::ordered_json json = {{"settings", nlohmann::json::parse(toJson(m_task.settings))},
                                 {"model", m_engine->info().reference.contentHash},
                                 {"trigger", m_task.trigger}};
  for (const std::string& text : m_texts) json["texts"].push_back(text);
  const Tensor codes = m_source.codes.flatten();
  json["picture"] =
      std::vector<int64_t>(codes.data_ptr<int64_t>(), codes.data_ptr<int64_t>() + codes.numel());
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

AdapterInfo TorchStyleLearner::description() const {
  AdapterInfo info;
  info.rank = static_cast<int>(m_task.settings.rank);
  info.alpha = m_task.settings.alpha;
  info.targets = targetNames(m_task.settings.targets());
  info.baseModel = m_engine->info().reference.name;
  info.baseModelHash = m_engine->info().reference.contentHash;
  info.trigger = m_task.trigger;
  info.caption = m_task.pictures.front().caption;
  info.settings = toJson(m_task.settings);
  if (const auto png = encodePng(resizeLanczos(m_task.pictures.front().picture, kSampleSide, kSampleSide)))
    info.samplePicture = toBase64(*png);
  return info;
}

Result<void> TorchStyleLearner::save() {
  return guarded("saving", [&]() -> Result<void> {
    std::vector<std::pair<std::string, Tensor>> tensors;
    if (!m_own.empty()) {
      tensors.emplace_back("own", torch::stack(m_own));
      tensors.emplace_back("redrawn", torch::stack(m_redrawn));
    }
    if (!m_kept.empty()) tensors.emplace_back("kept", torch::stack(m_kept));
    if (m_trainer) {
      std::vector<AdapterLayer> layers;
      const std::vector<AdapterTrainer::Matrices> matrices = m_trainer->matrices();
      std::vector<Tensor> kept;  // the views point into these
      const auto view = [&kept](const Tensor& matrix) {
        kept.push_back(matrix.detach().to(torch::kFloat32).contiguous());
        return TensorView{"",
                          TensorType::F32,
                          kept.back().sizes().vec(),
                          {static_cast<const std::byte*>(kept.back().data_ptr()), kept.back().nbytes()}};
      };
      for (const auto& m : matrices) layers.push_back({m.module, view(m.down), view(m.up)});
      UNMASK_CHECK(writeAdapter(m_task.output, description(), layers));
      for (auto& item : m_trainer->state()) tensors.push_back(std::move(item));
      if (!m_losses.empty()) tensors.emplace_back("losses", torch::tensor(m_losses));
    }
    const fs::path run = runFileOf(m_task.output);
    if (progress().stage != StyleStage::Done)
      return saveCheckpoint(run, m_trainer ? m_trainer->stepsDone() : 0, identity(), tensors);
    forgetStyleTask(m_task.output);
    return {};
  });
}

Result<void> TorchStyleLearner::resume() {
  const fs::path run = runFileOf(m_task.output);
  UNMASK_TRY(const TrainingCheckpoint checkpoint, loadCheckpoint(run));
  if (checkpoint.settings != identity())
    return Error{ErrorKind::Usage,
                 "the unfinished run is of another model, picture or preset",
                 run.string(),
                 "",
                 "",
                 "",
                 "Take the same ones, or begin anew."};
  const auto misfit = [&run] {
    return Error{ErrorKind::BadInput, "the unfinished run cannot be read", run.string(), "", "", "",
                 "Begin anew."};
  };
  return guarded("going on", [&]() -> Result<void> {
    const auto grids = [&](const char* name, size_t most, std::vector<Tensor>& out) {
      const auto it = checkpoint.tensors.find(name);
      if (it == checkpoint.tensors.end()) return true;
      const Tensor& t = it->second;
      const auto shape = m_source.codes.sizes();
      if (t.dim() != 3 || t.scalar_type() != torch::kInt64 || t.size(1) != shape[1] ||
          t.size(2) != shape[2] || t.size(0) > static_cast<int64_t>(most) || (t < 0).any().item<bool>() ||
          (t >= m_engine->info().codebookSize).any().item<bool>())
        return false;
      for (int64_t i = 0; i < t.size(0); ++i) out.push_back(t[i]);
      return true;
    };
    const size_t own = m_prompts.size();
    if (!grids("own", own, m_own) || !grids("redrawn", own, m_redrawn) ||
        !grids("kept", m_keptPrompts.size(), m_kept) || m_own.size() != m_redrawn.size() ||
        (m_own.size() < own && !m_kept.empty()))
      return misfit();
    if (isDrawing()) return {};
    if (!m_trainer) startLearning();
    if (checkpoint.step == 0) return {};
    const auto losses = checkpoint.tensors.find("losses");
    if (losses == checkpoint.tensors.end() || losses->second.scalar_type() != torch::kFloat32 ||
        losses->second.dim() != 1 || !m_trainer->restore(checkpoint.tensors, checkpoint.step))
      return misfit();
    const float* values = losses->second.data_ptr<float>();
    m_losses.assign(values, values + losses->second.numel());
    return {};
  });
}

Result<std::vector<ImageBuffer>> TorchStyleLearner::preview(const std::vector<std::string>& prompts,
                                                            uint64_t seed, std::stop_token stop) {
  std::vector<AdapterReference> adapters;
  if (m_trainer) {
    UNMASK_TRY(const std::string hash, fileHash(m_task.output));
    adapters = {{m_task.output.stem().string(), m_task.output.string(), 1, hash}};
  }
  std::vector<ImageBuffer> pictures;
  for (const std::string& prompt : prompts) {
    GenerationRequest asked = request(prompt, seed);
    asked.adapters = adapters;
    UNMASK_TRY(ImageBuffer picture, drawn(asked, stop));
    pictures.push_back(std::move(picture));
  }
  return pictures;
}

Result<void> checkTask(const StyleTask& task, const ModelInfo& info) {
  const auto usage = [](const char* key, const std::string& expected, const std::string& found) {
    return Error{ErrorKind::Usage, "the style cannot be learned so", "", key, expected, found, ""};
  };
  const auto notUtf8 = [](const char* key) {
    return Error{ErrorKind::BadInput, "the text cannot be read", "", key, "UTF-8", "other bytes", ""};
  };
  const int side = info.gridWidth * info.pixelsPerCell;
  if (task.pictures.empty()) return usage("picture", "at least one", "none");
  if (task.output.empty()) return usage("output", "a file to write", "none");
  for (const StylePicture& picture : task.pictures) {
    const ImageBuffer& p = picture.picture;
    if (p.width != side || p.height != side || p.channels != 3)
      return usage("picture", "RGB of " + std::to_string(side) + " pixels a side",
                   std::to_string(p.width) + "x" + std::to_string(p.height));
    if (picture.caption.empty()) return usage("caption", "what the picture shows", "nothing");
    if (!isUtf8(picture.caption)) return notUtf8("caption");
  }
  if (!isUtf8(task.trigger)) return notUtf8("trigger");
  if (!task.prompts.empty() && task.settings.ownPictures > 0 && task.trigger.empty())
    return usage("trigger", "the words that ask for the style", "none");
  return {};
}

}  // namespace

Result<std::unique_ptr<StyleLearner>> StyleLearner::open(const StyleTask& task) {
  forgetPeak();
  const int64_t bytesBefore = statusBytes("VmRSS");
  prepareComputation(task.threads);
  EngineOptions options;
  options.modelDir = task.modelDir;
  options.variant = task.variant;
  options.computeType = task.computeType;
  options.threads = task.threads;
  return guardedCall("loading the model", task.modelDir, [&]() -> Result<std::unique_ptr<StyleLearner>> {
    UNMASK_TRY(ModelBundle bundle, loadBundle(options));
    UNMASK_CHECK(checkTask(task, bundle.info));
    auto learner = std::make_unique<TorchStyleLearner>(task, std::move(bundle), bytesBefore);
    UNMASK_CHECK(learner->prepare());
    if (task.resume) UNMASK_CHECK(learner->resume());
    return std::unique_ptr<StyleLearner>(std::move(learner));
  });
}

}  // namespace unmask
