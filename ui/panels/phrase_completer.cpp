#include "ui/panels/phrase_completer.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QCompleter>
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
  // Not a popup, which would take the keyboard and the mouse: a click on Generate would only close the list.
  QAbstractItemView* list = m_completer->popup();
  list->setWindowFlags(Qt::ToolTip);
  list->setFocusProxy(nullptr);  // first: a policy set before would be that of the proxy, the editor
  list->setFocusPolicy(Qt::NoFocus);
  list->setAttribute(Qt::WA_ShowWithoutActivating);
  list->installEventFilter(this);
  connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this, &PhraseCompleter::take);
  editor->installEventFilter(this);
}

QStringList PhraseCompleter::offered() const {
  return m_completer->popup()->isVisible() ? m_lines->stringList() : QStringList();
}

bool PhraseCompleter::eventFilter(QObject* watched, QEvent* event) {
  QAbstractItemView* list = m_completer->popup();
  if (watched == list) {
    // While it is open, all that happens in the program is looked at, the editor's events among it: once
    // each.
    if (event->type() == QEvent::Show) {
      m_editor->removeEventFilter(this);
      qApp->installEventFilter(this);
    } else if (event->type() == QEvent::Hide) {
      qApp->removeEventFilter(this);
      m_editor->installEventFilter(this);
    }
    return false;
  }
  if (list->isVisible() && closesList(watched, *event)) list->hide();
  if (watched != m_editor) return false;
  if (event->type() == QEvent::ShortcutOverride && list->isVisible() &&
      static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
    event->accept();  // or the window's Esc would stop a run
    return true;
  }
  if (event->type() != QEvent::KeyPress) return false;
  const auto& key = *static_cast<QKeyEvent*>(event);
  if (list->isVisible() && takesKey(key)) return true;
  // After the editor has taken the key: only typing offers, walking about does not.
  if (isTyping(key)) QMetaObject::invokeMethod(this, &PhraseCompleter::offer, Qt::QueuedConnection);
  return false;
}

bool PhraseCompleter::closesList(QObject* watched, const QEvent& event) const {
  const auto* list = m_completer->popup();
  if (event.type() == QEvent::Shortcut) return true;
  const auto* widget = qobject_cast<QWidget*>(watched);
  if (widget == nullptr) return false;
  switch (event.type()) {
    case QEvent::MouseButtonPress:
      return widget != list && !list->isAncestorOf(widget);
    case QEvent::FocusOut:
    case QEvent::Hide:
      return widget == m_editor;
    case QEvent::Move:
    case QEvent::Resize:
    case QEvent::WindowDeactivate:
      return widget == m_editor->window();
    default:
      return false;
  }
}

/// What the open list does with a key; the rest is the editor's.
bool PhraseCompleter::takesKey(const QKeyEvent& key) {
  QAbstractItemView* list = m_completer->popup();
  const QModelIndex current = list->currentIndex();
  const bool isPlain = (key.modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
  if (isPlain && (key.key() == Qt::Key_Up || key.key() == Qt::Key_Down)) {
    const int rows = list->model()->rowCount();
    const int step = key.key() == Qt::Key_Down ? 1 : rows;  // in a ring with "none"
    list->setCurrentIndex(list->model()->index((current.row() + 1 + step) % (rows + 1) - 1, 0));
    return true;
  }
  if (key.key() == Qt::Key_Escape) {
    list->hide();
    return true;
  }
  if (!isEnter(key) && key.key() != Qt::Key_Tab) return false;
  list->hide();
  if (!current.isValid() || key.modifiers() != Qt::NoModifier) return false;
  take(current.data().toString());
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
