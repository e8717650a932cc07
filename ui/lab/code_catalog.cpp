#include "ui/lab/code_catalog.h"

#include <QColor>
#include <QPixmap>
#include <QPointer>
#include <algorithm>
#include <cmath>
#include <exception>
#include <numeric>
#include <tuple>

#include "ui/lab/lab_topics.h"
#include "ui/picture.h"

namespace unmask {
namespace {

constexpr int kPatchesAtOnce = 64;
constexpr int kShownSide = 32;
constexpr float kGreyBelow = 0.12F;  ///< saturation under which a hue says nothing

QColor meanColour(const QImage& patch) {
  if (patch.isNull()) return {};
  return patch.scaled(1, 1, Qt::IgnoreAspectRatio, Qt::SmoothTransformation).pixelColor(0, 0);
}

/// Greys from dark to light, then the hues, each from dark to light in a few bands.
std::tuple<int, int, float> colourKey(const QColor& colour) {
  if (!colour.isValid()) return {2, 0, 0};
  const bool isGrey = colour.hsvSaturationF() < kGreyBelow || colour.valueF() < 0.08F;
  if (isGrey) return {0, 0, colour.valueF()};
  return {1, colour.hsvHue() / 20, colour.valueF()};
}

struct Answer {
  std::vector<QImage> patches;
  Lab::Codebook codebook;
};

}  // namespace

CodeCatalog::CodeCatalog(JobController* jobs, QObject* parent) : QAbstractListModel(parent), m_jobs(jobs) {
  connect(m_jobs, &JobController::modelLoaded, this, [this] {
    const bool wasWanted = !m_patches.empty();
    reset();
    if (wasWanted) load();
  });
}

void CodeCatalog::reset() {
  beginResetModel();
  const auto& model = m_jobs->model();
  const auto count = static_cast<size_t>(model ? model->codebookSize : 0);
  m_model = model ? model->reference.path + model->reference.contentHash : std::string();
  m_patches.assign(count, {});
  m_patchesThere = 0;
  m_codebook = {};
  m_inPicture.assign(count, 0);
  m_inProject.assign(count, 0);
  m_codes.resize(count);
  std::iota(m_codes.begin(), m_codes.end(), 0);
  m_reference = -1;
  m_isAsking = false;
  endResetModel();
}

void CodeCatalog::load() {
  if (!m_jobs->model()) return;
  if (m_patches.empty()) reset();
  askNext();
}

bool CodeCatalog::isWhole() const {
  return !m_patches.empty() && m_patchesThere == codeCount() && m_codebook.dimension > 0;
}

QImage CodeCatalog::patch(int code) const {
  return code >= 0 && code < codeCount() ? m_patches[static_cast<size_t>(code)] : QImage();
}

void CodeCatalog::askNext() {
  if (m_isAsking || isWhole()) return;
  m_isAsking = true;
  const int first = m_patchesThere, count = std::min(kPatchesAtOnce, codeCount() - first);
  const bool wantsCodebook = m_codebook.dimension == 0;
  const QPointer<CodeCatalog> self(this);
  m_jobs->ask(kCodebookTopic, [=, model = m_model](Engine& engine) -> Delivery {
    const auto find = [&]() -> Result<Answer> {
      try {
        Lab* lab = engine.lab();
        if (lab == nullptr) return Error{.message = "this engine cannot be looked into"};
        Answer answer;
        UNMASK_TRY(const std::vector<ImageBuffer> patches, lab->codePatches(first, count));
        for (const ImageBuffer& patch : patches) answer.patches.push_back(toQImage(patch));
        if (wantsCodebook) {
          UNMASK_TRY(answer.codebook, lab->codebook());
        }
        return answer;
      } catch (const std::exception& e) {
        return Error{.message = "the codebook could not be read", .found = e.what()};
      }
    };
    return [=, found = find()] {
      if (!self || self->m_model != model) return;
      self->m_isAsking = false;
      if (!found) return Q_EMIT self->problem(QString::fromStdString(found.error().message));
      for (size_t i = 0; i < found->patches.size(); ++i)
        self->m_patches[static_cast<size_t>(first) + i] = found->patches[i];
      self->m_patchesThere += static_cast<int>(found->patches.size());
      if (wantsCodebook) self->m_codebook = found->codebook;
      const bool isWhole = self->isWhole();
      if (isWhole) self->sort();
      Q_EMIT self->dataChanged(self->index(0), self->index(std::max(0, self->codeCount() - 1)));
      if (isWhole) return Q_EMIT self->loaded();
      self->askNext();
    };
  });
}

void CodeCatalog::setOrder(CodeOrder order) {
  m_order = order;
  sort();
}

void CodeCatalog::setReference(int code) {
  if (code >= codeCount() || code == m_reference) return;
  m_reference = code;
  if (m_order == CodeOrder::Likeness) sort();
}

void CodeCatalog::setPicture(const TokenGrid& tokens) {
  std::ranges::fill(m_inPicture, 0);
  for (const int32_t token : tokens.tokenIds)
    if (token >= 0 && token < codeCount()) ++m_inPicture[static_cast<size_t>(token)];
  if (m_order == CodeOrder::UseInPicture) sort();
}

void CodeCatalog::setProjectUse(const std::map<int32_t, int64_t>& counts) {
  std::ranges::fill(m_inProject, 0);
  for (const auto& [token, count] : counts)
    if (token >= 0 && token < codeCount()) m_inProject[static_cast<size_t>(token)] = count;
  if (m_order == CodeOrder::UseInProject) sort();
}

int64_t CodeCatalog::useInPicture(int code) const {
  return code >= 0 && code < codeCount() ? m_inPicture[static_cast<size_t>(code)] : 0;
}

int64_t CodeCatalog::useInProject(int code) const {
  return code >= 0 && code < codeCount() ? m_inProject[static_cast<size_t>(code)] : 0;
}

double CodeCatalog::distance(int a, int b) const {
  const auto width = static_cast<size_t>(m_codebook.dimension);
  const size_t rows = width > 0 ? m_codebook.vectors.size() / width : 0;
  if (a < 0 || b < 0 || static_cast<size_t>(std::max(a, b)) >= rows) return -1;
  double sum = 0;
  for (size_t i = 0; i < width; ++i) {
    const double difference = m_codebook.vectors[static_cast<size_t>(a) * width + i] -
                              m_codebook.vectors[static_cast<size_t>(b) * width + i];
    sum += difference * difference;
  }
  return std::sqrt(sum);
}

std::vector<int> CodeCatalog::nearest(int code, int count) const {
  std::vector<std::pair<double, int>> all;
  for (int other = 0; other < codeCount(); ++other)
    if (const double apart = distance(code, other); other != code && apart >= 0)
      all.emplace_back(apart, other);
  const auto kept = std::min(all.size(), static_cast<size_t>(std::max(0, count)));
  std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(kept), all.end());
  std::vector<int> out;
  for (size_t i = 0; i < kept; ++i) out.push_back(all[i].second);
  return out;
}

