#include "ui/panels/model_chooser.h"

#include <QDir>
#include <QHBoxLayout>
#include <QSignalBlocker>

#include "ui/icons.h"
#include "ui/keys/key_tips.h"

namespace unmask {
namespace {

constexpr char kOpenFolder[] = "\x01open";  ///< data of the entry that is no folder

QString sourceText(ModelSource source) {
  switch (source) {
    case ModelSource::BuiltIn:
      return ModelChooser::tr("built in");
    case ModelSource::UserFolder:
      return ModelChooser::tr("your folder");
    case ModelSource::HuggingFaceCache:
      return ModelChooser::tr("Hugging Face cache");
  }
  return {};
}

}  // namespace

ModelChooser::ModelChooser(QWidget* parent)
    : QWidget(parent), m_combo(new QComboBox(this)), m_open(new QToolButton(this)) {
  m_combo->setObjectName("model");
  m_combo->setAccessibleName(tr("Model"));
  m_combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_combo->setMinimumContentsLength(10);
  m_combo->setPlaceholderText(tr("No model"));
  m_open->setObjectName("openModel");
  m_open->setIcon(icon("folder"));
  m_open->setFocusPolicy(Qt::StrongFocus);
  m_open->setAccessibleName(tr("Open a model folder"));
  m_open->setToolTip(tr("Open a model folder"));
  setTipAction(m_open, "openModel");
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(4);
  row->addWidget(m_combo, 1);
  row->addWidget(m_open);
  m_open->setFixedSize(m_combo->sizeHint().height(), m_combo->sizeHint().height());
  setFocusProxy(m_combo);
  connect(m_combo, &QComboBox::activated, this, &ModelChooser::onActivated);
  connect(m_open, &QToolButton::clicked, this, &ModelChooser::folderWanted);
  fill();
}

void ModelChooser::setModels(const std::vector<FoundModel>& models) {
  m_models = models;
  fill();
}

void ModelChooser::setCurrent(const QString& dir) {
  m_current = dir;
  fill();
}

void ModelChooser::fill() {
  const QSignalBlocker blocker(m_combo);
  m_combo->clear();
  for (const FoundModel& model : m_models) {
    const QString dir = QString::fromStdString(model.dir.string());
    m_combo->addItem(QString::fromStdString(model.name), dir);
    const QString tip = tr("%1\n%2").arg(QDir::toNativeSeparators(dir), sourceText(model.source));
    m_combo->setItemData(m_combo->count() - 1, tip, Qt::ToolTipRole);
  }
  if (!m_current.isEmpty() && m_combo->findData(m_current) < 0)
    m_combo->addItem(QDir(m_current).dirName(), m_current);
  if (m_combo->count() > 0) m_combo->insertSeparator(m_combo->count());
  m_combo->addItem(tr("Open Folder…"), QString(kOpenFolder));
  m_combo->setCurrentIndex(m_current.isEmpty() ? -1 : m_combo->findData(m_current));
  m_combo->setToolTip(m_current.isEmpty() ? tr("The model that draws") : QDir::toNativeSeparators(m_current));
}

void ModelChooser::onActivated(int index) {
  const QString chosen = m_combo->itemData(index).toString();
  if (chosen == kOpenFolder) {
    fill();  // back to what is loaded, whatever comes of the dialog
    Q_EMIT folderWanted();
  } else if (chosen != m_current) {
    Q_EMIT modelChosen(chosen);
  }
}

}  // namespace unmask
