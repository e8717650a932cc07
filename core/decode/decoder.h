// The one decoder: state → step → state. Playing, single-stepping, headless runs and tests all call
// decodeStep().
#pragma once

#include <torch/torch.h>

#include "core/decode/noise.h"
#include "core/doc/generation_request.h"
#include "core/doc/trace.h"
#include "core/model/uvit.h"

namespace unmask {

/// What the network says about some cells; float32 [n, K] each.
struct CellLogits {
  torch::Tensor guided, conditional, unconditional;  ///< the last is the second without guidance
};

/// Where logits come from; the network, or a test.
class LogitSource {
 public:
  virtual ~LogitSource() = default;
  /// Logits of the cells named (row-major indices into the grid), and of no others.
  virtual CellLogits logits(const TokenGrid& tokens, const std::vector<int>& cells) = 0;
};

/// The U-ViT under classifier-free guidance: u + s · (c − u). The context holds [negative; positive] when s >
/// 1, else the positive half alone (reference 7.1).
class GuidedTransformer final : public LogitSource {
 public:
  GuidedTransformer(Uvit transformer, UvitContext context, float guidanceScale);
  CellLogits logits(const TokenGrid& tokens, const std::vector<int>& cells) override;

 private:
  torch::Tensor logitsOf(const torch::Tensor& ids, const UvitContext& context, const torch::Tensor& rows);

  Uvit m_transformer;
  UvitContext m_context;
  std::vector<UvitContext> m_halves;  ///< of a small network: each computed by one thread
  float m_guidanceScale;
  bool m_guided;
};

struct StepOutcome {
  DecodeState state;
  StepRecord record;
};

/// One step of one image. Reads `request` for the schedule, the order and the temperatures only. A cell that
/// is fixed never changes. `state.nextStep` < `request.steps`.
StepOutcome decodeStep(const GenerationRequest& request, const DecodeState& state, int32_t maskTokenId,
                       LogitSource& source, const NoiseSource& noise, RecordLevel level);

}  // namespace unmask
