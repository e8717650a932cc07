// The line under the canvas: what goes on, how far it is, and what is shown.
#pragma once

#include <QElapsedTimer>
#include <QLabel>
#include <QProgressBar>
#include <QTimer>
#include <QToolButton>
#include <QWidget>

#include "ui/jobs/engine_messages.h"
#include "ui/jobs/progress_estimate.h"

namespace unmask {

class ProgressStrip : public QWidget {
  Q_OBJECT

 public:
  explicit ProgressStrip(QWidget* parent = nullptr);

  void beginLoad(const QString& modelName);
  void beginRun(int stepCount, int pictureNumber = 1, int pictureCount = 1);
  void showFrame(const RunFrame& frame);
  void showStopping();
  /// Nothing goes on any more; `text` stays until the next thing happens.
  void finish(const QString& text);
  void showStatus(const QString& text);  ///< only while nothing goes on
  void showView(const QString& text);    ///< right end: size and zoom

  QString text() const { return m_text->text(); }
  QString shortText() const {
    return m_shortText;
  }  ///< for the window title: "4/12 · 2 s left"; empty when idle

 Q_SIGNALS:
  void stopWanted();
  void shortTextChanged();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void refresh();
  void setBusy(bool isBusy);
  void tintView();

  QLabel* m_text;
  QProgressBar* m_bar;
  QToolButton* m_stop;
  QLabel* m_view;
  QTimer m_tick;
  QElapsedTimer m_sinceStart;
  ProgressEstimate m_estimate;
  int m_stepCount = 0;
  QString m_pictureText;  ///< "Picture 2 of 4 · "; empty for a single one
  QString m_shortText;
  enum class Doing { Nothing, Loading, Running, Stopping };
  Doing m_doing = Doing::Nothing;
};

/// "0.8 s", "12 s", "3 min 20 s", "1 h 5 min".
QString durationText(double seconds);

}  // namespace unmask
