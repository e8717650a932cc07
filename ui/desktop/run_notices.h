// Tells the desktop about runs: progress on the program's icon, and a notification when a long one ends
// unseen.
#pragma once

#include <QDBusConnection>
#include <QObject>
#include <functional>

#include "ui/jobs/job_controller.h"

namespace unmask {

/// Progress goes out as com.canonical.Unity.LauncherEntry (Plasma's and Unity's task bars, Dash to Dock),
/// notifications to org.freedesktop.Notifications. Nothing waits for an answer; without a bus nothing
/// happens.
class RunNotices : public QObject {
  Q_OBJECT

 public:
  struct Surroundings {
    std::function<bool()> isWindowActive;
    std::function<qint64()> milliseconds;  ///< a clock that only goes forward
  };
  static constexpr qint64 kLongMilliseconds = 10'000;

  RunNotices(JobController* jobs, QDBusConnection bus, Surroundings surroundings, QObject* parent = nullptr);

 Q_SIGNALS:
  void windowWanted();  ///< the notification was clicked

 private Q_SLOTS:
  void onAction(uint id, const QString& action);

 private:
  void onStarted(const GenerationRequest& request);
  void onFrame(const RunFramePtr& frame);
  void onEnded(RunEnd end);
  void settle();
  void showProgress(double share, bool isShown);
  void notify(const QString& title, const QString& text);

  JobController* m_jobs;
  QDBusConnection m_bus;
  Surroundings m_surroundings;
  bool m_isUnderWay = false;  ///< a run, or a batch of them
  qint64 m_began = 0;
  int m_finished = 0;
  bool m_hasFailed = false;
  QString m_prompt;
  uint m_notification = 0;  ///< the one shown last, to replace it
};

}  // namespace unmask
