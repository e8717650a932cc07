#include "ui/history/history_panel.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QMimeData>
#include <QUrl>
#include <QVBoxLayout>
#include <utility>

#include "ui/actions.h"
#include "ui/icons.h"
#include "ui/settings/preferences.h"

namespace unmask {
namespace {

constexpr int kSearchMilliseconds = 200;  ///< after the last key
constexpr size_t kMostDragged = 100;

QToolButton* makeToggle(const char* name, const QString& text, const QString& tip, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setObjectName(name);
  button->setText(text);
  button->setCheckable(true);
  button->setAutoRaise(true);
  button->setToolTip(tip);
  button->setAccessibleName(tip);
  return button;
}

}  // namespace

void takeSettings(DocumentModel* document, const GenerationRequest& settings, const QString& title,
                  const std::function<void(const Message&, const std::function<void()>&)>& tell) {
  const GenerationRequest before = document->draft();
  document->replaceDraft(settings, PresetField::Steps | PresetField::Guidance | PresetField::Temperature |
                                       PresetField::Schedule | PresetField::Order);
  if (document->draft() == before) return;
  const Message message{Tone::Info, title, {}, HistoryPanel::tr("Take Back"), MessageTopic::Other};
  tell(message, [document, before] { document->replaceDraft(before, {}); });
}

HistoryPanel::HistoryPanel(const Parts& parts, QWidget* parent)
    : QWidget(parent),
      m_parts(parts),
      m_model(new HistoryModel(parts.files->history(), parts.thread, this)),
      m_list(new HistoryList(parts.undo, this)),
      m_search(new QLineEdit(this)),
      m_starred(makeToggle("historyStarred", QStringLiteral("★"), tr("Starred ones only"), this)),
      m_trash(makeToggle("historyTrash", tr("Trash"), tr("What was deleted; it stays for 30 days"), this)),
      m_count(new QLabel(this)),
      m_offer(new QFrame(this)),
      m_offerText(new QLabel(m_offer)),
      m_offerButton(new QPushButton(m_offer)) {
  build();
  connectHistory();
}

void HistoryPanel::build() {
  setObjectName("historyPanel");
  m_search->setObjectName("historySearch");
  m_search->setPlaceholderText(tr("Search prompts and models"));
  m_search->setAccessibleName(tr("Search the history"));
  m_search->setClearButtonEnabled(true);
  m_count->setObjectName("historyCount");
  m_offer->setObjectName("historyOffer");
  m_offerText->setWordWrap(true);
  m_offerButton->setObjectName("historyOfferButton");
  auto* offer = new QHBoxLayout(m_offer);
  offer->setContentsMargins(6, 4, 6, 4);
  offer->addWidget(m_offerText, 1);
  offer->addWidget(m_offerButton);
  m_offer->hide();
  auto* top = new QHBoxLayout;
  top->setContentsMargins(6, 6, 6, 2);
  top->addWidget(m_search, 1);
  top->addWidget(m_starred);
  top->addWidget(m_trash);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2);
  column->addLayout(top);
  column->addWidget(m_list, 1);
  column->addWidget(m_offer);
  m_count->setContentsMargins(6, 0, 6, 4);
  column->addWidget(m_count);
  m_list->setModel(m_model);
  m_searchTimer.setSingleShot(true);
  m_searchTimer.setInterval(kSearchMilliseconds);
}

