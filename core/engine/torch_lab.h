// The measurements of lab.h on the real networks. Internal, as torch_engine.h.
#pragma once

#include "core/engine/lab.h"
#include "core/engine/torch_engine.h"

namespace unmask {

class TorchLab final : public Lab {
 public:
  explicit TorchLab(TorchEngine& engine) : m_engine(engine) {}

  Result<AttentionMaps> attention(const GenerationRequest& request, const DecodeState& state,
                                  const AttentionQuery& query) override;
  Result<AblationChange> compareTexts(const GenerationRequest& request, const DecodeState& state,
                                      const std::vector<std::string>& prompts, std::stop_token stop) override;
  Result<std::vector<ImageBuffer>> alternatives(const TokenGrid& tokens, int cell,
                                                const std::vector<int32_t>& tokenIds) override;
  Result<std::vector<ImageBuffer>> codePatches(int32_t first, int32_t count) override;
  Result<Codebook> codebook() override;
  Result<VqLoss> vqLoss(const ImageBuffer& picture) override;

 private:
  template <typename Work>
  auto guarded(const char* stage, const Work& work) const -> decltype(work());
  /// Checks the request and folds its adapters in.
  Result<void> prepare(const GenerationRequest& request, const DecodeState& state);
  Result<void> checkCodes(const std::vector<int32_t>& tokenIds) const;

  TorchEngine& m_engine;
};

}  // namespace unmask
