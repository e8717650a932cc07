// Styles in the window: the list under the prompt, files that are dropped, and the dialog that learns one.
#pragma once

#include <QMimeData>
#include <QObject>
#include <QPointer>

#include "ui/actions.h"
#include "ui/candidates.h"
#include "ui/dialogs/file_dialogs.h"
#include "ui/document_model.h"
#include "ui/jobs/job_controller.h"
#include "ui/jobs/worker_thread.h"
#include "ui/panels/fold_section.h"
#include "ui/panels/message_bar.h"
#include "ui/panels/progress_strip.h"
#include "ui/panels/prompt_panel.h"
#include "ui/studio_options.h"
#include "ui/styles/learn_dialog.h"
#include "ui/styles/style_panel.h"
#include "ui/styles/style_run.h"
#include "ui/styles/style_shelf.h"

namespace unmask {

/// Makes and wires them; lives in the window's thread.
class Styles : public QObject {
  Q_OBJECT

 public:
  /// All outlive this object.
  struct Parts {
    DocumentModel* document;
    JobController* jobs;
    CandidateSet* candidates;
    PromptPanel* panel;
    MessageBar* messages;
    ProgressStrip* progress;
    FileDialogs* dialogs;
    WorkerThread* files;
    Actions* actions;
  };
  Styles(const Parts& parts, const StudioOptions& options, QWidget* window);
  ~Styles() override;

  StyleShelf* shelf() { return &m_shelf; }
  StylePanel* panel() const { return m_panel; }
  FoldSection* section() const { return m_section; }
  StyleRun* run() { return &m_run; }
  LearnDialog* dialog() const { return m_dialog; }  ///< null until it was shown once

  /// Adds the adapters of a drop; false when there is none in it.
  bool take(const QMimeData* data);
  void showLearnDialog();
  /// Stops what is being learned, which is saved, and waits for it.
  void close();

 private:
  void connectList();
  void connectRun();
  void askForFile();
  void askForScale(const QString& file);
  void addToPrompt(const QString& words);
  void refreshHeading();

  Parts m_parts;
  StudioOptions m_options;
  QWidget* m_window;
  StyleShelf m_shelf;
  StylePanel* m_panel;
  FoldSection* m_section;
  StyleRun m_run;
  QPointer<LearnDialog> m_dialog;
};

}  // namespace unmask
