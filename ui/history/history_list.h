// The history's thumbnails.
#pragma once

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
  explicit HistoryList(QWidget* parent = nullptr);

  std::vector<int64_t> selectedIds() const;  ///< newest first
  qint64 currentId() const;                  ///< 0 = none

 Q_SIGNALS:
  void keyPressed(int key);  ///< one of A P S R . Delete Return, or Z for Ctrl+Z
  void dragWanted();

 protected:
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void startDrag(Qt::DropActions actions) override;
};

}  // namespace unmask
