#include "ui/settings/pages.h"

#include <QDir>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "core/base/processor.h"
#include "ui/languages.h"
#include "ui/theme.h"

namespace unmask {
namespace {

constexpr int kSwatchSide = 24;

struct MaskColor {
  const char* name;
  QColor color;
};

/// Okabe and Ito's set, so that every eye tells them apart; the first is the default.
const MaskColor kMaskColors[] = {
    {QT_TRANSLATE_NOOP("unmask::CanvasPage", "Purple"), ToolSettings::defaultMaskColor()},
    {QT_TRANSLATE_NOOP("unmask::CanvasPage", "Orange"), QColor(230, 159, 0)},
    {QT_TRANSLATE_NOOP("unmask::CanvasPage", "Sky blue"), QColor(86, 180, 233)},
    {QT_TRANSLATE_NOOP("unmask::CanvasPage", "Yellow"), QColor(240, 228, 66)},
    {QT_TRANSLATE_NOOP("unmask::CanvasPage", "Blue"), QColor(0, 114, 178)},
    {QT_TRANSLATE_NOOP("unmask::CanvasPage", "Vermilion"), QColor(213, 94, 0)},
};

QFormLayout* makeForm(QWidget* page) {
  auto* form = new QFormLayout(page);
  form->setContentsMargins(4, 4, 4, 4);
  form->setVerticalSpacing(12);
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  return form;
}

QLabel* makeNote(const QString& text, QWidget* parent) {
  auto* note = new QLabel(text, parent);
  note->setWordWrap(true);
  return note;
}

}  // namespace

CanvasPage::CanvasPage(ToolSettings* tools, MaskModel* mask, QWidget* parent)
    : QWidget(parent),
      m_tools(tools),
      m_mask(mask),
      m_colors(new QButtonGroup(this)),
      m_opacity(new QSlider(Qt::Horizontal, this)),
      m_rule(new QComboBox(this)),
      m_pressure(new QCheckBox(tr("Pen &pressure sets the brush size"), this)) {
  QFormLayout* form = makeForm(this);
  form->addRow(tr("Mask colour"), buildColors());
  m_opacity->setObjectName("settingsOpacity");
  m_opacity->setRange(10, 100);
  m_opacity->setAccessibleName(tr("Mask opacity"));
  form->addRow(tr("Mask &opacity"), m_opacity);
  m_rule->setObjectName("settingsRule");
  m_rule->setAccessibleName(tr("Cells a stroke selects"));
  m_rule->addItem(tr("Every cell it touches"));
  m_rule->addItem(tr("Cells it covers by half"));
  form->addRow(tr("A stroke &selects"), m_rule);
  m_pressure->setObjectName("settingsPressure");
  form->addRow(QString(), m_pressure);
  form->addRow(makeNote(tr("The colours are told apart without red-green vision too. Strokes and "
                           "selected cells differ in strength, locked cells are hatched."),
                        this));
  connect(m_opacity, &QSlider::valueChanged, this, [this](int percent) {
    m_tools->setMaskOpacity(percent / 100.0);
    m_tools->save();
  });
  connect(m_rule, &QComboBox::activated, this,
          [this](int index) { m_mask->setRule(index == 0 ? CellRule::AnyTouch : CellRule::Majority); });
  connect(m_pressure, &QCheckBox::toggled, this, [this](bool uses) {
    m_tools->setUsesPressure(uses);
    m_tools->save();
  });
  connect(m_tools, &ToolSettings::changed, this, &CanvasPage::refresh);
  connect(m_mask, &MaskModel::changed, this, &CanvasPage::refresh);
  refresh();
}

QLayout* CanvasPage::buildColors() {
  auto* row = new QHBoxLayout;
  row->setSpacing(6);
  m_colors->setExclusive(true);
  int id = 0;
  for (const MaskColor& choice : kMaskColors) {
    auto* button = new QPushButton(this);
    button->setObjectName(QStringLiteral("maskColor%1").arg(id));
    button->setCheckable(true);
    button->setAutoDefault(false);
    QPixmap swatch(QSize(kSwatchSide, kSwatchSide) * devicePixelRatioF());
    swatch.fill(choice.color);
    button->setIcon(swatch);
    button->setIconSize({kSwatchSide, kSwatchSide});
    button->setFixedSize(kSwatchSide + 14, kSwatchSide + 12);
    button->setToolTip(tr(choice.name));
    button->setAccessibleName(tr(choice.name));
    m_colors->addButton(button, id++);
    row->addWidget(button);
  }
  row->addStretch(1);
  connect(m_colors, &QButtonGroup::idClicked, this, [this](int clicked) {
    m_tools->setMaskColor(kMaskColors[clicked].color);
    m_tools->save();
  });
  return row;
}

void CanvasPage::refresh() {
  const QSignalBlocker opacity(m_opacity), pressure(m_pressure);
  m_opacity->setValue(qRound(100 * m_tools->maskOpacity()));
  m_opacity->setToolTip(tr("%1 %").arg(m_opacity->value()));
  m_pressure->setChecked(m_tools->usesPressure());
  m_rule->setCurrentIndex(m_mask->rule() == CellRule::AnyTouch ? 0 : 1);
  m_colors->setExclusive(false);  // one of the user's own mixing is none of these
  for (QAbstractButton* button : m_colors->buttons())
    button->setChecked(kMaskColors[m_colors->id(button)].color == m_tools->maskColor());
  m_colors->setExclusive(true);
}

FoldersPage::FoldersPage(Preferences* preferences, ModelFinder* models, FileDialogs* dialogs, QWidget* parent)
    : QWidget(parent),
      m_preferences(preferences),
      m_models(models),
      m_dialogs(dialogs),
      m_folders(new QListWidget(this)),
      m_remove(new QPushButton(tr("&Remove"), this)),
      m_pictures(new QLineEdit(this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(4, 4, 4, 4);
  auto* title = new QLabel(tr("&Model folders"), this);
  title->setBuddy(m_folders);
  m_folders->setObjectName("modelFolders");
  m_folders->setAccessibleName(tr("Model folders"));
  auto* add = new QPushButton(tr("&Add…"), this);
  add->setObjectName("addModelFolder");
  add->setToolTip(tr("Add a model, or a folder of models"));
  m_remove->setObjectName("removeModelFolder");
  m_remove->setToolTip(tr("Stop looking in this folder; nothing is deleted"));
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(add);
  buttons->addWidget(m_remove);
  buttons->addStretch(1);
  auto* picturesTitle = new QLabel(tr("&Pictures are saved in"), this);
  picturesTitle->setBuddy(m_pictures);
  m_pictures->setObjectName("pictureFolder");
  m_pictures->setAccessibleName(tr("Folder of saved pictures"));
  m_pictures->setReadOnly(true);
  auto* choose = new QPushButton(tr("&Choose…"), this);
  choose->setObjectName("choosePictureFolder");
  auto* pictures = new QHBoxLayout;
  pictures->addWidget(m_pictures, 1);
  pictures->addWidget(choose);
  for (QPushButton* button : {add, m_remove, choose}) button->setAutoDefault(false);

  column->addWidget(title);
  column->addWidget(m_folders, 1);
  column->addLayout(buttons);
  column->addWidget(makeNote(tr("Besides these: the model that comes with the program, %1, and the Hugging "
                                "Face cache. Models are read where they are.")
                                 .arg(QDir::toNativeSeparators("~/.local/share/unmask/models")),
                             this));
  column->addSpacing(12);
  column->addWidget(picturesTitle);
  column->addLayout(pictures);
  column->addWidget(makeNote(tr("Saving elsewhere makes that the folder for the next time."), this));
  connect(add, &QPushButton::clicked, this, &FoldersPage::addFolder);
  connect(choose, &QPushButton::clicked, this, &FoldersPage::choosePictures);
  connect(m_remove, &QPushButton::clicked, this, [this] {
    if (m_folders->currentItem() != nullptr) m_models->removeFolder(m_folders->currentItem()->text());
  });
  connect(m_models, &ModelFinder::foldersChanged, this, &FoldersPage::refresh);
  connect(m_folders, &QListWidget::currentRowChanged, this,
          [this](int row) { m_remove->setEnabled(row >= 0); });
  refresh();
}

void FoldersPage::refresh() {
  m_folders->clear();
  for (const std::filesystem::path& folder : m_models->userFolders())
    m_folders->addItem(QString::fromStdString(folder.string()));
  m_remove->setEnabled(false);
  m_pictures->setText(QDir::toNativeSeparators(m_preferences->pictureFolder()));
}

void FoldersPage::addFolder() {
  m_dialogs->askFolder(this, tr("Add a Folder of Models"), QDir::homePath(), [this](const QString& folder) {
    if (!folder.isEmpty()) m_models->addFolder(folder);
  });
}

void FoldersPage::choosePictures() {
  const auto take = [this](const QString& folder) {
    if (!folder.isEmpty()) m_preferences->setPictureFolder(folder);
    refresh();
  };
  m_dialogs->askFolder(this, tr("Where to Save Pictures"), m_preferences->pictureFolder(), take);
}

EnginePage::EnginePage(Preferences* preferences, QWidget* parent) : QWidget(parent) {
  QFormLayout* form = makeForm(this);
  auto* threads = new QSpinBox(this);
  threads->setObjectName("settingsThreads");
  threads->setRange(0, Preferences::kMaxThreads);
  threads->setSpecialValueText(tr("As many as cores"));
  threads->setAccessibleName(tr("Threads"));
  threads->setToolTip(tr("Threads to compute with. More than the processor has cores makes it slower."));
  threads->setValue(preferences->threads());
  auto* precision = new QComboBox(this);
  precision->setObjectName("settingsPrecision");
  precision->setAccessibleName(tr("Precision"));
  precision->addItem(tr("fp32: exact, runs everywhere"), static_cast<int>(ComputeType::Float32));
  precision->addItem(multipliesBfloat16() ? tr("bf16: half the memory, faster on this processor")
                                          : tr("bf16: half the memory, but very slow on this processor"),
                     static_cast<int>(ComputeType::BFloat16));
  precision->setCurrentIndex(precision->findData(static_cast<int>(preferences->computeType())));
  form->addRow(tr("&Threads"), threads);
  form->addRow(tr("&Precision"), precision);
  form->addRow(
      makeNote(tr("Both take effect when a model is loaded the next time. With bf16, a seed can give a "
                  "slightly different picture."),
               this));
  connect(threads, &QSpinBox::valueChanged, preferences, &Preferences::setThreads);
  connect(precision, &QComboBox::activated, preferences, [precision, preferences] {
    preferences->setComputeType(static_cast<ComputeType>(precision->currentData().toInt()));
  });
}

SavingPage::SavingPage(Preferences* preferences, QWidget* parent) : QWidget(parent) {
  QFormLayout* form = makeForm(this);
  auto* writes = new QCheckBox(tr("&Write into pictures how they were made"), this);
  writes->setObjectName("settingsMetadata");
  writes->setChecked(preferences->writesMetadata());
  form->addRow(writes);
  form->addRow(
      makeNote(tr("Prompt, seed and settings go into the PNG file: Unmask repeats a picture from them "
                  "exactly, and other programs show them. Without, a picture tells nothing."),
               this));
  connect(writes, &QCheckBox::toggled, preferences, &Preferences::setWritesMetadata);
}

AppearancePage::AppearancePage(Preferences* preferences, QWidget* parent) : QWidget(parent) {
  QFormLayout* form = makeForm(this);
  auto* theme = new QComboBox(this);
  theme->setObjectName("settingsTheme");
  theme->setAccessibleName(tr("Colours"));
  theme->addItem(tr("As the system"), static_cast<int>(Theme::System));
  theme->addItem(tr("Light"), static_cast<int>(Theme::Light));
  theme->addItem(tr("Dark"), static_cast<int>(Theme::Dark));
  theme->setCurrentIndex(theme->findData(static_cast<int>(preferences->theme())));
  auto* language = new QComboBox(this);
  language->setObjectName("settingsLanguage");
  language->setAccessibleName(tr("Language"));
  language->addItem(tr("As the system"), QString());
  for (const Language& choice : languages()) language->addItem(choice.name, choice.id);
  language->setCurrentIndex(std::max(0, language->findData(preferences->language())));
  form->addRow(tr("&Colours"), theme);
  form->addRow(tr("&Language"), language);
  form->addRow(makeNote(tr("A new language shows when the program is started again."), this));
  connect(theme, &QComboBox::activated, preferences,
          [theme, preferences] { preferences->setTheme(static_cast<Theme>(theme->currentData().toInt())); });
  connect(language, &QComboBox::activated, preferences,
          [language, preferences] { preferences->setLanguage(language->currentData().toString()); });
}

}  // namespace unmask
