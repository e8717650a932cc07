// One thread with one worker object in it.
#pragma once

#include <QObject>
#include <QThread>
#include <utility>

namespace unmask {

/// Starts at once; stop() (also in the destructor) lets everything posted so far finish, then joins. Never
/// detaches. The worker is deleted in its own thread.
class WorkerThread {
 public:
  /// How far a thread, and those that the computation starts from it, stand back (nice(2), one process's
  /// threads against each other too). What somebody waits for stands back behind the window alone.
  enum class Courtesy { None = 0, WindowFirst = 5, EverythingFirst = 10 };

  WorkerThread(const QString& name, QObject* worker, Courtesy courtesy = Courtesy::None);
  ~WorkerThread();
  WorkerThread(const WorkerThread&) = delete;
  WorkerThread& operator=(const WorkerThread&) = delete;

  bool isRunning() const { return m_thread.isRunning(); }

  /// Runs `task` in the thread, after everything posted before. Dropped once stop() was called.
  template <typename Task>
  void post(Task&& task) {
    if (m_isStopping) return;
    QMetaObject::invokeMethod(m_worker, std::forward<Task>(task), Qt::QueuedConnection);
  }

  void stop();

 private:
  QThread m_thread;
  QObject* m_worker;  ///< deleted when the thread finishes
  bool m_isStopping = false;
};

}  // namespace unmask
