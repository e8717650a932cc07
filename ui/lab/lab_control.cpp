#include "ui/lab/lab_control.h"

#include <QPointer>
#include <algorithm>
#include <limits>

#include "ui/lab/colour_map.h"

namespace unmask {
namespace {

constexpr double kMapOpacity = 0.82;
constexpr int kShownAlternatives = StepRecord::kAlternatives;

// Topics of questions to the engine: a newer one replaces the one waiting.
enum Topic { kAttentionTopic = 1, kPicturesTopic, kSwapTopic };

TraceView viewOf(const Recording& recording) {
  return {recording.states, recording.records};
}

QString percentAt(const std::vector<float>& shares, size_t cell) {
  return cell < shares.size() ? numberText(100 * shares[cell]) : QStringLiteral("–");
}

/// Of the words of a prompt, what a cell looks at most.
QString rankedWords(const AttentionMaps& maps, const std::vector<PromptWord>& words, size_t cell) {
  std::vector<std::pair<double, QString>> ranked;
  const size_t cells = static_cast<size_t>(maps.height) * static_cast<size_t>(maps.width);
  for (const PromptWord& word : words) {
    double sum = 0;
    for (int t = word.firstToken; t < std::min(word.firstToken + word.tokenCount, maps.tokenCount); ++t)
      sum += maps.weights[static_cast<size_t>(t) * cells + cell];
    ranked.emplace_back(sum, QString::fromStdString(word.text));
  }
  std::ranges::sort(ranked, std::greater<>());
  QStringList texts;
  for (size_t i = 0; i < std::min<size_t>(4, ranked.size()); ++i)
    texts << QStringLiteral("%1 %2").arg(ranked[i].second, numberText(ranked[i].first));
  return texts.join(QStringLiteral(" · "));
}

CellMap mapOfWord(const AttentionMaps& maps, const PromptWord& word) {
  CellMap map;
  map.height = maps.height;
  map.width = maps.width;
  const size_t cells = static_cast<size_t>(maps.height) * static_cast<size_t>(maps.width);
  map.values.assign(cells, 0);
  map.known.assign(cells, 1);
  for (int t = word.firstToken; t < std::min(word.firstToken + word.tokenCount, maps.tokenCount); ++t)
    for (size_t cell = 0; cell < cells; ++cell)
      map.values[cell] += maps.weights[static_cast<size_t>(t) * cells + cell];
  map.low = *std::ranges::min_element(map.values);
  map.high = *std::ranges::max_element(map.values);
  return map;
}

/// The run with another token in its last grid.
RecordingPtr withToken(const Recording& recording, size_t cell, int32_t tokenId, const QImage& preview) {
  auto out = std::make_shared<Recording>(recording);
  out->states.back().tokens.tokenIds[cell] = tokenId;
  if (!out->records.empty()) {
    out->records.back().intended.tokenIds[cell] = tokenId;
    out->previews.back() = preview;
  }
  return out;
}

}  // namespace

LabControl::LabControl(const Parts& parts, QObject* parent) : QObject(parent), m_parts(parts) {
  connect(m_parts.panel, &LabPanel::choiceChanged, this, &LabControl::refreshMap);
  connect(m_parts.panel, &LabPanel::swapWanted, this, &LabControl::swap);
  connect(m_parts.panel, &LabPanel::lockWanted, this,
          [this] { paintCells(MaskLayer::Locks, 0, tr("Lock Cell")); });
  connect(m_parts.panel, &LabPanel::hideWanted, this,
          [this](int reach) { paintCells(MaskLayer::Mask, reach, tr("Mask Cell")); });
  connect(m_parts.player, &TimelinePlayer::changed, this, &LabControl::refresh);
  connect(m_parts.candidates, &CandidateSet::changed, this, &LabControl::refresh);
  connect(m_parts.document, &DocumentModel::pictureChanged, this, &LabControl::refresh);
  connect(m_parts.jobs, &JobController::stateChanged, this, [this] {
    if (m_parts.jobs->state() == EngineState::Idle) refresh();
  });
  connect(m_parts.canvas, &CanvasView::cellHovered, this, &LabControl::hover);
  connect(m_parts.canvas, &CanvasView::cellPicked, this, &LabControl::pick);
}

void LabControl::setShown(bool isShown) {
  m_isShown = isShown;
  if (isShown) return refresh();
  m_map = {};
  m_parts.canvas->setHeatMap({});
}

bool LabControl::isWholeRun() const {
  const RecordingPtr& recording = m_parts.player->recording();
  return recording && m_parts.player->isAtEnd() && recording->hiddenCountAt(recording->stepCount()) == 0;
}

void LabControl::refresh() {
  if (!m_isShown) return;
  refreshMap();
  refreshCell();
}

void LabControl::refreshMap() {
  if (!m_isShown) return;
  const LabPanel::MapChoice choice = m_parts.panel->choice();
  const RecordingPtr& recording = m_parts.player->recording();
  const int position = m_parts.player->position();
  m_map = {};
  if (choice.isAttention) {
    const bool isKnown =
        m_attention && m_attention->recording == recording && m_attention->position == position;
    if (isKnown) return showAttention();
    askForAttention();
  } else if (choice.kind && recording) {
    m_map = isWholeRun()   ? mapAtReveal(viewOf(*recording), *choice.kind)
            : position > 0 ? mapOf(viewOf(*recording), static_cast<size_t>(position) - 1, *choice.kind)
                           : CellMap{};
  }
  m_parts.panel->showMap(m_map);
  if (choice != LabPanel::MapChoice{} && m_map.height == 0) {
    m_parts.panel->showWhy(!recording ? tr("This picture was not made here: there is no recorded run.")
                           : choice.isAttention ? tr("Waiting for the engine…")
                                                : tr("Nothing was measured in this step."));
  }
  m_parts.canvas->setHeatMap(imageOfMap(m_map, kMapOpacity));
  hover(m_hovered);
}

void LabControl::askForAttention() {
  const RecordingPtr recording = m_parts.player->recording();
  const PicturePtr picture = m_parts.candidates->shownPicture();
  if (!recording || recording->stepCount() == 0 || !picture || picture->recording != recording) return;
  const int position = m_parts.player->position();
  // What the step at this position saw: the state before it.
  const DecodeState state = recording->states[static_cast<size_t>(std::max(0, position - 1))];
  const QPointer<LabControl> self(this);
  m_parts.jobs->ask(kAttentionTopic, [=, request = picture->request](Engine& engine) -> Delivery {
    Lab* lab = engine.lab();
    if (lab == nullptr)
      return [self] {
        if (self) self->m_parts.panel->showWhy(tr("This engine cannot be looked into."));
      };
    auto maps = lab->attention(request, state, {});
    auto words = promptWords(engine, request.prompt);
    return [self, recording, position, maps = std::move(maps), words = std::move(words)] {
      if (!self) return;
      if (!maps || !words)
        return self->m_parts.panel->showWhy(
            QString::fromStdString((maps ? words.error() : maps.error()).message));
      std::vector<PromptWord> kept;
      std::ranges::copy_if(*words, std::back_inserter(kept),
                           [](const PromptWord& word) { return word.tokenCount > 0; });
      self->m_attention = Attention{recording, position, *maps, std::move(kept)};
      self->m_parts.panel->setWords(self->m_attention->words);
      self->refreshMap();
    };
  });
}

void LabControl::showAttention() {
  const int word = m_parts.panel->chosenWord();
  if (word >= 0 && static_cast<size_t>(word) < m_attention->words.size())
    m_map = mapOfWord(m_attention->maps, m_attention->words[static_cast<size_t>(word)]);
  m_parts.panel->showMap(m_map);
  m_parts.canvas->setHeatMap(imageOfMap(m_map, kMapOpacity));
  hover(m_hovered);
}

void LabControl::hover(const std::optional<Cell>& cell) {
  m_hovered = cell;
  if (!m_isShown || m_map.height == 0) return;
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  if (!cell || cell->row >= m_map.height || cell->column >= m_map.width)
    return m_parts.panel->showHover({}, kNone);
  const size_t index =
      static_cast<size_t>(cell->row) * static_cast<size_t>(m_map.width) + static_cast<size_t>(cell->column);
  QString text = tr("Row %1, column %2: ").arg(cell->row + 1).arg(cell->column + 1);
  text += m_map.known[index] != 0 ? numberText(m_map.values[index]) : tr("not measured in this step");
  if (m_parts.panel->choice().isAttention && m_attention)
    text += '\n' + rankedWords(m_attention->maps, m_attention->words, index);
  m_parts.panel->showHover(text, m_map.known[index] != 0 ? m_map.values[index] : kNone);
}

void LabControl::pick(const Cell& cell) {
  if (!m_isShown) return;
  m_cell = cell;
  refreshCell();
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
  const int position = m_parts.player->position();
  if (!m_cell || !recording) return m_parts.panel->showCell({}, {}, false);
  const DecodeState& state = recording->states[static_cast<size_t>(position)];
  if (m_cell->row >= state.tokens.height || m_cell->column >= state.tokens.width) {
    m_cell.reset();
    return m_parts.panel->showCell({}, {}, false);
  }
  const size_t cell = state.tokens.indexOf(*m_cell);
  const int at = recordOf(cell);
  QString text = tr("Row %1, column %2").arg(m_cell->row + 1).arg(m_cell->column + 1);
  std::vector<LabPanel::Alternative> alternatives;
  if (at >= 0) {
    const StepRecord& record = recording->records[static_cast<size_t>(at)];
    const bool isHidden = state.fixedAtStep[cell] == DecodeState::kMasked;
    text += '\n' + (isHidden ? tr("Still hidden; meant to be token %1 with %2 %.")
                             : tr("Token %1, fixed with %2 %."))
                       .arg(record.intended.tokenIds[cell])
                       .arg(percentAt(record.probability, cell));
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
      alternatives.push_back({record.alternativeIds[k], probability, {}});
      rest -= probability;
    }
    if (!alternatives.empty())
      text += '\n' + tr("All other tokens together: %1 %.").arg(numberText(100 * std::max(0.0, rest)));
  } else {
    text += '\n' + tr("There from the start: no step measured it.");
  }
  const bool canEdit = isWholeRun() && m_parts.jobs->state() == EngineState::Idle;
  m_parts.panel->showCell(text, alternatives, canEdit);
  askForPictures(alternatives);
}

