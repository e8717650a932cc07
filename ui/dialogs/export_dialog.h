// What to export, and how.
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QFormLayout>
#include <QLabel>
#include <QSpinBox>

#include "ui/export/run_export.h"

namespace unmask {

/// Opened, not executed; deletes itself. Choices are remembered once accepted, but for the one whether the
/// file tells how it was made: that begins as the settings say, every time.
class ExportDialog : public QDialog {
  Q_OBJECT

 public:
  /// `source`: picture, recording, position and request; the rest comes from the last time.
  explicit ExportDialog(const ExportJob& source, QWidget* parent);

  ExportJob job() const;

 private:
  void build();
  void remember() const;
  void recall();
  void refresh();
  QString summary() const;

  ExportJob m_source;
  QComboBox* m_what;
  QSpinBox* m_step;
  QComboBox* m_format;
  QComboBox* m_size;
  QSpinBox* m_stepTime;
  QSpinBox* m_lastTime;
  QCheckBox* m_metadata;
  QLabel* m_summary;
  QFormLayout* m_form;
};

}  // namespace unmask
