#include "ui/timeline/preview_maker.h"

#include <QPointer>
#include <exception>

#include "core/doc/composite.h"
#include "core/doc/mask_cells.h"

namespace unmask {
namespace {

constexpr int kStayMilliseconds = 150;
constexpr int kPreviewTopic = 100;  // of questions to the engine; the token lab has the small numbers

/// As the engine's own previews: a repainted picture keeps what lies outside its cells.
QImage drawn(Engine& engine, const GenerationRequest& request, const TokenGrid& tokens) {
  const Result<ImageBuffer> decoded = engine.decode(tokens);
  if (!decoded) return {};
  const CellMask changed = without(request.editableCells, request.lockedCells);
  const int side = engine.info().pixelsPerCell;
  const bool isRepainted = request.kind == JobKind::Inpaint && !request.compatDiffusers &&
                           changed.height == tokens.height && changed.width == tokens.width &&
                           request.picture.width == decoded->width &&
                           request.picture.height == decoded->height && request.picture.channels == 3;
  return toQImage(isRepainted ? compositeCells(request.picture, *decoded, changed, side, side / 4)
                              : *decoded);
}

}  // namespace

PreviewMaker::PreviewMaker(const Parts& parts, QObject* parent) : QObject(parent), m_parts(parts) {
  m_moving.setObjectName("stepStay");
  m_moving.setSingleShot(true);
  m_moving.setInterval(kStayMilliseconds);
  connect(&m_moving, &QTimer::timeout, this, &PreviewMaker::refresh);
  connect(m_parts.player, &TimelinePlayer::changed, this, &PreviewMaker::onMoved);
  connect(m_parts.jobs, &JobController::stateChanged, this, &PreviewMaker::refresh);
  connect(m_parts.jobs, &JobController::modelLoaded, this, [this] { m_refused.reset(); });
}

const GenerationRequest* PreviewMaker::requestOf(const RecordingPtr& recording) const {
  if (m_parts.runs->isHeld() && m_parts.runs->course() == recording) return m_parts.runs->heldRequest();
  const PicturePtr picture = m_parts.candidates->shownPicture();
  return picture && picture->recording == recording ? &picture->request : nullptr;
}

int PreviewMaker::wantedPosition() const {
  const TimelinePlayer& player = *m_parts.player;
  const int end = player.end(), here = player.position();
  for (int distance = 0; distance <= end; ++distance) {
    for (const int position : {here - distance, here + distance}) {
      if (position >= 1 && position <= end && player.previewAt(position).isNull()) return position;
    }
  }
  return 0;
}

/// The last step of a finished run shows the picture itself.
void PreviewMaker::takeFinishedPicture(const RecordingPtr& recording) {
  const PicturePtr picture = m_parts.candidates->shownPicture();
  const int end = recording->stepCount();
  if (end > 0 && picture && picture->recording == recording && recording->hiddenCountAt(end) == 0 &&
      m_parts.player->previewAt(end).isNull())
    m_parts.player->takePreview(recording, end, picture->image);
}

void PreviewMaker::onMoved() {
  m_moving.start();
  refresh();
}

void PreviewMaker::refresh() {
  const RecordingPtr recording = m_parts.player->recording();
  if (recording) takeFinishedPicture(recording);
  if (m_isUnderWay || !recording || m_parts.jobs->state() != EngineState::Idle) return;
  if (m_refused.lock() == recording) return;
  const GenerationRequest* request = requestOf(recording);
  if (request == nullptr || !m_parts.jobs->isMadeByLoadedModel(*request)) return;
  const int position = wantedPosition();
  const bool isHere = position == m_parts.player->position();
  if (position > 0 && (isHere || !m_moving.isActive())) ask(recording, position, *request);
}

void PreviewMaker::ask(const RecordingPtr& recording, int position, const GenerationRequest& request) {
  m_isUnderWay = true;
  const QPointer<PreviewMaker> self(this);
  m_parts.jobs->ask(kPreviewTopic, [=](Engine& engine) -> Delivery {
    QImage image;
    try {
      image = drawn(engine, request, recording->records[static_cast<size_t>(position) - 1].intended);
    } catch (const std::exception&) {
      // Steps without pictures can be walked through as well.
    }
    return [=] {
      if (!self) return;
      self->m_isUnderWay = false;
      if (image.isNull()) self->m_refused = recording;
      self->m_parts.player->takePreview(recording, position, image);
      self->refresh();
    };
  });
}

}  // namespace unmask
