#include "ui/candidates.h"

#include <algorithm>
#include <utility>

#include "ui/commands/apply_picture.h"

namespace unmask {

/// Empties the set, and applies one of its pictures when there is one to apply.
class SettleCandidates : public Command {
 public:
  SettleCandidates(CandidateSet* set, std::unique_ptr<ApplyPicture> apply, const QString& text)
      : Command(text), m_set(set), m_apply(std::move(apply)), m_own{set->pictures(), set->current()} {
    for (const PicturePtr& picture : m_own.pictures) m_bytes += picture->bytes();
    if (m_apply) m_own.current = CandidateSet::kOriginal;  // whoever undoes wants to see what came back
  }

  void redo() override {
    m_set->exchange({others(), CandidateSet::kOriginal});
    if (m_apply) m_apply->redo();
  }
  void undo() override {
    if (m_apply) m_apply->undo();
    CandidateSet::State now = m_own;
    const std::vector<PicturePtr> newer = others();
    now.pictures.insert(now.pictures.end(), newer.begin(), newer.end());
    m_set->exchange(std::move(now));
  }
  qint64 bytes() const override { return m_bytes; }

 private:
  /// What runs have added meanwhile.
  std::vector<PicturePtr> others() const {
    std::vector<PicturePtr> out = m_set->pictures();
    std::erase_if(out, [this](const PicturePtr& p) {
      return std::ranges::find(m_own.pictures, p) != m_own.pictures.end();
    });
    return out;
  }

  CandidateSet* m_set;
  std::unique_ptr<ApplyPicture> m_apply;
  CandidateSet::State m_own;  ///< what it takes away and brings back
  qint64 m_bytes = 0;
};

/// Others may come and go meanwhile: it takes away and brings back its own one only.
class AddCandidate : public Command {
 public:
  AddCandidate(CandidateSet* set, PicturePtr picture, const QString& text)
      : Command(text), m_set(set), m_picture(std::move(picture)) {}

  void redo() override { m_set->add(m_picture); }
  void undo() override { m_set->remove(m_picture); }
  qint64 bytes() const override { return m_picture->bytes(); }

 private:
  CandidateSet* m_set;
  PicturePtr m_picture;
};

class ReplaceCandidate : public Command {
 public:
  ReplaceCandidate(CandidateSet* set, PicturePtr before, PicturePtr after, const QString& text)
      : Command(text), m_set(set), m_before(std::move(before)), m_after(std::move(after)) {}

  void redo() override { m_set->replace(m_before, m_after); }
  void undo() override { m_set->replace(m_after, m_before); }
  qint64 bytes() const override { return m_before->bytes() + m_after->bytes(); }

 private:
  CandidateSet* m_set;
  PicturePtr m_before, m_after;
};

CandidateSet::CandidateSet(DocumentModel* document, QObject* parent) : QObject(parent), m_document(document) {
  // Whoever undoes an edit of the picture wants to see the picture.
  connect(document, &DocumentModel::pictureChanged, this, [this] { select(kOriginal); });
}

PicturePtr CandidateSet::currentPicture() const {
  return m_current == kOriginal ? nullptr : m_pictures[static_cast<size_t>(m_current)];
}

PicturePtr CandidateSet::shownPicture() const {
  const PicturePtr candidate = m_isPeeking ? nullptr : currentPicture();
  return candidate ? candidate : m_document->picture();
}

void CandidateSet::add(const PicturePtr& picture) {
  m_pictures.push_back(picture);
  m_current = count() - 1;
  Q_EMIT changed();
}

void CandidateSet::addUndoably(const PicturePtr& picture, const QString& text) {
  m_document->undoStack()->push(std::make_unique<AddCandidate>(this, picture, text));
}

void CandidateSet::remove(const PicturePtr& picture) {
  const auto found = std::ranges::find(m_pictures, picture);
  if (found == m_pictures.end()) return;
  const auto index = static_cast<int>(found - m_pictures.begin());
  m_pictures.erase(found);
  if (m_current >= index) m_current = std::max(m_current - 1, m_pictures.empty() ? kOriginal : 0);
  Q_EMIT changed();
}

void CandidateSet::replace(const PicturePtr& before, const PicturePtr& after) {
  const auto found = std::ranges::find(m_pictures, before);
  if (found == m_pictures.end()) return add(after);
  *found = after;
  m_current = static_cast<int>(found - m_pictures.begin());
  Q_EMIT changed();
}

void CandidateSet::replaceUndoably(const PicturePtr& before, const PicturePtr& after, const QString& text) {
  m_document->undoStack()->push(std::make_unique<ReplaceCandidate>(this, before, after, text));
}

void CandidateSet::restore(std::vector<PicturePtr> pictures, int current) {
  const int last = static_cast<int>(pictures.size()) - 1;
  exchange({std::move(pictures), std::clamp(current, kOriginal, last)});
}

void CandidateSet::select(int index) {
  const int kept = std::clamp(index, kOriginal, count() - 1);
  if (kept == m_current) return;
  m_current = kept;
  Q_EMIT changed();
}

void CandidateSet::step(int by) {
  select(m_current + by);
}

void CandidateSet::setPeeking(bool isPeeking) {
  if (isPeeking == m_isPeeking) return;
  m_isPeeking = isPeeking;
  Q_EMIT changed();
}

void CandidateSet::accept() {
  const PicturePtr picture = currentPicture();
  if (!picture) return;
  const QString text = tr("Accept Candidate");
  auto apply = std::make_unique<ApplyPicture>(m_document, picture, text);
  m_document->undoStack()->push(std::make_unique<SettleCandidates>(this, std::move(apply), text));
}

void CandidateSet::discard() {
  if (isEmpty()) return;
  m_document->undoStack()->push(std::make_unique<SettleCandidates>(this, nullptr, tr("Discard Candidates")));
}

CandidateSet::State CandidateSet::exchange(State state) {
  State before{std::move(m_pictures), m_current};
  m_pictures = std::move(state.pictures);
  m_current = state.current;
  m_isPeeking = false;
  Q_EMIT changed();
  return before;
}

}  // namespace unmask
