#include "ui/jobs/model_finder.h"

#include <algorithm>

namespace unmask {

ModelFinder::ModelFinder(ModelSearchOptions options, FileWorker* worker, WorkerThread* thread,
                         QObject* parent)
    : QObject(parent), m_options(std::move(options)), m_worker(worker), m_thread(thread) {
  const auto take = [this](const std::vector<FoundModel>& models) {
    m_models = models;
    Q_EMIT changed();
  };
  connect(m_worker, &FileWorker::modelsFound, this, take, Qt::QueuedConnection);
}

void ModelFinder::addFolder(const QString& dir) {
  const std::filesystem::path path(dir.toStdString());
  std::vector<std::filesystem::path>& dirs = m_options.extraDirs;
  if (std::find(dirs.begin(), dirs.end(), path) != dirs.end()) return;
  dirs.push_back(path);
  Q_EMIT foldersChanged();
}

void ModelFinder::removeFolder(const QString& dir) {
  const auto removed = std::erase(m_options.extraDirs, std::filesystem::path(dir.toStdString()));
  if (removed > 0) Q_EMIT foldersChanged();
}

void ModelFinder::search() {
  m_thread->post([worker = m_worker, options = m_options] { worker->searchModels(options); });
}

QString ModelFinder::firstChoice(const QString& wanted, const QString& last) const {
  if (!wanted.isEmpty()) {
    for (const FoundModel& model : m_models) {
      if (QString::fromStdString(model.name) == wanted) return QString::fromStdString(model.dir.string());
    }
    return wanted;
  }
  if (!last.isEmpty() && looksLikeModel(last.toStdString())) return last;
  return m_models.empty() ? QString() : QString::fromStdString(m_models.front().dir.string());
}

}  // namespace unmask
