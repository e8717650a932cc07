#include "ui/styles/styles.h"

#include <QFileInfo>
#include <QInputDialog>
#include <QSettings>
#include <QUrl>

namespace unmask {
namespace {

constexpr double kMostScale = 1000;

QStringList stylesIn(const QMimeData* data) {
  QStringList files;
  if (data == nullptr) return files;
  for (const QUrl& url : data->urls()) {
    const QString file = url.toLocalFile();
    if (file.endsWith(QStringLiteral(".safetensors"), Qt::CaseInsensitive)) files << file;
  }
  return files;
}

QString stylesFolder() {
  return QString::fromStdString(adaptersFolder({}).string());
}

}  // namespace

Styles::Styles(const Parts& parts, const StudioOptions& options, QWidget* window)
    : m_parts(parts),
      m_options(options),
      m_window(window),
      m_shelf(parts.document, parts.files),
      m_panel(new StylePanel(parts.document, &m_shelf)),
      m_section(new FoldSection(tr("Styles"), m_panel)),
      m_run(options.styleOpener) {
  m_section->heading()->setObjectName("stylesHeading");
  m_parts.panel->addBelowPrompt(m_section);
  m_section->setOpen(QSettings().value("window/styles", false).toBool());
  connectList();
  connectRun();
  // The document is read first.
  QMetaObject::invokeMethod(&m_shelf, &StyleShelf::search, Qt::QueuedConnection);
}

Styles::~Styles() {
  delete m_dialog;
}

void Styles::connectList() {
  connect(m_section->heading(), &QToolButton::toggled, this, [this](bool isOpen) {
    QSettings().setValue("window/styles", isOpen);
    if (isOpen) m_shelf.search();
  });
  connect(m_panel, &StylePanel::fileWanted, this, &Styles::askForFile);
  connect(m_panel, &StylePanel::learnWanted, this, &Styles::showLearnDialog);
  connect(m_panel, &StylePanel::triggerWanted, this, &Styles::addToPrompt);
  connect(&m_shelf, &StyleShelf::scaleWanted, this, &Styles::askForScale);
  connect(&m_shelf, &StyleShelf::problem, this,
          [this](const Message& message) { m_parts.messages->showMessage(message); });
  connect(&m_shelf, &StyleShelf::added, this, [this](const QString& name) {
    m_section->setOpen(true);
    m_parts.progress->showStatus(tr("The style %1 is in use").arg(name));
  });
  connect(m_parts.jobs, &JobController::modelLoaded, this,
          [this](const ModelInfo& info) { m_shelf.setModel(info.reference); });
  connect(m_parts.document, &DocumentModel::draftChanged, this, &Styles::refreshHeading);
  refreshHeading();
}

void Styles::connectRun() {
  m_parts.actions->learnStyle->setEnabled(m_options.styleOpener != nullptr);
  connect(m_parts.actions->learnStyle, &QAction::triggered, this, &Styles::showLearnDialog);
  connect(&m_run, &StyleRun::changed, this, &Styles::refreshHeading);
  connect(&m_run, &StyleRun::saved, this, [this](const QString& file) {
    m_shelf.renew(file);
    m_shelf.search();
  });
  connect(&m_run, &StyleRun::failed, this, [this](const Error& error) {
    const bool isSeen = m_dialog && m_dialog->isVisible();  // it says so itself
    if (!isSeen) m_parts.messages->showMessage(errorMessage(tr("The style could not be learned"), error));
  });
  connect(&m_run, &StyleRun::ended, this, [this](bool isDone) {
    const bool isSeen = m_dialog && m_dialog->isVisible();
    if (!isDone || isSeen) return;
    Message message{Tone::Info,
                    tr("The style %1 is learned").arg(QFileInfo(m_run.adapter()).completeBaseName()),
                    tr("It is among the styles now."), tr("Use It"), MessageTopic::Other};
    m_parts.messages->showMessage(message, [this, file = m_run.adapter()] { m_shelf.add(file); });
  });
  connect(m_parts.jobs, &JobController::stateChanged, this, [this] {
    const EngineState state = m_parts.jobs->state();
    m_run.setGivingWay(state != EngineState::Idle && state != EngineState::NoModel &&
                       state != EngineState::Failed);
  });
}

void Styles::close() {
  m_run.shutdown();
}

bool Styles::take(const QMimeData* data) {
  const QStringList files = stylesIn(data);
  for (const QString& file : files) m_shelf.add(file);
  return !files.isEmpty();
}

void Styles::askForFile() {
  const QString start = QSettings().value("styles/folder", stylesFolder()).toString();
  m_parts.dialogs->askStyle(m_window, start, [this](const QString& file) {
    if (file.isEmpty()) return;
    QSettings().setValue("styles/folder", QFileInfo(file).absolutePath());
    m_shelf.add(file);
  });
}

void Styles::askForScale(const QString& file) {
  auto* dialog = new QInputDialog(m_window);
  dialog->setObjectName("styleScaleDialog");
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(tr("How Strongly the Style Counts"));
  dialog->setLabelText(
      tr("%1 does not say how strongly it was trained to count (alpha / rank).\n"
         "1 is what diffusers takes for granted, 2 what its script for the 256 model trains\n"
         "with, 0.0625 its recipe for the 512 model.")
          .arg(QFileInfo(file).fileName()));
  dialog->setInputMode(QInputDialog::DoubleInput);
  dialog->setDoubleDecimals(4);
  dialog->setDoubleRange(0, kMostScale);
  dialog->setDoubleValue(1);
  dialog->setOkButtonText(tr("Add"));
  connect(dialog, &QInputDialog::doubleValueSelected, this,
          [this, file](double scale) { m_shelf.add(file, static_cast<float>(scale)); });
  dialog->open();
}

/// Typed, as it were: the box's own undo takes it back.
void Styles::addToPrompt(const QString& words) {
  PromptEdit* prompt = m_parts.panel->prompt();
  const QString text = prompt->text();
  const bool needsBlank = !text.isEmpty() && !text.back().isSpace();
  QTextCursor cursor = prompt->textCursor();
  cursor.movePosition(QTextCursor::End);
  cursor.beginEditBlock();  // apart from what was typed before
  cursor.insertText(needsBlank ? ' ' + words : words);
  cursor.endEditBlock();
  prompt->setTextCursor(cursor);
  prompt->setFocus();
}

void Styles::refreshHeading() {
  const auto count = static_cast<int>(m_parts.document->draft().adapters.size());
  QString text = count > 0 ? tr("Styles (%1)").arg(count) : tr("Styles");
  if (m_run.isLearning()) text += tr(" · learning, %1 %").arg(m_run.percent());
  m_section->heading()->setText(text);
  m_section->heading()->setAccessibleName(text);
}

void Styles::showLearnDialog() {
  if (!m_dialog)
    m_dialog = new LearnDialog({m_parts.jobs, m_parts.document, m_parts.candidates, &m_shelf, m_parts.dialogs,
                                m_parts.files, m_options.engine.variant, m_options.engine.computeType},
                               &m_run, m_window);
  m_dialog->show();
  m_dialog->raise();
  m_dialog->activateWindow();
}

}  // namespace unmask
