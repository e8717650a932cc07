#include "ui/lab/lab_maps.h"

#include <QPointer>
#include <algorithm>
#include <utility>

#include "ui/lab/lab_topics.h"
#include "ui/lab/map_legend.h"

namespace unmask {
namespace {

TraceView viewOf(const Recording& recording) {
  return {recording.states, recording.records};
}

CellMap mapOfValues(int height, int width, std::vector<float> values) {
  CellMap map;
  map.height = height;
  map.width = width;
  map.known.assign(values.size(), 1);
  if (!values.empty()) {
    map.low = *std::ranges::min_element(values);
    map.high = *std::ranges::max_element(values);
  }
  map.values = std::move(values);
  return map;
}

size_t cellsOf(int height, int width) {
  return static_cast<size_t>(height) * static_cast<size_t>(width);
}

/// What each cell's position gave the word's tokens together.
std::vector<float> attentionOf(const AttentionMaps& maps, const PromptWord& word) {
  const size_t cells = cellsOf(maps.height, maps.width);
  std::vector<float> values(cells, 0);
  for (int t = word.firstToken; t < std::min(word.firstToken + word.tokenCount, maps.tokenCount); ++t)
    for (size_t cell = 0; cell < cells; ++cell)
      values[cell] += maps.weights[static_cast<size_t>(t) * cells + cell];
  return values;
}

QString rankedTexts(std::vector<std::pair<double, QString>> ranked) {
  std::ranges::stable_sort(ranked, std::greater<>(), [](const auto& entry) { return entry.first; });
  QStringList texts;
  for (size_t i = 0; i < std::min<size_t>(4, ranked.size()); ++i)
    texts << QStringLiteral("%1 %2").arg(ranked[i].second, numberText(ranked[i].first));
  return texts.join(QStringLiteral(" · "));
}

/// Those that reached the text encoder.
Result<std::vector<PromptWord>> wordsHeard(const Engine& engine, const std::string& prompt) {
  UNMASK_TRY(std::vector<PromptWord> words, promptWords(engine, prompt));
  std::erase_if(words, [](const PromptWord& word) { return word.tokenCount == 0; });
  return words;
}

CellMap mapOfDifference(const TraceDifference& difference, bool isOverTime) {
  CellMap map;
  map.height = difference.height;
  map.width = difference.width;
  map.values.assign(difference.differs.size(), 0);
  map.known = difference.differs;
  bool any = false;
  for (size_t cell = 0; cell < map.values.size(); ++cell) {
    if (map.known[cell] == 0) continue;
    map.values[cell] = isOverTime ? static_cast<float>(difference.firstDifference[cell]) : 1;
    map.low = any ? std::min(map.low, map.values[cell]) : map.values[cell];
    map.high = any ? std::max(map.high, map.values[cell]) : map.values[cell];
    any = true;
  }
  return map;
}

}  // namespace

LabMaps::LabMaps(const Parts& parts, QObject* parent) : QObject(parent), m_parts(parts) {}

bool LabMaps::isWholeRun() const {
  const RecordingPtr& recording = m_parts.player->recording();
  return recording && m_parts.player->isAtEnd() && recording->hiddenCountAt(recording->stepCount()) == 0;
}

LabMaps::Moment LabMaps::moment() const {
  return {m_parts.player->recording(), m_parts.player->position()};
}

void LabMaps::show(const MapChoice& choice) {
  m_choice = choice;
  m_map = {};
  m_why.clear();
  m_note.clear();
  // Asked again, it would only fail again.
  const bool hasFailed = m_failure && m_failure->source == choice.source &&
                         m_failure->query == choice.query && m_failure->moment == moment() &&
                         m_failure->picture == m_parts.candidates->shownPicture();
  if (hasFailed) {
    m_why = m_failure->why;
    return;
  }
  switch (choice.source) {
    case MapSource::None:
      return;
    case MapSource::Recorded:
      return showRecorded(choice.kind);
    case MapSource::Attention:
      return showAttention(choice);
    case MapSource::Ablation:
      return showAblation(choice);
    case MapSource::Difference:
      return showDifference(choice.other);
    case MapSource::VqLoss:
      return showLoss();
  }
}

void LabMaps::showRecorded(MapKind kind) {
  const auto& [recording, position] = moment();
  if (!recording) {
    m_why = tr("This picture was not made here: there is no recorded run.");
    return;
  }
  if (isWholeRun())
    m_map = mapAtReveal(viewOf(*recording), kind);
  else if (position > 0)
    m_map = mapOf(viewOf(*recording), static_cast<size_t>(position) - 1, kind);
  if (m_map.height == 0) m_why = tr("Nothing was measured in this step.");
  if (kind != MapKind::RevealOrder) return;
  // The record counts steps from 0, people from 1.
  for (size_t cell = 0; cell < m_map.values.size(); ++cell)
    m_map.values[cell] += m_map.known[cell] != 0 ? 1 : 0;
  m_map.low += 1;
  m_map.high += 1;
}

bool LabMaps::canAsk() {
  const RecordingPtr& recording = m_parts.player->recording();
  const PicturePtr picture = m_parts.candidates->shownPicture();
  m_why = tr("Waiting for the engine…");
  if (!recording)
    m_why = tr("This picture was not made here: there is no recorded run.");
  else if (recording->stepCount() == 0)
    m_why = tr("Nothing was measured in this step.");
  else if (!picture || picture->recording != recording)
    m_why = tr("The run is still going on.");
  else if (!m_parts.jobs->isMadeByLoadedModel(picture->request))
    m_why = tr("Made with the model %1: load it to ask.")
                .arg(QString::fromStdString(picture->request.model.name));
  else
    return true;
  return false;
}

void LabMaps::noteFailure(MapSource source, const AttentionQuery& query, const Error& error) {
  m_failure = Failure{source, query, moment(), m_parts.candidates->shownPicture(),
                      QString::fromStdString(error.message)};
}

/// A map that was kept may be of another run than the words that are shown.
void LabMaps::takeWords(const std::vector<PromptWord>& words) {
  if (m_words == words) return;
  m_words = words;
  Q_EMIT wordsChanged();
}

void LabMaps::showAttention(const MapChoice& choice) {
  if (!canAsk()) return;
  const bool isKnown = m_attention && m_attention->moment == moment() && m_attention->query == choice.query;
  if (!isKnown) return askAttention(choice.query);
  m_why.clear();
  takeWords(m_attention->words);
  const AttentionMaps& maps = m_attention->maps;
  if (choice.word >= 0 && static_cast<size_t>(choice.word) < m_words.size())
    m_map =
        mapOfValues(maps.height, maps.width, attentionOf(maps, m_words[static_cast<size_t>(choice.word)]));
}

void LabMaps::askAttention(const AttentionQuery& query) {
  const Moment asked = moment();
  if (m_attentionAsked == Asked{asked, query}) return;
  m_attentionAsked = Asked{asked, query};
  // What the step at this position saw: the state before it.
  const DecodeState state = asked.recording->states[static_cast<size_t>(std::max(0, asked.position - 1))];
  const GenerationRequest request = m_parts.candidates->shownPicture()->request;
  const QPointer<LabMaps> self(this);
  m_parts.jobs->ask(kAttentionTopic, [=](Engine& engine) -> Delivery {
    const auto find = [&]() -> Result<std::pair<AttentionMaps, std::vector<PromptWord>>> {
      Lab* lab = engine.lab();
      if (lab == nullptr) return Error{.message = "this engine cannot be looked into"};
      UNMASK_TRY(AttentionMaps maps, lab->attention(request, state, query));
      UNMASK_TRY(std::vector<PromptWord> words, wordsHeard(engine, request.prompt));
      return std::pair{std::move(maps), std::move(words)};
    };
    return [=, found = find()] {
      if (!self) return;
      if (self->m_attentionAsked == Asked{asked, query}) self->m_attentionAsked.reset();
      if (self->moment() != asked) return;
      if (!found) {
        self->noteFailure(MapSource::Attention, query, found.error());
      } else {
        self->m_attention = Attention{asked, query, found->first, found->second};
        self->m_words = found->second;
        Q_EMIT self->wordsChanged();  // or the layers and heads
      }
      Q_EMIT self->changed();
    };
  });
}

void LabMaps::showAblation(const MapChoice& choice) {
  if (!canAsk()) return;
  if (!m_ablation || m_ablation->moment != moment()) return askAblation();
  m_why.clear();
  takeWords(m_ablation->words);
  const AblationChange& change = m_ablation->change;
  const size_t cells = cellsOf(change.height, change.width);
  const auto word = static_cast<size_t>(std::max(0, choice.word));
  if (choice.word < 0 || change.change.size() < (word + 1) * cells) return;
  const auto* first = change.change.data() + word * cells;
  m_map = mapOfValues(change.height, change.width, {first, first + cells});
  // What was fixed before the step is not predicted any more.
  const auto& before =
      m_ablation->moment.recording->states[static_cast<size_t>(std::max(0, m_ablation->moment.position - 1))];
  for (size_t cell = 0; cell < cells; ++cell)
    m_map.known[cell] = before.fixedAtStep[cell] == DecodeState::kMasked ? 1 : 0;
}

void LabMaps::askAblation() {
  const Moment asked = moment();
  if (m_ablationAsked == Asked{asked, {}}) return;
  m_ablationAsked = Asked{asked, {}};
  const DecodeState state = asked.recording->states[static_cast<size_t>(std::max(0, asked.position - 1))];
  const GenerationRequest request = m_parts.candidates->shownPicture()->request;
  const QPointer<LabMaps> self(this);
  const std::stop_source stop;
  const auto question = [=](Engine& engine) -> Delivery {
    constexpr size_t kMostWords = 64;  // of one question
    const auto find = [&]() -> Result<std::pair<AblationChange, std::vector<PromptWord>>> {
      Lab* lab = engine.lab();
      if (lab == nullptr) return Error{.message = "this engine cannot be looked into"};
      UNMASK_TRY(std::vector<PromptWord> words, wordsHeard(engine, request.prompt));
      if (words.size() > kMostWords) words.resize(kMostWords);
      std::vector<std::string> prompts;
      for (const PromptWord& word : words) prompts.push_back(withoutWord(request.prompt, word));
      UNMASK_TRY(AblationChange change, lab->compareTexts(request, state, prompts, stop.get_token()));
      return std::pair{std::move(change), std::move(words)};
    };
    return [=, found = find()] {
      if (!self) return;
      if (self->m_ablationAsked == Asked{asked, {}}) self->m_ablationAsked.reset();
      if (self->moment() != asked) return;
      if (found)
        self->m_ablation = Ablation{asked, found->first, found->second};
      else if (found.error().kind != ErrorKind::Cancelled)  // then it is asked again
        self->noteFailure(MapSource::Ablation, {}, found.error());
      Q_EMIT self->changed();
    };
  };
  m_parts.jobs->ask(kAblationTopic, question, stop);
}

std::vector<LabMaps::Other> LabMaps::others() const {
  std::vector<Other> out;
  const RecordingPtr& own = m_parts.player->recording();
  if (!own) return out;
  const auto add = [&](const PicturePtr& picture, const QString& name) {
    if (!picture || !picture->recording || picture->recording == own) return;
    const TokenGrid &a = picture->recording->states.back().tokens, &b = own->states.back().tokens;
    if (a.height == b.height && a.width == b.width)
      out.push_back({name, picture->recording, picture->recording->stepCount(), true});
  };
  add(m_parts.document->picture(), tr("The original's run"));
  for (int i = 0; i < m_parts.candidates->count(); ++i)
    add(m_parts.candidates->pictures()[static_cast<size_t>(i)], tr("The run of candidate %1").arg(i + 1));
  for (int step = 0; step <= own->stepCount(); ++step)
    out.push_back(
        {step == 0 ? tr("The start of this run") : tr("Step %1 of this run").arg(step), own, step, false});
  return out;
}

void LabMaps::showDifference(int other) {
  const auto& [recording, position] = moment();
  const std::vector<Other> all = others();
  if (other < 0 || static_cast<size_t>(other) >= all.size()) {
    m_why = tr("There is nothing to compare with.");
    return;
  }
  const Other& with = all[static_cast<size_t>(other)];
  const bool isOverTime = with.isRun && isWholeRun();
  const auto at = [](const RecordingPtr& r, int step) -> const DecodeState& {
    return r->states[static_cast<size_t>(std::clamp(step, 0, r->stepCount()))];
  };
  const TraceDifference difference =
      isOverTime
          ? differenceOf(viewOf(*with.recording), viewOf(*recording))
          : differenceOf(at(with.recording, with.isRun ? position : with.position), at(recording, position));
  m_map = mapOfDifference(difference, isOverTime);
  const int cells = static_cast<int>(difference.differs.size());
  m_note = tr("%1 of %2 cells differ.").arg(difference.cellsChanged).arg(cells);
  if (isOverTime) m_note += ' ' + tr("The colour is the step they part in.");
}

void LabMaps::showLoss() {
  const PicturePtr picture = m_parts.candidates->shownPicture();
  if (!picture) {
    m_why = tr("There is no picture.");
    return;
  }
  if (!m_loss || m_loss->picture != picture) {
    m_why = tr("Waiting for the engine…");
    return askLoss(picture);
  }
  m_map = m_loss->map;
}

void LabMaps::askLoss(const PicturePtr& picture) {
  const QPointer<LabMaps> self(this);
  m_parts.jobs->ask(kVqLossTopic, [=](Engine& engine) -> Delivery {
    const auto find = [&]() -> Result<CellMap> {
      Lab* lab = engine.lab();
      if (lab == nullptr) return Error{.message = "this engine cannot be looked into"};
      UNMASK_TRY(VqLoss loss, lab->vqLoss(picture->pixels));
      return mapOfValues(loss.tokens.height, loss.tokens.width, std::move(loss.rmse));
    };
    return [=, found = find()] {
      if (!self || self->m_parts.candidates->shownPicture() != picture) return;
      if (!found)
        self->noteFailure(MapSource::VqLoss, {}, found.error());
      else
        self->m_loss = Loss{picture, *found};
      Q_EMIT self->changed();
    };
  });
}

QString LabMaps::textAt(size_t cell) const {
  const bool isAttention = m_choice.source == MapSource::Attention && m_attention;
  const bool isAblation = m_choice.source == MapSource::Ablation && m_ablation;
  if (!isAttention && !isAblation) return {};
  std::vector<std::pair<double, QString>> ranked;
  const size_t cells = m_map.values.size();
  const std::vector<PromptWord>& words = isAttention ? m_attention->words : m_ablation->words;
  for (size_t w = 0; w < words.size(); ++w) {
    const double value = isAttention ? attentionOf(m_attention->maps, words[w])[cell]
                         : m_ablation->change.change.size() >= (w + 1) * cells
                             ? m_ablation->change.change[w * cells + cell]
                             : 0;
    ranked.emplace_back(value, QString::fromStdString(words[w].text));
  }
  return rankedTexts(std::move(ranked));
}

}  // namespace unmask
