// Ctrl+, : everything that can be set. Applies at once; there is nothing to confirm.
#pragma once

#include <QDialog>
#include <QListWidget>
#include <QStackedWidget>

#include "ui/dialogs/file_dialogs.h"
#include "ui/jobs/model_finder.h"
#include "ui/keys/key_scheme.h"
#include "ui/mask_model.h"
#include "ui/settings/preferences.h"

namespace unmask {

/// All outlive the dialog.
struct SettingsParts {
  Preferences* preferences;
  KeyScheme* keys;
  ToolSettings* tools;
  MaskModel* mask;
  ModelFinder* models;
  FileDialogs* dialogs;
};

class SettingsDialog : public QDialog {
  Q_OBJECT

 public:
  explicit SettingsDialog(const SettingsParts& parts, QWidget* parent = nullptr);

  void showPage(int index) { m_list->setCurrentRow(index); }

 private:
  void addPage(const QString& title, const char* iconName, QWidget* page);

  QListWidget* m_list;
  QStackedWidget* m_pages;
};

}  // namespace unmask
