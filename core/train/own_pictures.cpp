#include "core/train/own_pictures.h"

#include <algorithm>
#include <cassert>
#include <chrono>

#include "core/engine/preset_request.h"
#include "core/model/tensor_image.h"

namespace unmask {
using torch::Tensor;

namespace {

using Clock = std::chrono::steady_clock;
constexpr int kKeptSteps = 4;  // of pictures that are not redrawn

bool areGrids(const Tensor& t, at::IntArrayRef shape, int64_t codebookSize) {
  return t.dim() == 3 && t.scalar_type() == torch::kInt64 && t.size(1) == shape[0] && t.size(2) == shape[1] &&
         (t >= 0).all().item<bool>() && (t < codebookSize).all().item<bool>();
}

}  // namespace

int64_t rowOf(const std::vector<std::string>& texts, const std::string& text) {
  const auto it = std::ranges::find(texts, text);
  assert(it != texts.end());
  return it - texts.begin();
}

GenerationRequest styleRequest(const ModelInfo& model, const std::string& prompt, uint64_t seed) {
  GenerationRequest request;
  request.prompt = prompt;
  request.seed = seed;
  applyPreset(request, model.presets.front());
  return request;
}

Tensor codesOf(const TokenGrid& grid) {
  return torch::tensor(grid.tokenIds, torch::kInt32).to(torch::kInt64).view({grid.height, grid.width});
}

Tensor pixelsOf(const ImageBuffer& picture) {
  return tensorFromImage(picture).to(torch::kFloat32).div(255);
}

Result<ImageBuffer> drawnBy(Engine& engine, const GenerationRequest& request, std::stop_token stop) {
  UNMASK_TRY(RunOutcome outcome, engine.run(request, {}, stop));
  return std::move(outcome.images.front().picture);
}

OwnPictures::OwnPictures(const StyleTask& task)
    : m_trigger(task.trigger),
      m_seed(task.settings.seed),
      m_redrawnShare(1 - task.settings.sourceShare - task.settings.priorShare),
      m_priorShare(task.settings.priorShare),
      m_prompts(chosenPrompts(task)),
      m_keptPrompts(keptPrompts(task)) {}

std::vector<std::string> OwnPictures::texts() const {
  std::vector<std::string> out;
  for (const StylePrompt& prompt : m_prompts) {
    out.push_back(prompt.drawnAs);
    out.push_back(prompt.caption);
    out.push_back(prompt.caption + " " + m_trigger);
  }
  for (const StylePrompt& prompt : m_keptPrompts) {
    out.push_back(prompt.drawnAs);
    out.push_back(prompt.caption);
  }
  return out;
}

Result<void> OwnPictures::drawNext(Engine& engine, std::stop_token stop) {
  assert(!isDone());
  const auto start = Clock::now();
  const bool isKept = m_own.size() == m_prompts.size();
  UNMASK_CHECK(isKept ? drawKept(engine, stop) : drawRedrawn(engine, stop));
  (isKept ? m_keptPace : m_drawingPace).add(std::chrono::duration<double>(Clock::now() - start).count());
  return {};
}

Result<void> OwnPictures::drawRedrawn(Engine& engine, std::stop_token stop) {
  const size_t k = m_own.size();
  UNMASK_TRY(const RunOutcome outcome,
             engine.run(styleRequest(engine.info(), m_prompts[k].drawnAs, m_seed + done()), {}, stop));
  const RunImage& own = outcome.images.front();
  const ImageBuffer redrawn = imageFromTensor(m_manners[k % m_manners.size()].redraw(pixelsOf(own.picture)));
  UNMASK_TRY(const TokenGrid redrawnTokens, engine.encode(redrawn));
  m_own.push_back(codesOf(own.tokens));
  m_redrawn.push_back(codesOf(redrawnTokens));
  return {};
}

/// In few steps, without guidance and never as a picture: the model's own prediction on these tokens is
/// learned, not they.
Result<void> OwnPictures::drawKept(Engine& engine, std::stop_token stop) {
  GenerationRequest request =
      styleRequest(engine.info(), m_keptPrompts[m_kept.size()].drawnAs, m_seed + done());
  request.steps = std::min(request.steps, kKeptSteps);
  request.guidanceScale = 1;
  UNMASK_TRY(DecodeState state, engine.begin(request));
  while (state.nextStep < request.steps) {
    if (stop.stop_requested()) return Error{ErrorKind::Cancelled, "stopped", "", "", "", "", ""};
    UNMASK_TRY(Engine::Stepped stepped, engine.step(request, state, RecordLevel::Tokens));
    state = std::move(stepped.state);
  }
  m_kept.push_back(codesOf(state.tokens));
  return {};
}

double OwnPictures::secondsLeft(int usualSteps) const {
  const double eachKept = m_keptPace.count > 0
                              ? m_keptPace.each()
                              : m_drawingPace.each() * std::min(1.0, static_cast<double>(kKeptSteps) /
                                                                         static_cast<double>(usualSteps));
  return static_cast<double>(m_prompts.size() - m_own.size()) * m_drawingPace.each() +
         static_cast<double>(m_keptPrompts.size() - m_kept.size()) * eachKept;
}

std::vector<AdapterDataset::Group> OwnPictures::groups(const std::vector<std::string>& texts) const {
  if (m_own.empty()) return {};
  AdapterDataset::Group redrawn{torch::stack(m_redrawn), {}, m_redrawnShare};
  for (const StylePrompt& prompt : m_prompts)
    redrawn.captions.push_back(rowOf(texts, prompt.caption + " " + m_trigger));
  // With and without the words that chose the style it was drawn in.
  AdapterDataset::Group prior{{}, {}, m_priorShare, true};
  std::vector<Tensor> priorCodes;
  const auto keep = [&](const std::vector<StylePrompt>& prompts, const std::vector<Tensor>& codes) {
    for (size_t k = 0; k < codes.size(); ++k) {
      priorCodes.insert(priorCodes.end(), 2, codes[k]);
      prior.captions.push_back(rowOf(texts, prompts[k].drawnAs));
      prior.captions.push_back(rowOf(texts, prompts[k].caption));
    }
  };
  keep(m_prompts, m_own);
  keep(m_keptPrompts, m_kept);
  prior.codes = torch::stack(priorCodes);
  return {std::move(redrawn), std::move(prior)};
}

std::vector<std::pair<std::string, Tensor>> OwnPictures::state() const {
  std::vector<std::pair<std::string, Tensor>> out;
  if (!m_own.empty()) {
    out.emplace_back("own", torch::stack(m_own));
    out.emplace_back("redrawn", torch::stack(m_redrawn));
  }
  if (!m_kept.empty()) out.emplace_back("kept", torch::stack(m_kept));
  return out;
}

bool OwnPictures::restore(const std::map<std::string, Tensor>& state, at::IntArrayRef gridShape,
                          int64_t codebookSize) {
  bool isWhole = true;
  const auto grids = [&](const char* name, size_t most) {
    const auto it = state.find(name);
    if (it == state.end()) return std::vector<Tensor>{};
    isWhole = isWhole && areGrids(it->second, gridShape, codebookSize) &&
              it->second.size(0) <= static_cast<int64_t>(most);
    return isWhole ? it->second.clone().unbind() : std::vector<Tensor>{};
  };
  std::vector<Tensor> own = grids("own", m_prompts.size());
  std::vector<Tensor> redrawn = grids("redrawn", m_prompts.size());
  std::vector<Tensor> kept = grids("kept", m_keptPrompts.size());
  if (!isWhole || own.size() != redrawn.size() || (own.size() < m_prompts.size() && !kept.empty()))
    return false;
  m_own = std::move(own);
  m_redrawn = std::move(redrawn);
  m_kept = std::move(kept);
  return true;
}

}  // namespace unmask
