#include "ui/styles/learn_setup.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QRegularExpression>
#include <QSettings>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>
#include <exception>

#include "core/base/processor.h"
#include "core/io/image_codec.h"
#include "ui/picture.h"
#include "ui/styles/learn_button.h"
#include "ui/theme.h"

namespace unmask {
namespace {

constexpr int kShownSide = 1024;  ///< pixels a large picture is shown with
constexpr int kMostNameLength = 60;

struct ReadPicture {
  std::shared_ptr<const ImageBuffer> pixels;
  QImage shown;
};

ImageBuffer pixelsOf(const QImage& image) {
  const QImage rgba = image.convertToFormat(QImage::Format_RGBA8888);
  ImageBuffer pixels(rgba.width(), rgba.height(), 4);
  for (int y = 0; y < rgba.height(); ++y)
    std::copy_n(rgba.constScanLine(y), static_cast<size_t>(rgba.width()) * 4, pixels.at(0, y));
  return flattenToRgb(pixels);
}

Result<ReadPicture> readyToShow(const std::function<Result<ImageBuffer>()>& source, const std::string& name) {
  try {
    UNMASK_TRY(ImageBuffer pixels, source());
    if (pixels.empty())
      return Error{.kind = ErrorKind::BadInput, .message = "there are no pixels in it", .file = name};
    ReadPicture out;
    out.shown = toQImage(pixels);
    if (std::max(pixels.width, pixels.height) > kShownSide)
      out.shown = out.shown.scaled(kShownSide, kShownSide, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    out.pixels = std::make_shared<const ImageBuffer>(std::move(pixels));
    return out;
  } catch (const std::exception& e) {
    return Error{.message = "the picture could not be read", .file = name, .found = e.what()};
  }
}

QLineEdit* makeLine(const char* objectName, const QString& placeholder, const QString& tip, QWidget* parent) {
  auto* line = new QLineEdit(parent);
  line->setObjectName(objectName);
  line->setPlaceholderText(placeholder);
  line->setToolTip(tip);
  return line;
}

QSpinBox* makeNumber(const char* objectName, int least, int most, const QString& tip, QWidget* parent) {
  auto* box = new QSpinBox(parent);
  box->setObjectName(objectName);
  box->setRange(least, most);
  box->setToolTip(tip);
  return box;
}

}  // namespace

LearnSetup::LearnSetup(Parts parts, QWidget* parent)
    : QWidget(parent),
      m_parts(std::move(parts)),
      m_crop(new CropView(this)),
      m_choose(makeButton("learnChoose", tr("&Choose a Picture…"), this)),
      m_paste(makeButton("learnPaste", tr("P&aste"), this)),
      m_current(makeButton("learnCurrent", tr("&Use the Current Picture"), this)),
      m_name(makeLine("learnName", tr("ink"), tr("Its name in the list, and of its file"), this)),
      m_shows(makeLine(
          "learnShows", tr("a mushroom"),
          tr("What the picture shows, without a word about its style. Small models read English."), this)),
      m_words(makeLine("learnWords", {}, tr("The words that ask for the style in a prompt later"), this)),
      m_caption(new QLabel(this)),
      m_preset(new QComboBox(this)),
      m_presetText(new QLabel(this)),
      m_steps(
          makeNumber("learnSteps", 1, 100'000, tr("How many times the style is made a little better"), this)),
      m_rank(
          makeNumber("learnRank", 1, 256, tr("How much the style can hold; the file grows with it"), this)),
      m_ownPictures(
          makeNumber("learnOwn", 0, 4096,
                     tr("Pictures the model draws itself first, redrawn in the picture's manner, so that it "
                        "learns the style and not the thing. 0: from the picture alone"),
                     this)),
      m_seed(
          makeNumber("learnSeed", 0, 1'000'000'000, tr("Another number learns a little differently"), this)),
      m_threads(makeNumber(
          "learnThreads", 1, 64,
          tr("Processor cores to learn with. Fewer leave more for the window and other programs"), this)),
      m_file(new QLabel(this)),
      m_unfinished(new UnfinishedOffer(m_parts.files, this)) {
  build();
  connectEdits();
  refreshModel();
  refresh();
}

void LearnSetup::build() {
  auto* sides = new QHBoxLayout;
  sides->setSpacing(16);
  sides->addWidget(buildPicture(), 1);
  sides->addWidget(buildWords(), 1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(10);
  column->addWidget(m_unfinished);
  column->addLayout(sides, 1);
}

QWidget* LearnSetup::buildPicture() {
  auto* side = new QWidget(this);
  auto* column = new QVBoxLayout(side);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(m_crop, 1);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(m_choose, 1);
  buttons->addWidget(m_paste);
  column->addLayout(buttons);
  column->addWidget(m_current);
  return side;
}

QWidget* LearnSetup::buildWords() {
  m_name->setMaxLength(kMostNameLength);
  m_caption->setObjectName("learnCaption");
  m_preset->setObjectName("learnPreset");
  m_preset->setAccessibleName(tr("How long to learn"));
  m_presetText->setObjectName("learnPresetText");
  m_file->setObjectName("learnFile");
  for (QLabel* label : {m_caption, m_presetText, m_file}) {
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setSizePolicy(QSizePolicy::MinimumExpanding, QSizePolicy::Preferred);
  }
  auto* side = new QWidget(this);
  auto* form = new QFormLayout;
  form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
  form->setVerticalSpacing(8);
  form->addRow(tr("&Name"), m_name);
  form->addRow(tr("It &shows"), m_shows);
  form->addRow(tr("Style &words"), m_words);
  form->addRow(QString(), m_caption);
  form->addRow(tr("&Learn"), m_preset);
  form->addRow(QString(), m_presetText);
  auto* more = new FoldSection(tr("More"), buildMore(), side);
  more->heading()->setObjectName("learnMore");
  auto* column = new QVBoxLayout(side);
  column->setContentsMargins(0, 0, 0, 0);
  column->addLayout(form);
  column->addWidget(more);
  column->addStretch(1);
  column->addWidget(m_file);
  return side;
}

QWidget* LearnSetup::buildMore() {
  auto* panel = new QWidget(this);
  auto* form = new QFormLayout(panel);
  form->setContentsMargins(0, 0, 0, 0);
  form->addRow(tr("Updates"), m_steps);
  form->addRow(tr("Rank"), m_rank);
  form->addRow(tr("Own pictures"), m_ownPictures);
  form->addRow(tr("Seed"), m_seed);
  form->addRow(tr("Threads"), m_threads);
  m_threads->setMaximum(std::max(1, physicalCores()));
  m_threads->setValue(std::max(1, physicalCores() - 1));  // one stays for the window
  return panel;
}

void LearnSetup::connectEdits() {
  connect(m_choose, &QPushButton::clicked, this, [this] {
    const QString start = QSettings().value("open/folder", QDir::homePath()).toString();
    m_parts.dialogs->askPicture(this, start, [this](const QString& path) {
      if (path.isEmpty()) return;
      QSettings().setValue("open/folder", QFileInfo(path).absolutePath());
      openFile(path);
    });
  });
  connect(m_paste, &QPushButton::clicked, this, [this] {
    if (take(QApplication::clipboard()->mimeData())) return;
    m_problem = tr("There is no picture on the clipboard.");
    refresh();
  });
  connect(m_current, &QPushButton::clicked, this, [this] {
    const PicturePtr picture = m_parts.candidates->shownPicture();
    if (!picture) return;
    m_picture = std::shared_ptr<const ImageBuffer>(picture, &picture->pixels);
    m_problem.clear();
    ++m_reading;
    m_crop->setPicture(picture->image, picture->image.size());
    if (m_shows->text().isEmpty())
      m_shows->setText(QString::fromStdString(picture->request.prompt).simplified());
    refresh();
  });
  for (QLineEdit* line : {m_name, m_shows, m_words})
    connect(line, &QLineEdit::textChanged, this, &LearnSetup::refresh);
  connect(m_preset, &QComboBox::currentIndexChanged, this, &LearnSetup::applyPreset);
  for (QSpinBox* box : {m_steps, m_rank, m_ownPictures, m_seed, m_threads})
    connect(box, &QSpinBox::valueChanged, this, &LearnSetup::refresh);
  connect(m_crop, &CropView::cutChanged, this, &LearnSetup::changed);
  connect(m_parts.jobs, &JobController::modelLoaded, this, &LearnSetup::refreshModel);
  connect(m_parts.candidates, &CandidateSet::changed, this, &LearnSetup::refresh);
  connect(m_parts.document, &DocumentModel::pictureChanged, this, &LearnSetup::refresh);
  connect(m_parts.shelf, &StyleShelf::changed, this, &LearnSetup::refresh);
  connect(m_unfinished, &UnfinishedOffer::changed, this, &LearnSetup::refresh);
}

void LearnSetup::search() {
  m_parts.shelf->search();  // whose name is taken
  m_unfinished->search();
}

void LearnSetup::clear() {
  m_picture.reset();
  m_problem.clear();
  m_crop->setPicture({}, {});
  for (QLineEdit* line : {m_name, m_shows, m_words}) line->clear();
  refresh();
}

bool LearnSetup::take(const QMimeData* mime) {
  if (mime == nullptr) return false;
  for (const QUrl& url : mime->urls()) {
    if (!url.isLocalFile()) continue;
    openFile(url.toLocalFile());
    return true;
  }
  if (!mime->hasImage()) return false;
  useImage(qvariant_cast<QImage>(mime->imageData()));
  return true;
}

void LearnSetup::openFile(const QString& path) {
  const std::string file = path.toStdString();
  const auto source = [file]() -> Result<ImageBuffer> {
    UNMASK_TRY(const ImageBuffer loaded, loadImage(file));
    return flattenToRgb(loaded);
  };
  read(source, path);
}

void LearnSetup::useImage(const QImage& image) {
  read([image]() -> Result<ImageBuffer> { return pixelsOf(image); }, {});
}

void LearnSetup::read(std::function<Result<ImageBuffer>()> source, const QString& name) {
  m_parts.files->post([this, source = std::move(source), name, reading = ++m_reading] {
    const Result<ReadPicture> picture = readyToShow(source, name.toStdString());
    const auto finish = [this, picture, reading] {
      if (reading != m_reading) return;  // another one was chosen meanwhile
      m_problem = picture ? QString() : errorMessage({}, picture.error()).text;
      if (picture) {
        m_picture = picture->pixels;
        m_crop->setPicture(picture->shown, {picture->pixels->width, picture->pixels->height});
      }
      refresh();
    };
    QMetaObject::invokeMethod(this, finish, Qt::QueuedConnection);
  });
}

/// The reference's recipes are for models of those sizes.
void LearnSetup::refreshModel() {
  const QString chosen = m_preset->currentData().toString();
  const QSignalBlocker blocker(m_preset);
  m_preset->clear();
  m_preset->addItem(tr("Quick"), "quick");
  m_preset->addItem(tr("Good"), "good");
  m_preset->addItem(tr("Thorough"), "thorough");
  if (const auto& model = m_parts.jobs->model()) {
    const int side = model->gridWidth * model->pixelsPerCell;
    if (side == 256) m_preset->addItem(tr("As the reference (256)"), "reference-256");
    if (side == 512) m_preset->addItem(tr("As the reference (512)"), "reference-512");
  }
  const int index = m_preset->findData(chosen.isEmpty() ? QStringLiteral("good") : chosen);
  m_preset->setCurrentIndex(std::max(0, index));
  lookForPrompts();
  if (m_preset->currentData().toString() == chosen) return refresh();  // what was typed stays
  applyPreset();
}

void LearnSetup::lookForPrompts() {
  m_promptCount.reset();
  const auto& model = m_parts.jobs->model();
  if (!model) return;
  m_parts.files->post([this, dir = model->reference.path] {
    const auto prompts = stylePromptsOf(dir);
    std::optional<int> count;  // a list that cannot be read is told when it is
    if (prompts) count = static_cast<int>(std::ranges::count(*prompts, false, &StylePrompt::isOnlyKept));
    const auto finish = [this, dir, count] {
      if (!m_parts.jobs->model() || m_parts.jobs->model()->reference.path != dir) return;
      m_promptCount = count;
      refresh();
    };
    QMetaObject::invokeMethod(this, finish, Qt::QueuedConnection);
  });
}

void LearnSetup::applyPreset() {
  const auto preset = adapterPreset(m_preset->currentData().toString().toStdString());
  if (!preset) return;
  m_steps->setValue(static_cast<int>(preset->steps));
  m_rank->setValue(static_cast<int>(preset->rank));
  m_ownPictures->setValue(static_cast<int>(preset->ownPictures));
  m_seed->setValue(static_cast<int>(preset->seed));
  refresh();
}

QString LearnSetup::name() const {
  return m_name->text().simplified();
}

QString LearnSetup::trigger() const {
  const QString typed = m_words->text().simplified();
  if (!typed.isEmpty()) return typed;
  return QStringLiteral("in %1 style").arg(name().isEmpty() ? QStringLiteral("[V]") : name().toLower());
}

QString LearnSetup::caption() const {
  return m_shows->text().simplified() + ' ' + trigger();
}

QString LearnSetup::obstacle() const {
  static const QRegularExpression bad(QStringLiteral("[/\\\\:*?\"<>|\\x00-\\x1f]"));
  if (!m_parts.jobs->hasModel()) return tr("Load a model first: a style is learned for one model.");
  if (!m_picture) return m_problem.isEmpty() ? tr("Choose a picture to learn from.") : m_problem;
  if (name().isEmpty()) return tr("Give the style a name.");
  if (name().contains(bad) || name().startsWith('.'))
    return tr("The name is to be that of a file: without / \\ : * ? \" < > | and no dot in front.");
  const auto isTaken = [this](const FoundAdapter& found) {
    return QString::fromStdString(found.name) == name();
  };
  if (std::ranges::any_of(m_parts.shelf->found(), isTaken))
    return tr("There is a style of this name already. Choose another name.");
  if (m_unfinished->holds(name()))
    return tr("A style of this name is being learned: go on with it, or forget it.");
  if (m_shows->text().simplified().isEmpty()) return tr("Say what the picture shows.");
  return {};
}

StyleJob LearnSetup::job() const {
  StyleJob job;
  const ModelInfo& model = *m_parts.jobs->model();
  job.side = model.gridWidth * model.pixelsPerCell;
  job.source = m_picture;
  job.cut = m_crop->cut();
  job.caption = caption().toStdString();
  StyleTask& task = job.task;
  task.modelDir = model.reference.path;
  task.variant = m_parts.variant;
  task.computeType = m_parts.computeType;
  task.threads = m_threads->value();
  task.trigger = trigger().toStdString();
  if (auto preset = adapterPreset(m_preset->currentData().toString().toStdString())) task.settings = *preset;
  AdapterTrainingSettings& settings = task.settings;
  settings.cooldown = settings.cooldown * m_steps->value() / settings.steps;
  settings.steps = m_steps->value();
  settings.alpha = settings.alpha * m_rank->value() / static_cast<double>(settings.rank);
  settings.rank = m_rank->value();
  settings.ownPictures = m_ownPictures->value();
  settings.seed = static_cast<uint64_t>(m_seed->value());
  task.output = adaptersFolder({}) / (name().toStdString() + ".safetensors");
  return job;
}

void LearnSetup::refresh() {
  m_current->setEnabled(m_parts.candidates->shownPicture() != nullptr);
  m_words->setPlaceholderText(trigger());
  const QString shown = m_shows->text().simplified();
  m_caption->setText(tr("The picture's caption: “%1”")
                         .arg((shown.isEmpty() ? QStringLiteral("…") : shown) + ' ' + trigger()));
  QString takes =
      tr("%1 updates from the picture and %2 that the model draws itself.")
          .arg(m_steps->value())
          .arg(std::min(m_ownPictures->value(), m_promptCount.value_or(m_ownPictures->maximum())));
  if (m_ownPictures->value() == 0)
    takes = tr("%1 updates from the picture alone.").arg(m_steps->value());
  else if (m_promptCount == 0)
    takes = tr("%1 updates from the picture alone: the model does not say what it could draw besides "
               "(unmask_prompts.txt).")
                .arg(m_steps->value());
  m_presetText->setText(takes);
  const std::filesystem::path folder = adaptersFolder({});
  const QString file = name().isEmpty() ? QString() : name() + QStringLiteral(".safetensors");
  m_file->setText(
      tr("Goes to %1").arg(QDir::toNativeSeparators(QString::fromStdString(folder.string()) + '/' + file)));
  Q_EMIT changed();
}

}  // namespace unmask
