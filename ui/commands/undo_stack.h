// Undo and redo, bounded by memory instead of by number: QUndoStack knows a count only, and one picture
// weighs as much as ten thousand brush strokes.
#pragma once

#include <QObject>
#include <QString>
#include <deque>
#include <memory>
#include <vector>

namespace unmask {

/// One edit of the document. `redo` does it (again), `undo` takes it back; both in the window's thread.
class Command {
 public:
  explicit Command(QString text) : m_text(std::move(text)) {}
  virtual ~Command() = default;
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;

  virtual void undo() = 0;
  virtual void redo() = 0;
  virtual qint64 bytes() const = 0;               ///< what it keeps alive, roughly
  const QString& text() const { return m_text; }  ///< as menus show it: "Brush Stroke"

 private:
  friend class UndoStack;
  QString m_text;
  qint64 m_serial = 0;
};

class UndoStack : public QObject {
  Q_OBJECT

 public:
  static constexpr qint64 kDefaultLimit = qint64{512} << 20;

  explicit UndoStack(QObject* parent = nullptr) : QObject(parent) {}

  /// Does the command and keeps it; what was undone before is dropped. The oldest commands go when all
  /// together are larger than the limit, but the newest always stays.
  void push(std::unique_ptr<Command> command);
  void undo();  ///< nothing to undo is fine
  void redo();

  bool canUndo() const { return m_index > 0; }
  bool canRedo() const { return m_index < m_commands.size(); }
  QString undoText() const;  ///< empty when there is nothing to undo
  QString redoText() const;
  int count() const { return static_cast<int>(m_commands.size()); }
  int index() const { return static_cast<int>(m_index); }  ///< how many commands are done

  /// Which state the document is in: grows with every push, comes back with undo and redo, and is never given
  /// twice.
  qint64 serial() const;
  /// A command of an earlier session and the state it led to.
  struct Earlier {
    std::unique_ptr<Command> command;
    qint64 serial = 0;
  };
  /// Takes over what an earlier session did before the state this one began in. `base` is the state before
  /// all of `done`; `undone` is what redo brings, in the order it does, and is dropped when this session has
  /// done something.
  void adopt(std::vector<Earlier> done, qint64 base, std::vector<Earlier> undone);
  qint64 baseSerial() const { return m_baseSerial; }  ///< of the state before the oldest command

  /// Forgets every command; the document is now in a state known as `serial` elsewhere, and no state there
  /// has a number above `newest`.
  void reset(qint64 serial, qint64 newest);

  qint64 bytes() const { return m_bytes; }
  void setLimit(qint64 bytes);

 Q_SIGNALS:
  /// Before every push, undo, redo and reset: what is half done must be dropped, for no command knows of it.
  void aboutToChange();
  void changed();  ///< after every push, undo, redo and reset

 private:
  void trim();

  std::deque<std::unique_ptr<Command>> m_commands;
  size_t m_index = 0;
  qint64 m_baseSerial = 0;  ///< of the state before the oldest command
  qint64 m_newestSerial = 0;
  qint64 m_bytes = 0;
  qint64 m_limit = kDefaultLimit;
};

}  // namespace unmask
