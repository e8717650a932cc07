#include "ui/panels/prompt_edit.h"

#include <QKeyEvent>
#include <QTextBlock>

namespace unmask {

namespace {

bool isForTheWindow(const QMimeData* data) {
  return data->hasUrls() || (data->hasImage() && !data->hasText());
}

}  // namespace

PromptEdit::PromptEdit(int lines, QWidget* parent) : QPlainTextEdit(parent), m_lines(lines) {
  setTabChangesFocus(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void PromptEdit::setText(const QString& text) {
  if (text == toPlainText()) return;
  if (document()->isEmpty()) {
    setPlainText(text);
  } else {  // not so, for it forgets what Ctrl+Z would bring back: what was typed may be nowhere else
    QTextCursor all(document());
    all.select(QTextCursor::Document);
    all.insertText(text);
  }
  moveCursor(QTextCursor::End);
}

void PromptEdit::setKeptLength(qsizetype length) {
  const int end = document()->characterCount() - 1;
  if (length >= end) return setExtraSelections({});
  QTextEdit::ExtraSelection cut;
  cut.cursor = QTextCursor(document());
  cut.cursor.setPosition(static_cast<int>(length));
  cut.cursor.setPosition(end, QTextCursor::KeepAnchor);
  cut.format.setFontStrikeOut(true);
  cut.format.setForeground(palette().color(QPalette::PlaceholderText));
  setExtraSelections({cut});
}

QSize PromptEdit::sizeHint() const {
  const int frame = 2 * frameWidth() + static_cast<int>(2 * document()->documentMargin());
  return {200, fontMetrics().lineSpacing() * m_lines + frame};
}

void PromptEdit::keyPressEvent(QKeyEvent* event) {
  const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
  if (isEnter && (event->modifiers() & ~Qt::KeypadModifier) == Qt::ShiftModifier) {
    Q_EMIT submitted();
    return event->accept();
  }
  const bool isUpOrDown = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down;
  if (isUpOrDown && (event->modifiers() & ~Qt::KeypadModifier) == Qt::AltModifier) {
    Q_EMIT historyWanted(event->key() == Qt::Key_Up ? -1 : 1);
    return event->accept();
  }
  QPlainTextEdit::keyPressEvent(event);
}

bool PromptEdit::canInsertFromMimeData(const QMimeData* source) const {
  return !isForTheWindow(source) && QPlainTextEdit::canInsertFromMimeData(source);
}

void PromptEdit::insertFromMimeData(const QMimeData* source) {
  if (isForTheWindow(source)) return Q_EMIT dataPasted(source);
  QPlainTextEdit::insertFromMimeData(source);
}

}  // namespace unmask
