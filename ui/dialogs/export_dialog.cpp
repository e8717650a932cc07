#include "ui/dialogs/export_dialog.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QSettings>
#include <QVBoxLayout>

#include "ui/settings/preferences.h"

namespace unmask {
namespace {

constexpr int kShortestMilliseconds = 20;
constexpr int kLongestMilliseconds = 10'000;

void select(QComboBox* box, int data) {
  const int index = box->findData(data);
  if (index >= 0) box->setCurrentIndex(index);
}

QSpinBox* makeTime(const char* name, QWidget* parent) {
  auto* box = new QSpinBox(parent);
  box->setObjectName(name);
  box->setRange(kShortestMilliseconds, kLongestMilliseconds);
  box->setSingleStep(50);
  box->setSuffix(ExportDialog::tr(" ms"));
  return box;
}

}  // namespace

ExportDialog::ExportDialog(const ExportJob& source, QWidget* parent)
    : QDialog(parent),
      m_source(source),
      m_what(new QComboBox(this)),
      m_step(new QSpinBox(this)),
      m_format(new QComboBox(this)),
      m_size(new QComboBox(this)),
      m_stepTime(makeTime("exportStepTime", this)),
      m_lastTime(makeTime("exportLastTime", this)),
      m_metadata(new QCheckBox(tr("&Say in the file how it was made"), this)),
      m_summary(new QLabel(this)),
      m_form(new QFormLayout) {
  setObjectName("exportDialog");
  setWindowTitle(tr("Export"));
  setAttribute(Qt::WA_DeleteOnClose);
  build();
  recall();
  refresh();
  connect(m_what, &QComboBox::currentIndexChanged, this, &ExportDialog::refresh);
  connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::refresh);
  connect(m_size, &QComboBox::currentIndexChanged, this, &ExportDialog::refresh);
  for (QSpinBox* box : {m_step, m_stepTime, m_lastTime})
    connect(box, &QSpinBox::valueChanged, this, &ExportDialog::refresh);
  connect(this, &QDialog::accepted, this, &ExportDialog::remember);
}

void ExportDialog::build() {
  m_what->setObjectName("exportWhat");
  const auto offer = [this](const QString& text, ExportWhat what) {
    m_what->addItem(text, static_cast<int>(what));
  };
  if (m_source.picture) offer(tr("The picture"), ExportWhat::Picture);
  if (m_source.recording && m_source.recording->stepCount() > 0) {
    offer(tr("One step"), ExportWhat::Step);
    offer(tr("All steps on a sheet"), ExportWhat::Sheet);
    offer(tr("All steps as a film"), ExportWhat::Film);
    offer(tr("All steps as numbers (trace)"), ExportWhat::Trace);
    m_step->setRange(0, m_source.recording->stepCount());
  }
  m_step->setObjectName("exportStep");
  m_step->setSpecialValueText(tr("start"));
  m_step->setValue(m_source.position);
  m_format->setObjectName("exportFormat");
  const std::pair<QString, FilmFormat> formats[] = {{tr("Animated PNG"), FilmFormat::Png},
                                                    {tr("Animated WebP"), FilmFormat::WebP},
                                                    {tr("GIF, 256 colours"), FilmFormat::Gif},
                                                    {tr("MP4 video"), FilmFormat::Mp4},
                                                    {tr("WebM video"), FilmFormat::WebM}};
  for (const auto& [text, format] : formats) m_format->addItem(text, static_cast<int>(format));
  m_size->setObjectName("exportSize");
  m_size->addItem(tr("As it is"), 1);
  m_size->addItem(tr("Twice as large"), 2);
  m_metadata->setObjectName("exportMetadata");
  m_summary->setObjectName("exportSummary");
  m_summary->setWordWrap(true);
  m_form->addRow(tr("&What"), m_what);
  m_form->addRow(tr("St&ep"), m_step);
  m_form->addRow(tr("&Format"), m_format);
  m_form->addRow(tr("Si&ze"), m_size);
  m_form->addRow(tr("&Time a step"), m_stepTime);
  m_form->addRow(tr("&Hold the last step"), m_lastTime);
  m_form->addRow(QString(), m_metadata);
  for (QWidget* field : {static_cast<QWidget*>(m_what), static_cast<QWidget*>(m_step),
                         static_cast<QWidget*>(m_format), static_cast<QWidget*>(m_size),
                         static_cast<QWidget*>(m_stepTime), static_cast<QWidget*>(m_lastTime)}) {
    if (auto* label = qobject_cast<QLabel*>(m_form->labelForField(field)))
      field->setAccessibleName(QString(label->text()).remove('&'));
  }
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  QPushButton* go = buttons->addButton(tr("E&xport…"), QDialogButtonBox::AcceptRole);
  go->setDefault(true);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* column = new QVBoxLayout(this);
  column->addLayout(m_form);
  column->addWidget(m_summary);
  column->addStretch(1);
  column->addWidget(buttons);
  setMinimumWidth(380);
}

