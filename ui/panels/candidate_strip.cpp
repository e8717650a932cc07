#include "ui/panels/candidate_strip.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/icons.h"
#include "ui/theme.h"

namespace unmask {
namespace {

constexpr int kThumbnailSide = 56;
constexpr int kListHeight = 92;
constexpr int kIconSide = 16;

QPushButton* makeButton(QAction* action, const QString& text, const char* iconName, QWidget* parent) {
  auto* button = new QPushButton(icon(iconName), text, parent);
  button->setObjectName(action->objectName() + "Button");
  const auto followTip = [button, action] { button->setToolTip(action->toolTip()); };
  QObject::connect(action, &QAction::changed, button, followTip);
  followTip();
  button->setFocusPolicy(Qt::TabFocus);
  QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
  return button;
}

}  // namespace

CandidateStrip::CandidateStrip(CandidateSet* candidates, DocumentModel* document, const Actions& actions,
                               QWidget* parent)
    : QWidget(parent),
      m_candidates(candidates),
      m_document(document),
      m_list(new QListWidget(this)),
      m_title(new QLabel(this)),
      m_verdictIcon(new QLabel(this)),
      m_verdict(new QLabel(this)),
      m_accept(makeButton(actions.acceptCandidate, tr("Accept"), "accept", this)),
      m_discard(makeButton(actions.discardCandidates, tr("Discard"), "close", this)) {
  setObjectName("candidateStrip");
  m_list->setObjectName("candidates");
  m_list->setAccessibleName(tr("Candidates"));
  m_list->setViewMode(QListView::IconMode);
  m_list->setFlow(QListView::LeftToRight);
  m_list->setMovement(QListView::Static);
  m_list->setWrapping(false);
  m_list->setUniformItemSizes(true);
  m_list->setIconSize({kThumbnailSide, kThumbnailSide});
  m_list->setSpacing(2);
  m_list->setFrameShape(QFrame::NoFrame);
  m_list->setFixedHeight(kListHeight);
  m_list->viewport()->setAutoFillBackground(false);
  m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_list->addActions({actions.acceptCandidate, actions.previousCandidate, actions.nextCandidate});
  QFont bold = font();
  bold.setBold(true);
  m_title->setFont(bold);
  m_title->setObjectName("candidateTitle");
  m_verdict->setObjectName("verdict");
  m_verdict->setAccessibleName(tr("Pixels changed outside the mask"));

  auto* verdict = new QHBoxLayout;
  verdict->setSpacing(6);
  verdict->addWidget(m_verdictIcon);
  verdict->addWidget(m_verdict, 1);
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(6);
  buttons->addWidget(m_accept);
  buttons->addWidget(m_discard);
  auto* side = new QVBoxLayout;
  side->setSpacing(4);
  side->addWidget(m_title);
  side->addLayout(verdict);
  side->addLayout(buttons);
  auto* whole = new QHBoxLayout(this);
  whole->setContentsMargins(8, 4, 12, 4);
  whole->setSpacing(12);
  whole->addWidget(m_list, 1);
  whole->addLayout(side);

  connect(m_candidates, &CandidateSet::changed, this, &CandidateStrip::refresh);
  connect(m_document, &DocumentModel::pictureChanged, this, &CandidateStrip::refresh);
  connect(m_list, &QListWidget::currentRowChanged, this, [this](int row) { m_candidates->select(row - 1); });
  refresh();
}

QIcon CandidateStrip::thumbnail(const PicturePtr& picture) const {
  const qreal ratio = devicePixelRatioF();
  const QSize size = QSize(kThumbnailSide, kThumbnailSide) * ratio;
  if (!picture) {
    QPixmap paper(size);
    paper.setDevicePixelRatio(ratio);
    paper.fill(canvasPaper(palette()));
    return paper;
  }
  QPixmap small =
      QPixmap::fromImage(picture->image.scaled(size, Qt::KeepAspectRatio, Qt::SmoothTransformation));
  small.setDevicePixelRatio(ratio);
  QIcon icon(small);
  icon.addPixmap(small, QIcon::Selected);  // not tinted: one wants to see it
  return icon;
}

void CandidateStrip::fillList() {
  std::vector<PicturePtr> wanted{m_document->picture()};
  wanted.insert(wanted.end(), m_candidates->pictures().begin(), m_candidates->pictures().end());
  const auto kept = static_cast<size_t>(std::ranges::mismatch(wanted, m_shown).in1 -
                                        wanted.begin());  // a batch adds one after another
  while (m_list->count() > static_cast<int>(kept)) delete m_list->takeItem(m_list->count() - 1);
  m_shown = wanted;
  for (size_t i = kept; i < wanted.size(); ++i) {
    auto* item =
        new QListWidgetItem(thumbnail(wanted[i]), i == 0 ? tr("Original") : QString::number(i), m_list);
    item->setTextAlignment(Qt::AlignHCenter);
    if (i > 0) item->setToolTip(tr("Candidate %1, seed %2").arg(i).arg(wanted[i]->request.seed));
  }
}

void CandidateStrip::refresh() {
  setVisible(!m_candidates->isEmpty());
  const QSignalBlocker blocker(m_list);
  fillList();
  const int shown = m_candidates->isPeeking() ? CandidateSet::kOriginal : m_candidates->current();
  m_list->setCurrentRow(shown + 1);
  if (m_list->currentItem() != nullptr) m_list->scrollToItem(m_list->currentItem());
  m_accept->setEnabled(m_candidates->currentPicture() != nullptr);
  m_title->setText(shown == CandidateSet::kOriginal
                       ? tr("The original")
                       : tr("Candidate %1 of %2").arg(shown + 1).arg(m_candidates->count()));
  showVerdict();
}

void CandidateStrip::showVerdict() {
  const PicturePtr picture = m_candidates->isPeeking() ? nullptr : m_candidates->currentPicture();
  const bool isMeasured = picture && picture->changedOutsideMask.has_value();
  m_verdictIcon->setVisible(isMeasured);
  if (!isMeasured) return m_verdict->clear();
  const auto changed = static_cast<int>(*picture->changedOutsideMask);
  m_verdict->setText(changed == 1 ? tr("1 pixel changed outside the mask")
                                  : tr("%1 pixels changed outside the mask").arg(changed));
  const Tone tone = changed == 0 ? Tone::Success : Tone::Warning;
  m_verdictIcon->setPixmap(iconPixmap(changed == 0 ? "success" : "warning", toneColor(tone, palette()),
                                      {kIconSide, kIconSide}, devicePixelRatioF()));
}

void CandidateStrip::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) {
    m_shown.clear();
    refresh();
  }
  QWidget::changeEvent(event);
}

}  // namespace unmask
