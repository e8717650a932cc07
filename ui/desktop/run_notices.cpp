#include "ui/desktop/run_notices.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QTimer>
#include <QVariantMap>

namespace unmask {
namespace {

constexpr char kDesktopFile[] = "org.unmask.Studio";
constexpr char kNotifications[] = "org.freedesktop.Notifications";
constexpr char kNotificationsPath[] = "/org/freedesktop/Notifications";

}  // namespace

RunNotices::RunNotices(JobController* jobs, QDBusConnection bus, Surroundings surroundings, QObject* parent)
    : QObject(parent), m_jobs(jobs), m_bus(std::move(bus)), m_surroundings(std::move(surroundings)) {
  connect(jobs, &JobController::runStarted, this,
          [this](quint64, const GenerationRequest& request) { onStarted(request); });
  connect(jobs, &JobController::frameReady, this, &RunNotices::onFrame);
  connect(jobs, &JobController::runEnded, this, [this](quint64, RunEnd end) { onEnded(end); });
  if (!m_bus.isConnected()) return;
  m_bus.connect(kNotifications, kNotificationsPath, kNotifications, "ActionInvoked", this,
                SLOT(onAction(uint, QString)));
}

void RunNotices::onStarted(const GenerationRequest& request) {
  m_prompt = QString::fromStdString(request.prompt).simplified();
  if (!m_isUnderWay) {
    m_isUnderWay = true;
    m_began = m_surroundings.milliseconds();
    m_finished = 0;
    m_hasFailed = false;
  }
  showProgress(0, true);
}

void RunNotices::onFrame(const RunFramePtr& frame) {
  if (m_isUnderWay && frame->stepCount > 0)
    showProgress(static_cast<double>(frame->stepNumber) / frame->stepCount, true);
}

void RunNotices::onEnded(RunEnd end) {
  if (!m_isUnderWay) return;
  if (end == RunEnd::Finished) ++m_finished;
  if (end == RunEnd::Failed) m_hasFailed = true;
  // The next picture of a batch, if there is one, is started in the same breath.
  QTimer::singleShot(0, this, &RunNotices::settle);
}

void RunNotices::settle() {
  if (!m_isUnderWay || m_jobs->isBusy()) return;
  m_isUnderWay = false;
  showProgress(0, false);
  const bool wasLong = m_surroundings.milliseconds() - m_began > kLongMilliseconds;
  if (!wasLong || m_surroundings.isWindowActive()) return;
  if (m_hasFailed) return notify(tr("The run failed"), m_prompt);
  if (m_finished == 1) notify(tr("The picture is ready"), m_prompt);
  if (m_finished > 1) notify(tr("%1 pictures are ready").arg(m_finished), m_prompt);
}

void RunNotices::showProgress(double share, bool isShown) {
  if (!m_bus.isConnected()) return;
  QDBusMessage update = QDBusMessage::createSignal(QStringLiteral("/org/unmask/Studio"),
                                                   QStringLiteral("com.canonical.Unity.LauncherEntry"),
                                                   QStringLiteral("Update"));
  update << QStringLiteral("application://%1.desktop").arg(kDesktopFile)
         << QVariantMap{{"progress", share}, {"progress-visible", isShown}};
  m_bus.send(update);
}

void RunNotices::notify(const QString& title, const QString& text) {
  if (!m_bus.isConnected()) return;
  QDBusMessage call =
      QDBusMessage::createMethodCall(kNotifications, kNotificationsPath, kNotifications, "Notify");
  const QVariantMap hints{{"desktop-entry", kDesktopFile}, {"category", "transfer.complete"}};
  // Some servers read the text as markup.
  call << QStringLiteral("Unmask") << m_notification << QString(kDesktopFile) << title << text.toHtmlEscaped()
       << QStringList{"default", tr("Show")} << hints << -1;
  auto* watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call), this);
  connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* done) {
    const QDBusPendingReply<uint> reply = *done;
    if (reply.isValid()) m_notification = reply.value();
    done->deleteLater();
  });
}

void RunNotices::onAction(uint id, const QString& action) {
  if (id == m_notification && action == "default") Q_EMIT windowWanted();
}

}  // namespace unmask
