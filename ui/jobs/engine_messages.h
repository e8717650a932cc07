// The values that cross between the window's thread and the engine's. No tensor, no document pointer.
#pragma once

#include <QImage>
#include <QMetaType>
#include <QString>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "core/doc/generation_request.h"
#include "core/doc/token_grid.h"
#include "core/engine/engine.h"
#include "ui/picture.h"

namespace unmask {

/// Counts up from 1 within one window; 0 is no job.
using JobId = quint64;

struct LoadJob {
  JobId id = 0;
  EngineOptions options;
  std::stop_token stop;
};

struct RunJob {
  JobId id = 0;
  quint64 documentRevision = 0;  ///< of the document the request was made from
  GenerationRequest request;
  int stepLimit = 0;  ///< pause after so many steps; 0 = run to the end
  std::stop_token stop;
};

/// One step as the window shows it.
struct RunFrame {
  JobId job = 0;
  int imageIndex = 0;
  int stepNumber = 0;  ///< 1 … stepCount
  int stepCount = 0;
  QImage preview;   ///< what the model intends now; null when it made none
  CellMask hidden;  ///< cells still masked after the step
  double secondsElapsed = 0;
  DecodeState state;  ///< after the step
  StepRecord record;
};
using RunFramePtr = std::shared_ptr<const RunFrame>;

struct RunReport {
  JobId job = 0;
  quint64 documentRevision = 0;
  std::vector<PicturePtr> pictures;
  double seconds = 0;      ///< text, steps and decoding together
  RecordingPtr recording;  ///< of a paused run, as far as it got; null for a finished one
};
using RunReportPtr = std::shared_ptr<const RunReport>;

/// What is to be done with an answer, in the window's thread. Holds values only.
using Delivery = std::function<void()>;
/// Something to look up in the engine between runs; called in the engine's thread. At most a few tenths of a
/// second long, or it heeds the stop it was asked with.
using EngineQuestion = std::function<Delivery(Engine&)>;

/// What a study has to hand while it goes on.
struct StudyLink {
  std::stop_token stop;
  /// Has something done in the window's thread, in the order told: progress, and what was found so far. What
  /// was told before a stop may still come after it.
  std::function<void(Delivery)> tell;
};
/// A question that takes longer: called in the engine's thread, heeds the stop token within a step. What it
/// returns is done in the window's thread when nothing stopped it.
using EngineStudy = std::function<Result<Delivery>(Engine&, const StudyLink&)>;

struct StudyJob {
  JobId id = 0;
  EngineStudy study;
  std::stop_token stop;
};

/// How a prompt fits the text encoder.
struct PromptTokens {
  QString prompt;  ///< what was counted
  int used = 0;    ///< with start and end token
  int limit = 0;
  int dropped = 0;           ///< tokens that did not fit
  qsizetype keptLength = 0;  ///< of `prompt`, UTF-16 units; the rest is cut off
};

}  // namespace unmask

Q_DECLARE_METATYPE(unmask::ModelInfo)
Q_DECLARE_METATYPE(unmask::Error)
Q_DECLARE_METATYPE(unmask::RunReportPtr)
Q_DECLARE_METATYPE(unmask::PromptTokens)
Q_DECLARE_METATYPE(unmask::Delivery)
