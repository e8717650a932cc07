#include "core/decode/decoder.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/decode/reveal_order.h"
#include "core/decode/schedule.h"
#include "core/model/side_by_side.h"

namespace unmask {
using torch::Tensor;

namespace {

constexpr float kTiny = 1e-20F;

float gumbel(float u) {
  return -std::log(std::max(-std::log(std::max(u, kTiny)), kTiny));
}

/// Everything a step drew for the cells it looked at, in their order.
struct Drawn {
  std::vector<int32_t> tokenIds;
  std::vector<float> probability, conditional, unconditional;
  // [cells, codes], log probabilities; what a full record measures, it measures on these.
  Tensor guidedLog, conditionalLog, unconditionalLog;
};

std::vector<float> toVector(const Tensor& values) {
  const Tensor flat = values.to(torch::kFloat32).contiguous();
  return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

Drawn drawTokens(const CellLogits& logits, const std::vector<int>& cells, int step,
                 const NoiseSource& noise) {
  const auto codes = static_cast<int>(logits.guided.size(1));
  Tensor exponentials = torch::empty({static_cast<int64_t>(cells.size()), codes});
  float* out = exponentials.data_ptr<float>();
  at::parallel_for(0, static_cast<int64_t>(cells.size()), 8, [&](int64_t begin, int64_t end) {
    noise.tokenExponentials(
        step, std::span(cells).subspan(static_cast<size_t>(begin), static_cast<size_t>(end - begin)), codes,
        out + begin * codes);
  });
  // argmax p / q is argmax log p − log q, and −log q is Gumbel noise: the two ways of design section 2 are
  // one.
  Drawn drawn;
  drawn.guidedLog = logits.guided.log_softmax(-1);
  drawn.conditionalLog =
      logits.conditional.is_same(logits.guided) ? drawn.guidedLog : logits.conditional.log_softmax(-1);
  drawn.unconditionalLog = logits.unconditional.is_same(logits.conditional)
                               ? drawn.conditionalLog
                               : logits.unconditional.log_softmax(-1);
  const Tensor ids = (drawn.guidedLog - exponentials.log_()).argmax(1);
  const auto probabilityOf = [&ids](const Tensor& log) {
    return toVector(log.gather(1, ids.unsqueeze(1)).squeeze(1).exp());
  };
  drawn.probability = probabilityOf(drawn.guidedLog);
  drawn.conditional =
      drawn.conditionalLog.is_same(drawn.guidedLog) ? drawn.probability : probabilityOf(drawn.conditionalLog);
  drawn.unconditional = drawn.unconditionalLog.is_same(drawn.conditionalLog)
                            ? drawn.conditional
                            : probabilityOf(drawn.unconditionalLog);
  for (int64_t i = 0; i < ids.numel(); ++i)
    drawn.tokenIds.push_back(static_cast<int32_t>(ids[i].item<int64_t>()));
  return drawn;
}

/// Selection scores of the cells looked at: the highest are revealed first.
std::vector<float> selectionScores(const GenerationRequest& request, const DecodeState& state,
                                   const std::vector<int>& cells, const Drawn& drawn, float temperature,
                                   const NoiseSource& noise) {
  std::vector<float> scores(cells.size());
  if (request.order != RevealOrder::Confidence) {
    const auto ranks = revealRanks(request.order, state.tokens.height, state.tokens.width, request.seed);
    for (size_t i = 0; i < cells.size(); ++i)
      scores[i] = -static_cast<float>(ranks[static_cast<size_t>(cells[i])]);
    return scores;
  }
  noise.revealUniforms(state.nextStep, cells, scores.data());
  for (size_t i = 0; i < cells.size(); ++i)
    scores[i] = std::log(std::max(drawn.probability[i], kTiny)) + temperature * gumbel(scores[i]);
  return scores;
}

/// Which of the cells looked at stay hidden: the `count` with the lowest scores, ties by position.
std::vector<uint8_t> lowest(const std::vector<float>& scores, int count) {
  std::vector<size_t> order(scores.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&scores](size_t a, size_t b) { return scores[a] < scores[b]; });
  std::vector<uint8_t> chosen(scores.size(), 0);
  for (int i = 0; i < count; ++i) chosen[order[static_cast<size_t>(i)]] = 1;
  return chosen;
}

/// The reference's literal rule with nothing left to reveal: it still hides the known cell that its noise
/// ranks lowest (reference 11.2, point 3). Only behind the compat switch.
void remaskOneKnownCell(const GenerationRequest& request, DecodeState& state, int32_t maskTokenId,
                        float temperature, const NoiseSource& noise) {
  if (request.order != RevealOrder::Confidence) return;
  std::vector<int> all(state.tokens.cellCount());
  std::iota(all.begin(), all.end(), 0);
  std::vector<float> scores(all.size());
  noise.revealUniforms(state.nextStep, all, scores.data());
  for (float& score : scores)
    score = std::log(std::numeric_limits<float>::max()) + temperature * gumbel(score);
  const auto cell = static_cast<size_t>(std::min_element(scores.begin(), scores.end()) - scores.begin());
  // It hides what lies below the second lowest: nothing where they are equal, as all are without noise.
  if (std::ranges::count(scores, scores[cell]) > 1) return;
  state.tokens.tokenIds[cell] = maskTokenId;
  state.fixedAtStep[cell] = DecodeState::kMasked;
  state.fixedProbability[cell] = 0;
}

void recordDistributions(StepRecord& record, const Drawn& drawn, const std::vector<int>& cells) {
  const size_t total = record.probability.size();
  constexpr int kTop = StepRecord::kAlternatives;
  record.entropy.assign(total, 0);
  record.promptPull.assign(total, 0);
  record.alternativeIds.assign(total * kTop, 0);
  record.alternativeProbabilities.assign(total * kTop, 0);
  const Tensor &guided = drawn.guidedLog, &conditional = drawn.conditionalLog;
  const auto entropy = toVector(guided.exp().mul_(guided).sum(1).neg_());
  const auto pull = conditional.is_same(drawn.unconditionalLog)
                        ? std::vector<float>(cells.size(), 0)
                        : toVector((conditional - drawn.unconditionalLog).mul_(conditional.exp()).sum(1));
  const int64_t k = std::min<int64_t>(kTop, guided.size(1));
  const auto [values, ids] = guided.topk(k, 1);
  const Tensor probabilities = values.exp().contiguous(), idRows = ids.contiguous();
  for (size_t i = 0; i < cells.size(); ++i) {
    const auto cell = static_cast<size_t>(cells[i]);
    record.entropy[cell] = entropy[i];
    record.promptPull[cell] = pull[i];
    for (int64_t j = 0; j < k; ++j) {
      const size_t at = cell * kTop + static_cast<size_t>(j),
                   from = i * static_cast<size_t>(k) + static_cast<size_t>(j);
      record.alternativeIds[at] = static_cast<int32_t>(idRows.data_ptr<int64_t>()[from]);
      record.alternativeProbabilities[at] = probabilities.data_ptr<float>()[from];
    }
  }
}

}  // namespace

GuidedTransformer::GuidedTransformer(Uvit transformer, UvitContext context, float guidanceScale)
    : m_transformer(std::move(transformer)),
      m_context(std::move(context)),
      m_guidanceScale(guidanceScale),
      m_guided(m_context.batchSize() == 2) {
  if (m_guided && isSmallNetwork(*m_transformer)) m_halves = {m_context.sample(0), m_context.sample(1)};
}

/// ids [B, h, w]; of the cells `rows` alone, for the head is as wide as the codebook: [B, rows, K].
Tensor GuidedTransformer::logitsOf(const Tensor& ids, const UvitContext& context, const Tensor& rows) {
  const torch::InferenceMode inference;
  const Tensor features = m_transformer->trunk(ids, context);  // [B, h, w, C]
  const Tensor picked = features.flatten(1, 2).index_select(1, rows);
  return m_transformer->head(picked).to(torch::kFloat32);
}

CellLogits GuidedTransformer::logits(const TokenGrid& tokens, const std::vector<int>& cells) {
  const torch::InferenceMode inference;
  Tensor ids = torch::empty({1, tokens.height, tokens.width}, torch::kInt64);
  std::copy(tokens.tokenIds.begin(), tokens.tokenIds.end(), ids.data_ptr<int64_t>());
  const Tensor rows = torch::tensor(cells, torch::kInt32).to(torch::kInt64);
  Tensor logits;  // [halves, rows, K]
  if (!m_halves.empty() && partCount(2) == 2) {
    std::vector<Tensor> halves(2);
    sideBySide(2, [&](size_t i) { halves[i] = logitsOf(ids, m_halves[i], rows); });
    logits = torch::cat(halves);
  } else {
    logits = logitsOf(ids.expand({m_guided ? 2 : 1, -1, -1}), m_context, rows);
  }
  // A NaN wins every argmax and would be drawn as code 0, in silence. One that is not finite spoils the sum,
  // too.
  TORCH_CHECK(std::isfinite(logits.sum().item<double>()), "the logits are not finite (NaN or infinity)");
  if (!m_guided) {
    const Tensor only = logits[0];
    return {only, only, only};
  }
  const Tensor unconditional = logits[0], conditional = logits[1];
  return {unconditional + m_guidanceScale * (conditional - unconditional), conditional, unconditional};
}

StepOutcome decodeStep(const GenerationRequest& request, const DecodeState& before, int32_t maskTokenId,
                       LogitSource& source, const NoiseSource& noise, RecordLevel level) {
  const int step = before.nextStep;
  const size_t total = before.tokens.cellCount();
  StepOutcome out{before, {}};
  DecodeState& state = out.state;
  StepRecord& record = out.record;
  state.nextStep = step + 1;
  record.stepIndex = step;
  record.maskRatio = maskRatioAfter(request.schedule, step, request.steps);
  record.temperature = revealTemperatures(request.steps, request.temperatureStart,
                                          request.temperatureEnd)[static_cast<size_t>(step)];
  record.intended = before.tokens;
  record.probability = before.fixedProbability;
  record.probabilityConditional = before.fixedProbability;
  record.probabilityUnconditional = before.fixedProbability;
  record.selectionScore.assign(total, 0);

  std::vector<int> cells;
  for (size_t i = 0; i < total; ++i)
    if (before.tokens.tokenIds[i] == maskTokenId) cells.push_back(static_cast<int>(i));
  const bool last = step + 1 >= request.steps;
  if (cells.empty()) {
    if (request.compatDiffusers && !last) {
      DecodeState at = before;
      remaskOneKnownCell(request, at, maskTokenId, record.temperature, noise);
      at.nextStep = state.nextStep;
      state = at;
    }
    return out;
  }

  const CellLogits logits = source.logits(before.tokens, cells);
  const Drawn drawn = drawTokens(logits, cells, step, noise);
  std::vector<uint8_t> staysHidden(cells.size(), 0);
  if (!last) {
    const auto scores = selectionScores(request, before, cells, drawn, record.temperature, noise);
    for (size_t i = 0; i < cells.size(); ++i)
      record.selectionScore[static_cast<size_t>(cells[i])] = scores[i];
    staysHidden =
        lowest(scores, maskedCountAfter(request.schedule, step, request.steps, static_cast<int>(total),
                                        static_cast<int>(cells.size()), before.startingMaskRatio));
  }
  for (size_t i = 0; i < cells.size(); ++i) {
    const auto cell = static_cast<size_t>(cells[i]);
    record.intended.tokenIds[cell] = drawn.tokenIds[i];
    record.probability[cell] = drawn.probability[i];
    record.probabilityConditional[cell] = drawn.conditional[i];
    record.probabilityUnconditional[cell] = drawn.unconditional[i];
    if (staysHidden[i]) continue;
    state.tokens.tokenIds[cell] = drawn.tokenIds[i];
    state.fixedAtStep[cell] = static_cast<int16_t>(step);
    state.fixedProbability[cell] = drawn.probability[i];
  }
  if (level == RecordLevel::Full) recordDistributions(record, drawn, cells);
  return out;
}

}  // namespace unmask
