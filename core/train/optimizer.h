// AdamW with an exponential moving average, in one pass over memory per parameter.
#pragma once

#include <torch/torch.h>

#include <map>
#include <string>
#include <vector>

namespace unmask {

struct AdamWOptions {
  double learningRate = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;
  double weightDecay = 0.01;  ///< decoupled; not applied to parameters whose name says so (noDecay)
  double emaDecay = 0;        ///< 0 = no moving average kept
  double clipNorm = 0;        ///< global gradient norm is cut to this; 0 = never
};

/// Steps all parameters given to it. Moments and average live in float32 beside the parameters. Not
/// thread-safe.
class AdamW {
 public:
  using Named = std::vector<std::pair<std::string, torch::Tensor>>;

  /// Keeps the tensors; order is kept. `noDecay(name)` decides weight decay once, here.
  AdamW(Named parameters, const AdamWOptions& options, bool (*noDecay)(const std::string& name));

  /// One update from the parameters' gradients, which it clears; a parameter without one is left alone,
  /// average and all. Returns the gradient norm before clipping; when that is not finite, the gradients are
  /// dropped and nothing else happens, no step either. The moving average's decay ramps up as min(emaDecay,
  /// (1 + t) / (10 + t)) (reference 9.1).
  double step(double learningRate);
  void dropGradients();

  int64_t stepsDone() const { return m_steps; }
  /// The average as named tensors; the parameters themselves when none is kept.
  Named averaged() const;

  /// Everything a resumed run needs, under "adam.m.", "adam.v." and "ema." names.
  Named state() const;
  /// Takes back what state() gave; false when a tensor is missing or has another size (nothing is changed
  /// then).
  bool restore(const std::map<std::string, torch::Tensor>& state, int64_t stepsDone);

 private:
  struct Slot {
    std::string name;
    torch::Tensor parameter, m, v, ema;
    bool decays;
  };
  std::vector<Slot> m_slots;
  AdamWOptions m_options;
  int64_t m_steps = 0;
};

/// The reference's rule (9.1): no decay for names that contain "bias", "layer_norm.weight", "mlm_ln.weight"
/// or "embeddings.weight".
bool referenceNoDecay(const std::string& name);

/// Ours for training from scratch: no decay for anything one-dimensional by its role (norms, biases, tables).
bool scratchNoDecay(const std::string& name);

/// Warm-up to 1 over `warmup` steps, flat, then linear to 0 over the last `cooldown` of `total` steps.
double trapezoid(int64_t step, int64_t warmup, int64_t cooldown, int64_t total);

}  // namespace unmask
