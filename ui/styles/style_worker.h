// Learns a style on a thread of its own, at a low priority and with pauses where the window wants them.
#pragma once

#include <QObject>
#include <QString>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/train/style_learner.h"
#include "ui/jobs/latest_slot.h"
#include "ui/picture.h"
#include "ui/studio_options.h"

namespace unmask {

/// What is to be learned. The picture is cut to size, and the model's own list of prompts read, in the
/// thread.
struct StyleJob {
  StyleTask task;                             ///< without pictures
  std::shared_ptr<const ImageBuffer> source;  ///< not null, unless there is a task file
  SquareCut cut;
  int side = 0;  ///< pixels, the model's own
  std::string caption;
  std::string taskFile;  ///< to go on with, instead of all of the above
};

struct StylePrepared {
  StyleTask task;  ///< complete
  StyleEstimate estimate;
  StyleProgress progress;     ///< where it begins
  std::vector<float> losses;  ///< of an earlier part of the run
  std::vector<std::string> previewPrompts;
};
using StylePreparedPtr = std::shared_ptr<const StylePrepared>;

struct StyleNews {
  StyleProgress progress;
  std::vector<float> losses;  ///< all so far
};
using StyleNewsPtr = std::shared_ptr<const StyleNews>;

/// Pictures of the adapter as it was after `updates`, one a prompt.
struct StylePreview {
  int64_t updates = 0;
  std::vector<QImage> pictures;
};
using StylePreviewPtr = std::shared_ptr<const StylePreview>;

/// Lives in the learning thread; members are called there unless they say otherwise. prepare() ends in
/// prepared, failed or cancelled; run() in ended or failed.
class StyleWorker : public QObject {
  Q_OBJECT

 public:
  explicit StyleWorker(StyleOpener opener);

  void prepare(const StyleJob& job, std::stop_token stop);
  /// What was prepared. A stop saves; so does every minute, every preview and every pause.
  void run(std::stop_token stop);
  /// Lets go of model and run.
  void drop();

  // Any thread.
  void setPaused(bool isPaused);
  void setGivingWay(bool givesWay);  ///< the engine draws: learning waits
  void saveSoon();                   ///< after the update going on, or at once while it is paused
  StyleNewsPtr takeNews() { return m_news.take(); }

 Q_SIGNALS:
  void prepared(const unmask::StylePreparedPtr& what);
  void newsReady();  ///< at most one under way; fetch with takeNews()
  void previewed(const unmask::StylePreviewPtr& preview);
  void saved(const QString& adapter, qint64 updates);
  void ended(bool isDone, qint64 updates);  ///< everything is saved
  void failed(const unmask::Error& error);
  void cancelled();

 private:
  struct Wishes {
    bool isPaused = false;
    bool givesWay = false;
    bool savesSoon = false;
  };
  Result<StylePreparedPtr> prepareNow(const StyleJob& job, std::stop_token stop);
  Result<bool> learn(std::stop_token stop);
  Result<void> save();
  Result<void> showPreview(std::stop_token stop);
  /// Waits as long as the window wants it.
  Result<void> waitForTurn(std::stop_token stop);
  bool isPreviewDue() const;
  void tell();
  template <typename Work>
  auto attempt(Work&& work) -> decltype(work());

  StyleOpener m_opener;
  std::unique_ptr<StyleLearner> m_learner;
  StyleTask m_task;
  std::vector<std::string> m_previewPrompts;
  StyleProgress m_progress;
  int64_t m_lastPreview = -1;  ///< updates
  LatestSlot<StyleNewsPtr> m_news;
  std::mutex m_mutex;
  std::condition_variable_any m_changed;
  Wishes m_wishes;  ///< guarded by m_mutex
};

}  // namespace unmask

Q_DECLARE_METATYPE(unmask::StylePreparedPtr)
Q_DECLARE_METATYPE(unmask::StylePreviewPtr)
