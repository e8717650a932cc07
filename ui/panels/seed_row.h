// The seed: a number of 64 bits, a die that rolls a new one, a lock that keeps it.
#pragma once

#include <QLineEdit>
#include <QToolButton>
#include <QWidget>
#include <cstdint>
#include <optional>

namespace unmask {

/// 0 … 2^64 − 1 in decimal digits, spaces around allowed; nullopt for anything else.
std::optional<uint64_t> seedFromText(const QString& text);

class SeedRow : public QWidget {
  Q_OBJECT

 public:
  explicit SeedRow(QWidget* parent = nullptr);

  void setSeed(uint64_t seed, bool isLocked);
  QLineEdit* edit() const { return m_edit; }
  QToolButton* dice() const { return m_dice; }
  QToolButton* lock() const { return m_lock; }

 Q_SIGNALS:
  void seedTyped(quint64 seed);
  void rollWanted();
  void lockToggled(bool isLocked);

 private:
  void showLock(bool isLocked);

  QLineEdit* m_edit;
  QToolButton* m_dice;
  QToolButton* m_lock;
  uint64_t m_seed = 0;
};

}  // namespace unmask