void HistoryPanel::connectHistory() {
  connect(&m_searchTimer, &QTimer::timeout, this, &HistoryPanel::applyQuery);
  connect(m_search, &QLineEdit::textChanged, this, [this] { m_searchTimer.start(); });
  connect(m_search, &QLineEdit::returnPressed, this, &HistoryPanel::applyQuery);
  connect(m_starred, &QToolButton::toggled, this, &HistoryPanel::applyQuery);
  connect(m_trash, &QToolButton::toggled, this, &HistoryPanel::applyQuery);
  connect(m_model, &HistoryModel::totalChanged, this, &HistoryPanel::showCount);
  connect(m_list, &HistoryList::keyPressed, this, &HistoryPanel::onKey);
  connect(m_list, &HistoryList::dragWanted, this, &HistoryPanel::dragOut);
  connect(m_list, &QWidget::customContextMenuRequested, this, &HistoryPanel::showMenu);
  connect(m_list, &QAbstractItemView::doubleClicked, this,
          [this](const QModelIndex& index) { openAsPicture(index.data(HistoryModel::IdRole).toLongLong()); });
  connect(m_offerButton, &QPushButton::clicked, this, [this] {
    m_offer->hide();
    const std::function<void()> action = std::exchange(m_offerAction, {});
    if (action) action();
  });
  const HistoryWorker* worker = m_parts.files->history();
  connect(
      worker, &HistoryWorker::problem, this,
      [this](const Error& error) { Q_EMIT problem(errorMessage(tr("The history has a problem"), error)); },
      Qt::QueuedConnection);
  connect(worker, &HistoryWorker::pictureRead, m_parts.importer, &PictureImporter::takePicture,
          Qt::QueuedConnection);
  connect(
      worker, &HistoryWorker::requestRead, this,
      [this](quint64 ticket, const GenerationRequest& request) {
        if (ticket != m_restoreTicket) return;
        const GenerationRequest& now = m_parts.document->draft();
        takeSettings(m_parts.document, restoredSettings(now, request, m_restoreWhat),
                     tr("Settings of an earlier picture were taken over"),
                     [this](const Message& message, const std::function<void()>& back) {
                       Q_EMIT settingsTaken(message, back);
                     });
      },
      Qt::QueuedConnection);
  connect(
      worker, &HistoryWorker::exported, this,
      [this](quint64 ticket, const QStringList& files) {
        if (ticket != m_dragTicket) return;
        Q_EMIT filesReady(files);
        if (!(QApplication::mouseButtons() & Qt::LeftButton)) return;  // let go already
        auto* mime = new QMimeData;
        QList<QUrl> urls;
        for (const QString& file : files) urls << QUrl::fromLocalFile(file);
        mime->setUrls(urls);
        auto* drag = new QDrag(m_list);
        drag->setMimeData(mime);
        drag->setPixmap(
            QPixmap::fromImage(m_list->currentIndex().data(HistoryModel::ThumbnailRole).value<QImage>()));
        drag->exec(Qt::CopyAction);
      },
      Qt::QueuedConnection);
}

void HistoryPanel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (!std::exchange(m_wasShown, true)) m_model->reload();
}

void HistoryPanel::applyQuery() {
  m_searchTimer.stop();
  m_model->setQuery(m_search->text(), m_starred->isChecked(), m_trash->isChecked());
}

void HistoryPanel::showCount(qint64 total) {
  const QString number = QLocale().toString(total);
  if (m_trash->isChecked()) {
    m_count->setText(total == 1 ? tr("1 picture in the trash") : tr("%1 pictures in the trash").arg(number));
  } else {
    m_count->setText(total == 1 ? tr("1 picture") : tr("%1 pictures").arg(number));
  }
}

void HistoryPanel::onKey(int key) {
  const qint64 id = m_list->currentId();
  if (key == Qt::Key_Z) return undo();
  if (id == 0) return;
  switch (key) {
    case Qt::Key_A:
      return restoreSettings(id, RestoreWhat::All);
    case Qt::Key_P:
      return restoreSettings(id, RestoreWhat::Prompt);
    case Qt::Key_S:
      return restoreSettings(id, RestoreWhat::Seed);
    case Qt::Key_R:
      return restoreSettings(id, RestoreWhat::Remix);
    case Qt::Key_Period:
      return toggleStar();
    case Qt::Key_Delete:
      return moveToTrash();
    case Qt::Key_Return:
      return openAsPicture(id);
    default:
      return;
  }
}

