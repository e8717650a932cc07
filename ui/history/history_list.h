// The history's thumbnails.
#pragma once

#include <QAction>
#include <QListView>
#include <QStyledItemDelegate>

#include "ui/history/history_model.h"

namespace unmask {

class HistoryDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// While it has the focus, its one-letter keys win over the window's.
class HistoryList : public QListView {
  Q_OBJECT

 public:
  /// `undo`: whose keys take back the last move to the trash here; outlives this object.
  explicit HistoryList(const QAction* undo, QWidget* parent = nullptr);

  std::vector<int64_t> selectedIds() const;  ///< newest first
  qint64 currentId() const;                  ///< 0 = none

 Q_SIGNALS:
  void keyPressed(int key);  ///< one of A P S R . Delete Return, or Z for a key of undo
  void dragWanted();

 protected:
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void startDrag(Qt::DropActions actions) override;

 private:
  int ownKey(const QKeyEvent& event) const;

  const QAction* m_undo;
};

}  // namespace unmask
