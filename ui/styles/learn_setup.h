// First page of "Learn a Style": the picture, its words, and how long to learn.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSpinBox>
#include <QWidget>
#include <memory>
#include <optional>

#include "ui/candidates.h"
#include "ui/dialogs/file_dialogs.h"
#include "ui/jobs/job_controller.h"
#include "ui/jobs/worker_thread.h"
#include "ui/panels/fold_section.h"
#include "ui/styles/crop_view.h"
#include "ui/styles/style_shelf.h"
#include "ui/styles/style_worker.h"
#include "ui/styles/unfinished_offer.h"

namespace unmask {

class LearnSetup : public QWidget {
  Q_OBJECT

 public:
  /// All outlive this object; so does `files` every picture being read.
  struct Parts {
    JobController* jobs;
    DocumentModel* document;
    CandidateSet* candidates;
    StyleShelf* shelf;
    FileDialogs* dialogs;
    WorkerThread* files;
    std::string variant;
    ComputeType computeType;
  };
  LearnSetup(Parts parts, QWidget* parent);

  CropView* crop() const { return m_crop; }
  UnfinishedOffer* unfinished() const { return m_unfinished; }
  bool take(const QMimeData* mime);  ///< a dropped or pasted picture; false when there is none
  /// What stands in the way, as a sentence; empty when job() can be prepared.
  QString obstacle() const;
  /// Why the picture that was tried last is not the one shown; often empty.
  const QString& problem() const { return m_problem; }
  StyleJob job() const;
  void search();  ///< for unfinished runs
  void clear();   ///< for the next style: picture, name and words go

 Q_SIGNALS:
  void changed();  ///< obstacle(), problem() or job()

 private:
  void build();
  QWidget* buildPicture();
  QWidget* buildWords();
  QWidget* buildMore();
  void connectEdits();
  void openFile(const QString& path);
  void useImage(const QImage& image);
  void read(std::function<Result<ImageBuffer>()> source, const QString& name);
  void refreshModel();
  void lookForPrompts();
  void applyPreset();
  void refresh();
  QString name() const;
  QString trigger() const;
  QString caption() const;

  Parts m_parts;
  std::shared_ptr<const ImageBuffer> m_picture;
  QString m_problem;
  std::optional<int> m_promptCount;  ///< things the model's folder says it can draw; none: not known
  quint64 m_reading = 0;
  CropView* m_crop;
  QPushButton* m_choose;
  QPushButton* m_paste;
  QPushButton* m_current;
  QLineEdit* m_name;
  QLineEdit* m_shows;
  QLineEdit* m_words;
  QLabel* m_caption;
  QComboBox* m_preset;
  QLabel* m_presetText;
  QSpinBox* m_steps;
  QSpinBox* m_rank;
  QSpinBox* m_ownPictures;
  QSpinBox* m_seed;
  QSpinBox* m_threads;
  QLabel* m_file;
  UnfinishedOffer* m_unfinished;
};

}  // namespace unmask
