#include "ui/commands/undo_stack.h"

namespace unmask {

void UndoStack::push(std::unique_ptr<Command> command) {
  Q_EMIT aboutToChange();
  while (canRedo()) {
    m_bytes -= m_commands.back()->bytes();
    m_commands.pop_back();
  }
  command->redo();
  command->m_serial = ++m_newestSerial;
  m_bytes += command->bytes();
  m_commands.push_back(std::move(command));
  m_index = m_commands.size();
  trim();
  Q_EMIT changed();
}

void UndoStack::undo() {
  if (!canUndo()) return;
  Q_EMIT aboutToChange();
  m_commands[--m_index]->undo();
  Q_EMIT changed();
}

void UndoStack::redo() {
  if (!canRedo()) return;
  Q_EMIT aboutToChange();
  m_commands[m_index++]->redo();
  Q_EMIT changed();
}

QString UndoStack::undoText() const {
  return canUndo() ? m_commands[m_index - 1]->text() : QString();
}

QString UndoStack::redoText() const {
  return canRedo() ? m_commands[m_index]->text() : QString();
}

qint64 UndoStack::serial() const {
  return m_index > 0 ? m_commands[m_index - 1]->m_serial : m_baseSerial;
}

void UndoStack::reset(qint64 serial, qint64 newest) {
  Q_EMIT aboutToChange();
  m_commands.clear();
  m_index = 0;
  m_bytes = 0;
  m_baseSerial = serial;
  m_newestSerial = newest;
  Q_EMIT changed();
}

void UndoStack::adopt(std::vector<Earlier> done, qint64 base, std::vector<Earlier> undone) {
  const auto take = [this](Earlier& earlier) {
    earlier.command->m_serial = earlier.serial;
    m_bytes += earlier.command->bytes();
    return std::move(earlier.command);
  };
  if (m_commands.empty()) {
    for (Earlier& earlier : undone) m_commands.push_back(take(earlier));
  }
  for (auto earlier = done.rbegin(); earlier != done.rend(); ++earlier) m_commands.push_front(take(*earlier));
  m_index += done.size();
  m_baseSerial = base;
  trim();
  Q_EMIT changed();
}

void UndoStack::setLimit(qint64 bytes) {
  m_limit = bytes;
  trim();
  Q_EMIT changed();
}

void UndoStack::trim() {
  while (m_bytes > m_limit && m_index > 1) {
    m_bytes -= m_commands.front()->bytes();
    m_baseSerial = m_commands.front()->m_serial;
    m_commands.pop_front();
    --m_index;
  }
}

}  // namespace unmask
