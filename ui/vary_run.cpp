// RunFlow's variations of a result: some of its cells once more.
#include "core/doc/mask_cells.h"
#include "ui/confidence.h"
#include "ui/run_flow.h"

namespace unmask {

bool RunFlow::canDrawAgain(const PicturePtr& picture) const {
  return !m_held && m_parts.jobs->state() == EngineState::Idle && picture && picture->recording &&
         picture->tokens.cellCount() > 0 && m_parts.jobs->isMadeByLoadedModel(picture->request);
}

bool RunFlow::canVary(const PicturePtr& picture) const {
  return canDrawAgain(picture) && drawnCount(*picture->recording) > 0;
}

void RunFlow::varyLeastConfident(const PicturePtr& picture, double share) {
  if (canVary(picture)) drawAgain(picture, leastConfident(*picture->recording, share));
}

/// A repaint of those cells that starts from the result's own tokens, so that nothing else changes.
void RunFlow::drawAgain(const PicturePtr& picture, const CellMask& wanted) {
  if (!canDrawAgain(picture) || wanted.cells.size() != picture->tokens.cellCount()) return;
  const CellMask& locks = m_parts.document->mask()->locks();
  const CellMask cells = locks.cells.size() == wanted.cells.size() ? without(wanted, locks) : wanted;
  if (cells.count() == 0) return m_parts.progress->showStatus(tr("No cell would be drawn again"));
  m_parts.document->beginRun();  // draws the seed
  GenerationRequest request = picture->request;
  request.kind = JobKind::Inpaint;
  request.picture = picture->pixels;
  request.startTokens = picture->tokens;
  for (size_t i = 0; i < cells.cells.size(); ++i) {
    if (cells.cells[i] != 0) request.startTokens.tokenIds[i] = m_parts.jobs->model()->maskTokenId;
  }
  request.editableCells = cells;
  request.lockedCells = {};
  request.startStep = 0;
  request.strength = 1;
  request.width = 0;
  request.height = 0;
  request.seed = m_parts.document->draft().seed;
  if (request.seed == picture->request.seed) ++request.seed;  // a locked one: the same would come again
  request.computeType = m_computeType;
  m_batchSize = 1;
  m_finishedOfBatch = 0;
  m_courseBase = 0;
  m_isGoingOn = false;
  ++m_batch;
  m_waiting = {request};
  startNext();
}

quint64 RunFlow::adopt(const PicturePtr& picture, const PicturePtr& parent, int branchStep, quint64 batch) {
  if (batch == 0) batch = ++m_batch;
  Q_EMIT pictureMade(picture, parent, branchStep, batch);
  return batch;
}

}  // namespace unmask
