// Measures one model: what each stage costs, first picture and steady state apart, and how much memory it
// took.
#pragma once

#include <stop_token>
#include <string>

#include "core/base/result.h"
#include "core/doc/generation_request.h"

namespace unmask {

/// What to measure. Exactly one of `modelDir` and `randomWeights` is set.
struct BenchRequest {
  std::string modelDir;  ///< a model folder; its weights are used
  std::string variant;   ///< as EngineOptions::variant; with modelDir only
  std::string
      randomWeights;  ///< "amused-256", "amused-512" or a folder with the configs; the weights are made up
  ComputeType computeType = ComputeType::Float32;
  int threads = 0;           ///< 0 = physical cores
  int steps = 12;            ///< 1 … 1000, of each picture
  int repeats = 3;           ///< 1 … 1000 pictures after the first one; their median is the steady state
  float guidanceScale = 10;  ///< ≤ 1 switches guidance off
  std::string prompt = "a red apple";
  int width = 0;   ///< pixels; 0 = the model's own size
  int height = 0;  ///< pixels; 0 = the model's own size

  bool operator==(const BenchRequest&) const = default;
};

/// Runs it on the calling thread, which may take minutes for the released sizes. The result is one JSON
/// object: the request as understood, seconds per stage (load, text, each step, decode) and in total for the
/// first picture and for the steady state, GFLOP/s beside the machine's own matmul peak, peak memory and the
/// weights' bytes. Errors: Usage for a contradiction, those of loadEngine, Cancelled when `stop` was
/// requested.
Result<std::string> runBench(const BenchRequest& request, std::stop_token stop);

}  // namespace unmask
