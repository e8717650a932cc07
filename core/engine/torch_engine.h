// The real engine. Internal: users of the library see engine.h.
#pragma once

#include <deque>

#include "core/decode/decoder.h"
#include "core/engine/model_bundle.h"
#include "core/engine/request_check.h"
#include "core/model/adapter_fold.h"

namespace unmask {

class TorchLab;

/// Sides cut down to whole cells by Pillow's Lanczos, as the reference preprocesses pictures (reference 7.3).
/// A picture that fits already is untouched.
ImageBuffer fittedToCells(const ImageBuffer& picture, int pixelsPerCell, int cellMultiple);

class TorchEngine final : public Engine {
 public:
  explicit TorchEngine(ModelBundle bundle);
  ~TorchEngine() override;

  const ModelInfo& info() const override { return m_bundle.info; }
  Result<RunOutcome> run(const GenerationRequest& request, const RunOptions& options,
                         std::stop_token stop) override;
  Result<DecodeState> begin(const GenerationRequest& request) override;
  Result<Stepped> step(const GenerationRequest& request, const DecodeState& state,
                       RecordLevel level) override;
  Result<TokenGrid> encode(const ImageBuffer& picture) override;
  Result<ImageBuffer> decode(const TokenGrid& tokens) override;
  Result<ForwardOutcome> forward(const std::string& prompt, const std::string& negativePrompt,
                                 const TokenGrid& tokens) override;
  Result<TokenizedPrompt> tokenize(const std::string& prompt) const override;
  Lab* lab() override;

 private:
  friend class TorchLab;

  /// Text work of one prompt, kept between runs: users change the seed far more often than the words.
  struct CachedText {
    std::string prompt;
    std::vector<float> microConditions;
    TextEncoding encoding;
    UvitContext context;
  };

  struct Prepared {
    GridSize grid;
    ImageBuffer picture;      ///< fitted to whole cells; empty without one
    TokenGrid pictureTokens;  ///< of it
    UvitContext context;      ///< [negative; positive] or the positive half
  };

  /// Folds the request's adapters into the transformer, or takes out what an earlier run left there.
  Result<void> useAdapters(const std::vector<AdapterReference>& adapters);
  torch::Tensor promptIds(const std::string& prompt) const;  // [1, T]
  const CachedText& textOf(const std::string& prompt, const std::vector<float>& microConditions);
  UvitContext contextOf(const GenerationRequest& request, const GridSize& grid);
  Result<Prepared> prepare(const GenerationRequest& request);
  TokenGrid encodeFitted(const ImageBuffer& picture);
  ImageBuffer decodeTokens(const TokenGrid& tokens);
  ImageBuffer finish(const GenerationRequest& request, const Prepared& prepared, const ImageBuffer& decoded,
                     const DecodeState& state) const;

  /// Runs `work`, turning anything a library throws into an Error that names the stage.
  template <typename Work>
  auto guarded(const char* stage, const Work& work) const -> decltype(work());

  ModelBundle m_bundle;
  AdapterFold m_adapters;
  std::vector<AdapterReference> m_adaptersInUse;
  std::deque<CachedText> m_texts;  ///< made with the adapters in use
  std::unique_ptr<TorchLab> m_lab;
};

}  // namespace unmask
