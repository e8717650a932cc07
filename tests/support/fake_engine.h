// An engine without a model: plays scripted frames, waits where a test wants it to, fails on demand.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/engine/engine.h"

namespace unmask::test {

/// Shared between the test and the engine thread. Everything here may be called from any thread at any time.
class FakeControl {
 public:
  // What a fake engine does. Set before the job it concerns.
  void setModel(const ModelInfo& info);  ///< what the next load yields
  void failNextLoad(const Error& error);
  void failNextRun(const Error& error);          ///< after its first step
  void throwInNextRun(const std::string& what);  ///< after its first step
  void setIgnoresStop(bool ignores) {
    m_ignoresStop = ignores;
  }  ///< like a job that finished just before the stop
  /// So many pixels outside the mask come out changed, as no engine of ours should ever do.
  void damageOutsideMask(int pixels) { m_damage = pixels; }
  void setWordsPerPrompt(int words) { m_maxWords = words; }  ///< what tokenize() keeps

  // Gates. A closed gate lets nothing through but what was allowed; a stop token opens it for its own run.
  void closeStepGate() { close(&Gate::steps); }
  void allowSteps(int count) { allow(&Gate::steps, count); }
  void openStepGate() { open(&Gate::steps); }
  void closeLoadGate() { close(&Gate::loads); }
  void openLoadGate() { open(&Gate::loads); }
  void openAllGates();

  // What was asked of it.
  std::vector<GenerationRequest> requests() const;  ///< of every run that began
  std::vector<EngineOptions> loads() const;
  int waitingAtStepGate() const { return m_waitingSteps; }  ///< 1 while a run stands there
  int stepsPassed() const { return m_stepsPassed; }         ///< of all runs
  int waitingAtLoadGate() const { return m_waitingLoads; }
  int enginesAlive() const { return m_enginesAlive; }
  bool wasUsedFromTwoThreads() const { return m_usedFromTwoThreads; }  ///< two different threads, ever
  std::optional<std::thread::id> thread() const;                       ///< the one it was used from
  void expectNewThread();  ///< another window comes with another engine thread
  std::vector<std::string> tokenizedPrompts() const;
  std::vector<TokenGrid> decoded() const;  ///< what decode() was asked for

  /// The loader to inject. Keeps the control alive.
  static std::function<Result<std::unique_ptr<Engine>>(const EngineOptions&)> loader(
      std::shared_ptr<FakeControl> control);

 private:
  friend class FakeEngine;
  struct Gate {
    int steps = kOpen;
    int loads = kOpen;
  };
  static constexpr int kOpen = -1;

  void close(int Gate::*gate);
  void allow(int Gate::*gate, int count);
  void open(int Gate::*gate);
  /// False when the stop token opened it.
  bool pass(int Gate::*gate, std::atomic<int>* waiting, std::stop_token stop);
  void noteThread();
  template <typename T>
  T take(T FakeControl::*member);

  mutable std::mutex m_mutex;
  std::condition_variable_any m_changed;
  Gate m_gate;
  ModelInfo m_model = defaultModel();
  std::optional<Error> m_loadError;
  std::optional<Error> m_runError;
  std::optional<std::string> m_runException;
  std::vector<GenerationRequest> m_requests;
  std::vector<EngineOptions> m_loads;
  std::vector<std::string> m_tokenized;
  std::vector<TokenGrid> m_decoded;
  std::optional<std::thread::id> m_thread;
  std::atomic<bool> m_ignoresStop = false;
  std::atomic<bool> m_usedFromTwoThreads = false;
  std::atomic<int> m_maxWords = 75;
  std::atomic<int> m_damage = 0;
  std::atomic<int> m_waitingSteps = 0;
  std::atomic<int> m_stepsPassed = 0;
  std::atomic<int> m_waitingLoads = 0;
  std::atomic<int> m_enginesAlive = 0;

 public:
  /// 4 × 4 cells of 8 pixels, 16 codes, preset 8 steps with guidance 4.
  static ModelInfo defaultModel();
};

/// The picture a fake run ends with: every cell one colour, made from seed and cell. RGB. Repainting puts
/// only the open cells over the request's picture.
ImageBuffer fakePicture(const ModelInfo& info, uint64_t seed);

}  // namespace unmask::test
