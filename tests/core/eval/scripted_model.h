// An engine that answers prompts with given pictures, so that the right figures are known beforehand.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "core/engine/engine.h"

namespace unmask::test {

/// 4 by 4 cells of 16 pixels. Tokens are the mean colour of a cell at two bits a channel, so `encode` and
/// `decode` are a mosaic and equal cells have equal codes wherever they are.
class ScriptedModel : public Engine {
 public:
  ScriptedModel();

  std::map<std::string, ImageBuffer> answers;  ///< by prompt, RGB; others get white
  bool keepsOutside = true;                    ///< of the cells that are not to be repainted
  int runs = 0;
  std::function<void(int runs)> beforeRun;
  int stepsAsked = 0;  ///< of the last request

  const ModelInfo& info() const override { return m_info; }
  Result<RunOutcome> run(const GenerationRequest& request, const RunOptions& options,
                         std::stop_token stop) override;
  Result<DecodeState> begin(const GenerationRequest&) override { return notHere(); }
  Result<Stepped> step(const GenerationRequest&, const DecodeState&, RecordLevel) override {
    return notHere();
  }
  Result<TokenGrid> encode(const ImageBuffer& picture) override;
  Result<ImageBuffer> decode(const TokenGrid& tokens) override;
  Result<ForwardOutcome> forward(const std::string&, const std::string&, const TokenGrid&) override {
    return notHere();
  }
  Result<TokenizedPrompt> tokenize(const std::string&) const override { return notHere(); }

 private:
  static Error notHere() { return Error{.kind = ErrorKind::Unsupported, .message = "not scripted"}; }

  ModelInfo m_info;
};

}  // namespace unmask::test
