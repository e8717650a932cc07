#include "ui/automation/automation.h"

#include <unistd.h>

#include <QApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <ctime>

#include "ui/automation/responsiveness.h"
#include "ui/lab/lab_measure.h"

namespace unmask {
namespace {

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
  if (!m_options.size.isEmpty()) window->resize(m_options.size);
  if (!m_options.screenshot.isEmpty()) QApplication::setCursorFlashTime(0);  // a picture has no time
  connect(window->canvas(), &CanvasView::firstPainted, this,
          [this] { m_firstPaint = millisecondsSinceMain(); });
  connect(window->jobs(), &JobController::modelLoaded, this, &Automation::onModelReady);
  connect(window->jobs(), &JobController::loadFailed, this,
          [this](const Error& error) { end(1, QString::fromStdString(error.text())); });
  connect(window->jobs(), &JobController::runFailed, this,
          [this](const Error& error) { end(1, QString::fromStdString(error.text())); });
  connect(window->jobs(), &JobController::runEnded, this, [this](quint64, RunEnd result) {
    if (result == RunEnd::Cancelled && m_options.measuredHistory == 0) end(1, tr("the run was stopped"));
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
  // Queued: the window's own reaction to the model comes first.
  if (m_options.measuredHistory > 0)
    return void(QMetaObject::invokeMethod(this, &Automation::measureAnswers, Qt::QueuedConnection));
  if (m_options.screenshot.isEmpty() && !m_options.measureLab)
    return end(0, {}, m_options.measureStartup ? startMeasured() : QString());
  QMetaObject::invokeMethod(
      this,
      [this] {
        m_director = new SceneDirector(m_window, m_options.scene, this);
        connect(m_director, &SceneDirector::ready, this,
                m_options.measureLab ? &Automation::measureLab : &Automation::takeScreenshot,
                Qt::QueuedConnection);
        m_director->start();
      },
      Qt::QueuedConnection);
}

void Automation::measureLab() {
  auto* measure = new LabMeasure(m_window, this);
  connect(measure, &LabMeasure::finished, this, [this](const QJsonObject& json) {
    end(0, {}, QJsonDocument(json).toJson(QJsonDocument::Indented));
  });
  measure->start();
}

void Automation::takeScreenshot() {
  m_window->progressStrip()->showStatus({});  // how long something took differs every time
  const bool isSaved = m_window->grab().save(m_options.screenshot, "PNG", 0);  // 0: as small as can be
  end(isSaved ? 0 : 1, isSaved ? QString() : tr("%1 could not be written").arg(m_options.screenshot));
}

void Automation::measureAnswers() {
  const Result<QJsonObject> measured = measureResponsiveness(*m_window, m_options.measuredHistory);
  if (!measured) return end(1, QString::fromStdString(measured.error().text()));
  end(0, {}, QJsonDocument(*measured).toJson(QJsonDocument::Indented));
}

QString Automation::startMeasured() const {
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

void Automation::end(int exitCode, const QString& problem, const QString& output) {
  if (std::exchange(m_hasEnded, true)) return;
  Q_EMIT finished(exitCode, output, problem);
}

}  // namespace unmask
