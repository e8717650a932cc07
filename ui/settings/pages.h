// The pages of the settings but the keys. Each shows what is set now and sets it at once.
#pragma once

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QWidget>

#include "ui/dialogs/file_dialogs.h"
#include "ui/jobs/model_finder.h"
#include "ui/mask_model.h"
#include "ui/settings/preferences.h"
#include "ui/tools/tool_settings.h"

namespace unmask {

/// Mask colour and opacity, and which cells a stroke selects.
class CanvasPage : public QWidget {
  Q_OBJECT

 public:
  CanvasPage(ToolSettings* tools, MaskModel* mask, QWidget* parent = nullptr);

 private:
  QLayout* buildColors();
  void refresh();

  ToolSettings* m_tools;
  MaskModel* m_mask;
  QButtonGroup* m_colors;
  QSlider* m_opacity;
  QComboBox* m_rule;
  QCheckBox* m_pressure;
};

/// Where models are looked for and pictures saved.
class FoldersPage : public QWidget {
  Q_OBJECT

 public:
  FoldersPage(Preferences* preferences, ModelFinder* models, FileDialogs* dialogs, QWidget* parent = nullptr);

 private:
  void refresh();
  void addFolder();
  void choosePictures();

  Preferences* m_preferences;
  ModelFinder* m_models;
  FileDialogs* m_dialogs;
  QListWidget* m_folders;
  QPushButton* m_remove;
  QLineEdit* m_pictures;
};

/// Threads and precision.
class EnginePage : public QWidget {
  Q_OBJECT

 public:
  explicit EnginePage(Preferences* preferences, QWidget* parent = nullptr);
};

/// What a saved picture tells about itself.
class SavingPage : public QWidget {
  Q_OBJECT

 public:
  explicit SavingPage(Preferences* preferences, QWidget* parent = nullptr);
};

/// Light and dark, and the language.
class AppearancePage : public QWidget {
  Q_OBJECT

 public:
  explicit AppearancePage(Preferences* preferences, QWidget* parent = nullptr);
};

}  // namespace unmask
