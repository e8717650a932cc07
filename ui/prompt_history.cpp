#include "ui/prompt_history.h"

namespace unmask {

void PromptHistory::add(const QString& prompt) {
  m_at = -1;
  if (prompt.trimmed().isEmpty()) return;
  m_prompts.removeAll(prompt);
  m_prompts.append(prompt);
  if (m_prompts.size() > kLimit) m_prompts.removeFirst();
}

QString PromptHistory::older(const QString& shown) {
  const bool isTyping = m_at < 0 || m_prompts.value(m_at) != shown;
  qsizetype next = m_at - 1;
  if (isTyping) {
    m_typed = shown;
    next = m_prompts.size() - 1;
    if (next >= 0 && m_prompts[next] == shown) --next;
  }
  if (next < 0) return shown;
  m_at = next;
  return m_prompts[m_at];
}

QString PromptHistory::newer(const QString& shown) {
  if (m_at < 0 || m_prompts.value(m_at) != shown) return shown;
  if (++m_at < m_prompts.size()) return m_prompts[m_at];
  m_at = -1;
  return m_typed;
}

void PromptHistory::setPrompts(const QStringList& prompts) {
  m_prompts = prompts.mid(qMax<qsizetype>(0, prompts.size() - kLimit));
  m_at = -1;
}

}  // namespace unmask
