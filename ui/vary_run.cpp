// RunFlow's variations of a result: some of its cells once more.
#include "ui/confidence.h"
#include "ui/run_flow.h"

namespace unmask {

bool RunFlow::canVary(const PicturePtr& picture) const {
  return !m_held && m_parts.jobs->state() == EngineState::Idle && picture && picture->recording &&
         picture->tokens.cellCount() > 0 && drawnCount(*picture->recording) > 0;
}

/// A repaint of those cells that starts from the result's own tokens, so that nothing else changes.
void RunFlow::varyLeastConfident(const PicturePtr& picture, double share) {
  if (!canVary(picture)) return;
  const CellMask cells = leastConfident(*picture->recording, share);
  m_parts.document->beginRun();  // draws the seed
  GenerationRequest request = picture->request;
  request.kind = JobKind::Inpaint;
  request.picture = picture->pixels;
  request.startTokens = picture->tokens;
  for (size_t i = 0; i < cells.cells.size(); ++i) {
    if (cells.cells[i] != 0) request.startTokens.tokenIds[i] = picture->recording->maskTokenId;
  }
  request.editableCells = cells;
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

}  // namespace unmask
