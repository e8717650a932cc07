#include "ui/panels/overflow_row.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyle>
#include <algorithm>
#include <utility>

namespace unmask {
namespace {

constexpr int kLeft = 12, kRight = 8, kTop = 4, kSpacing = 8;

/// Whether it is to be seen as soon as its parent is.
bool isWanted(const QWidget* control) {
  return !(control->isHidden() && control->testAttribute(Qt::WA_WState_ExplicitShowHide));
}

QSize neededSize(const QWidget* control) {
  return control->sizeHint()
      .expandedTo(control->minimumSizeHint())
      .expandedTo(control->minimumSize())
      .boundedTo(control->maximumSize());
}

}  // namespace

OverflowRow::OverflowRow(QWidget* parent)
    : QWidget(parent),
      m_more(new QToolButton(this)),
      m_sheet(new QFrame(this, Qt::Popup)),
      m_form(new QFormLayout(m_sheet)) {
  m_more->setObjectName("moreOptions");
  m_more->setText(QStringLiteral("»"));
  m_more->setAutoRaise(true);
  m_more->setFocusPolicy(Qt::TabFocus);
  m_more->setAccessibleName(tr("More options"));
  m_more->setToolTip(tr("More options, for which this window has no room"));
  m_more->hide();
  m_sheet->setObjectName("moreOptionsSheet");
  m_sheet->setAccessibleName(tr("More options"));
  m_sheet->setFrameShape(QFrame::StyledPanel);
  m_sheet->installEventFilter(this);
  connect(m_more, &QToolButton::clicked, this, &OverflowRow::openSheet);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void OverflowRow::add(QWidget* control, int rank, bool startsGroup) {
  control->setParent(this);
  m_parts.push_back({control, rank, startsGroup});
  updateGeometry();
}

void OverflowRow::setStatus(QWidget* status) {
  m_status = status;
  status->setParent(this);
}

int OverflowRow::widthOf(const Part& part, bool isFirst) const {
  const int before = isFirst ? 0 : part.startsGroup ? 2 * kSpacing + 1 : kSpacing;
  return before + neededSize(part.control).width();
}

/// Which parts stand in the row.
std::vector<bool> OverflowRow::choose() const {
  std::vector<bool> isInRow(m_parts.size(), true);
  const int room = width() - kLeft - kRight - (m_status != nullptr ? kReserved + kSpacing : 0);
  const auto needed = [&] {
    int sum = 0;
    bool isFirst = true, isWhole = true;
    for (size_t i = 0; i < m_parts.size(); ++i) {
      if (!isWanted(m_parts[i].control)) continue;
      if (!isInRow[i]) {
        isWhole = false;
        continue;
      }
      sum += widthOf(m_parts[i], std::exchange(isFirst, false));
    }
    return sum + (isWhole ? 0 : kSpacing + neededSize(m_more).width());
  };
  while (needed() > room) {
    size_t next = m_parts.size();
    for (size_t i = 0; i < m_parts.size(); ++i) {
      const bool canGo = isInRow[i] && m_parts[i].rank < kStays && isWanted(m_parts[i].control);
      if (canGo && (next == m_parts.size() || m_parts[i].rank < m_parts[next].rank)) next = i;
    }
    if (next == m_parts.size()) break;
    isInRow[next] = false;
  }
  return isInRow;
}

void OverflowRow::move(size_t index, bool isInRow) {
  Part& part = m_parts[index];
  if (part.isInRow == isInRow) return;
  part.isInRow = isInRow;
  const bool isShown = isWanted(part.control);
  if (isInRow) {
    const QFormLayout::TakeRowResult row = m_form->takeRow(part.control);
    if (row.labelItem != nullptr) delete row.labelItem->widget();
    delete row.labelItem;
    delete row.fieldItem;
    part.control->setParent(this);
  } else {
    // They stand there as they stood here.
    const auto before = std::count_if(m_parts.begin(), m_parts.begin() + static_cast<std::ptrdiff_t>(index),
                                      [](const Part& other) { return !other.isInRow; });
    m_form->insertRow(static_cast<int>(before), part.control->accessibleName(), part.control);
  }
  if (isShown) part.control->show();
}

void OverflowRow::arrange() {
  const std::vector<bool> isInRow = choose();
  for (size_t i = 0; i < m_parts.size(); ++i) move(i, isInRow[i]);
  bool isWhole = true;
  for (const Part& part : m_parts) {
    if (part.isInRow) continue;
    isWhole = isWhole && !isWanted(part.control);
    m_form->setRowVisible(part.control, isWanted(part.control));
  }
  m_more->setVisible(!isWhole);
  if (isWhole) m_sheet->hide();

  m_lines.clear();
  int x = kLeft;
  const auto place = [&](QWidget* control, int wide) {
    const int high = std::min(neededSize(control).height(), height() - 2 * kTop);
    const QRect at(x, (height() - high) / 2, wide, high);
    control->setGeometry(QStyle::visualRect(layoutDirection(), rect(), at));
    x += wide;
  };
  bool isFirst = true;
  for (const Part& part : m_parts) {
    if (!part.isInRow || !isWanted(part.control)) continue;
    if (!std::exchange(isFirst, false)) x += kSpacing;
    if (part.startsGroup && x > kLeft) {
      m_lines.push_back(
          QStyle::visualRect(layoutDirection(), rect(), QRect(x, kTop + 2, 1, height() - 2 * kTop - 4)));
      x += kSpacing + 1;
    }
    place(part.control, neededSize(part.control).width());
  }
  if (!isWhole) {
    x += kSpacing;
    place(m_more, neededSize(m_more).width());
  }
  if (m_status != nullptr) {
    const int left = std::max(0, width() - kRight - x - kSpacing);
    const int wide = std::min(left, m_status->sizeHint().width());
    x = width() - kRight - wide;
    place(m_status, wide);
  }
  update();
}

void OverflowRow::openSheet() {
  m_sheet->adjustSize();
  const QPoint below = m_more->mapToGlobal(QPoint(m_more->width(), m_more->height()));
  m_sheet->move(below - QPoint(m_sheet->width(), 0));
  m_sheet->show();
  QList<QWidget*> controls;
  for (const Part& part : m_parts)
    if (!part.isInRow) controls << part.control << part.control->findChildren<QWidget*>();
  const auto first = std::ranges::find_if(controls, [](const QWidget* control) {
    return control->isVisible() && (control->focusPolicy() & Qt::TabFocus) != 0;
  });
  if (first != controls.end()) (*first)->setFocus(Qt::PopupFocusReason);
}

QSize OverflowRow::sizeHint() const {
  QSize size(kLeft + kRight, 0);
  bool isFirst = true;
  for (const Part& part : m_parts) {
    size.setHeight(std::max(size.height(), neededSize(part.control).height()));
    if (isWanted(part.control)) size.rwidth() += widthOf(part, std::exchange(isFirst, false));
  }
  if (m_status != nullptr) size.rwidth() += kSpacing + kReserved;
  return {size.width(), size.height() + 2 * kTop};
}

QSize OverflowRow::minimumSizeHint() const {
  int wide = kLeft + kRight + kSpacing + neededSize(m_more).width();
  bool isFirst = true;
  for (const Part& part : m_parts)
    if (part.rank == kStays && isWanted(part.control)) wide += widthOf(part, std::exchange(isFirst, false));
  return {wide, sizeHint().height()};
}

bool OverflowRow::event(QEvent* event) {
  if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::LayoutDirectionChange) arrange();
  return QWidget::event(event);
}

bool OverflowRow::eventFilter(QObject* object, QEvent* event) {
  const bool isEscape =
      event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape;
  if (object != m_sheet || !isEscape) return QWidget::eventFilter(object, event);
  m_sheet->hide();
  return true;
}

void OverflowRow::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  arrange();
}

void OverflowRow::paintEvent(QPaintEvent* event) {
  QWidget::paintEvent(event);
  QPainter painter(this);
  for (const QRect& line : m_lines) painter.fillRect(line, palette().color(QPalette::Mid));
}

void ElidedLabel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width());
  setToolTip(shown == text() ? QString() : text());
  painter.setPen(palette().color(foregroundRole()));
  painter.drawText(contentsRect(), static_cast<int>(Qt::AlignVCenter | Qt::AlignLeading), shown);
}

}  // namespace unmask
