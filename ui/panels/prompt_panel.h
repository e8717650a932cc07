// The left side of the window: model, prompt, seed, settings, and the button that runs them.
#pragma once

#include <QLabel>
#include <QVBoxLayout>
#include <QWidget>

#include "ui/document_model.h"
#include "ui/jobs/job_controller.h"
#include "ui/panels/fold_section.h"
#include "ui/panels/model_chooser.h"
#include "ui/panels/preset_chooser.h"
#include "ui/panels/primary_button.h"
#include "ui/panels/prompt_edit.h"
#include "ui/panels/run_options.h"
#include "ui/panels/sampling_panel.h"
#include "ui/panels/seed_row.h"
#include "ui/prompt_history.h"
#include "ui/run_plan.h"

namespace unmask {

/// Bound to the document: edits go there at once, and it is shown again when it changes.
class PromptPanel : public QWidget {
  Q_OBJECT

 public:
  explicit PromptPanel(DocumentModel* document, QWidget* parent = nullptr);

  ModelChooser* models() const { return m_models; }
  PresetChooser* presets() const { return m_presets; }
  PromptEdit* prompt() const { return m_prompt; }
  PromptEdit* negativePrompt() const { return m_negative; }
  FoldSection* negativeSection() const { return m_negativeSection; }
  SeedRow* seed() const { return m_seed; }
  SamplingPanel* sampling() const { return m_sampling; }
  PrimaryButton* runButton() const { return m_run; }
  void addBelowPrompt(QWidget* section);  ///< takes it over

  void showTokens(const PromptTokens& tokens);  ///< ignored when it is not about the prompt of now
  void showEngine(EngineState state, bool hasWaitingRun);
  PromptHistory& history() { return m_history; }
  void showPlan(const RunPlan& plan);  ///< what the button does when it does not stop anything

 Q_SIGNALS:
  void generateWanted();
  void stopWanted();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  QWidget* buildFields();
  QWidget* buildRunArea();
  QLayout* buildPromptHeading();
  void connectEdits();
  void showDraft();
  void forgetTokens();
  void refreshRunButton();

  DocumentModel* m_document;
  ModelChooser* m_models;
  PresetChooser* m_presets;
  PromptEdit* m_prompt;
  QLabel* m_counter;
  QLabel* m_cutOff;
  PromptEdit* m_negative;
  FoldSection* m_negativeSection;
  QVBoxLayout* m_belowPrompt;
  SeedRow* m_seed;
  SamplingPanel* m_sampling;
  RunOptionsPanel* m_options;
  QLabel* m_explanation;
  PrimaryButton* m_run;
  PromptHistory m_history;
  RunPlan m_plan;
  EngineState m_state = EngineState::NoModel;
  bool m_hasWaitingRun = false;
  bool m_runButtonStops = false;
};

}  // namespace unmask