void HistoryPanel::showMenu(const QPoint& at) {
  const qint64 id = m_list->currentId();
  if (id == 0 || m_list->selectedIds().empty()) return;
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("&Open as Picture\tReturn"), this, [this, id] { openAsPicture(id); });
  menu->addSeparator();
  const std::pair<QString, RestoreWhat> restores[] = {
      {tr("Use &All Settings\tA"), RestoreWhat::All},
      {tr("Use the &Prompt\tP"), RestoreWhat::Prompt},
      {tr("Use the &Seed\tS"), RestoreWhat::Seed},
      {tr("&Remix: All but the Seed\tR"), RestoreWhat::Remix}};
  for (const auto& [text, what] : restores)
    menu->addAction(text, this, [this, id, what = what] { restoreSettings(id, what); });
  menu->addSeparator();
  menu->addAction(tr("S&tar or Unstar\t."), this, &HistoryPanel::toggleStar);
  if (m_trash->isChecked()) {
    menu->addAction(tr("Take &Back out of the Trash"), this, &HistoryPanel::takeBack);
    menu->addAction(tr("&Delete for Good\tDel"), this, &HistoryPanel::moveToTrash);
  } else {
    menu->addAction(tr("Move to the &Trash\tDel"), this, &HistoryPanel::moveToTrash);
  }
  menu->popup(m_list->viewport()->mapToGlobal(at));
}

void HistoryPanel::restoreSettings(qint64 id, RestoreWhat what) {
  m_restoreWhat = what;
  m_restoreTicket = ++m_lastTicket;
  post([ticket = m_restoreTicket, id](HistoryWorker* history) { history->readRequest(ticket, id); });
}

void HistoryPanel::openAsPicture(qint64 id) {
  post([id](HistoryWorker* history) { history->readPicture(id); });
}

void HistoryPanel::toggleStar() {
  const std::vector<int64_t> ids = m_list->selectedIds();
  if (ids.empty()) return;
  const bool isStarred = !m_list->currentIndex().data(HistoryModel::StarRole).toBool();
  m_model->showStarred(ids, isStarred);
  post([ids, isStarred](HistoryWorker* history) { history->setStarred(ids, isStarred); });
}

void HistoryPanel::moveToTrash() {
  const std::vector<int64_t> ids = m_list->selectedIds();
  if (ids.empty()) return;
  const auto count = static_cast<int>(ids.size());
  if (m_trash->isChecked()) {
    return offer(
        count == 1 ? tr("Delete this picture for good?") : tr("Delete %1 pictures for good?").arg(count),
        tr("Delete for Good"), [this, ids] {
          (void)m_model->takeOut(ids);
          post([ids](HistoryWorker* history) { history->purge(ids); });
        });
  }
  const std::vector<HistoryEntry> taken = m_model->takeOut(ids);
  post([ids](HistoryWorker* history) { history->moveToTrash(ids); });
  m_undo = [this, ids, taken] {
    if (!m_trash->isChecked()) m_model->putBack(taken);
    post([ids](HistoryWorker* history) { history->restore(ids); });
  };
  const QString key = Actions::keyText(m_parts.undo);
  offer(count == 1 ? tr("The picture is in the trash.") : tr("%1 pictures are in the trash.").arg(count),
        key.isEmpty() ? tr("Undo") : tr("Undo (%1)").arg(key), [this] { undo(); });
}

void HistoryPanel::undo() {
  m_offer->hide();
  const std::function<void()> back = std::exchange(m_undo, {});
  if (back) back();
}

void HistoryPanel::takeBack() {
  const std::vector<int64_t> ids = m_list->selectedIds();
  (void)m_model->takeOut(ids);
  post([ids](HistoryWorker* history) { history->restore(ids); });
}

void HistoryPanel::offer(const QString& text, const QString& button, std::function<void()> action) {
  m_offerText->setText(text);
  m_offerButton->setText(button);
  m_offerAction = std::move(action);
  m_offer->show();
}

void HistoryPanel::dragOut() {
  std::vector<int64_t> ids = m_list->selectedIds();
  if (ids.empty()) return;
  if (ids.size() > kMostDragged) ids.resize(kMostDragged);
  if (!m_dragFolder) m_dragFolder = std::make_unique<QTemporaryDir>();
  m_dragTicket = ++m_lastTicket;
  const QString folder = m_dragFolder->filePath(QString::number(m_dragTicket));
  post([ticket = m_dragTicket, ids, folder, tells = Preferences().writesMetadata()](HistoryWorker* history) {
    history->exportFiles(ticket, ids, folder, tells);
  });
}

}  // namespace unmask
