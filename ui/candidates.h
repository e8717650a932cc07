// Results that wait beside the original until one is accepted.
#pragma once

#include <QObject>
#include <vector>

#include "ui/document_model.h"

namespace unmask {

/// Lives in the window's thread. Nothing here touches the document but accept() and discard(), each one entry
/// of its undo stack; undoing brings the candidates back.
class CandidateSet : public QObject {
  Q_OBJECT

 public:
  static constexpr int kOriginal = -1;

  explicit CandidateSet(DocumentModel* document, QObject* parent = nullptr);

  bool isEmpty() const { return m_pictures.empty(); }
  int count() const { return static_cast<int>(m_pictures.size()); }
  const std::vector<PicturePtr>& pictures() const { return m_pictures; }
  int current() const { return m_current; }  ///< kOriginal or 0 … count − 1
  PicturePtr currentPicture() const;         ///< null for the original
  /// What the canvas shows: the current candidate, or the document's picture.
  PicturePtr shownPicture() const;

  void add(const PicturePtr& picture);  ///< and shows it
  /// The same as an undo entry, which takes it away again.
  void addUndoably(const PicturePtr& picture, const QString& text);
  void remove(const PicturePtr& picture);  ///< nothing when it is not among them
  /// Shows `after` in the place of `before`, or as a further one when that is not among them.
  void replace(const PicturePtr& before, const PicturePtr& after);
  /// The same as an undo entry.
  void replaceUndoably(const PicturePtr& before, const PicturePtr& after, const QString& text);
  /// In the place of all there are, without a way back.
  void restore(std::vector<PicturePtr> pictures, int current);
  void select(int index);
  void step(int by);  ///< from the original over all candidates, without turning over at the ends
  void setPeeking(bool isPeeking);  ///< shows the original meanwhile
  bool isPeeking() const { return m_isPeeking; }

  void
  accept();  ///< the current one becomes the document's picture; the others go. Nothing for the original.
  void discard();  ///< all of them

 Q_SIGNALS:
  void changed();

 private:
  friend class SettleCandidates;
  struct State {
    std::vector<PicturePtr> pictures;
    int current = kOriginal;
  };
  State exchange(State state);

  DocumentModel* m_document;
  std::vector<PicturePtr> m_pictures;
  int m_current = kOriginal;
  bool m_isPeeking = false;
};

}  // namespace unmask
