#include "ui/document_model.h"

#include <QRandomGenerator>
#include <QSignalBlocker>
#include <algorithm>
#include <utility>

#include "core/hub/adapter_choice.h"
#include "ui/commands/apply_picture.h"

namespace unmask {
namespace {

uint64_t randomSeed() {
  return QRandomGenerator::system()->generate();
}

}  // namespace

DocumentModel::DocumentModel(SeedSource drawSeed, QObject* parent)
    : QObject(parent), m_drawSeed(drawSeed ? std::move(drawSeed) : SeedSource(randomSeed)) {
  m_draft.seed = m_drawSeed();
}

DocumentModel::~DocumentModel() = default;

template <typename T>
void DocumentModel::edit(T GenerationRequest::*field, const T& value) {
  if (m_draft.*field == value) return;
  m_draft.*field = value;
  Q_EMIT draftChanged();
}

template <typename T>
void DocumentModel::editPreset(PresetField field, T GenerationRequest::*member, const T& value) {
  if (m_draft.*member == value) return;
  m_touched |= field;
  edit(member, value);
}

void DocumentModel::setPrompt(const std::string& prompt) {
  m_draft.promptTemplate = prompt;
  edit(&GenerationRequest::prompt, prompt);
}

void DocumentModel::setNegativePrompt(const std::string& prompt) {
  edit(&GenerationRequest::negativePrompt, prompt);
}

void DocumentModel::setSteps(int steps) {
  editPreset(PresetField::Steps, &GenerationRequest::steps, steps);
}

void DocumentModel::setGuidanceScale(float scale) {
  editPreset(PresetField::Guidance, &GenerationRequest::guidanceScale, scale);
}

void DocumentModel::setTemperature(float start, float end) {
  editPreset(PresetField::Temperature, &GenerationRequest::temperatureStart, start);
  editPreset(PresetField::Temperature, &GenerationRequest::temperatureEnd, end);
}

void DocumentModel::setSchedule(MaskSchedule schedule) {
  editPreset(PresetField::Schedule, &GenerationRequest::schedule, schedule);
}

void DocumentModel::setOrder(RevealOrder order) {
  editPreset(PresetField::Order, &GenerationRequest::order, order);
}

void DocumentModel::setStrength(float strength) {
  edit(&GenerationRequest::strength, std::clamp(strength, 0.0F, 1.0F));
}

void DocumentModel::setBatchCount(int count) {
  edit(&GenerationRequest::batchCount, std::clamp(count, 1, 64));
}

void DocumentModel::setStyles(std::vector<StyleChoice> styles) {
  if (m_styles == styles) return;
  m_styles = std::move(styles);
  m_draft.adapters.clear();
  for (const StyleChoice& style : m_styles) {
    if (style.isOn) m_draft.adapters.push_back(style.adapter);
  }
  Q_EMIT draftChanged();
}

/// The draft came from elsewhere: its adapters are on, and what rests stays in the list.
void DocumentModel::takeStylesOfDraft() {
  std::vector<StyleChoice> styles;
  for (const AdapterReference& adapter : m_draft.adapters) styles.push_back({adapter, true});
  for (const StyleChoice& style : m_styles) {
    const bool isUsed = std::ranges::any_of(m_draft.adapters, [&](const AdapterReference& adapter) {
      return adapter.path == style.adapter.path;
    });
    if (!style.isOn && !isUsed) styles.push_back(style);
  }
  m_styles = std::move(styles);
}

void DocumentModel::typeSeed(uint64_t seed) {
  m_draft.seed = seed;
  m_isSeedFresh = true;
  m_isSeedLocked = true;
  Q_EMIT draftChanged();
}

void DocumentModel::rollSeed() {
  m_draft.seed = m_drawSeed();
  m_isSeedFresh = true;
  Q_EMIT draftChanged();
}

void DocumentModel::setSeedLocked(bool isLocked) {
  if (m_isSeedLocked == isLocked) return;
  m_isSeedLocked = isLocked;
  Q_EMIT draftChanged();
}

void DocumentModel::restoreDraft(const GenerationRequest& draft, PresetFields touched, bool isSeedLocked,
                                 const std::vector<AdapterReference>& restingStyles) {
  m_draft = draft;
  forgetSizeOfDraft();
  m_styles.clear();
  for (const AdapterReference& adapter : restingStyles) m_styles.push_back({adapter, false});
  takeStylesOfDraft();
  m_touched = touched;
  m_isSeedLocked = isSeedLocked;
  m_isSeedFresh = false;
  Q_EMIT draftChanged();
}

void DocumentModel::restorePicture(const PicturePtr& picture, const MaskLayers& layers, int pixelsPerCell,
                                   qint64 serial, qint64 newestSerial) {
  m_undoStack.reset(serial, newestSerial);
  m_picture = picture;
  ++m_revision;
  m_mask.setLayers({});  // what was painted before is gone, and whoever shows it is told
  if (pixelsPerCell > 0) m_mask.setPixelsPerCell(pixelsPerCell);
  {
    // A file may hold a mask or locks of any size, or none; nobody is to see them before they fit.
    const QSignalBlocker blocker(m_mask);
    m_mask.setLayers({layers.mask, layers.locks.empty() ? CellMask(1, 1) : layers.locks});
  }
  m_mask.setLayers(m_mask.layersFor(picture ? picture->image.size() : QSize()));
  Q_EMIT pictureChanged();
}

void DocumentModel::replaceDraft(const GenerationRequest& draft, PresetFields touched) {
  if (draft.seed != m_draft.seed) m_isSeedFresh = true;
  m_draft = draft;
  forgetSizeOfDraft();
  if (!draft.promptTemplate.empty()) m_draft.prompt = draft.promptTemplate;  // the box shows what was typed
  m_draft.promptTemplate = m_draft.prompt;
  takeStylesOfDraft();
  m_touched |= touched;
  Q_EMIT draftChanged();
}

/// The window draws in the size of its picture or of its model, and shows no other.
void DocumentModel::forgetSizeOfDraft() {
  m_draft.width = 0;
  m_draft.height = 0;
}

void DocumentModel::useSettingsOf(const GenerationRequest& request) {
  m_draft.promptTemplate = request.promptTemplate.empty() ? request.prompt : request.promptTemplate;
  m_draft.prompt = m_draft.promptTemplate;  // the box shows what was typed
  m_draft.negativePrompt = request.negativePrompt;
  m_draft.seed = request.seed;
  m_draft.steps = request.steps;
  m_draft.guidanceScale = request.guidanceScale;
  m_draft.temperatureStart = request.temperatureStart;
  m_draft.temperatureEnd = request.temperatureEnd;
  m_draft.order = request.order;
  m_draft.adapters = adaptersBesideTags(request);
  takeStylesOfDraft();
  m_touched |= PresetField::Steps | PresetField::Guidance | PresetField::Temperature | PresetField::Order;
  m_isSeedFresh = false;
  Q_EMIT draftChanged();
}

void DocumentModel::applyPreset(const SamplingPreset& preset) {
  const PresetFields open = ~m_touched;
  if (open & PresetField::Steps) m_draft.steps = preset.steps;
  if (open & PresetField::Guidance) m_draft.guidanceScale = preset.guidanceScale;
  if (open & PresetField::Temperature) {
    m_draft.temperatureStart = preset.temperatureStart;
    m_draft.temperatureEnd = preset.temperatureEnd;
  }
  if (open & PresetField::Schedule) m_draft.schedule = preset.schedule;
  if (open & PresetField::Order) m_draft.order = preset.order;
  Q_EMIT draftChanged();
}

void DocumentModel::resetToPreset(const SamplingPreset& preset) {
  m_touched = {};
  applyPreset(preset);
}

GenerationRequest DocumentModel::beginRun() {
  // A run that replaces another one keeps the other's way back.
  if (!m_seedBeforeRun) m_seedBeforeRun = SeedState{m_draft.seed, m_isSeedFresh};
  if (!m_isSeedLocked && !m_isSeedFresh) m_draft.seed = m_drawSeed();
  m_isSeedFresh = false;
  m_seedOfRun = m_draft.seed;
  Q_EMIT draftChanged();
  return m_draft;
}

void DocumentModel::abandonRun() {
  const std::optional<SeedState> before = std::exchange(m_seedBeforeRun, std::nullopt);
  if (!before || m_draft.seed != m_seedOfRun || m_isSeedFresh) return;
  m_draft.seed = before->seed;
  m_isSeedFresh = before->isFresh;
  Q_EMIT draftChanged();
}

void DocumentModel::completeRun() {
  m_seedBeforeRun.reset();
}

void DocumentModel::applyPicture(const PicturePtr& picture, const QString& text) {
  m_undoStack.push(std::make_unique<ApplyPicture>(this, picture, text.isEmpty() ? tr("New Picture") : text));
}

PicturePtr DocumentModel::exchangePicture(PicturePtr picture, const MaskLayers& mask) {
  std::swap(m_picture, picture);
  ++m_revision;
  m_mask.setLayers(mask);
  showSeedOfPicture();
  Q_EMIT pictureChanged();
  return picture;
}

void DocumentModel::setPixelsPerCell(int pixels) {
  m_mask.setPixelsPerCell(pixels);
}

/// What the seed box shows is the seed of what the canvas shows, so that locking it pins that picture.
void DocumentModel::showSeedOfPicture() {
  if (!m_picture || m_isSeedLocked || m_isSeedFresh || m_seedBeforeRun) return;
  m_draft.seed = m_picture->request.seed;
  Q_EMIT draftChanged();
}

}  // namespace unmask
