#include "ui/styles/learn_dialog.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QDragEnterEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QVBoxLayout>

#include "ui/error_text.h"
#include "ui/panels/progress_strip.h"
#include "ui/theme.h"

namespace unmask {
namespace {

enum Page { kSetupPage, kReadyPage, kProgressPage };

}  // namespace

LearnDialog::LearnDialog(const LearnSetup::Parts& parts, StyleRun* run, QWidget* parent)
    : QDialog(parent, Qt::Window),
      m_shelf(parts.shelf),
      m_run(run),
      m_pages(new QStackedWidget(this)),
      m_setup(new LearnSetup(parts, this)),
      m_ready(buildReady()),
      m_progress(new LearnProgress(run, this)),
      m_status(new QLabel(this)),
      m_busy(new QProgressBar(this)),
      m_forward(new PrimaryButton(this)),
      m_back(new QPushButton(tr("&Back"), this)),
      m_close(new QPushButton(tr("Clos&e"), this)) {
  setObjectName("learnDialog");
  setWindowTitle(tr("Learn a Style"));
  setAcceptDrops(true);
  resize(780, 600);
  m_pages->addWidget(m_setup);
  m_pages->addWidget(m_ready);
  m_pages->addWidget(m_progress);
  m_status->setObjectName("learnStatus");
  m_status->setWordWrap(true);
  m_status->setTextFormat(Qt::PlainText);
  m_busy->setObjectName("learnBusy");
  m_busy->setRange(0, 0);
  m_busy->setMaximumWidth(120);
  m_busy->setTextVisible(false);
  m_busy->setAccessibleName(tr("Working"));
  m_forward->setObjectName("learnForward");
  m_back->setObjectName("learnBack");
  m_close->setObjectName("learnClose");
  m_close->setToolTip(tr("What is being learned goes on"));
  for (QPushButton* button : {static_cast<QPushButton*>(m_forward), m_back, m_close})
    button->setAutoDefault(false);
  auto* end = new QHBoxLayout;
  end->addWidget(m_status, 1);
  end->addWidget(m_busy);
  end->addWidget(m_back);
  end->addWidget(m_close);
  end->addWidget(m_forward);
  auto* column = new QVBoxLayout(this);
  column->setSpacing(12);
  column->addWidget(m_pages, 1);
  column->addLayout(end);

  connect(m_forward, &QPushButton::clicked, this, &LearnDialog::goForward);
  connect(m_back, &QPushButton::clicked, this, &LearnDialog::goBack);
  connect(m_close, &QPushButton::clicked, this, &QWidget::hide);
  connect(m_setup, &LearnSetup::changed, this, &LearnDialog::refreshStatus);
  connect(m_setup->unfinished(), &UnfinishedOffer::goOnWanted, this, [this](const QString& taskFile) {
    StyleJob job;
    job.taskFile = taskFile.toStdString();
    m_run->prepare(job);
  });
  connect(m_run, &StyleRun::changed, this, &LearnDialog::refresh);
  connect(m_run, &StyleRun::saved, this, [this](const QString& adapter) {
    if (std::exchange(m_usesWhenSaved, false)) m_shelf->add(adapter);
  });
  connect(m_progress, &LearnProgress::useWanted, this, [this] {
    if (!m_run->isLearning()) return m_shelf->add(m_run->adapter());
    m_usesWhenSaved = true;
    m_run->saveSoon();
  });
  refresh();
}

QWidget* LearnDialog::buildReady() {
  auto* page = new QWidget(this);
  m_takes = new QLabel(page);
  m_takes->setObjectName("learnTakes");
  m_takes->setWordWrap(true);
  m_takes->setTextFormat(Qt::PlainText);
  m_takes->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(m_takes);
  column->addStretch(1);
  return page;
}

void LearnDialog::refresh() {
  const StyleRun& run = *m_run;
  const StyleRunState state = run.state();
  const bool isRunning = run.isLearning() || state == StyleRunState::Ended ||
                         (state == StyleRunState::Stopping && m_pages->currentWidget() == m_progress);
  const int page = state == StyleRunState::Ready ? kReadyPage : isRunning ? kProgressPage : kSetupPage;
  m_pages->setCurrentIndex(page);
  const bool isPreparing =
      state == StyleRunState::Preparing || (state == StyleRunState::Stopping && !isRunning);
  m_setup->setEnabled(!isPreparing);
  m_busy->setVisible(isPreparing);
  if (state == StyleRunState::Ready) {
    const StyleEstimate& estimate = run.estimate();
    const QString memory = QLocale().formattedDataSize(estimate.bytes, 1, QLocale::DataSizeSIFormat);
    const QString file = QDir::toNativeSeparators(QString::fromStdString(run.task().output.string()));
    m_takes->setText(tr("Learning “%1” takes about %2 and %3 of memory.\n\n"
                        "One can go on painting meanwhile: learning waits while a picture is made. It can be "
                        "paused and stopped "
                        "at any time, and everything is saved.\n\nThe style goes to\n%4")
                         .arg(QString::fromStdString(run.task().output.stem().string()),
                              durationText(estimate.seconds), memory, file));
  }
  m_back->setVisible(state == StyleRunState::Ready || isPreparing);
  m_back->setText(isPreparing ? tr("&Stop") : tr("&Back"));
  m_back->setEnabled(state != StyleRunState::Stopping);
  m_forward->setVisible(state == StyleRunState::Idle || state == StyleRunState::Preparing ||
                        state == StyleRunState::Ready || state == StyleRunState::Ended ||
                        (state == StyleRunState::Stopping && !isRunning));
  m_forward->setText(state == StyleRunState::Ready   ? tr("Start &Learning")
                     : state == StyleRunState::Ended ? tr("Learn &Another")
                                                     : tr("&Prepare"));
  if (m_shownState != state && (state == StyleRunState::Idle || state == StyleRunState::Ended))
    m_setup->search();
  m_shownState = state;
  // What a run that failed had been wanted for is no wish for the next one.
  if (state == StyleRunState::Idle || (state == StyleRunState::Ended && run.error())) m_usesWhenSaved = false;
  refreshStatus();
}

void LearnDialog::refreshStatus() {
  const StyleRun& run = *m_run;
  QPalette colours = palette();
  QString text;
  bool isOpen = true;
  switch (run.state()) {
    case StyleRunState::Idle:
      text = m_setup->obstacle();
      isOpen = text.isEmpty();
      if (isOpen) text = tr("Next, the time and memory it takes are measured.");
      if (!m_setup->problem().isEmpty() && m_setup->problem() != text)
        text = m_setup->problem() + '\n' + text;  // the picture chosen before is still there
      if (run.error()) {
        text = errorMessage({}, *run.error()).text;
        colours.setColor(QPalette::WindowText, toneColor(Tone::Error, palette()));
      }
      break;
    case StyleRunState::Preparing:
      text = tr("Loading the model and measuring…");
      isOpen = false;
      break;
    case StyleRunState::Stopping:
      text = m_pages->currentWidget() == m_progress ? QString() : tr("Stopping…");
      isOpen = false;
      break;
    default:
      break;
  }
  m_status->setText(text);
  m_status->setPalette(colours);
  m_forward->setEnabled(isOpen);
  m_forward->setProminent(isOpen);
}

void LearnDialog::goForward() {
  StyleRun* run = m_run;
  switch (run->state()) {
    case StyleRunState::Idle:
      if (m_setup->obstacle().isEmpty()) run->prepare(m_setup->job());
      return;
    case StyleRunState::Ready:
      m_setup->unfinished()->settle(QString::fromStdString(run->task().output.stem().string()));
      return run->start();
    case StyleRunState::Ended:
      m_setup->clear();
      return run->leave();
    default:
      return;
  }
}

void LearnDialog::goBack() {
  m_run->state() == StyleRunState::Ready ? m_run->leave() : m_run->stop();
}

void LearnDialog::showEvent(QShowEvent* event) {
  QDialog::showEvent(event);
  m_setup->search();
}

void LearnDialog::hideEvent(QHideEvent* event) {
  QDialog::hideEvent(event);
  if (!event->spontaneous()) m_setup->unfinished()->settle();  // closed, not minimised
}

void LearnDialog::dragEnterEvent(QDragEnterEvent* event) {
  const bool canTake = event->mimeData()->hasImage() || event->mimeData()->hasUrls();
  if (canTake && m_run->state() == StyleRunState::Idle) event->acceptProposedAction();
}

void LearnDialog::dropEvent(QDropEvent* event) {
  if (m_run->state() == StyleRunState::Idle && m_setup->take(event->mimeData()))
    event->acceptProposedAction();
}

/// Line edits take a paste of text; a picture on the clipboard means the picture.
void LearnDialog::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Paste) && m_run->state() == StyleRunState::Idle &&
      m_setup->take(QApplication::clipboard()->mimeData()))
    return;
  QDialog::keyPressEvent(event);
}

}  // namespace unmask
