#include "ui/panels/prompt_panel.h"

#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QScrollArea>

#include "ui/icons.h"
#include "ui/keys/key_tips.h"
#include "ui/theme.h"

namespace unmask {
namespace {

constexpr int kPromptLines = 5;
constexpr int kNegativeLines = 2;
constexpr int kMargin = 14;
constexpr int kCutOffShown = 80;  ///< characters

QLabel* makeLabel(const QString& text, QWidget* buddy, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setBuddy(buddy);
  return label;
}

void setQuiet(QLabel* label, const QPalette& base) {
  QPalette quiet = label->palette();
  quiet.setColor(QPalette::WindowText, quietText(base));
  label->setPalette(quiet);
}

}  // namespace

PromptPanel::PromptPanel(DocumentModel* document, QWidget* parent)
    : QWidget(parent),
      m_document(document),
      m_models(new ModelChooser(this)),
      m_presets(new PresetChooser(document, this)),
      m_prompt(new PromptEdit(kPromptLines, this)),
      m_counter(new QLabel(this)),
      m_cutOff(new QLabel(this)),
      m_negative(new PromptEdit(kNegativeLines, this)),
      m_negativeSection(new FoldSection(tr("Negative prompt"), m_negative, this)),
      m_belowPrompt(new QVBoxLayout),
      m_seed(new SeedRow(this)),
      m_sampling(new SamplingPanel(document, this)),
      m_options(new RunOptionsPanel(document, this)),
      m_explanation(new QLabel(this)),
      m_run(new PrimaryButton(this)) {
  setObjectName("promptPanel");
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(buildFields(), 1);
  column->addWidget(buildRunArea());
  connectEdits();
  showDraft();
  showEngine(EngineState::NoModel, false);
}

QWidget* PromptPanel::buildFields() {
  m_prompt->setObjectName("prompt");
  m_prompt->setAccessibleName(tr("Prompt"));
  m_prompt->setPlaceholderText(tr("What the picture should show, for example: a red apple"));
  m_prompt->setToolTip(
      tr("What the picture should show. Alt+Up and Alt+Down call earlier ones back,\n"
         "{red|blue} lets the seed choose"));
  setTipAction(m_prompt, "focusPrompt");
  m_negative->setObjectName("negativePrompt");
  m_negative->setAccessibleName(tr("Negative prompt"));
  m_negative->setPlaceholderText(tr("What it should not show"));
  m_negative->setToolTip(tr("What the picture should keep away from; needs guidance above 1"));
  m_negativeSection->heading()->setObjectName("negativeHeading");
  m_cutOff->setObjectName("cutOff");
  m_cutOff->setWordWrap(true);
  m_cutOff->setTextFormat(Qt::PlainText);
  m_cutOff->hide();

  auto* fields = new QWidget;
  auto* column = new QVBoxLayout(fields);
  column->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
  column->setSpacing(4);
  const auto gap = [column] { column->addSpacing(10); };
  column->addWidget(makeLabel(tr("Mo&del"), m_models, fields));
  column->addWidget(m_models);
  column->addWidget(m_presets);
  gap();
  column->addLayout(buildPromptHeading());
  column->addWidget(m_prompt);
  column->addWidget(m_cutOff);
  m_belowPrompt->setSpacing(4);
  m_belowPrompt->addWidget(m_negativeSection);
  column->addLayout(m_belowPrompt);
  gap();
  column->addWidget(makeLabel(tr("&Seed"), m_seed, fields));
  column->addWidget(m_seed);
  gap();
  column->addWidget(m_options);
  gap();
  column->addWidget(m_sampling);
  column->addStretch(1);

  auto* scroll = new QScrollArea(this);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setWidget(fields);
  return scroll;
}

void PromptPanel::addBelowPrompt(QWidget* section) {
  m_belowPrompt->addWidget(section);
}

QLayout* PromptPanel::buildPromptHeading() {
  m_counter->setObjectName("tokenCounter");
  m_counter->setAccessibleName(tr("Tokens used"));
  m_counter->setToolTip(tr("How much of the text the model can read is used, in tokens"));
  setQuiet(m_counter, palette());
  auto* heading = new QHBoxLayout;
  heading->addWidget(makeLabel(tr("&Prompt"), m_prompt, this));
  heading->addStretch(1);
  heading->addWidget(m_counter);
  return heading;
}

QWidget* PromptPanel::buildRunArea() {
  m_run->setObjectName("run");
  m_run->setIconSize({14, 14});
  m_run->setMinimumHeight(38);
  QFont font = m_run->font();
  font.setBold(true);
  m_run->setFont(font);
  m_explanation->setObjectName("runExplanation");
  m_explanation->setAccessibleName(tr("What the button does"));
  m_explanation->setWordWrap(true);
  m_explanation->setTextFormat(Qt::PlainText);
  m_explanation->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  m_explanation->setMinimumHeight(3 *
                                  m_explanation->fontMetrics().lineSpacing());  // the button must not jump
  setQuiet(m_explanation, palette());
  auto* area = new QWidget(this);
  auto* column = new QVBoxLayout(area);
  column->setContentsMargins(kMargin, 10, kMargin, kMargin);
  column->addWidget(m_run);
  column->addWidget(m_explanation);
  return area;
}

void PromptPanel::connectEdits() {
  connect(m_document, &DocumentModel::draftChanged, this, &PromptPanel::showDraft);
  connect(m_prompt, &QPlainTextEdit::textChanged, this, [this] {
    m_document->setPrompt(m_prompt->text().toStdString());
    forgetTokens();
  });
  connect(m_negative, &QPlainTextEdit::textChanged, this,
          [this] { m_document->setNegativePrompt(m_negative->text().toStdString()); });
  connect(m_prompt, &PromptEdit::submitted, this, &PromptPanel::generateWanted);
  connect(m_negative, &PromptEdit::submitted, this, &PromptPanel::generateWanted);
  connect(m_prompt, &PromptEdit::historyWanted, this, [this](int direction) {
    const QString shown = m_prompt->text();
    m_document->setPrompt((direction < 0 ? m_history.older(shown) : m_history.newer(shown)).toStdString());
  });
  connect(m_seed, &SeedRow::seedTyped, m_document, &DocumentModel::typeSeed);
  connect(m_seed, &SeedRow::rollWanted, m_document, &DocumentModel::rollSeed);
  connect(m_seed, &SeedRow::lockToggled, m_document, &DocumentModel::setSeedLocked);
  connect(m_run, &QPushButton::clicked, this, [this] {
    if (m_runButtonStops) {
      Q_EMIT stopWanted();
    } else {
      Q_EMIT generateWanted();
    }
  });
}

void PromptPanel::showDraft() {
  const GenerationRequest& draft = m_document->draft();
  m_prompt->setText(QString::fromStdString(draft.prompt));
  m_negative->setText(QString::fromStdString(draft.negativePrompt));
  if (!draft.negativePrompt.empty() && !m_negative->hasFocus()) m_negativeSection->setOpen(true);
  m_seed->setSeed(draft.seed, m_document->isSeedLocked());
}

void PromptPanel::forgetTokens() {
  if (!m_counter->text().isEmpty()) m_counter->setText(QStringLiteral("…"));
  m_prompt->setKeptLength(m_prompt->document()->characterCount());
  m_cutOff->hide();
}

void PromptPanel::showTokens(const PromptTokens& tokens) {
  if (tokens.prompt != m_prompt->text()) return;
  m_counter->setText(tr("%1/%2").arg(tokens.used + tokens.dropped).arg(tokens.limit));
  m_prompt->setKeptLength(tokens.keptLength);
  m_cutOff->setVisible(tokens.dropped > 0);
  if (tokens.dropped == 0) return;
  QString rest = tokens.prompt.mid(tokens.keptLength).simplified();
  if (rest.size() > kCutOffShown) rest = rest.left(kCutOffShown) + QStringLiteral("…");
  m_cutOff->setText(tr("Too long, cut off: “%1”").arg(rest));
}

void PromptPanel::showEngine(EngineState state, bool hasWaitingRun) {
  m_state = state;
  m_hasWaitingRun = hasWaitingRun;
  refreshRunButton();
}

void PromptPanel::showPlan(const RunPlan& plan) {
  m_plan = plan;
  m_explanation->setText(plan.explanation);
  refreshRunButton();
}

void PromptPanel::refreshRunButton() {
  const QString verb = m_plan.verb.isEmpty() ? tr("Generate") : m_plan.verb;
  const bool hasWaitingRun = m_hasWaitingRun;
  QString text = verb;
  QString tip = m_plan.explanation;
  bool isEnabled = m_plan.canRun;
  m_runButtonStops = false;
  switch (m_state) {
    case EngineState::NoModel:
    case EngineState::Failed:
      isEnabled = false;
      tip = tr("Choose a model first");
      break;
    case EngineState::Loading:
      m_runButtonStops = hasWaitingRun;
      if (!hasWaitingRun) break;
      isEnabled = true;
      text = tr("Stop Waiting");
      tip = tr("The picture starts when the model is loaded. Press to call it off");
      break;
    case EngineState::Idle:
      break;
    case EngineState::Running:
      m_runButtonStops = true;
      isEnabled = true;
      text = tr("Stop");
      tip = tr("Stop and throw this picture away");
      break;
    case EngineState::Cancelling:
      m_runButtonStops = true;
      isEnabled = hasWaitingRun;
      text = hasWaitingRun ? tr("Stop") : tr("Stopping…");
      break;
  }
  m_run->setText(text);
  m_run->setToolTip(tip);
  setTipAction(m_run, m_runButtonStops ? "stop" : "generate");
  m_run->setAccessibleName(text);
  m_run->setAccessibleDescription(tip);
  m_run->setEnabled(isEnabled);
  m_run->setProminent(!m_runButtonStops);
  m_run->setIcon(m_runButtonStops
                     ? icon("stop")
                     : icon("generate", isEnabled ? QPalette::HighlightedText : QPalette::ButtonText));
}

void PromptPanel::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) {
    setQuiet(m_counter, palette());
    setQuiet(m_explanation, palette());
  }
  QWidget::changeEvent(event);
}

}  // namespace unmask
