// The browser of the model's codes: each as a patch, where it is used, what is like it, and a brush made of
// it.
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QSpinBox>
#include <QStandardItemModel>

#include "ui/actions.h"
#include "ui/lab/code_catalog.h"
#include "ui/lab/lab_control.h"
#include "ui/project/project_session.h"

namespace unmask {

/// Not modal. The code chosen is what the token brush paints; a cell that is picked on the canvas chooses its
/// own.
class CodebookWindow : public QDialog {
  Q_OBJECT

 public:
  /// All outlive this object.
  struct Parts {
    JobController* jobs;
    CandidateSet* candidates;
    DocumentModel* document;
    LabControl* lab;
    ProjectSession* project;
    const Actions* actions;
  };
  CodebookWindow(const Parts& parts, QWidget* parent);

  CodeCatalog* catalog() { return &m_catalog; }
  int chosenCode() const;  ///< −1 for none
  void chooseCode(int code);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void followPicture();
  void followCell();
  void showChosen();
  void showNearest(int code);

  Parts m_parts;
  CodeCatalog m_catalog;
  QComboBox* m_order;
  QSpinBox* m_number;
  QListView* m_list;
  QLabel* m_patch;
  QLabel* m_text;
  QListView* m_nearest;
  QStandardItemModel* m_nearestModel;
  QCheckBox* m_find;
  QPushButton* m_paint;
};

}  // namespace unmask
