#include "ui/panels/seed_row.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QValidator>

#include "ui/icons.h"
#include "ui/keys/key_tips.h"

namespace unmask {
namespace {

/// An emptied box gets the seed back.
class SeedValidator : public QValidator {
 public:
  SeedValidator(const uint64_t* seed, QObject* parent) : QValidator(parent), m_seed(seed) {}
  void fixup(QString& text) const override { text = QString::number(*m_seed); }
  State validate(QString& text, int&) const override {
    if (text.trimmed().isEmpty()) return Intermediate;
    return seedFromText(text) ? Acceptable : Invalid;
  }

 private:
  const uint64_t* m_seed;
};

QToolButton* makeButton(QWidget* parent, const char* objectName) {
  auto* button = new QToolButton(parent);
  button->setObjectName(objectName);
  button->setFocusPolicy(Qt::StrongFocus);
  return button;
}

}  // namespace

std::optional<uint64_t> seedFromText(const QString& text) {
  const QString digits = text.trimmed();
  for (const QChar c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
  }
  bool isNumber = false;
  const qulonglong value = digits.toULongLong(&isNumber);
  return isNumber ? std::optional<uint64_t>(value) : std::nullopt;
}

SeedRow::SeedRow(QWidget* parent)
    : QWidget(parent),
      m_edit(new QLineEdit(this)),
      m_dice(makeButton(this, "seedDice")),
      m_lock(makeButton(this, "seedLock")) {
  m_edit->setObjectName("seed");
  m_edit->setValidator(new SeedValidator(&m_seed, m_edit));
  m_edit->setAccessibleName(tr("Seed"));
  m_edit->setToolTip(
      tr("Where the randomness starts. The same seed and settings give the same picture.\n"
         "A number typed here is locked."));
  m_dice->setIcon(icon("dice"));
  setTipAction(m_dice, "rollSeed");
  setTipAction(m_lock, "lockSeed");
  m_dice->setAccessibleName(tr("New random seed"));
  m_lock->setCheckable(true);
  m_lock->setAccessibleName(tr("Lock the seed"));

  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(4);
  row->addWidget(m_edit, 1);
  for (QToolButton* button : {m_dice, m_lock}) {
    button->setFixedSize(m_edit->sizeHint().height(), m_edit->sizeHint().height());
    row->addWidget(button);
  }
  setFocusProxy(m_edit);

  connect(m_edit, &QLineEdit::textEdited, this, [this](const QString& text) {
    if (const auto seed = seedFromText(text)) Q_EMIT seedTyped(*seed);
  });
  connect(m_edit, &QLineEdit::editingFinished, this, [this] { m_edit->setText(QString::number(m_seed)); });
  connect(m_dice, &QToolButton::clicked, this, &SeedRow::rollWanted);
  connect(m_lock, &QToolButton::toggled, this, &SeedRow::lockToggled);
  showLock(false);
}

void SeedRow::setSeed(uint64_t seed, bool isLocked) {
  m_seed = seed;
  if (seedFromText(m_edit->text()) != seed) {
    m_edit->setText(QString::number(seed));
    m_edit->setCursorPosition(0);
  }
  const QSignalBlocker blocker(m_lock);
  m_lock->setChecked(isLocked);
  showLock(isLocked);
}

void SeedRow::showLock(bool isLocked) {
  m_lock->setIcon(icon(isLocked ? "lock-closed" : "lock-open"));
  m_lock->setToolTip(isLocked ? tr("The seed stays. Press to draw a new one for every picture.")
                              : tr("Every picture gets a new seed. Press to keep this one."));
  m_dice->setToolTip(tr("Draw a new seed now"));
}

}  // namespace unmask
