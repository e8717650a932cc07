// What would have become of a run if one thing had been different: the runs behind the what-if window.
#pragma once

#include <QObject>
#include <QString>
#include <memory>
#include <optional>
#include <vector>

#include "core/doc/cell_maps.h"
#include "core/lab/run_axis.h"
#include "core/lab/word_measures.h"
#include "ui/jobs/job_controller.h"
#include "ui/picture.h"

namespace unmask {

/// One thing changed, every draw kept.
struct WhatIfRow {
  QString what;                ///< "without “red”"
  std::optional<size_t> word;  ///< index into the words of the prompt, when it is one that was left out
  PicturePtr picture;          ///< of the changed run, with its recording
  TraceDifference difference;  ///< from the base's run
  int firstStep = -1;          ///< the number of the first step after which they differ; −1 = never
};
using WhatIfRowPtr = std::shared_ptr<const WhatIfRow>;

/// Lives in the window's thread; the runs are made in the engine's, where a stop takes effect within a step.
/// What was found before a stop stays.
class WhatIfStudy : public QObject {
  Q_OBJECT

 public:
  explicit WhatIfStudy(JobController* jobs, QObject* parent = nullptr);
  ~WhatIfStudy() override;  ///< stops

  /// The picture asked about; another one clears everything. Null for none.
  void setOriginal(const PicturePtr& picture);
  const PicturePtr& original() const { return m_original; }
  /// Empty when one can ask about it, else why not.
  QString obstacle() const;

  // Each begins at once; nothing happens while the engine is busy, or when there is an obstacle.
  /// Every word of the prompt in turn, and then what single steps say of them.
  void leaveWordsOut();
  /// `part` of the prompt, where it occurs first, becomes `by`.
  void replace(const QString& part, const QString& by);
  /// The value as axisValues() reads it; of several, each is tried. The problem when they cannot be read.
  Result<void> change(RunSetting setting, const QString& name, const std::string& values);
  void stop();

  bool isRunning() const { return m_job != 0; }
  double progress() const { return m_progress; }  ///< 0 … 1 of the study going on
  /// The original's run made again, which everything is compared with; null before the first study.
  const PicturePtr& base() const { return m_base; }
  /// Whether that run ends with the tokens of the original; false for one that was edited or changed on its
  /// way.
  bool isBaseTheOriginal() const;
  const std::vector<WhatIfRowPtr>& rows() const { return m_rows; }  ///< in the order they came
  const std::vector<PromptWord>& words() const { return m_words; }
  const std::vector<WordMeans>& means() const { return m_means; }  ///< of the words; empty before
  /// Spearman's rank correlation with the cells changed, over the words left out; empty while there are fewer
  /// than three, or when all are alike.
  std::optional<double> attentionAgreement() const;
  std::optional<double> ablationAgreement() const;

 Q_SIGNALS:
  void changed();
  void failed(const unmask::Error& error);

 private:
  struct Change {
    QString what;
    GenerationRequest request;
    std::optional<size_t> word;
  };
  struct Plan {
    std::vector<Change> changes;
    bool leavesWordsOut = false;
  };
  void start(Plan plan);
  void onEnded(quint64 job, RunEnd end, const Error& error);
  std::optional<double> agreement(double WordMeans::*measure) const;

  JobController* m_jobs;
  PicturePtr m_original;
  PicturePtr m_base;
  std::vector<WhatIfRowPtr> m_rows;
  std::vector<PromptWord> m_words;
  std::vector<WordMeans> m_means;
  JobId m_job = 0;
  quint64 m_asked = 0;  ///< counts originals: answers about an earlier one are dropped
  double m_progress = 0;
};

}  // namespace unmask
