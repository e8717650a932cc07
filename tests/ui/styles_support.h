// Adapter files and learners for the tests of styles.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <mutex>

#include "core/adapter/adapter_file.h"
#include "core/hub/adapter_search.h"
#include "core/train/style_learner.h"
#include "core/train/style_task_file.h"
#include "tests/ui/ui_test_support.h"

namespace unmask::test {

/// An adapter of one matrix, [4, 6] at rank 2.
inline void writeStyle(const std::filesystem::path& file, const std::string& trigger = "in ink style",
                       std::optional<double> alpha = 4, float value = 1) {
  std::filesystem::create_directories(file.parent_path());
  const std::vector<float> down(2 * 6, value), up(4 * 2, value);
  AdapterInfo info;
  info.alpha = alpha;
  info.trigger = trigger;
  const auto view = [](const std::vector<float>& values, std::vector<int64_t> shape) {
    return TensorView{"", TensorType::F32, std::move(shape), std::as_bytes(std::span(values))};
  };
  ASSERT_TRUE(writeAdapter(file, info, {{"layers.0.to_q", view(down, {2, 6}), view(up, {4, 2})}}).ok());
}

/// A window's test with a styles folder of its own.
class StylesTest : public StudioTest {
 protected:
  void SetUp() override {
    StudioTest::SetUp();
    std::filesystem::remove_all(stylesFolder());
  }
  static std::filesystem::path stylesFolder() { return adaptersFolder({}); }
};

/// What a fake learner does: two own pictures, then the settings' updates. Any thread.
class FakeLearning {
 public:
  static constexpr int kOwnPictures = 2;

  void closeGate() { set(0); }
  void allow(int steps) {
    const std::lock_guard lock(m_mutex);
    m_allowed += steps;
    m_changed.notify_all();
  }
  void openGate() { set(-1); }
  int waiting() const { return locked(m_waiting); }
  int stepsDone() const { return locked(m_stepsDone); }  ///< own pictures and updates, of all learners
  int saves() const { return locked(m_saves); }
  std::vector<StyleTask> tasks() const { return locked(m_tasks); }
  void failOpening(const Error& error) { m_openError = error; }
  void failAtStep(int step, const Error& error) {
    m_failingStep = step;
    m_stepError = error;
  }

  static StyleOpener opener(std::shared_ptr<FakeLearning> control);

 private:
  friend class FakeLearner;
  void set(int allowed) {
    const std::lock_guard lock(m_mutex);
    m_allowed = allowed;
    m_changed.notify_all();
  }
  template <typename T>
  T locked(const T& member) const {
    const std::lock_guard lock(m_mutex);
    return member;
  }
  bool pass(std::stop_token stop) {
    std::unique_lock lock(m_mutex);
    ++m_waiting;
    const bool isOpen = m_changed.wait(lock, stop, [this] { return m_allowed != 0; });
    --m_waiting;
    if (!isOpen) return false;
    if (m_allowed > 0) --m_allowed;
    ++m_stepsDone;
    return true;
  }

  mutable std::mutex m_mutex;
  std::condition_variable_any m_changed;
  int m_allowed = -1, m_waiting = 0, m_stepsDone = 0, m_saves = 0;
  std::vector<StyleTask> m_tasks;
  std::optional<Error> m_openError, m_stepError;
  int m_failingStep = -1;
};

class FakeLearner : public StyleLearner {
 public:
  FakeLearner(std::shared_ptr<FakeLearning> control, StyleTask task)
      : m_control(std::move(control)), m_task(std::move(task)) {
    if (!m_task.resume) return;
    size_t updates = 0;
    std::ifstream(runFileOf(m_task.output)) >> m_own >> updates;
    m_losses.assign(updates, 2);
  }
  Result<StyleEstimate> estimate(std::stop_token) override {
    return StyleEstimate{100, 1'300'000'000, 1000, 12};
  }
  Result<StyleProgress> advance(std::stop_token stop) override {
    const int step = m_own + static_cast<int>(m_losses.size());
    if (!m_control->pass(stop)) return Error{ErrorKind::Cancelled, "stopped", "", "", "", "", ""};
    if (step == m_control->m_failingStep) return *m_control->m_stepError;
    if (m_own < FakeLearning::kOwnPictures) {
      ++m_own;
    } else {
      m_losses.push_back(3.0F / static_cast<float>(m_losses.size() + 1));
    }
    StyleProgress out;
    const int64_t total = m_task.settings.steps, done = static_cast<int64_t>(m_losses.size());
    const bool isDrawing = m_own < FakeLearning::kOwnPictures;
    out.stage = isDrawing ? StyleStage::Drawing : done < total ? StyleStage::Learning : StyleStage::Done;
    out.done = isDrawing ? m_own : done;
    out.total = isDrawing ? FakeLearning::kOwnPictures : total;
    out.secondsLeft = 100.0 * static_cast<double>(total - done) / static_cast<double>(total);
    return out;
  }
  const std::vector<float>& losses() const override { return m_losses; }
  Result<void> save() override {
    if (!m_losses.empty()) writeStyle(m_task.output, m_task.trigger, 4, static_cast<float>(m_losses.size()));
    if (static_cast<int64_t>(m_losses.size()) < m_task.settings.steps)
      std::ofstream(runFileOf(m_task.output)) << m_own << ' ' << m_losses.size();
    else
      forgetStyleTask(m_task.output);
    const std::lock_guard lock(m_control->m_mutex);
    ++m_control->m_saves;
    return {};
  }
  Result<std::vector<ImageBuffer>> preview(const std::vector<std::string>& prompts, uint64_t,
                                           std::stop_token) override {
    return std::vector<ImageBuffer>(prompts.size(),
                                    ImageBuffer(8, 8, 3, static_cast<uint8_t>(m_losses.size())));
  }

 private:
  std::shared_ptr<FakeLearning> m_control;
  StyleTask m_task;
  int m_own = 0;
  std::vector<float> m_losses;
};

inline StyleOpener FakeLearning::opener(std::shared_ptr<FakeLearning> control) {
  return [control](const StyleTask& task) -> Result<std::unique_ptr<StyleLearner>> {
    {
      const std::lock_guard lock(control->m_mutex);
      control->m_tasks.push_back(task);
    }
    if (control->m_openError) return *std::exchange(control->m_openError, std::nullopt);
    return std::unique_ptr<StyleLearner>(std::make_unique<FakeLearner>(control, task));
  };
}

}  // namespace unmask::test