ExportJob ExportDialog::job() const {
  ExportJob job = m_source;
  job.what = static_cast<ExportWhat>(m_what->currentData().toInt());
  job.format = static_cast<FilmFormat>(m_format->currentData().toInt());
  job.position = m_step->value();
  job.scale = m_size->currentData().toInt();
  job.millisecondsAStep = m_stepTime->value();
  job.millisecondsOfLast = m_lastTime->value();
  job.hasMetadata = m_metadata->isChecked();
  return job;
}

void ExportDialog::refresh() {
  const ExportJob now = job();
  const bool isFilm = now.what == ExportWhat::Film;
  m_step->setEnabled(now.what == ExportWhat::Step);
  m_format->setEnabled(isFilm);
  m_size->setEnabled(now.what != ExportWhat::Trace);
  m_stepTime->setEnabled(isFilm);
  m_lastTime->setEnabled(isFilm);
  m_metadata->setEnabled(canHoldMetadata(now));
  m_metadata->setToolTip(canHoldMetadata(now)
                             ? tr("Prompt, seed and settings, so that the picture can be made again")
                         : isFilm ? tr("Videos have no place for it")
                                  : tr("This picture was not made here"));
  for (QWidget* field :
       {static_cast<QWidget*>(m_step), static_cast<QWidget*>(m_format), static_cast<QWidget*>(m_size),
        static_cast<QWidget*>(m_stepTime), static_cast<QWidget*>(m_lastTime)}) {
    if (QWidget* label = m_form->labelForField(field)) label->setEnabled(field->isEnabled());
  }
  m_summary->setText(summary());
}

QString ExportDialog::summary() const {
  const ExportJob now = job();
  const QSize size = m_source.picture ? m_source.picture->image.size() : QSize();
  const QString pixels =
      size.isEmpty() ? QString()
                     : tr("%1 × %2 pixels").arg(size.width() * now.scale).arg(size.height() * now.scale);
  if (now.what == ExportWhat::Picture || now.what == ExportWhat::Step) return pixels;
  if (!m_source.recording) return {};
  const auto count = static_cast<int>(shownMoments(*m_source.recording).size());
  if (now.what == ExportWhat::Sheet) return tr("%1 pictures on one").arg(count);
  if (now.what == ExportWhat::Trace)
    return tr("Tokens, confidence and order of every step, as the command line's --trace writes them");
  const double seconds =
      ((count - 1) * now.millisecondsAStep + std::max(now.millisecondsAStep, now.millisecondsOfLast)) /
      1000.0;
  return tr("%1 pictures, %2 s  ·  %3").arg(count).arg(seconds, 0, 'f', 1).arg(pixels);
}

void ExportDialog::remember() const {
  const ExportJob now = job();
  QSettings settings;
  settings.setValue("export/what", static_cast<int>(now.what));
  settings.setValue("export/format", static_cast<int>(now.format));
  settings.setValue("export/scale", now.scale);
  settings.setValue("export/stepTime", now.millisecondsAStep);
  settings.setValue("export/lastTime", now.millisecondsOfLast);
}

void ExportDialog::recall() {
  const QSettings settings;
  const ExportJob usual;
  select(m_what, settings.value("export/what", static_cast<int>(usual.what)).toInt());
  select(m_format, settings.value("export/format", static_cast<int>(usual.format)).toInt());
  select(m_size, settings.value("export/scale", usual.scale).toInt());
  m_stepTime->setValue(settings.value("export/stepTime", usual.millisecondsAStep).toInt());
  m_lastTime->setValue(settings.value("export/lastTime", usual.millisecondsOfLast).toInt());
  m_metadata->setChecked(Preferences().writesMetadata());
}

}  // namespace unmask