void LabControl::askForPictures(const std::vector<LabPanel::Alternative>& alternatives) {
  const RecordingPtr recording = m_parts.player->recording();
  const int position = m_parts.player->position();
  if (alternatives.empty() || position == 0) return;
  std::vector<int32_t> ids;
  for (const LabPanel::Alternative& alternative : alternatives) ids.push_back(alternative.tokenId);
  const TokenGrid tokens = recording->records[static_cast<size_t>(position) - 1].intended;
  const size_t cell = tokens.indexOf(*m_cell);
  const QPointer<LabControl> self(this);
  m_parts.jobs->ask(kPicturesTopic, [=](Engine& engine) -> Delivery {
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
      if (isStillAsked) self->m_parts.panel->setAlternativePictures(images);
    };
  });
}

void LabControl::swap(int32_t tokenId) {
  const PicturePtr picture = m_parts.candidates->shownPicture();
  if (!picture || !m_cell || picture->tokens.height == 0) return;
  TokenGrid tokens = picture->tokens;
  const size_t cell = tokens.indexOf(*m_cell);
  if (tokens.tokenIds[cell] == tokenId) return;
  tokens.tokenIds[cell] = tokenId;
  const QPointer<LabControl> self(this);
  m_parts.jobs->ask(kSwapTopic, [=](Engine& engine) -> Delivery {
    auto decoded = engine.decode(tokens);
    return [=, decoded = std::move(decoded)] {
      if (!self) return;
      if (!decoded) {
        self->m_parts.progress->showStatus(QString::fromStdString(decoded.error().message));
        return;
      }
      // Something else may have come meanwhile; then the swap is not what anybody sees any more.
      if (self->m_parts.candidates->shownPicture() == picture)
        self->takeSwapped(picture, tokens, *decoded, cell);
    };
  });
}

