#include "ui/jobs/worker_thread.h"

namespace unmask {

WorkerThread::WorkerThread(const QString& name, QObject* worker) : m_worker(worker) {
  m_thread.setObjectName(name);
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
