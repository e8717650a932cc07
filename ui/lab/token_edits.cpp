#include "ui/lab/token_edits.h"

#include <QPointer>
#include <algorithm>
#include <exception>

#include "core/doc/mask_cells.h"
#include "ui/jobs/recorded_run.h"
#include "ui/lab/lab_topics.h"

namespace unmask {
namespace {

/// The run as it was, with other tokens in its last grid. What the steps measured stays: it is of what they
/// drew.
RecordingPtr withTokens(const Recording& recording, const TokenGrid& tokens, const QImage& preview) {
  auto out = std::make_shared<Recording>(recording);
  out->states.back().tokens = tokens;
  if (!out->previews.empty()) out->previews.back() = preview;
  return out;
}

/// Null: the cells hold that token already. When nothing is left of any edit, the picture they began with.
Result<PicturePtr> edited(Engine& engine, const PicturePtr& before, const std::vector<size_t>& cells,
                          int32_t tokenId) {
  const PicturePtr& root = before->editedFrom ? before->editedFrom : before;
  TokenGrid rootTokens = root->tokens;
  if (rootTokens.tokenIds.empty()) {
    UNMASK_TRY(rootTokens, engine.encode(root->pixels));
  }
  const TokenGrid& held = before->tokens.tokenIds.empty() ? rootTokens : before->tokens;
  TokenGrid tokens = held;
  for (const size_t cell : cells)
    if (cell < tokens.cellCount()) tokens.tokenIds[cell] = tokenId;
  if (tokens == held) return PicturePtr();
  std::vector<size_t> changed;
  for (size_t cell = 0; cell < tokens.cellCount(); ++cell)
    if (tokens.tokenIds[cell] != rootTokens.tokenIds[cell]) changed.push_back(cell);
  if (changed.empty()) return root;
  UNMASK_TRY(const PicturePtr made, recordedRun(engine, requestWithTokens(*root, tokens, changed), {}));
  auto after = std::make_shared<Picture>(*made);
  after->tokens = tokens;
  after->recording = root->recording ? withTokens(*root->recording, tokens, made->image) : nullptr;
  after->editedFrom = root;
  return PicturePtr(after);
}

}  // namespace

GenerationRequest requestWithTokens(const Picture& root, const TokenGrid& tokens,
                                    const std::vector<size_t>& cells) {
  GenerationRequest request = root.request;
  request.startTokens = tokens;
  request.startStep = std::max(0, request.steps - 1);
  const bool isDecoded = request.kind == JobKind::Generate && !root.tokens.tokenIds.empty();
  if (isDecoded) return request;
  CellMask open(tokens.height, tokens.width);
  for (const size_t cell : cells) open.cells[cell] = 1;
  request.kind = JobKind::Inpaint;
  request.picture = root.pixels;
  request.editableCells = grown(open);
  request.lockedCells = {};
  request.strength = 1;
  request.width = 0;
  request.height = 0;
  return request;
}

TokenEdits::TokenEdits(const Parts& parts, QObject* parent) : QObject(parent), m_parts(parts) {}

void TokenEdits::put(std::vector<size_t> cells, int32_t tokenId, const QString& text) {
  const PicturePtr picture = m_parts.candidates->shownPicture();
  if (cells.empty() || !picture) return;
  if (picture->recording && !m_parts.jobs->isMadeByLoadedModel(picture->request))
    return m_parts.progress->showStatus(tr("Made with the model %1: load it to change its tokens.")
                                            .arg(QString::fromStdString(picture->request.model.name)));
  m_waiting.push_back({picture, std::move(cells), tokenId, text});
  startNext();
}

void TokenEdits::startNext() {
  if (m_isUnderWay) return;
  const PicturePtr picture = m_parts.candidates->shownPicture();
  // What was painted on another picture is not put into this one.
  if (std::erase_if(m_waiting, [&](const Edit& edit) { return edit.picture != picture; }) > 0) tellDropped();
  if (m_waiting.empty()) return Q_EMIT settled();
  const Edit edit = std::move(m_waiting.front());
  m_waiting.pop_front();
  m_isUnderWay = true;
  const QPointer<TokenEdits> self(this);
  m_parts.jobs->ask(kEditTopic, [=](Engine& engine) -> Delivery {
    const auto make = [&]() -> Result<PicturePtr> {
      try {
        return edited(engine, picture, edit.cells, edit.tokenId);
      } catch (const std::exception& e) {
        return Error{.message = "the picture could not be made again", .found = e.what()};
      }
    };
    return [=, after = make()] {
      if (!self) return;
      self->m_isUnderWay = false;
      if (!after) {
        self->m_parts.progress->showStatus(QString::fromStdString(after.error().message));
      } else if (*after) {
        self->take(picture, *after, edit.text);
      }
      self->startNext();
    };
  });
}

void TokenEdits::tellDropped() {
  m_parts.progress->showStatus(tr("Another picture is shown by now; the edit was dropped"));
}

void TokenEdits::take(const PicturePtr& before, const PicturePtr& after, const QString& text) {
  // Something else may have come meanwhile; then the edit is not of what anybody sees any more.
  if (m_parts.candidates->shownPicture() != before) return tellDropped();
  for (Edit& edit : m_waiting) {
    if (edit.picture == before) edit.picture = after;
  }
  const bool goesOn = before->editedFrom && before->editedFrom == after->editedFrom;
  if (after->editedFrom) {  // else it is back at the picture it began with, which is a run already
    const bool isKnown = goesOn && m_root.lock() == after->editedFrom;
    m_batch = m_parts.runs->adopt(after, before, before->recording ? before->recording->stepCount() : 0,
                                  isKnown ? m_batch : 0);
    m_root = after->editedFrom;
  }
  if (m_parts.candidates->isEmpty())
    m_parts.document->applyPicture(after, text);
  else if (goesOn && m_parts.candidates->currentPicture() == before)
    m_parts.candidates->replaceUndoably(before, after, text);
  else
    m_parts.candidates->addUndoably(after, text);
}

}  // namespace unmask
