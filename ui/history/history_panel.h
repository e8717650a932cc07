// The history: search, marks, trash, and what one does with an earlier picture.
#pragma once

#include <QDrag>
#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QToolButton>
#include <QWidget>
#include <functional>
#include <memory>

#include "core/project/restore_settings.h"
#include "ui/document_model.h"
#include "ui/error_text.h"
#include "ui/history/history_list.h"
#include "ui/import/picture_importer.h"
#include "ui/jobs/file_worker.h"

namespace unmask {

/// Nothing is asked of the file thread before the panel is seen for the first time.
class HistoryPanel : public QWidget {
  Q_OBJECT

 public:
  /// All outlive this object.
  struct Parts {
    DocumentModel* document;
    PictureImporter* importer;
    FileWorker* files;
    WorkerThread* thread;
    const QAction* undo;
  };
  explicit HistoryPanel(const Parts& parts, QWidget* parent = nullptr);

  HistoryModel* model() const { return m_model; }
  HistoryList* list() const { return m_list; }

  void restoreSettings(qint64 id, RestoreWhat what);
  void openAsPicture(qint64 id);
  void toggleStar();
  void moveToTrash();  ///< the selected ones; in the trash view: gone for good, after a question in the panel
  void takeBack();     ///< out of the trash
  void undo();         ///< of the last move to the trash
  void dragOut();

 Q_SIGNALS:
  void filesReady(const QStringList& files);  ///< for a drag
  /// Settings were taken over; `undo` brings the earlier ones back.
  void settingsTaken(const unmask::Message& message, const std::function<void()>& undo);
  void problem(const unmask::Message& message);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void build();
  void connectHistory();
  void applyQuery();
  void onKey(int key);
  void showMenu(const QPoint& at);
  void showCount(qint64 total);
  void offer(const QString& text, const QString& button, std::function<void()> action);
  template <typename Task>
  void post(Task&& task) {
    m_parts.thread->post(
        [worker = m_parts.files->history(), task = std::forward<Task>(task)] { task(worker); });
  }

  Parts m_parts;
  HistoryModel* m_model;
  HistoryList* m_list;
  QLineEdit* m_search;
  QToolButton* m_starred;
  QToolButton* m_trash;
  QLabel* m_count;
  QFrame* m_offer;  ///< one thing to take back or confirm
  QLabel* m_offerText;
  QPushButton* m_offerButton;
  std::function<void()> m_offerAction;
  std::function<void()> m_undo;  ///< of the last move to the trash; empty = none
  QTimer m_searchTimer;
  quint64 m_lastTicket = 0;
  quint64 m_dragTicket = 0;
  RestoreWhat m_restoreWhat = RestoreWhat::All;
  quint64 m_restoreTicket = 0;
  std::unique_ptr<QTemporaryDir> m_dragFolder;
  bool m_wasShown = false;
};

/// Puts what another picture tells into the draft, and makes the sentence about it with its way back.
void takeSettings(DocumentModel* document, const GenerationRequest& settings, const QString& title,
                  const std::function<void(const Message&, const std::function<void()>&)>& tell);

}  // namespace unmask
