// Which model draws.
#pragma once

#include <QComboBox>
#include <QToolButton>
#include <QWidget>
#include <vector>

#include "core/hub/model_search.h"

namespace unmask {

class ModelChooser : public QWidget {
  Q_OBJECT

 public:
  explicit ModelChooser(QWidget* parent = nullptr);

  void setModels(const std::vector<FoundModel>& models);
  /// Selects this folder, adding it when it is not among the found ones. Empty selects nothing. Emits no
  /// signal.
  void setCurrent(const QString& dir);
  QString current() const { return m_combo->currentData().toString(); }
  QComboBox* combo() const { return m_combo; }

 Q_SIGNALS:
  void modelChosen(const QString& dir);  ///< by the user
  void folderWanted();                   ///< "Open Folder…"

 private:
  void fill();
  void onActivated(int index);

  std::vector<FoundModel> m_models;
  QString m_current;
  QComboBox* m_combo;
  QToolButton* m_open;
};

}  // namespace unmask
