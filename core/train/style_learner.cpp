#include "core/train/style_learner.h"

#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/adapter/adapter_file.h"
#include "core/engine/guarded.h"
#include "core/engine/model_bundle.h"
#include "core/io/base64.h"
#include "core/io/image_codec.h"
#include "core/io/utf8.h"
#include "core/model/compute_threads.h"
#include "core/model/tensor_image.h"
#include "core/model/weights.h"
#include "core/train/adapter_trainer.h"
#include "core/train/checkpoint.h"
#include "core/train/own_pictures.h"
#include "core/train/style_task_file.h"

namespace unmask {
namespace fs = std::filesystem;
using torch::Tensor;

namespace {

using Clock = std::chrono::steady_clock;
constexpr int kSampleSide = 64;  // pixels of the picture kept in the adapter's metadata
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

/// Moved by whole cells; what comes in is the picture's border.
Tensor shifted(const Tensor& pixels, int64_t dy, int64_t dx, int64_t margin) {
  const int64_t h = pixels.size(1), w = pixels.size(2);
  const Tensor around = torch::replication_pad2d(pixels.unsqueeze(0), {margin, margin, margin, margin})[0];
  return around.narrow(1, margin - dy, h).narrow(2, margin - dx, w);
}

class TorchStyleLearner final : public StyleLearner {
 public:
  /// `bytesBefore`: what the process held before the model was loaded.
  TorchStyleLearner(StyleTask task, ModelBundle bundle, int64_t bytesBefore);
  Result<void> prepare();
  Result<void> resume();

  Result<StyleEstimate> estimate(std::stop_token stop) override;
  Result<StyleProgress> advance(std::stop_token stop) override;
  const std::vector<float>& losses() const override { return m_losses; }
  Result<void> save() override;
  Result<std::vector<ImageBuffer>> preview(const std::vector<std::string>& prompts, uint64_t seed,
                                           std::stop_token stop) override;

 private:
  void encodeTexts(ModelBundle& bundle);
  Result<void> drawNext(std::stop_token stop);
  void startLearning();
  StyleProgress progress() const;
  std::string identity() const;
  AdapterInfo description() const;
  template <typename Work>
  auto guarded(const char* stage, const Work& work) const -> decltype(work()) {
    return guardedCall(stage, m_task.modelDir, work);
  }