int CodeCatalog::rowOf(int code) const {
  const auto found = std::ranges::find(m_codes, code);
  return found == m_codes.end() ? -1 : static_cast<int>(found - m_codes.begin());
}

void CodeCatalog::sort() {
  Q_EMIT layoutAboutToBeChanged();
  const QModelIndexList kept = persistentIndexList();
  std::vector<int> keptCodes;
  for (const QModelIndex& index : kept) keptCodes.push_back(m_codes[static_cast<size_t>(index.row())]);
  std::iota(m_codes.begin(), m_codes.end(), 0);
  const auto byUse = [this](const std::vector<int64_t>& counts) {
    std::ranges::stable_sort(m_codes, std::greater<>(),
                             [&](int code) { return counts[static_cast<size_t>(code)]; });
  };
  switch (m_order) {
    case CodeOrder::Number:
      break;
    case CodeOrder::Colour: {
      std::vector<std::tuple<int, int, float>> keys;
      for (const QImage& patch : m_patches) keys.push_back(colourKey(meanColour(patch)));
      std::ranges::stable_sort(m_codes, {}, [&](int code) { return keys[static_cast<size_t>(code)]; });
      break;
    }
    case CodeOrder::UseInPicture:
      byUse(m_inPicture);
      break;
    case CodeOrder::UseInProject:
      byUse(m_inProject);
      break;
    case CodeOrder::Likeness: {
      std::vector<double> apart;
      for (int code = 0; code < codeCount(); ++code) apart.push_back(distance(m_reference, code));
      std::ranges::stable_sort(m_codes, {}, [&](int code) { return apart[static_cast<size_t>(code)]; });
      break;
    }
  }
  QModelIndexList moved;
  for (const int code : keptCodes) moved << index(rowOf(code));
  changePersistentIndexList(kept, moved);
  Q_EMIT layoutChanged();
}

int CodeCatalog::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : codeCount();
}

QVariant CodeCatalog::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= codeCount()) return {};
  const int code = m_codes[static_cast<size_t>(index.row())];
  switch (role) {
    case CodeRole:
      return code;
    case Qt::DecorationRole:
      if (patch(code).isNull()) return {};
      return QPixmap::fromImage(patch(code).scaled(kShownSide, kShownSide));
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
      return tr("Code %1; %2 times in this picture").arg(code).arg(useInPicture(code));
    default:
      return {};
  }
}

}  // namespace unmask
