#include "ui/panels/phrase_completer.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QStringListModel>
#include <QTextBlock>

#include "core/hub/known_phrases.h"

namespace unmask {
namespace {

constexpr size_t kLines = 8;

bool isEnter(const QKeyEvent& event) {
  return event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
}

bool isTyping(const QKeyEvent& event) {
  return event.key() == Qt::Key_Backspace || (!event.text().isEmpty() && event.text()[0].isPrint());
}

}  // namespace

PhraseCompleter::PhraseCompleter(QPlainTextEdit* editor)
    : QObject(editor),
      m_editor(editor),
      m_completer(new QCompleter(this)),
      m_lines(new QStringListModel(this)) {
  m_completer->setModel(m_lines);
  m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
  m_completer->setWidget(editor);
  // Asked before the completer, which keeps every Enter for itself.
  m_completer->popup()->installEventFilter(this);
  connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this, &PhraseCompleter::take);
  editor->installEventFilter(this);
}

QStringList PhraseCompleter::offered() const {
  return m_completer->popup()->isVisible() ? m_lines->stringList() : QStringList();
}

bool PhraseCompleter::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress) return QObject::eventFilter(watched, event);
  const auto& key = *static_cast<QKeyEvent*>(event);
  // After the editor has taken the key: only typing offers, walking about does not. The completer hands the
  // editor what is typed while the list is open past its event filters, so both are listened to.
  if (isTyping(key)) QMetaObject::invokeMethod(this, &PhraseCompleter::offer, Qt::QueuedConnection);
  return watched == m_completer->popup() && takesKey(key);
}

/// What the open list does with a key; the rest goes on to the editor.
bool PhraseCompleter::takesKey(const QKeyEvent& key) {
  QAbstractItemView* popup = m_completer->popup();
  const QModelIndex current = popup->currentIndex();
  if (key.key() == Qt::Key_Up || key.key() == Qt::Key_Down) {
    const int rows = popup->model()->rowCount();
    const int step = key.key() == Qt::Key_Down ? 1 : rows;  // in a ring with "none"
    popup->setCurrentIndex(popup->model()->index((current.row() + 1 + step) % (rows + 1) - 1, 0));
    return true;
  }
  if (!isEnter(key) && key.key() != Qt::Key_Tab) return false;
  popup->hide();
  if (current.isValid() && key.modifiers() == Qt::NoModifier) {
    take(current.data().toString());
    return true;
  }
  QKeyEvent again(key.type(), key.key(), key.modifiers(), key.text());
  QCoreApplication::sendEvent(m_editor, &again);
  return true;
}

void PhraseCompleter::offer() {
  const QTextCursor cursor = m_editor->textCursor();
  const QString before = cursor.block().text().left(cursor.positionInBlock());
  const std::string text = before.toStdString();
  const PhraseCompletion completion =
      cursor.hasSelection() ? PhraseCompletion{} : completionsFor(text, m_phrases, kLines);
  if (completion.phrases.empty()) return m_completer->popup()->hide();
  m_typedLength =
      static_cast<int>(QString::fromStdString(text.substr(text.size() - completion.typedBytes)).size());
  QStringList lines;
  for (const std::string& phrase : completion.phrases) lines << QString::fromStdString(phrase);
  m_lines->setStringList(lines);
  QAbstractItemView* popup = m_completer->popup();
  QRect place = m_editor->cursorRect();
  place.setWidth(popup->sizeHintForColumn(0) + popup->verticalScrollBar()->sizeHint().width() + 16);
  m_completer->complete(place);
  popup->setCurrentIndex({});
}

void PhraseCompleter::take(const QString& phrase) {
  QTextCursor cursor = m_editor->textCursor();
  cursor.movePosition(QTextCursor::PreviousCharacter, QTextCursor::KeepAnchor, m_typedLength);
  cursor.insertText(phrase);
  m_editor->setTextCursor(cursor);
}

}  // namespace unmask
