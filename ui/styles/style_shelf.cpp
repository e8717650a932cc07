#include "ui/styles/style_shelf.h"

#include <algorithm>
#include <exception>

#include "core/io/image_codec.h"
#include "ui/picture.h"

namespace unmask {
namespace {

template <typename Work>
auto attempt(const std::string& file, Work&& work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::exception& e) {
    return Error{.message = "the file could not be worked on", .file = file, .found = e.what()};
  }
}

Result<AdapterCard> cardFor(const std::string& file, std::optional<float> scale,
                            const std::string& modelDir) {
  return attempt(file, [&]() -> Result<AdapterCard> {
    UNMASK_TRY(AdapterCard card, readAdapterCard(file, scale));
    if (!modelDir.empty()) UNMASK_CHECK(checkAdapterFits(file, modelDir));
    return card;
  });
}

/// Of a style that was chosen earlier: where it was, else by its name.
Result<AdapterCard> cardAgain(AdapterReference adapter, const std::string& modelDir) {
  UNMASK_CHECK(attempt(adapter.path, [&] {
    return findAdapterAgain(adapter, [](const std::string& name) { return resolveAdapter(name, {}); });
  }));
  UNMASK_TRY(AdapterCard card, cardFor(adapter.path, adapter.scale, modelDir));
  if (!adapter.contentHash.empty() && adapter.contentHash != card.reference.contentHash)
    return Error{ErrorKind::BadInput,
                 "the file is another one than when the style was chosen",
                 adapter.path,
                 "",
                 "",
                 "",
                 "Remove the style and add it again."};
  return card;
}

QImage sampleOf(const AdapterCard& card) {
  const ImageLimits limits{.maxBytes = 1 << 20, .maxPixels = 1 << 20};
  const Result<ImageBuffer> picture =
      decodeImage(card.samplePicture, card.reference.path, /*keepGrey=*/false, limits);
  return picture ? toQImage(flattenToRgb(*picture)) : QImage();
}

auto placeOf(const std::string& path, std::vector<StyleChoice>& styles) {
  return std::ranges::find_if(styles, [&](const StyleChoice& style) { return style.adapter.path == path; });
}

AdapterReference withStrength(AdapterReference adapter, float strength) {
  adapter.strength = strength;
  return adapter;
}

QString sentence(const Error& error) {
  QString text = errorMessage({}, error).text;
  if (!error.file.empty()) text = text.section('\n', 1);
  return text;
}

}  // namespace

StyleShelf::StyleShelf(DocumentModel* document, WorkerThread* thread, QObject* parent)
    : QObject(parent), m_document(document), m_thread(thread) {
  connect(m_document, &DocumentModel::draftChanged, this, &StyleShelf::learnAbout);
}

void StyleShelf::setModel(const ModelReference& model) {
  if (m_model == model) return;
  m_model = model;
  m_infos.clear();
  learnAbout();
  Q_EMIT changed();
}

void StyleShelf::search() {
  m_thread->post([this] {
    std::vector<FoundAdapter> found = findAdapters({});
    const auto finish = [this, found = std::move(found)] {
      m_found = found;
      Q_EMIT changed();
    };
    QMetaObject::invokeMethod(this, finish, Qt::QueuedConnection);
  });
}

void StyleShelf::add(const QString& file, std::optional<float> scale) {
  m_thread->post([this, file, scale, modelDir = m_model.path] {
    const Result<AdapterCard> card = cardFor(file.toStdString(), scale, modelDir);
    QMetaObject::invokeMethod(
        this, [this, file, card] { onRead(file, card); }, Qt::QueuedConnection);
  });
}

void StyleShelf::onRead(const QString& file, const Result<AdapterCard>& card) {
  if (!card && card.error().kind == ErrorKind::Usage) return Q_EMIT scaleWanted(file);
  if (!card)
    return Q_EMIT problem(errorMessage(tr("The style was not added"), card.error(), MessageTopic::Run));
  std::vector<StyleChoice> styles = m_document->styles();
  const auto it = placeOf(card->reference.path, styles);
  m_infos.erase(card->reference.path);
  if (it == styles.end()) {
    styles.insert(styles.begin(), StyleChoice{card->reference, true});
  } else {
    *it = {withStrength(card->reference, it->adapter.strength), true};
  }
  m_document->setStyles(std::move(styles));
  learnAbout();
  Q_EMIT added(QString::fromStdString(card->reference.name));
}

void StyleShelf::renew(const QString& file) {
  m_thread->post([this, file] {
    const Result<AdapterCard> card = cardFor(file.toStdString(), {}, {});
    if (!card) return;  // a run would tell why
    const auto finish = [this, reference = card->reference] {
      std::vector<StyleChoice> styles = m_document->styles();
      const auto it = placeOf(reference.path, styles);
      if (it == styles.end()) return;
      it->adapter = withStrength(reference, it->adapter.strength);
      m_infos.erase(reference.path);
      m_document->setStyles(std::move(styles));
      learnAbout();
    };
    QMetaObject::invokeMethod(this, finish, Qt::QueuedConnection);
  });
}

const StyleInfo* StyleShelf::infoOf(const AdapterReference& adapter) const {
  const auto it = m_infos.find(adapter.path);
  return it != m_infos.end() && it->second ? &*it->second : nullptr;
}

void StyleShelf::learnAbout() {
  for (const StyleChoice& style : m_document->styles()) {
    if (m_infos.try_emplace(style.adapter.path).second) ask(style.adapter);
  }
}

void StyleShelf::ask(const AdapterReference& adapter) {
  m_thread->post([this, adapter, model = m_model] {
    StyleInfo info;
    const Result<AdapterCard> card = cardAgain(adapter, model.path);
    if (card) {
      info.card = *card;
      info.sample = sampleOf(*card);
      const bool isOfOthers = !model.contentHash.empty() && !card->baseModelHash.empty() &&
                              card->baseModelHash != model.contentHash;
      if (isOfOthers)
        info.note =
            card->baseModel.empty()
                ? tr("It was learned with other weights than the model's.")
                : tr("It was learned with other weights (%1).").arg(QString::fromStdString(card->baseModel));
    } else {
      const bool isGone = card.error().kind == ErrorKind::NotFound;
      info.problem = isGone ? tr("Its file is not there any more.") : sentence(card.error());
    }
    const auto finish = [this, path = adapter.path, model, info] {
      if (model != m_model) return;  // asked for again
      m_infos[path] = info;
      Q_EMIT changed();
    };
    QMetaObject::invokeMethod(this, finish, Qt::QueuedConnection);
  });
}

}  // namespace unmask
