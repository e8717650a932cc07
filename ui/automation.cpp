#include "ui/automation.h"

#include <unistd.h>

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTimer>
#include <ctime>

#include "ui/lab/lab_measure.h"

namespace unmask {
namespace {

constexpr int kSettleMilliseconds = 40;

double rounded(double milliseconds) {
  return std::round(milliseconds * 10) / 10;
}

}  // namespace

std::optional<double> secondsSinceProcessStart() {
  QFile file("/proc/self/stat");
  if (!file.open(QIODevice::ReadOnly)) return std::nullopt;
  const QByteArray text = file.readAll();
  // Field 2 is the name in parentheses and may hold anything; field 22, the start in clock ticks since boot,
  // is the 20th after it (proc(5)).
  const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
  timespec now{};
  const long ticksPerSecond = sysconf(_SC_CLK_TCK);
  if (fields.size() < 20 || ticksPerSecond <= 0 || clock_gettime(CLOCK_BOOTTIME, &now) != 0)
    return std::nullopt;
  const double start = fields[19].toDouble() / static_cast<double>(ticksPerSecond);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9 - start;
}

Automation::Automation(MainWindow* window, AutomationOptions options, QObject* parent)
    : QObject(parent), m_window(window), m_options(std::move(options)) {
  connect(window->canvas(), &CanvasView::firstPainted, this,
          [this] { m_firstPaint = millisecondsSinceMain(); });
  connect(window->jobs(), &JobController::modelLoaded, this, &Automation::onModelReady);
  connect(window->jobs(), &JobController::loadFailed, this,
          [this](const Error& error) { end(1, QString::fromStdString(error.text())); });
  connect(window->jobs(), &JobController::runFailed, this,
          [this](const Error& error) { end(1, QString::fromStdString(error.text())); });
  connect(window->jobs(), &JobController::runEnded, this, [this](quint64, RunEnd result) {
    if (result == RunEnd::Finished) onPictureReady();
    if (result == RunEnd::Cancelled) end(1, tr("the run was stopped"));
  });
  connect(window->messageBar(), &MessageBar::messageShown, this, [this](const QString& title) {
    if (!m_window->jobs()->hasModel() && m_window->jobs()->state() == EngineState::NoModel) end(1, title);
  });
}

double Automation::millisecondsSinceMain() const {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - m_options.mainEntry)
      .count();
}

void Automation::onModelReady() {
  m_modelReady = millisecondsSinceMain();
  if (m_options.screenshot.isEmpty() && !m_options.measureLab) return end(0);
  // Queued: the window's own reaction to the model comes first.
  QMetaObject::invokeMethod(m_window, &MainWindow::generate, Qt::QueuedConnection);
}

void Automation::onPictureReady() {
  if (m_window->canvas()->overlay().isFlashing()) {
    QTimer::singleShot(kSettleMilliseconds, this, &Automation::onPictureReady);
  } else if (m_options.measureLab) {
    auto* measure = new LabMeasure(m_window, this);
    connect(measure, &LabMeasure::finished, this, [this](const QJsonObject& json) {
      m_labMeasurements = QJsonDocument(json).toJson(QJsonDocument::Indented);
      end(0);
    });
    measure->start();
  } else {
    QMetaObject::invokeMethod(this, &Automation::takeScreenshot, Qt::QueuedConnection);
  }
}

void Automation::takeScreenshot() {
  const bool isSaved = m_window->grab().save(m_options.screenshot, "PNG");
  end(isSaved ? 0 : 1, isSaved ? QString() : tr("%1 could not be written").arg(m_options.screenshot));
}

QString Automation::measurements() const {
  QJsonObject json{{"main_to_first_paint_ms", rounded(m_firstPaint)},
                   {"main_to_model_ready_ms", rounded(m_modelReady)}};
  if (m_options.secondsBeforeMain) {
    const double before = *m_options.secondsBeforeMain * 1000;
    json["process_to_main_ms"] = rounded(before);
    json["process_to_first_paint_ms"] = rounded(before + m_firstPaint);
    json["process_to_model_ready_ms"] = rounded(before + m_modelReady);
  }
  return QJsonDocument(json).toJson(QJsonDocument::Indented);
}

void Automation::end(int exitCode, const QString& problem) {
  if (std::exchange(m_hasEnded, true)) return;
  const QString measured = m_options.measureStartup ? measurements() : m_labMeasurements;
  Q_EMIT finished(exitCode, exitCode == 0 ? measured : QString(), problem);
}

}  // namespace unmask