void LabControl::takeSwapped(const PicturePtr& before, const TokenGrid& tokens, const ImageBuffer& decoded,
                             size_t cell) {
  auto picture = std::make_shared<Picture>(*before);
  picture->tokens = tokens;
  if (before->request.kind == JobKind::Generate) {
    picture->pixels = decoded;
  } else {
    // What the run kept byte by byte stays: only the cell and its neighbours are taken over.
    const int side = before->pixels.width / tokens.width, row = static_cast<int>(cell) / tokens.width,
              column = static_cast<int>(cell) % tokens.width;
    for (int y = std::max(0, (row - 1) * side); y < std::min(decoded.height, (row + 2) * side); ++y)
      for (int x = std::max(0, (column - 1) * side); x < std::min(decoded.width, (column + 2) * side); ++x)
        std::copy_n(decoded.at(x, y), 3, picture->pixels.at(x, y));
  }
  picture->image = toQImage(picture->pixels);
  if (before->recording)
    picture->recording = withToken(*before->recording, cell, tokens.tokenIds[cell], picture->image);
  if (m_parts.candidates->isEmpty())
    m_parts.document->applyPicture(picture, tr("Swap Token"));
  else
    m_parts.candidates->add(picture);
}

void LabControl::paintCells(MaskLayer layer, int reach, const QString& text) {
  MaskModel* mask = m_parts.document->mask();
  if (!m_cell || !mask->hasPicture() || mask->isStroking()) return;
  const double side = static_cast<double>(mask->pictureSize().width()) / mask->gridWidth();
  // A hair inside the cells' borders, so that no neighbour is touched.
  const double left = (m_cell->column - reach) * side + 0.5, top = (m_cell->row - reach) * side + 0.5;
  const double right = (m_cell->column + 1 + reach) * side - 0.5,
               bottom = (m_cell->row + 1 + reach) * side - 0.5;
  const std::array<PicturePoint, 4> corners = {PicturePoint{left, top}, PicturePoint{right, top},
                                               PicturePoint{right, bottom}, PicturePoint{left, bottom}};
  mask->beginStroke(layer, true);
  mask->strokeShape(corners);
  mask->endStroke(text);
}

}  // namespace unmask
