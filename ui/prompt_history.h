// Prompts that were run, to be called back with Alt+Up and Alt+Down.
#pragma once

#include <QString>
#include <QStringList>

namespace unmask {

class PromptHistory {
 public:
  static constexpr qsizetype kLimit = 500;

  void add(const QString& prompt);  ///< moves to the newest place; empty ones are not kept
  /// The next older prompt, or the same text at the end. The first step away from a text being typed keeps
  /// it.
  QString older(const QString& shown);
  /// The next newer one; after the newest, what was being typed.
  QString newer(const QString& shown);

  const QStringList& prompts() const { return m_prompts; }  ///< oldest first
  void setPrompts(const QStringList& prompts);

 private:
  QStringList m_prompts;
  QString m_typed;
  qsizetype m_at = -1;  ///< index in m_prompts; −1 = at what is being typed
};

}  // namespace unmask
