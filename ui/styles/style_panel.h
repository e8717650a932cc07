// The list of styles under the prompt.
#pragma once

#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>
#include <QWidget>
#include <vector>

#include "ui/document_model.h"
#include "ui/styles/style_row.h"
#include "ui/styles/style_shelf.h"

namespace unmask {

/// Bound to document and shelf.
class StylePanel : public QWidget {
  Q_OBJECT

 public:
  /// Both outlive this object.
  StylePanel(DocumentModel* document, StyleShelf* shelf, QWidget* parent = nullptr);

  const std::vector<StyleRow*>& rows() const { return m_rows; }

 Q_SIGNALS:
  void fileWanted();   ///< a dialog is to ask for one
  void learnWanted();  ///< the dialog that learns one
  void triggerWanted(const QString& words);

 private:
  void refresh();
  void fillMenu();
  StyleRow* makeRow(size_t index);

  DocumentModel* m_document;
  StyleShelf* m_shelf;
  QVBoxLayout* m_list;
  QPushButton* m_add;
  QMenu* m_menu;
  std::vector<StyleRow*> m_rows;
};

}  // namespace unmask
