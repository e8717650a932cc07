// Every code of the model's codebook, as a patch, in an order one chooses.
#pragma once

#include <QAbstractListModel>
#include <QImage>
#include <map>
#include <vector>

#include "core/doc/token_grid.h"
#include "core/engine/lab.h"
#include "ui/jobs/job_controller.h"

namespace unmask {

enum class CodeOrder { Number, Colour, UseInPicture, UseInProject, Likeness };

/// A list model; lives in the window's thread. Patches come from the engine when it is idle, a few dozen at a
/// time, and are kept as long as the model stays loaded.
class CodeCatalog : public QAbstractListModel {
  Q_OBJECT

 public:
  enum Role { CodeRole = Qt::UserRole };  ///< int: the code's number

  explicit CodeCatalog(JobController* jobs, QObject* parent = nullptr);

  /// Begins to ask for what is not there yet; nothing without a model.
  void load();
  bool isWhole() const;  ///< all patches and the codebook are there
  int codeCount() const { return static_cast<int>(m_patches.size()); }
  QImage patch(int code) const;  ///< null while it is not there

  void setOrder(CodeOrder order);
  CodeOrder order() const { return m_order; }
  /// What likeness is measured from; −1 for none.
  void setReference(int code);
  int reference() const { return m_reference; }
  void setPicture(const TokenGrid& tokens);
  void setProjectUse(const std::map<int32_t, int64_t>& counts);

  int64_t useInPicture(int code) const;
  int64_t useInProject(int code) const;
  /// Euclidean distance of the two rows of the codebook; −1 while it is not there.
  double distance(int a, int b) const;
  /// The nearest others, nearest first.
  std::vector<int> nearest(int code, int count) const;
  int rowOf(int code) const;  ///< −1 for none

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;

 Q_SIGNALS:
  void loaded();  ///< isWhole()
  void problem(const QString& text);

 private:
  void reset();
  void askNext();
  void sort();

  JobController* m_jobs;
  std::string m_model;  ///< content hash or path of what is shown
  std::vector<QImage> m_patches;
  int m_patchesThere = 0;  ///< they come in order
  Lab::Codebook m_codebook;
  bool m_isAsking = false;
  std::vector<int64_t> m_inPicture, m_inProject;
  std::vector<int> m_codes;  ///< in the order shown
  CodeOrder m_order = CodeOrder::Number;
  int m_reference = -1;
};

}  // namespace unmask
