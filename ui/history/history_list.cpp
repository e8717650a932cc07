#include "ui/history/history_list.h"

#include <QKeyEvent>
#include <QPainter>
#include <algorithm>

#include "ui/theme.h"

namespace unmask {
namespace {

constexpr int kCell = 96;
constexpr int kMargin = 4;

}  // namespace

QSize HistoryDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
  return {kCell + 2 * kMargin, kCell + 2 * kMargin};
}

void HistoryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
  painter->save();
  painter->setRenderHint(QPainter::SmoothPixmapTransform);
  const QPalette& palette = option.palette;
  const bool isSelected = option.state & QStyle::State_Selected;
  if (isSelected) painter->fillRect(option.rect, palette.highlight());
  const QRect cell = option.rect.adjusted(kMargin, kMargin, -kMargin, -kMargin);
  const auto image = index.data(HistoryModel::ThumbnailRole).value<QImage>();
  if (image.isNull()) {
    painter->fillRect(cell, canvasPaper(palette));
  } else {
    QRect target(QPoint(), image.size().scaled(cell.size(), Qt::KeepAspectRatio));
    target.moveCenter(cell.center());
    painter->drawImage(target, image);
  }
  if (index.data(HistoryModel::StarRole).toBool()) {
    QFont font = option.font;
    font.setPixelSize(18);
    painter->setFont(font);
    const QRect corner(cell.right() - 21, cell.top() + 1, 20, 20);
    painter->setPen(Qt::black);
    painter->drawText(corner.translated(1, 1), Qt::AlignCenter, QStringLiteral("★"));
    painter->setPen(QColor(255, 200, 40));
    painter->drawText(corner, Qt::AlignCenter, QStringLiteral("★"));
  }
  if (option.state & QStyle::State_HasFocus) {
    painter->setPen(
        QPen(isSelected ? palette.color(QPalette::HighlightedText) : palette.color(QPalette::Text), 1,
             Qt::DotLine));
    painter->drawRect(option.rect.adjusted(1, 1, -2, -2));
  }
  painter->restore();
}

HistoryList::HistoryList(const QAction* undo, QWidget* parent) : QListView(parent), m_undo(undo) {
  setObjectName("historyList");
  setAccessibleName(tr("Pictures made"));
  setItemDelegate(new HistoryDelegate(this));
  setViewMode(QListView::IconMode);
  setMovement(QListView::Static);
  setResizeMode(QListView::Adjust);
  setLayoutMode(QListView::Batched);
  setBatchSize(500);
  setUniformItemSizes(true);
  setSelectionMode(QAbstractItemView::ExtendedSelection);
  setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  setDragEnabled(true);
  setContextMenuPolicy(Qt::CustomContextMenu);
}

std::vector<int64_t> HistoryList::selectedIds() const {
  std::vector<int64_t> ids;
  for (const QModelIndex& index : selectionModel()->selectedIndexes())
    ids.push_back(index.data(HistoryModel::IdRole).toLongLong());
  std::sort(ids.begin(), ids.end(), std::greater<>());
  return ids;
}

qint64 HistoryList::currentId() const {
  return currentIndex().data(HistoryModel::IdRole).toLongLong();
}

/// The list's own key for this event; 0 = none.
int HistoryList::ownKey(const QKeyEvent& event) const {
  const QKeySequence pressed(event.keyCombination());
  if (m_undo->shortcuts().contains(pressed)) return Qt::Key_Z;
  if ((event.modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier) return 0;
  switch (event.key()) {
    case Qt::Key_Enter:
      return Qt::Key_Return;
    case Qt::Key_A:
    case Qt::Key_P:
    case Qt::Key_S:
    case Qt::Key_R:
    case Qt::Key_Period:
    case Qt::Key_Delete:
    case Qt::Key_Return:
      return event.key();
    default:
      return 0;
  }
}

bool HistoryList::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    auto* key = static_cast<QKeyEvent*>(event);
    if (ownKey(*key) != 0 || key->matches(QKeySequence::SelectAll)) {
      event->accept();
      return true;
    }
  }
  return QListView::event(event);
}

void HistoryList::keyPressEvent(QKeyEvent* event) {
  const int key = ownKey(*event);
  if (key == 0) return QListView::keyPressEvent(event);
  Q_EMIT keyPressed(key);
}

/// The files have to be written first, so the drag begins when they are.
void HistoryList::startDrag(Qt::DropActions) {
  Q_EMIT dragWanted();
}

}  // namespace unmask
