#include "ui/session_journal.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <utility>

#include "core/io/atomic_file.h"

namespace unmask {
namespace {

constexpr int kSchemaVersion = 1;
constexpr size_t kMaxBytes = size_t{16} << 20;

Error badSession(const std::string& where, const char* key, const char* expected) {
  Error error;
  error.kind = ErrorKind::BadInput;
  error.message = "the saved session cannot be read";
  error.file = where;
  error.key = key;
  error.expected = expected;
  error.remedy = "The window starts with fresh settings";
  return error;
}

}  // namespace

std::string sessionToJson(const SessionState& state) {
  const QJsonObject root{
      {"schema", kSchemaVersion},
      {"model", state.model},
      {"modelFolders", QJsonArray::fromStringList(state.modelFolders)},
  };
  return QJsonDocument(root).toJson(QJsonDocument::Compact).toStdString();
}

Result<SessionState> sessionFromJson(const std::string& json, const std::string& where) {
  const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(json));
  if (!document.isObject()) return badSession(where, "/", "a JSON object");
  const QJsonObject root = document.object();
  if (root["schema"].toInt() != kSchemaVersion) return badSession(where, "/schema", "1");
  SessionState state;
  state.model = root["model"].toString();
  for (const QJsonValue& folder : root["modelFolders"].toArray()) state.modelFolders << folder.toString();
  return state;
}

SessionJournal::SessionJournal(const QString& stateDir, FileWorker* worker, WorkerThread* thread,
                               QObject* parent)
    : QObject(parent), m_path(QDir(stateDir).filePath("session.json")), m_worker(worker), m_thread(thread) {
  connect(m_worker, &FileWorker::stateWritten, this, &SessionJournal::onWritten, Qt::QueuedConnection);
}

Result<std::optional<SessionState>> SessionJournal::read() const {
  const std::string file = m_path.toStdString();
  Result<std::string> text = readFile(file, kMaxBytes);
  if (!text) {
    if (text.error().kind == ErrorKind::NotFound) return std::optional<SessionState>();
    return text.error();
  }
  Result<SessionState> state = sessionFromJson(*text, file);
  if (!state) return state.error();
  return std::optional<SessionState>(*std::move(state));
}

void SessionJournal::write(const SessionState& state) {
  m_waiting = state;
  if (!m_isWriting) send();
}

void SessionJournal::flush() {
  if (m_waiting) send();
}

void SessionJournal::send() {
  SessionState state = *std::exchange(m_waiting, std::nullopt);
  if (state == m_written) return;
  m_isWriting = true;
  m_written = state;
  m_thread->post([worker = m_worker, path = m_path, state = std::move(state)] {
    worker->writeState(path, sessionToJson(state));
  });
}

void SessionJournal::onWritten(const QString& errorText) {
  m_isWriting = false;
  if (!errorText.isEmpty()) {
    m_written.reset();
    if (!std::exchange(m_hasFailed, true)) Q_EMIT writeFailed(errorText);
  } else {
    m_hasFailed = false;
  }
  if (m_waiting) send();
}

}  // namespace unmask
