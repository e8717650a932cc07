// An engine without a model: paints each picture in the colour of its seed, reveals one row of cells a step,
// and writes down what it was asked for.
#pragma once

#include <memory>
#include <vector>

#include "core/engine/engine.h"

namespace unmask::test {

inline constexpr int32_t kFakeMaskToken = 9;

/// Outlives the engines that write into it.
struct EngineLog {
  EngineOptions loaded;
  std::vector<GenerationRequest> requests;
  std::vector<std::string> drawsFiles;
  ImageBuffer encoded;
  TokenGrid decoded;
  std::vector<std::string> forwarded;  ///< prompt, negative prompt
  TokenGrid forwardTokens;

  // What the engine answers.
  ModelInfo info;                 ///< 4 by 4 cells of 4 pixels, 9 codes, presets "default" and "fast"
  std::optional<Error> runError;  ///< instead of a run
  int droppedTokens = 0;
  std::function<void(int runs, int step)>
      beforeStep;  ///< may request the stop; the count of runs starts at 1

  EngineLog();
};

class RecordingEngine : public Engine {
 public:
  explicit RecordingEngine(EngineLog& log) : m_log(log) {}

  const ModelInfo& info() const override { return m_log.info; }
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

 private:
  Result<RunImage> runImage(const GenerationRequest& request, int index, const RunOptions& options,
                            const std::stop_token& stop);

  EngineLog& m_log;
};

}  // namespace unmask::test
