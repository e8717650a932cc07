// The candidates below the canvas, the original first.
#pragma once

#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QWidget>

#include "ui/actions.h"
#include "ui/candidates.h"

namespace unmask {

/// Hidden while there are none.
class CandidateStrip : public QWidget {
  Q_OBJECT

 public:
  CandidateStrip(CandidateSet* candidates, DocumentModel* document, const Actions& actions,
                 QWidget* parent = nullptr);

  QListWidget* list() const { return m_list; }
  QString verdict() const { return m_verdict->text(); }

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void refresh();
  void fillList();
  void showVerdict();
  QIcon thumbnail(const PicturePtr& picture) const;

  CandidateSet* m_candidates;
  DocumentModel* m_document;
  QListWidget* m_list;
  QLabel* m_title;
  QLabel* m_verdictIcon;
  QLabel* m_verdict;
  QPushButton* m_accept;
  QPushButton* m_discard;
  std::vector<PicturePtr> m_shown;  ///< what the list holds, the original first
};

}  // namespace unmask
