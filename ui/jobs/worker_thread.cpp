#include "ui/jobs/worker_thread.h"

#include <sys/resource.h>
#include <unistd.h>

namespace unmask {

WorkerThread::WorkerThread(const QString& name, QObject* worker, Courtesy courtesy) : m_worker(worker) {
  m_thread.setObjectName(name);
  const auto standBack = [courtesy] {
    static_cast<void>(setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), static_cast<int>(courtesy)));
  };
  // Without a receiver: called in the thread itself, before any of its events.
  if (courtesy != Courtesy::None) QObject::connect(&m_thread, &QThread::started, standBack);
  m_worker->moveToThread(&m_thread);
  QObject::connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
  m_thread.start();
}

WorkerThread::~WorkerThread() {
  stop();
}

void WorkerThread::stop() {
  if (m_isStopping) return;
  // quit() from here would overtake what is queued; posted, it comes last.
  post([this] { m_thread.quit(); });
  m_isStopping = true;
  m_thread.wait();
}

}  // namespace unmask
