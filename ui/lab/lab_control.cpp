#include "ui/lab/lab_control.h"

#include <QPointer>
#include <algorithm>
#include <array>
#include <limits>

#include "ui/lab/colour_map.h"
#include "ui/lab/lab_topics.h"

namespace unmask {
namespace {

constexpr double kMapOpacity = 0.82;
constexpr int kShownAlternatives = StepRecord::kAlternatives;

QString percentAt(const std::vector<float>& shares, size_t cell) {
  return cell < shares.size() ? numberText(100 * shares[cell]) : QStringLiteral("–");
}

/// One pixel a cell: those that hold the code are clear, the rest is veiled.
QImage imageOfCode(const TokenGrid& tokens, int32_t tokenId, int* count) {
  QImage image(tokens.width, tokens.height, QImage::Format_ARGB32);
  *count = 0;
  for (int row = 0; row < tokens.height; ++row) {
    for (int column = 0; column < tokens.width; ++column) {
      const bool holds = tokens[Cell{row, column}] == tokenId;
      *count += holds ? 1 : 0;
      image.setPixel(column, row, holds ? qRgba(0, 0, 0, 0) : qRgba(20, 20, 24, 190));
    }
  }
  return image;
}

}  // namespace

LabControl::LabControl(const Parts& parts, QObject* parent)
    : QObject(parent),
      m_parts(parts),
      m_maps({parts.player, parts.candidates, parts.document, parts.jobs}),
      m_edits({parts.document, parts.candidates, parts.jobs, parts.runs, parts.progress}) {
  LabPanel* panel = m_parts.panel;
  connect(panel, &LabPanel::choiceChanged, this, &LabControl::refreshMap);
  connect(panel, &LabPanel::swapWanted, this, &LabControl::swap);
  connect(panel, &LabPanel::lockWanted, this, &LabControl::toggleLock);
  connect(panel, &LabPanel::hideWanted, this,
          [this](int reach) { paintCells(MaskLayer::Mask, reach, true, tr("Mask Cell")); });
  connect(panel, &LabPanel::healWanted, this, &LabControl::healAroundCell);
  connect(&m_maps, &LabMaps::changed, this, &LabControl::refreshMap);
  connect(&m_maps, &LabMaps::wordsChanged, this, [this] {
    m_parts.panel->setWords(m_maps.words());
    m_parts.panel->setAttentionSize(m_maps.layerCount(), m_maps.headCount());
  });
  connect(m_parts.player, &TimelinePlayer::changed, this, &LabControl::refresh);
  connect(m_parts.candidates, &CandidateSet::changed, this, &LabControl::refresh);
  connect(m_parts.document, &DocumentModel::pictureChanged, this, &LabControl::refresh);
  connect(m_parts.document->mask(), &MaskModel::changed, this, [this] {
    if (m_isShown && m_cell) m_parts.panel->setCellTools(cellTools());
  });
  connect(m_parts.jobs, &JobController::stateChanged, this, [this] {
    if (m_parts.jobs->state() == EngineState::Idle) refresh();
  });
  connect(m_parts.canvas, &CanvasView::cellHovered, this, &LabControl::hover);
  connect(m_parts.canvas, &CanvasView::cellPicked, this, &LabControl::pick);
  connect(m_parts.canvas, &CanvasView::cellsStamped, this, &LabControl::stamp);
  connect(m_parts.actions->healCell, &QAction::triggered, this, &LabControl::healAroundCell);
  m_parts.actions->healCell->setEnabled(false);
  m_parts.actions->exportMap->setEnabled(false);
}

void LabControl::setShown(bool isShown) {
  m_isShown = isShown;
  if (isShown) return refresh();
  m_maps.show({});
  showOverlay();
}

void LabControl::refresh() {
  if (m_shownCode >= 0) showOverlay();
  if (!m_isShown) return;
  refreshMap();
  refreshCell();
}

void LabControl::refreshMap() {
  if (!m_isShown) return;
  if (m_parts.panel->choice().source == MapSource::Difference) {
    QStringList names;
    for (const LabMaps::Other& other : m_maps.others()) names << other.name;
    m_parts.panel->setOthers(names);
  }
  const MapChoice choice = m_parts.panel->choice();
  m_maps.show(choice);
  // Words of another run may have come with its map, and fewer of them.
  if (m_parts.panel->choice().word != choice.word) m_maps.show(m_parts.panel->choice());
  m_parts.panel->showMap(m_maps.map(), m_maps.why(), m_maps.note());
  showOverlay();
  hover(m_hovered);
}

void LabControl::showOverlay() {
  const RecordingPtr& recording = m_parts.player->recording();
  const PicturePtr picture = m_parts.candidates->shownPicture();
  if (m_shownCode >= 0) {
    const TokenGrid tokens = recording ? recording->tokensAt(m_parts.player->position())
                             : picture ? picture->tokens
                                       : TokenGrid();
    m_cellsOfCode = 0;
    m_parts.canvas->setHeatMap(tokens.height > 0 ? imageOfCode(tokens, m_shownCode, &m_cellsOfCode)
                                                 : QImage());
  } else {
    m_parts.canvas->setHeatMap(imageOfMap(m_maps.map(), kMapOpacity));
  }
  m_parts.actions->exportMap->setEnabled(m_maps.map().height > 0);
  Q_EMIT mapChanged();
}

void LabControl::showCode(int32_t tokenId) {
  m_shownCode = tokenId;
  showOverlay();
}

void LabControl::setBrushToken(int32_t tokenId, const QImage& patch) {
  m_brushToken = tokenId;
  m_parts.canvas->setStamp(tokenId < 0 ? QImage() : patch);
}

void LabControl::hover(const std::optional<Cell>& cell) {
  m_hovered = cell;
  const CellMap& map = m_maps.map();
  if (!m_isShown || map.height == 0) return;
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  if (!cell || cell->row >= map.height || cell->column >= map.width)
    return m_parts.panel->showHover({}, kNone);
  const size_t index =
      static_cast<size_t>(cell->row) * static_cast<size_t>(map.width) + static_cast<size_t>(cell->column);
  const bool isKnown = map.known[index] != 0;
  QString text = tr("Row %1, column %2: ").arg(cell->row + 1).arg(cell->column + 1);
  if (isKnown)
    text += numberText(map.values[index]);
  else
    text += m_parts.panel->choice().source == MapSource::Difference ? tr("the same")
                                                                    : tr("not measured in this step");
  if (const QString more = m_maps.textAt(index); !more.isEmpty()) text += '\n' + more;
  m_parts.panel->showHover(text, isKnown ? map.values[index] : kNone);
}

void LabControl::pick(const Cell& cell) {
  m_cell = cell;
  if (m_isShown) refreshCell();
  Q_EMIT cellChosen();
}

std::optional<int32_t> LabControl::tokenOfCell() const {
  const RecordingPtr& recording = m_parts.player->recording();
  const PicturePtr picture = m_parts.candidates->shownPicture();
  const TokenGrid tokens = recording ? recording->tokensAt(m_parts.player->position())
                           : picture ? picture->tokens
                                     : TokenGrid();
  if (!m_cell || m_cell->row >= tokens.height || m_cell->column >= tokens.width) return std::nullopt;
  const int32_t token = tokens[*m_cell];
  if (recording && token == recording->maskTokenId) return std::nullopt;
  return token;
}

int LabControl::recordOf(size_t cell) const {
  const RecordingPtr& recording = m_parts.player->recording();
  const int position = m_parts.player->position();
  if (!recording || position == 0) return -1;
  const auto& before = recording->states[static_cast<size_t>(position) - 1].fixedAtStep;
  if (before[cell] == DecodeState::kMasked) return position - 1;
  for (int i = position - 1; i >= 0; --i)
    if (recording->records[static_cast<size_t>(i)].stepIndex == before[cell]) return i;
  return -1;
}

void LabControl::refreshCell() {
  const RecordingPtr& recording = m_parts.player->recording();
  const PicturePtr picture = m_parts.candidates->shownPicture();
  const TokenGrid* tokens = recording ? &recording->tokensAt(m_parts.player->position())
                            : picture ? &picture->tokens
                                      : nullptr;
  const bool isThere =
      m_cell && tokens != nullptr && m_cell->row < tokens->height && m_cell->column < tokens->width;
  if (!isThere) m_cell.reset();
  const LabPanel::CellTools tools = cellTools();
  m_parts.actions->healCell->setEnabled(tools.canHeal);
  if (!isThere) return m_parts.panel->showCell({}, {}, {});
  std::vector<LabPanel::Alternative> alternatives;
  const QString text = cellText(tokens->indexOf(*m_cell), &alternatives);
  m_parts.panel->showCell(text, alternatives, tools);
  askForPictures(alternatives);
}

LabPanel::CellTools LabControl::cellTools() const {
  LabPanel::CellTools tools;
  const bool isIdle = m_parts.jobs->state() == EngineState::Idle;
  tools.canEdit = m_cell && isIdle && (!m_parts.player->recording() || m_maps.isWholeRun());
  tools.canHeal = tools.canEdit && m_parts.runs->canDrawAgain(m_parts.candidates->shownPicture());
  tools.isLocked = isLocked();
  return tools;
}

QString LabControl::cellText(size_t cell, std::vector<LabPanel::Alternative>* alternatives) const {
  const RecordingPtr& recording = m_parts.player->recording();
  QString text = tr("Row %1, column %2").arg(m_cell->row + 1).arg(m_cell->column + 1);
  const int at = recordOf(cell);
  if (at < 0) {
    if (const auto token = tokenOfCell()) text += '\n' + tr("Token %1.").arg(*token);
    return text + '\n' + tr("There from the start: no step measured it.");
  }
  const StepRecord& record = recording->records[static_cast<size_t>(at)];
  const DecodeState& state = recording->states[static_cast<size_t>(m_parts.player->position())];
  const bool isHidden = state.fixedAtStep[cell] == DecodeState::kMasked;
  const int32_t drawn = record.intended.tokenIds[cell];
  const int32_t token = state.tokens.tokenIds[cell];
  const bool isByHand = !isHidden && token != drawn;
  text += '\n' + (isHidden   ? tr("Still hidden; meant to be token %1 with %2 %.")
                  : isByHand ? tr("Put in by hand; the run had drawn token %1 with %2 %.")
                             : tr("Token %1, fixed with %2 %."))
                     .arg(drawn)
                     .arg(percentAt(record.probability, cell));
  if (isByHand) text += ' ' + tr("Now it is token %1.").arg(token);
  if (!isHidden) text += ' ' + tr("Step %1.").arg(record.stepIndex + 1);
  // A run out of an older file may hold less than today's.
  if (!record.probabilityConditional.empty())
    text += '\n' + tr("With the prompt alone %1 %, without it %2 %.")
                       .arg(percentAt(record.probabilityConditional, cell),
                            percentAt(record.probabilityUnconditional, cell));
  if (!record.entropy.empty() && !record.promptPull.empty())
    text += '\n' + tr("Entropy %1 nats, prompt pull %2 nats.")
                       .arg(numberText(record.entropy[cell]), numberText(record.promptPull[cell]));
  double rest = 1;
  const size_t first = cell * StepRecord::kAlternatives;
  for (size_t k = first; k < std::min(first + kShownAlternatives, record.alternativeIds.size()); ++k) {
    const double probability = record.alternativeProbabilities[k];
    if (probability <= 0) break;
    alternatives->push_back({record.alternativeIds[k], probability});
    rest -= probability;
  }
  if (!alternatives->empty())
    text += '\n' + tr("All other tokens together: %1 %.").arg(numberText(100 * std::max(0.0, rest)));
  return text;
}

void LabControl::askForPictures(const std::vector<LabPanel::Alternative>& alternatives) {
  const RecordingPtr recording = m_parts.player->recording();
  const int position = m_parts.player->position();
  if (alternatives.empty() || position == 0) return;
  std::vector<int32_t> ids;
  for (const LabPanel::Alternative& alternative : alternatives) ids.push_back(alternative.tokenId);
  TokenGrid tokens = recording->records[static_cast<size_t>(position) - 1].intended;
  const TokenGrid& fixed = recording->tokensAt(position);  // may have been edited since
  for (size_t i = 0; i < tokens.cellCount(); ++i)
    if (fixed.tokenIds[i] != recording->maskTokenId) tokens.tokenIds[i] = fixed.tokenIds[i];
  const size_t cell = tokens.indexOf(*m_cell);
  const QPointer<LabControl> self(this);
  m_parts.jobs->ask(kAlternativesTopic, [=](Engine& engine) -> Delivery {
    Lab* lab = engine.lab();
    if (lab == nullptr) return [] {};
    const auto pictures = lab->alternatives(tokens, static_cast<int>(cell), ids);
    if (!pictures) return [] {};
    std::vector<QImage> images;
    for (const ImageBuffer& picture : *pictures) images.push_back(toQImage(picture));
    return [=] {
      const bool isStillAsked = self && self->m_cell && self->m_parts.player->recording() == recording &&
                                self->m_parts.player->position() == position &&
                                tokens.indexOf(*self->m_cell) == cell;
      if (!isStillAsked) return;
      self->m_parts.panel->setAlternativePictures(images);
      Q_EMIT self->alternativesShown();
    };
  });
}

void LabControl::swap(int32_t tokenId) {
  const PicturePtr picture = m_parts.candidates->shownPicture();
  if (!picture || !m_cell || m_cell->row >= picture->tokens.height || m_cell->column >= picture->tokens.width)
    return;
  m_edits.put({picture->tokens.indexOf(*m_cell)}, tokenId, tr("Swap Token"));
}

void LabControl::stamp(const std::vector<Cell>& cells) {
  if (m_brushToken < 0)
    return m_parts.progress->showStatus(
        tr("Choose a code in the codebook first (%1)").arg(Actions::keyText(m_parts.actions->codebook)));
  if (m_parts.jobs->state() != EngineState::Idle || m_parts.canvas->isShowingRun() ||
      m_parts.canvas->isShowingStep())
    return m_parts.progress->showStatus(tr("Tokens are painted into a finished picture"));
  const CanvasView& canvas = *m_parts.canvas;
  const CellMask& locks = m_parts.document->mask()->locks();
  const auto width = static_cast<size_t>(canvas.overlay().gridWidth());
  std::vector<size_t> indices;
  for (const Cell& cell : cells) {
    const size_t index = static_cast<size_t>(cell.row) * width + static_cast<size_t>(cell.column);
    if (index >= locks.cells.size() || locks.cells[index] == 0) indices.push_back(index);
  }
  m_edits.put(std::move(indices), m_brushToken, tr("Paint Token"));
}

void LabControl::healAroundCell() {
  const PicturePtr picture = m_parts.candidates->shownPicture();
  if (!m_cell || !picture || m_cell->row >= picture->tokens.height ||
      m_cell->column >= picture->tokens.width || !m_parts.runs->canDrawAgain(picture))
    return;
  CellMask around(picture->tokens.height, picture->tokens.width);
  for (int row = std::max(0, m_cell->row - 1); row <= std::min(around.height - 1, m_cell->row + 1); ++row)
    for (int column = std::max(0, m_cell->column - 1);
         column <= std::min(around.width - 1, m_cell->column + 1); ++column)
      around.set({row, column}, Cell{row, column} != *m_cell);
  m_parts.runs->drawAgain(picture, around);
}

bool LabControl::isLocked() const {
  const CellMask& locks = m_parts.document->mask()->locks();
  return m_cell && m_cell->row < locks.height && m_cell->column < locks.width && locks.contains(*m_cell);
}

void LabControl::toggleLock() {
  const bool isOn = !isLocked();
  paintCells(MaskLayer::Locks, 0, isOn, isOn ? tr("Lock Cell") : tr("Unlock Cell"));
}

void LabControl::paintCells(MaskLayer layer, int reach, bool isOn, const QString& text) {
  MaskModel* mask = m_parts.document->mask();
  if (!m_cell || !mask->hasPicture() || mask->isStroking()) return;
  const double side = static_cast<double>(mask->pictureSize().width()) / mask->gridWidth();
  // A hair inside the cells' borders, so that no neighbour is touched.
  const double left = (m_cell->column - reach) * side + 0.5, top = (m_cell->row - reach) * side + 0.5;
  const double right = (m_cell->column + 1 + reach) * side - 0.5,
               bottom = (m_cell->row + 1 + reach) * side - 0.5;
  const std::array<PicturePoint, 4> corners = {PicturePoint{left, top}, PicturePoint{right, top},
                                               PicturePoint{right, bottom}, PicturePoint{left, bottom}};
  mask->beginStroke(layer, isOn);
  mask->strokeShape(corners);
  mask->endStroke(text);
}

}  // namespace unmask