  StyleTask m_task;
  int64_t m_bytesBefore;
  OwnPictures m_own;
  std::vector<std::string> m_texts;
  Tensor m_hidden, m_pooled;  ///< of m_texts
  Uvit m_transformer;
  std::unique_ptr<Engine> m_engine;  ///< with the same network
  AdapterDataset::Group m_source;    ///< the given pictures
  std::unique_ptr<AdapterTrainer> m_trainer;
  std::vector<float> m_losses;
  Pace m_learningPace;
};

TorchStyleLearner::TorchStyleLearner(StyleTask task, ModelBundle bundle, int64_t bytesBefore)
    : m_task(std::move(task)), m_bytesBefore(bytesBefore), m_own(m_task), m_transformer(bundle.transformer) {
  encodeTexts(bundle);
  m_engine = engineFrom(std::move(bundle));
}

void TorchStyleLearner::encodeTexts(ModelBundle& bundle) {
  const torch::NoGradGuard noGrad;
  m_texts = {""};
  for (const StylePicture& picture : m_task.pictures) m_texts.push_back(picture.caption);
  const std::vector<std::string> own = m_own.texts();
  m_texts.insert(m_texts.end(), own.begin(), own.end());
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

/// The picture's tokens, mirrored and moved as the settings want it.
Result<void> TorchStyleLearner::prepare() {
  const int64_t cell = m_engine->info().pixelsPerCell, reach = m_task.settings.shiftCells;
  std::vector<Tensor> codes;
  std::vector<PictureManner> manners;
  for (const StylePicture& picture : m_task.pictures) {
    const Tensor pixels = pixelsOf(picture.picture);
    if (!m_own.isDone()) manners.emplace_back(pixels);
    for (int64_t dy = -reach; dy <= reach; ++dy)
      for (int64_t dx = -reach; dx <= reach; ++dx)
        for (const bool flipped : {false, true}) {
          if (flipped && !m_task.settings.mirror) continue;
          const Tensor moved = shifted(pixels, dy * cell, dx * cell, reach * cell);
          UNMASK_TRY(const TokenGrid grid,
                     m_engine->encode(imageFromTensor(flipped ? moved.flip({2}) : moved)));
          codes.push_back(codesOf(grid));
          m_source.captions.push_back(rowOf(m_texts, picture.caption));
        }
  }
  PictureManner::shareColours(manners);
  m_own.setManners(std::move(manners));
  m_source.codes = torch::stack(codes);
  if (m_own.isDone()) startLearning();
  return {};
}

Result<void> TorchStyleLearner::drawNext(std::stop_token stop) {
  UNMASK_CHECK(m_own.drawNext(*m_engine, stop));
  if (m_own.isDone()) startLearning();
  return {};
}

void TorchStyleLearner::startLearning() {
  AdapterDataset data;
  data.groups = m_own.groups(m_texts);
  m_source.share = data.groups.empty() ? 1 : m_task.settings.sourceShare;
  data.groups.insert(data.groups.begin(), m_source);
  data.hiddenStates = m_hidden;
  data.pooled = m_pooled;
  data.emptyCaption = 0;
  data.pictureSide = static_cast<float>(m_engine->info().gridWidth * m_engine->info().pixelsPerCell);
  m_trainer = std::make_unique<AdapterTrainer>(m_transformer, std::move(data), m_task.settings);
}

StyleProgress TorchStyleLearner::progress() const {
  StyleProgress out;
  const int64_t steps = m_task.settings.steps, done = m_trainer ? m_trainer->stepsDone() : 0;
  out.secondsLeft = m_own.secondsLeft(m_engine->info().presets.front().steps) +
                    static_cast<double>(steps - done) * m_learningPace.each();
  out.loss = m_losses.empty() ? 0 : m_losses.back();
  const bool isDrawing = !m_own.isDone();
  out.stage = isDrawing ? StyleStage::Drawing : done < steps ? StyleStage::Learning : StyleStage::Done;
  out.done = isDrawing ? static_cast<int64_t>(m_own.done()) : done;
  out.total = isDrawing ? static_cast<int64_t>(m_own.total()) : steps;
  return out;
}

Result<StyleProgress> TorchStyleLearner::advance(std::stop_token stop) {
  if (!m_own.isDone()) {
    UNMASK_CHECK(guarded("drawing an own picture", [&] { return drawNext(stop); }));
  } else if (m_trainer->stepsDone() < m_task.settings.steps) {
    if (stop.stop_requested()) return Error{ErrorKind::Cancelled, "stopped", "", "", "", "", ""};
    const auto start = Clock::now();
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

Result<StyleEstimate> TorchStyleLearner::estimate(std::stop_token stop) {
  if (!m_own.hasPace()) {
    for (int i = 0; i < 2 && !m_own.isDone(); ++i) {
      m_own.forgetPace();
      const auto drawn = advance(stop);
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
    const Error stopped{ErrorKind::Cancelled, "stopped", "", "", "", "", ""};
    if (stop.stop_requested()) return stopped;
    trial.step();  // the first one also sets things up
    if (stop.stop_requested()) return stopped;
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
    std::vector<std::pair<std::string, Tensor>> tensors = m_own.state();
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
      const bool hasLearned = m_trainer->stepsDone() > 0;  // before that it would change nothing
      if (hasLearned) UNMASK_CHECK(writeAdapter(m_task.output, description(), layers));
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
    if (!m_own.restore(checkpoint.tensors, m_source.codes.sizes().slice(1), m_engine->info().codebookSize))
      return misfit();
    if (!m_own.isDone()) return {};
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
  if (m_trainer && m_trainer->stepsDone() > 0) {  // before that no adapter is written
    UNMASK_TRY(const std::string hash, fileHash(m_task.output));
    adapters = {{m_task.output.stem().string(), m_task.output.string(), 1, hash}};
  }
  std::vector<ImageBuffer> pictures;
  for (const std::string& prompt : prompts) {
    GenerationRequest request = styleRequest(m_engine->info(), prompt, seed);
    request.adapters = adapters;
    UNMASK_TRY(ImageBuffer picture, drawnBy(*m_engine, request, stop));
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
